from django.db import migrations

from newsroom.granting import grant

# The desk's heads see what is late; whoever keeps the machine also makes it run at once.
RIGHTS: dict[str, tuple[str, ...]] = {
    "Thư ký tòa soạn": ("outbox.view_effect",),
    "Phó Tổng biên tập": ("outbox.view_effect",),
    "Tổng biên tập": ("outbox.view_effect",),
    "Quản trị hệ thống": ("outbox.view_effect", "outbox.change_effect"),
}


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0001_roles"), ("outbox", "0001_initial")]
    operations = [grant(RIGHTS)]
