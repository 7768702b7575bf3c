from django.db import migrations, models
from django.db.models.functions import Upper

from core.operations import AddIndexWhileOpen


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0002_count_the_unread")]
    operations = [
        AddIndexWhileOpen(
            model_name="user",
            index=models.Index(Upper("email"), name="user_by_address"),
        ),
    ]
