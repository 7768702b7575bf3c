from django.db import migrations

from newsroom.granting import grant

# The ranks that the names of these groups stood for until now.
RIGHTS: dict[str, tuple[str, ...]] = {
    "Trưởng ban": ("articles.rank_of_head",),
    "Thư ký tòa soạn": ("articles.rank_of_secretary",),
    "Phó Tổng biên tập": ("articles.rank_of_deputy",),
    "Tổng biên tập": ("articles.rank_of_chief",),
}


def rename(apps, schema_editor):
    """Permissions keep the name they were made with."""
    permissions = apps.get_model("auth", "Permission").objects
    permissions.filter(codename="withdraw_article").update(name="Ngừng đăng, gỡ bài")


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0023_release_rights"), ("articles", "0022_names_and_ranks")]
    operations = [grant(RIGHTS), migrations.RunPython(rename, migrations.RunPython.noop)]
