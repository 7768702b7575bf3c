from django.db import migrations

from core.terms import words


def tell_each_photo_its_copies(apps, schema_editor):
    """The copies made so far go on being shown under their old names; the worker makes the rest."""
    Effect = apps.get_model("outbox", "Effect")
    Photo = apps.get_model("photos", "Photo")
    for photo in Photo.objects.prefetch_related("renditions").iterator(500):
        entry = {"cut": ""}
        for copy in sorted(photo.renditions.all(), key=lambda copy: copy.width):
            entry.setdefault(copy.format, []).append(copy.width)
        texts = (str(photo.pk), photo.caption, photo.credit, photo.alt, photo.place)
        taken = f"{photo.taken_on:%d/%m/%Y}" if photo.taken_on else ""
        photo.words = words(" ".join([*texts, taken]))
        photo.made = {"free": entry} if len(entry) > 1 else {}
        photo.save(update_fields=["made", "words"])
        Effect.objects.get_or_create(kind="photos.render", key=str(photo.pk))


class Migration(migrations.Migration):
    dependencies = [("photos", "0003_index_the_library"), ("outbox", "0001_initial")]
    operations = [migrations.RunPython(tell_each_photo_its_copies, migrations.RunPython.noop)]
