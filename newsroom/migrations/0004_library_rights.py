from django.contrib.auth.management import create_permissions
from django.db import migrations

# Who looks after the library: photographers and the desk. Where a post lies is for its heads alone.
_LOOK = ("photos.view_collection",)
_KEEP = (
    *(*_LOOK, "photos.add_collection", "photos.change_collection"),
    *("photos.trash_photo", "photos.take_original"),
)
_HEAD = (*_KEEP, "photos.view_location")
RIGHTS: dict[str, tuple[str, ...]] = {
    # A photo tells the unit it shows: whoever brings it in has to see the units.
    "Cộng tác viên": (*_LOOK, "authors.view_unit"),
    "Phóng viên": _LOOK,
    **dict.fromkeys(("Phóng viên ảnh", "Biên tập viên", "Trưởng ban"), _KEEP),
    **dict.fromkeys(("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"), _HEAD),
}


def give_rights(apps, schema_editor):
    """Permissions are usually made after all migrations: too late. A role renamed since is left alone."""
    from django.apps import apps as installed  # noqa: PLC0415 -- create_permissions wants real configs

    create_permissions(installed.get_app_config("photos"), verbosity=0, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for role, rights in RIGHTS.items():
        for group in Group.objects.filter(name=role):
            for right in rights:
                app, codename = right.split(".")
                group.permissions.add(
                    Permission.objects.get(content_type__app_label=app, codename=codename)
                )


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_multimedia_rights"), ("photos", "0005_drop_renditions")]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
