from django.db import migrations, models
from django.db.models import Q

from core.operations import AddIndexWhileOpen


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("comments", "0019_likes_brought")]
    operations = [
        AddIndexWhileOpen(
            model_name="comment",
            index=models.Index(
                fields=["article", "-created", "-id"],
                condition=Q(featured=True, root=None, status="approved"),
                name="comment_featured_roots",
            ),
        ),
    ]
