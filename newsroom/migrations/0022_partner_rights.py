from django.db import migrations

from newsroom.granting import grant

RIGHTS: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"),
    ("articles.view_partner", "articles.add_partner", "articles.change_partner"),
)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0021_removal_rights"), ("articles", "0021_partners")]
    operations = [grant(RIGHTS)]
