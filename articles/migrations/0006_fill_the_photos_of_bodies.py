import re

from django.db import migrations

_NUMBER = re.compile(r'<figure data-photo="(\d+)">')
_BATCH = 500


def fill(apps, schema_editor):
    """Pieces that were there before the column. Batch by batch, so that no editor has to wait."""
    Article = apps.get_model("articles", "Article")
    waiting = Article.objects.filter(body__contains="<figure data-photo=", body_photos="")
    last = 0
    while batch := list(waiting.filter(pk__gt=last).order_by("pk").only("pk", "body")[:_BATCH]):
        for article in batch:
            numbers = sorted(set(map(int, _NUMBER.findall(article.body))))
            article.body_photos = f",{','.join(map(str, numbers))}," if numbers else ""
            last = article.pk
        Article.objects.bulk_update(batch, ["body_photos"])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("articles", "0005_note_the_photos_of_bodies")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
