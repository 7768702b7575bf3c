import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from core.operations import AddIndexWhileOpen, DropColumnIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("comments", "0015_lists_of_a_status"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        AddIndexWhileOpen(
            model_name="comment",
            index=models.Index(
                fields=["root"], condition=Q(root__isnull=False), name="comment_of_thread"
            ),
        ),
        AddIndexWhileOpen(
            model_name="comment",
            index=models.Index(
                fields=["parent"], condition=Q(parent__isnull=False), name="comment_answering"
            ),
        ),
        AddIndexWhileOpen(
            model_name="comment",
            index=models.Index(
                fields=["shown"], condition=Q(shown__isnull=False), name="comment_showing"
            ),
        ),
        DropColumnIndex(
            model_name="comment",
            name="root",
            field=models.ForeignKey(
                "comments.comment",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                db_index=False,
                related_name="replies",
                editable=False,
            ),
        ),
        DropColumnIndex(
            model_name="comment",
            name="parent",
            field=models.ForeignKey(
                "comments.comment",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                db_index=False,
                related_name="answers",
                editable=False,
            ),
        ),
        DropColumnIndex(
            model_name="comment",
            name="shown",
            field=models.ForeignKey(
                "comments.commentrevision",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                db_index=False,
                related_name="+",
                editable=False,
            ),
        ),
        DropColumnIndex(
            model_name="comment",
            name="reader",
            field=models.ForeignKey(
                settings.AUTH_USER_MODEL,
                on_delete=django.db.models.deletion.SET_NULL,
                null=True,
                db_index=False,
                related_name="comments",
                editable=False,
                verbose_name="tài khoản",
            ),
        ),
    ]
