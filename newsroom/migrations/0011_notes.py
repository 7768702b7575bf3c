import core.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0016_pausing'),
        ('newsroom', '0010_sittings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', core.fields.ProseField(max_length=2000, verbose_name='ghi chú')),
                ('quote', core.fields.LineField(blank=True, max_length=300, verbose_name='đoạn được nói đến')),
                ('before', core.fields.LineField(blank=True, max_length=60, verbose_name='chữ đứng trước')),
                ('after', core.fields.LineField(blank=True, max_length=60, verbose_name='chữ đứng sau')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('edited_at', models.DateTimeField(null=True, verbose_name='sửa lúc')),
                ('hidden_at', models.DateTimeField(null=True, verbose_name='xóa lúc')),
                ('resolved_at', models.DateTimeField(null=True, verbose_name='xong lúc')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='articles.article', verbose_name='bài')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='newsroom.note', verbose_name='trả lời ghi chú')),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người đóng')),
            ],
            options={
                'verbose_name': 'ghi chú',
                'verbose_name_plural': 'ghi chú',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='NoteEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', core.fields.ProseField(max_length=2000, verbose_name='ghi chú')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sửa lúc')),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='edits', to='newsroom.note')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SourceNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', core.fields.ProseField(max_length=4000, verbose_name='ghi chú nguồn tin')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('changed_at', models.DateTimeField(null=True, verbose_name='sửa lúc')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article', verbose_name='bài')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi')),
                ('readers', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người được đọc')),
            ],
            options={
                'verbose_name': 'ghi chú nguồn tin',
                'verbose_name_plural': 'ghi chú nguồn tin',
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='note',
            index=models.Index(fields=['article', 'at', 'id'], name='note_of_article'),
        ),
    ]
