from django.db import migrations

from newsroom.granting import grant

# Those who may take a piece down say what may not go up.
RIGHTS: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"), ("newsroom.change_checkrule",)
)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0019_checks")]
    operations = [grant(RIGHTS)]
