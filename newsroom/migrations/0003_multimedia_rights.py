from django.contrib.auth.management import create_permissions
from django.db import migrations

# Whoever writes brings films, sounds and papers in; the desk and the photographers mend the words.
_BRING = ("add_recording", "view_recording", "add_document", "view_document")
_MEND = (*_BRING, "change_recording", "change_document")
RIGHTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Cộng tác viên", "Phóng viên"), _BRING),
    **dict.fromkeys(("Phóng viên ảnh", "Biên tập viên", "Trưởng ban", "Thư ký tòa soạn"), _MEND),
    **dict.fromkeys(("Phó Tổng biên tập", "Tổng biên tập"), _MEND),
}


def give_rights(apps, schema_editor):
    """Permissions are usually made after all migrations: too late. A role renamed since is left alone."""
    from django.apps import apps as installed  # noqa: PLC0415 -- create_permissions wants real configs

    create_permissions(installed.get_app_config("multimedia"), verbosity=0, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for role, rights in RIGHTS.items():
        for group in Group.objects.filter(name=role):
            group.permissions.add(
                *Permission.objects.filter(
                    content_type__app_label="multimedia", codename__in=rights
                )
            )


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0002_outbox_rights"), ("multimedia", "0001_initial")]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
