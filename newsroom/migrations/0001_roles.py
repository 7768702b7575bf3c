from django.contrib.auth.management import create_permissions
from django.db import migrations

# The roles of a Vietnamese newsroom and the rights each starts with. Editable in the back-office.
_WRITE = (
    *("articles.add_article", "articles.change_article", "articles.view_article"),
    *("photos.add_photo", "photos.view_photo", "authors.view_author", "authors.view_unit"),
    *("articles.view_section", "articles.view_topic", "articles.view_series", "articles.view_tag"),
)
_DESK = (
    *_WRITE,
    *("articles.change_any_article", "photos.change_photo", "articles.view_publishingact"),
    *("articles.add_tag", "articles.change_tag", "articles.add_topic", "articles.change_topic"),
    *("articles.add_series", "articles.change_series"),
    *("authors.add_author", "authors.change_author", "authors.add_penname"),
    *("authors.change_penname", "authors.view_penname", "authors.delete_penname"),
    *("authors.add_posting", "authors.change_posting", "authors.view_posting"),
    *("authors.delete_posting", "authors.add_unit", "authors.change_unit"),
    *("authors.add_succession", "authors.change_succession", "authors.view_succession"),
)
_MODERATE = ("comments.view_comment", "comments.moderate_comment")
_PUBLISH = (*_DESK, *_MODERATE, "articles.publish_article", "articles.withdraw_article")
_CHIEF = (*_PUBLISH, "articles.add_section", "articles.change_section")

ROLES: dict[str, tuple[str, ...]] = {
    "Cộng tác viên": (
        "articles.add_article",
        "articles.change_article",
        "articles.view_article",
        "photos.add_photo",
        "photos.view_photo",
        "authors.view_author",
        "articles.view_topic",
        "articles.view_series",
    ),
    "Phóng viên": _WRITE,
    "Phóng viên ảnh": (*_WRITE, "photos.change_photo"),
    "Biên tập viên": _DESK,
    "Trưởng ban": (*_DESK, *_MODERATE, "articles.publish_article"),
    "Thư ký tòa soạn": _PUBLISH,
    "Phó Tổng biên tập": _CHIEF,
    "Tổng biên tập": _CHIEF,
    "Người duyệt bình luận": _MODERATE,
    "Kế toán": ("articles.view_article", "authors.view_author", "articles.view_publishingact"),
    # People, never content.
    "Quản trị hệ thống": (
        "accounts.add_user",
        "accounts.change_user",
        "accounts.view_user",
        "auth.view_group",
    ),
}


def make_roles(apps, schema_editor):
    """Groups with their first rights. Permissions are usually made after all migrations: too late."""
    from django.apps import apps as installed  # noqa: PLC0415 -- create_permissions wants real configs

    for label in ("accounts", "auth", "authors", "photos", "articles", "comments"):
        create_permissions(installed.get_app_config(label), verbosity=0, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for role, rights in ROLES.items():
        group, _made = Group.objects.get_or_create(name=role)
        for right in rights:
            app, codename = right.split(".")
            group.permissions.add(
                Permission.objects.get(content_type__app_label=app, codename=codename)
            )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("authors", "0001_initial"),
        ("photos", "0001_initial"),
        ("articles", "0002_guard_published_versions"),
        ("comments", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
