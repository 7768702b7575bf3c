from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('multimedia', '0002_document_previews'),
    ]

    operations = [
        migrations.AddField(
            model_name=name,
            name='withheld_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='cất giữ từ'),
        )
        for name in ('recording', 'document')
    ]
