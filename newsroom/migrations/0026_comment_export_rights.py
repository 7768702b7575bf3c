from django.db import migrations

from newsroom.granting import grant

# Readers' words may be taken along by the heads; their addresses by the two who answer for it.
RIGHTS: dict[str, tuple[str, ...]] = {
    "Thư ký tòa soạn": ("comments.export_comment",),
    **dict.fromkeys(
        ("Phó Tổng biên tập", "Tổng biên tập"), ("comments.export_comment", "comments.export_email")
    ),
}


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0025_one_job_a_plan"),
        ("comments", "0004_since_when_readers_see_it"),
    ]
    operations = [grant(RIGHTS)]
