from django.conf import settings
from django.db import migrations

BEFORE = "<h2>Khi bạn gửi bài, ảnh, đơn thư</h2>"
SAID = (
    "<p>Gửi ý kiến hay bấm “Thích” thì trình duyệt của bạn nhận một cookie chỉ dùng ở trang ý kiến,"
    " để bạn xem, sửa, rút lại ý kiến của mình và để không tính hai lần. Kèm ý kiến, chúng tôi giữ"
    " dấu trộn một chiều của trình duyệt và của mạng, không đọc ngược lại được, để chống gửi rác."
    f" Sau {settings.COMMENT_PRIVATE_DAYS} ngày, thư điện tử và các dấu ấy được xóa; tên và ý kiến đã"
    ' đăng ở lại trang. Đã ghi thư điện tử thì bạn <a href="/binh-luan/du-lieu-cua-toi/">tự xem,'
    " tải về và xóa</a> mọi thứ gắn với địa chỉ ấy.</p>"
)


def add(apps, schema_editor):
    """A page that the newsroom words in its own way is left to the newsroom."""
    Page = apps.get_model("pages", "Page")
    for page in Page.objects.filter(slug="chinh-sach-bao-mat", body__contains=BEFORE):
        if SAID[:30] not in page.body:
            page.body = page.body.replace(BEFORE, SAID + BEFORE, 1)
            page.save(update_fields=["body"])


class Migration(migrations.Migration):
    dependencies = [("pages", "0003_privacy_of_accounts")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
