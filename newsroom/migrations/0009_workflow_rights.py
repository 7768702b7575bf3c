from django.db import migrations

from newsroom.granting import grant

# A trưởng ban approves in the sections he heads (articles.SectionHead), the secretary brings out
# what was approved: neither approves everything any more.
RIGHTS: dict[str, tuple[str, ...]] = {
    "Trưởng ban": ("articles.publish_headed_article",),
    **dict.fromkeys(
        ("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"), ("articles.release_article",)
    ),
    **dict.fromkeys(
        ("Phó Tổng biên tập", "Tổng biên tập"),
        (
            "articles.view_sectionhead",
            "articles.add_sectionhead",
            "articles.change_sectionhead",
            "articles.delete_sectionhead",
        ),
    ),
}


def take(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    right = Permission.objects.filter(
        content_type__app_label="articles", codename="publish_article"
    ).first()
    for group in Group.objects.filter(name__in=("Trưởng ban", "Thư ký tòa soạn")):
        group.permissions.remove(right)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0008_search_rights"), ("articles", "0015_note_progress")]
    operations = [grant(RIGHTS), migrations.RunPython(take, migrations.RunPython.noop)]
