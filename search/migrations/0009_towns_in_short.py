"""Towns as everybody writes them in short; what editors have taught already stays."""

from django.db import migrations

from core.vietnamese import fold

SHORT = {
    "TP": "thành phố",
    "TX": "thị xã",
    "TP.HCM": "Thành phố Hồ Chí Minh",
    "TPHCM": "Thành phố Hồ Chí Minh",
}


def fill(apps, schema_editor):
    Abbreviation = apps.get_model("search", "Abbreviation")
    for short, full in SHORT.items():
        Abbreviation.objects.get_or_create(key=fold(short), defaults={"short": short, "full": full})


class Migration(migrations.Migration):
    dependencies = [("search", "0008_what_editors_teach_is_explained")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
