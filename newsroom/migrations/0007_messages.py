import core.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_count_the_unread'),
        ('articles', '0011_sitemap_months'),
        ('newsroom', '0006_correction_rights'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MailWish',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mail_wish', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='người nhận')),
                ('rhythm', models.CharField(choices=[('at-once', 'Ngay khi có tin'), ('daily', 'Gom thành một thư, 7 giờ sáng hôm sau'), ('never', 'Không gửi thư')], default='at-once', max_length=10, verbose_name='gửi thư')),
                ('silent', models.JSONField(blank=True, default=list, verbose_name='không gửi thư về')),
            ],
            options={
                'verbose_name': 'cách nhận thư',
                'verbose_name_plural': 'cách nhận thư',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='loại')),
                ('words', core.fields.ProseField(max_length=1000, verbose_name='lời nhắn')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('read_at', models.DateTimeField(null=True, verbose_name='đọc lúc')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='gửi thư lúc')),
                ('about', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.article', verbose_name='về bài')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to=settings.AUTH_USER_MODEL, verbose_name='người nhận')),
            ],
            options={
                'verbose_name': 'tin nhắn',
                'verbose_name_plural': 'tin nhắn',
                'ordering': ['-at', '-pk'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['to', '-at', '-id'], name='message_newest'), models.Index(condition=models.Q(('read_at', None)), fields=['to'], name='message_unread')],
            },
        ),
    ]
