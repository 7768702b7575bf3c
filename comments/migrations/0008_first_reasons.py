from django.db import migrations

from comments.sameness import digest_of

REASONS = [
    ("rejected", "Ý kiến có lời lẽ xúc phạm. Mong bạn viết lại ôn hòa hơn."),
    ("rejected", "Ý kiến chưa gõ tiếng Việt có dấu. Mong bạn gõ có dấu và gửi lại."),
    ("rejected", "Ý kiến không liên quan đến nội dung bài viết."),
    ("rejected", "Ý kiến nêu thông tin chưa được kiểm chứng, Báo chưa thể đăng."),
    ("rejected", "Ý kiến có thông tin riêng (tên, số điện thoại, địa chỉ) của người khác."),
    ("rejected", "Ý kiến có đường dẫn đến trang khác. Mong bạn bỏ đường dẫn và gửi lại."),
    ("rejected", "Ý kiến trùng với ý kiến đã gửi."),
    ("rejected", "Nội dung thuộc việc đơn thư. Mong bạn gửi về Ban Bạn đọc của Báo để được trả lời."),
    ("spam", "Nội dung quảng cáo."),
]
BATCH = 500


def first_reasons(apps, schema_editor):
    Template = apps.get_model("comments", "ReasonTemplate")
    Template.objects.bulk_create(
        Template(verdict=verdict, text=text, position=10 * n)
        for n, (verdict, text) in enumerate(REASONS, 1)
    )


def place_what_waits(apps, schema_editor):
    """What waits is put under its section and found by its words; what was decided long ago is
    found by its words from its next edit on."""
    Comment = apps.get_model("comments", "Comment")
    reached = 0
    while True:
        rows = Comment.objects.filter(status="pending", pk__gt=reached).order_by("pk")
        batch = list(rows.select_related("article", "latest")[:BATCH])
        if not batch:
            return
        for comment in batch:
            comment.section_id = comment.article.section_id
            if comment.latest:
                comment.latest.digest = digest_of(comment.latest.text)
        Comment.objects.bulk_update(batch, ["section"])
        texts = [comment.latest for comment in batch if comment.latest]
        apps.get_model("comments", "CommentRevision").objects.bulk_update(texts, ["digest"])
        reached = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_the_desk")]
    operations = [
        migrations.RunPython(first_reasons, migrations.RunPython.noop),
        migrations.RunPython(place_what_waits, migrations.RunPython.noop),
    ]
