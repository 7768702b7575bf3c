from django.db import migrations
from django.db.models import OuterRef, Subquery

import core.fields


def name_those_trusted(apps, schema_editor):
    people = apps.get_model("accounts", "User").objects.filter(pk=OuterRef("user"))
    rows = apps.get_model("comments", "Trust").objects.using(schema_editor.connection.alias)
    rows.update(name=Subquery(people.values("full_name")[:1]))


class Migration(migrations.Migration):
    dependencies = [("comments", "0017_addresses_in_small_letters")]
    operations = [
        migrations.AddField(
            model_name="trust",
            name="name",
            field=core.fields.LineField(
                blank=True, db_default="", max_length=120, verbose_name="dưới tên"
            ),
        ),
        migrations.RunPython(name_those_trusted, migrations.RunPython.noop),
    ]
