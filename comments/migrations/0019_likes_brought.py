from django.db import migrations, models

from core.operations import AddColumnInPlace


class Migration(migrations.Migration):
    dependencies = [("comments", "0018_name_of_the_trusted")]
    operations = [
        AddColumnInPlace(
            "comment",
            "likes_brought",
            models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
    ]
