from django.db import migrations, models

from core.operations import AddIndexWhileOpen


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
    ]
