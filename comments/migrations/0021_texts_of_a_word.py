import django.db.models.deletion
from django.db import migrations, models

from core.operations import AddIndexWhileOpen, DropColumnIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("comments", "0020_featured_roots")]
    operations = [
        AddIndexWhileOpen(
            model_name="flag",
            index=models.Index(
                fields=["word", "revision"],
                condition=models.Q(word__isnull=False),
                name="flag_of_word",
            ),
        ),
        DropColumnIndex(
            model_name="flag",
            name="word",
            field=models.ForeignKey(
                "comments.word",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                db_index=False,
                related_name="flags",
                verbose_name="từ",
            ),
        ),
    ]
