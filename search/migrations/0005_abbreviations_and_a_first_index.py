"""The abbreviations of the trade to begin with, and the index asked for where pieces stand already."""

from django.db import migrations
from django.utils import timezone

from core.vietnamese import fold

ABBREVIATIONS = {
    "BĐBP": "Bộ đội Biên phòng",
    "BTL": "Bộ Tư lệnh",
    "BCH": "Ban Chỉ huy",
    "BPCK": "Biên phòng cửa khẩu",
    "CKQT": "cửa khẩu quốc tế",
    "QĐND": "Quân đội nhân dân",
    "CAND": "Công an nhân dân",
    "LLVT": "lực lượng vũ trang",
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "MTTQ": "Mặt trận Tổ quốc",
    "LHPN": "Liên hiệp Phụ nữ",
    "ĐBQH": "đại biểu Quốc hội",
    "ANTT": "an ninh trật tự",
    "QNCN": "quân nhân chuyên nghiệp",
    "CTV": "cộng tác viên",
    "NTM": "nông thôn mới",
    "ATGT": "an toàn giao thông",
    "TTXVN": "Thông tấn xã Việt Nam",
    "IUU": "khai thác bất hợp pháp",
}


def fill(apps, schema_editor):
    Abbreviation = apps.get_model("search", "Abbreviation")
    Abbreviation.objects.bulk_create(
        Abbreviation(short=short, key=fold(short), full=full)
        for short, full in ABBREVIATIONS.items()
    )
    apps.get_model("search", "IndexState").objects.create(pk=1, live="a")
    if apps.get_model("articles", "PublishedVersion").objects.exists():
        apps.get_model("outbox", "Effect").objects.get_or_create(
            kind="search.reindex", key="", defaults={"due": timezone.now()}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0004_drop_document"),
        ("articles", "0001_initial"),
        ("outbox", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
