from django.db import migrations

from newsroom.granting import grant

# Whoever writes begins with a skeleton; the desk keeps them.
_USE = ("newsroom.view_storytemplate",)
_KEEP = (*_USE, "newsroom.add_storytemplate", "newsroom.change_storytemplate")
RIGHTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Cộng tác viên", "Phóng viên", "Phóng viên ảnh"), _USE),
    **dict.fromkeys(("Biên tập viên", "Trưởng ban", "Thư ký tòa soạn"), _KEEP),
    **dict.fromkeys(("Phó Tổng biên tập", "Tổng biên tập"), _KEEP),
}


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0013_story_templates_and_bulk")]
    operations = [grant(RIGHTS)]
