from django.db import migrations
from django.db.models import Q, TextField
from django.db.models.functions import Cast

_BATCH = 500
_KINDS = ("recording", "document")


def fill(apps, schema_editor):
    """Versions that were there before the rows. Batch by batch, so that no editor has to wait; begun
    again, those that are filled are left out."""
    Recording = apps.get_model("multimedia", "Recording")
    Document = apps.get_model("multimedia", "Document")
    known = {
        "recording": set(Recording.objects.values_list("pk", flat=True)),
        "document": set(Document.objects.values_list("pk", flat=True)),
    }
    if not any(known.values()):
        return
    FileUse = apps.get_model("articles", "FileUse")
    named = Q(told__contains='"recording"') | Q(told__contains='"document"')
    PublishedVersion = apps.get_model("articles", "PublishedVersion")
    versions = PublishedVersion.objects.annotate(told=Cast("photos", TextField()))
    waiting, last = versions.filter(named, file_uses=None), 0
    while batch := list(waiting.filter(pk__gt=last).order_by("pk").only("pk", "photos")[:_BATCH]):
        uses = []
        for version in batch:
            shown = {(kind, use.get(kind)) for use in version.photos for kind in _KINDS}
            uses += [
                FileUse(version=version, **{f"{kind}_id": number})
                for kind, number in sorted(one for one in shown if one[1] in known[one[0]])
            ]
            last = version.pk
        FileUse.objects.bulk_create(uses)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("articles", "0025_files_of_versions")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
