from django.db import migrations, models

from core.operations import AddIndexWhileOpen


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("comments", "0014_marks_of_voters_go")]
    operations = [
        AddIndexWhileOpen(
            model_name="comment",
            index=models.Index(
                fields=["-created", "-id"],
                condition=models.Q(status=status),
                name=f"comment_{status}",
            ),
        )
        for status in ("rejected", "spam", "withdrawn")
    ]
