import django.db.models.deletion
from django.db import migrations, models

from core.operations import AddColumnInPlace


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_sitemap_months"),
        ("multimedia", "0001_initial"),
    ]
    operations = [
        AddColumnInPlace(
            "article",
            "facts",
            models.JSONField(
                "thông tin riêng của thể loại", db_default={}, default=dict, editable=False
            ),
        ),
        migrations.AddField(
            "article",
            "recording",
            models.ForeignKey(
                blank=True,
                help_text="Đứng đầu bài video.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opening",
                to="multimedia.recording",
                verbose_name="video chính",
            ),
        ),
        AddColumnInPlace("publishedversion", "facts", models.JSONField(db_default={}, default=dict)),
    ]
