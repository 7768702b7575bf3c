import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_log_lifted_removals"),
        ("photos", "0005_drop_renditions"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="body_photos",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=2601,
                verbose_name="ảnh trong bài",
            ),
        ),
        migrations.CreateModel(
            name="BodyPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["number", "article"], name="body_photo_by_number")
                ],
            },
        ),
    ]
