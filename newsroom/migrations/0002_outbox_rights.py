from django.contrib.auth.management import create_permissions
from django.db import migrations

# The desk's heads see what is late; whoever keeps the machine also makes it run at once.
RIGHTS: dict[str, tuple[str, ...]] = {
    "Thư ký tòa soạn": ("view_effect",),
    "Phó Tổng biên tập": ("view_effect",),
    "Tổng biên tập": ("view_effect",),
    "Quản trị hệ thống": ("view_effect", "change_effect"),
}


def give_rights(apps, schema_editor):
    """Permissions are usually made after all migrations: too late. A role renamed since is left alone."""
    from django.apps import apps as installed  # noqa: PLC0415 -- create_permissions wants real configs

    create_permissions(installed.get_app_config("outbox"), verbosity=0, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for role, rights in RIGHTS.items():
        for group in Group.objects.filter(name=role):
            group.permissions.add(
                *Permission.objects.filter(content_type__app_label="outbox", codename__in=rights)
            )


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0001_roles"), ("outbox", "0001_initial")]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
