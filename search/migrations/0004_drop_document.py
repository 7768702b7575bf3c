from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0003_what_readers_ask")]

    operations = [migrations.DeleteModel(name="Document")]
