from django.contrib.auth.management import create_permissions
from django.db import migrations

# Those who may withdraw a piece speak for the paper when it was wrong; the desk reads along.
RIGHTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Biên tập viên", "Trưởng ban"), ("view_correction",)),
    **dict.fromkeys(
        ("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"),
        ("view_correction", "add_correction"),
    ),
}


def give_rights(apps, schema_editor):
    """Permissions are usually made after all migrations: too late. A role renamed since is left alone."""
    from django.apps import apps as installed  # noqa: PLC0415 -- create_permissions wants real configs

    create_permissions(installed.get_app_config("articles"), verbosity=0, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for role, rights in RIGHTS.items():
        for group in Group.objects.filter(name=role):
            group.permissions.add(
                *Permission.objects.filter(content_type__app_label="articles", codename__in=rights)
            )


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0005_page_rights"), ("articles", "0008_guard_corrections")]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
