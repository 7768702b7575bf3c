from django.db import migrations

from newsroom.granting import grant

# Who decides on readers' words keeps the wording of reasons; the heads give out sections and see
# what each person did.
_KEEP = (
    *("comments.view_reasontemplate", "comments.add_reasontemplate"),
    *("comments.change_reasontemplate", "comments.view_assignment"),
)
_HEAD = (
    *(*_KEEP, "comments.add_assignment", "comments.change_assignment"),
    *("comments.delete_assignment", "comments.view_deskday"),
)
RIGHTS: dict[str, tuple[str, ...]] = {
    "Người duyệt bình luận": _KEEP,
    **dict.fromkeys(("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"), _HEAD),
}


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0027_ban_rights"),
        ("comments", "0008_first_reasons"),
    ]
    operations = [grant(RIGHTS)]
