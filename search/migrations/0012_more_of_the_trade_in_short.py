from django.db import migrations

from core.vietnamese import fold

ABBREVIATIONS = {
    "BP": "Biên phòng",
    "ĐBP": "đồn Biên phòng",
    "BPTD": "Biên phòng toàn dân",
    "QPTD": "Quốc phòng toàn dân",
    "CSB": "Cảnh sát biển",
    "CHQS": "Chỉ huy quân sự",
    "DQTV": "dân quân tự vệ",
    "CCB": "cựu chiến binh",
    "DTTS": "dân tộc thiểu số",
}


def add(apps, schema_editor):
    """What editors taught under the same letters stays."""
    Abbreviation = apps.get_model("search", "Abbreviation")
    for short, full in ABBREVIATIONS.items():
        Abbreviation.objects.get_or_create(key=fold(short), defaults={"short": short, "full": full})


class Migration(migrations.Migration):
    dependencies = [("search", "0011_numbers_as_they_are_typed")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
