from django.contrib.auth.management import create_permissions
from django.db import migrations

# What the newspaper says of itself is its heads' to word.
_KEEP = ("view_page", "add_page", "change_page")
RIGHTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"), _KEEP),
}


def give_rights(apps, schema_editor):
    """Permissions are usually made after all migrations: too late. A role renamed since is left alone."""
    from django.apps import apps as installed  # noqa: PLC0415 -- create_permissions wants real configs

    create_permissions(installed.get_app_config("pages"), verbosity=0, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for role, rights in RIGHTS.items():
        for group in Group.objects.filter(name=role):
            group.permissions.add(
                *Permission.objects.filter(content_type__app_label="pages", codename__in=rights)
            )


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0004_library_rights"), ("pages", "0002_first_pages")]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
