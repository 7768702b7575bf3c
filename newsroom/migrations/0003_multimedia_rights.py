from django.db import migrations

from newsroom.granting import grant

# Whoever writes brings films, sounds and papers in; the desk and the photographers mend the words.
_BRING = ("multimedia.add_recording", "multimedia.view_recording", "multimedia.add_document", "multimedia.view_document")
_MEND = (*_BRING, "multimedia.change_recording", "multimedia.change_document")
RIGHTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Cộng tác viên", "Phóng viên"), _BRING),
    **dict.fromkeys(("Phóng viên ảnh", "Biên tập viên", "Trưởng ban", "Thư ký tòa soạn"), _MEND),
    **dict.fromkeys(("Phó Tổng biên tập", "Tổng biên tập"), _MEND),
}


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0002_outbox_rights"), ("multimedia", "0001_initial")]
    operations = [grant(RIGHTS)]
