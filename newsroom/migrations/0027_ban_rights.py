from django.db import migrations

from newsroom.granting import grant

# Who decides on readers' words also decides who may not write for a while.
_BAN = ("comments.view_ban", "comments.add_ban")
_ROLES = ("Người duyệt bình luận", "Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập")


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0026_comment_export_rights"),
        ("comments", "0006_guarding"),
    ]
    operations = [grant(dict.fromkeys(_ROLES, _BAN))]
