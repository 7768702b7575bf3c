"""Addresses are compared as they are stored: those stored before they were lowered at the door are
lowered now, or their owners would find nothing of their own."""

from django.db import migrations

AT_ONCE = 1_000


def lower_addresses(apps, schema_editor):
    """By the index of addresses, one batch of different ones at a time; again is no harm."""
    comments = apps.get_model("comments", "Comment").objects.using(schema_editor.connection.alias)
    last = ""
    while batch := _addresses_after(comments, last):
        for address in batch:
            if address != address.lower():
                comments.filter(email=address).update(email=address.lower())
        last = batch[-1]


def _addresses_after(comments, last):
    further = comments.filter(email__gt=last).order_by("email")
    return list(further.values_list("email", flat=True).distinct()[:AT_ONCE])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("comments", "0016_no_index_of_none")]
    operations = [migrations.RunPython(lower_addresses, migrations.RunPython.noop, elidable=True)]
