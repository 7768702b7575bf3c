from django.db import migrations, models

from core.operations import AddIndexWhileOpen

MARKED = models.Q(voter__gte=0)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("comments", "0013_names_of_the_house")]
    operations = [
        AddIndexWhileOpen(
            model_name="like",
            index=models.Index(fields=["at"], condition=MARKED, name="like_marked"),
        ),
        AddIndexWhileOpen(
            model_name="report",
            index=models.Index(fields=["at"], condition=MARKED, name="report_marked"),
        ),
    ]
