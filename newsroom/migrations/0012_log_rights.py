from django.db import migrations

from newsroom.granting import grant

# Who answers for the paper reads all that was done; who keeps the machine, what was done to it.
RIGHTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"), ("audit.view_entry",)
    ),
    "Quản trị hệ thống": ("audit.view_system_entry",),
}


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0011_notes"), ("audit", "0003_right_to_system_entries")]
    operations = [grant(RIGHTS)]
