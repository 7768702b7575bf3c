from django.db import migrations

from newsroom.granting import grant

_SEND = ("newsroom.add_reviewlink", "newsroom.view_reviewlink")
_DEMAND = tuple(f"newsroom.{verb}_reviewdemand" for verb in ("view", "add", "change", "delete"))
# Who writes a piece shows it to those it speaks of; which sections must is for the chiefs to say.
RIGHTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Phóng viên", "Biên tập viên", "Trưởng ban"), _SEND),
    **dict.fromkeys(("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"), _SEND + _DEMAND),
}


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0015_review_links")]
    operations = [grant(RIGHTS)]
