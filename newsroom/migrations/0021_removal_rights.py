from django.db import migrations

from newsroom.granting import grant

# What was taken down is kept for inspection: those who may take down may look.
RIGHTS: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"), ("articles.view_removal",)
)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0020_check_rights"), ("articles", "0019_removals")]
    operations = [grant(RIGHTS)]
