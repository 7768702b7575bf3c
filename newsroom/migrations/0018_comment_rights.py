from django.db import migrations

from newsroom.granting import grant

# Who decides on readers' words keeps the lists and sees the policies; the heads set them.
_KEEP = (
    *("comments.view_word", "comments.add_word", "comments.change_word", "comments.delete_word"),
    *("comments.view_sectionpolicy", "comments.view_discussion", "comments.view_closing"),
    *("comments.add_discussion", "comments.change_discussion"),
)
_SET = (
    *(*_KEEP, "comments.add_sectionpolicy", "comments.change_sectionpolicy"),
    *("comments.delete_sectionpolicy", "comments.add_closing"),
)
RIGHTS: dict[str, tuple[str, ...]] = {
    "Người duyệt bình luận": _KEEP,
    **dict.fromkeys(("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"), _SET),
}


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0017_ask_for_thinning"),
        ("comments", "0002_lists_policies_likes_reports"),
    ]
    operations = [grant(RIGHTS)]
