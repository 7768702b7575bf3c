import core.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0016_pausing'),
        ('newsroom', '0018_comment_rights'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckRule',
            fields=[
                ('kind', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='kiểm tra')),
                ('used', models.BooleanField(default=True, verbose_name='dùng')),
                ('blocking', models.BooleanField(default=False, verbose_name='chặn đăng')),
                ('limit', models.PositiveIntegerField(blank=True, null=True, verbose_name='giới hạn')),
            ],
            options={
                'verbose_name': 'thiết lập kiểm tra',
                'verbose_name_plural': 'thiết lập kiểm tra',
                'default_permissions': ('change',),
            },
        ),
        migrations.CreateModel(
            name='Dismissal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kiểm tra')),
                ('field', models.CharField(max_length=40, verbose_name='ô')),
                ('passage', core.fields.LineField(blank=True, max_length=200, verbose_name='đoạn')),
                ('reason', core.fields.LineField(max_length=300, verbose_name='lý do')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article', verbose_name='bài')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người bỏ qua')),
            ],
            options={
                'verbose_name': 'kiểm tra đã bỏ qua',
                'verbose_name_plural': 'kiểm tra đã bỏ qua',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('article', 'kind', 'field', 'passage'), name='dismissed_once')],
            },
        ),
    ]
