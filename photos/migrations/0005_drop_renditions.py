from django.db import migrations


class Migration(migrations.Migration):
    """Photo.made tells the copies now."""

    dependencies = [("photos", "0004_keep_the_copies_made")]
    operations = [migrations.DeleteModel(name="Rendition")]
