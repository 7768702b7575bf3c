from django.db import migrations

from newsroom.granting import grant

# 0009 wrote both groups down twice, and the second line took the place of the first.
RIGHTS: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("Phó Tổng biên tập", "Tổng biên tập"), ("articles.release_article",)
)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0022_partner_rights")]
    operations = [grant(RIGHTS)]
