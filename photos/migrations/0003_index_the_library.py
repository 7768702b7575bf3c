from django.db import migrations, models

from core.operations import AddIndexWhileOpen


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("photos", "0002_a_library")]
    operations = [
        AddIndexWhileOpen(
            model_name="photo",
            index=models.Index(fields=["-created", "-id"], name="photo_newest"),
        ),
        AddIndexWhileOpen(
            model_name="photo",
            index=models.Index(fields=["usable_until"], name="photo_lapsing"),
        ),
    ]
