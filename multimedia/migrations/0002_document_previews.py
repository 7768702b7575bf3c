from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Least


def count_pictures(apps, _editor):
    """Until now a document had a picture of each of its first twenty pages."""
    documents = apps.get_model("multimedia", "Document").objects
    documents.update(preview_count=Least(F("page_count"), 20))


class Migration(migrations.Migration):

    dependencies = [
        ('multimedia', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='preview_count',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False, verbose_name='số trang có ảnh'),
        ),
        migrations.RunPython(count_pictures, migrations.RunPython.noop, elidable=True),
    ]
