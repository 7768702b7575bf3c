from django.db import migrations

from newsroom.granting import grant

# Editors see what readers miss; what stands first for everybody is for those who answer for the page.
_SEE = ("search.view_asked", "search.view_pin", "search.view_abbreviation")
_TEACH = (
    *(*_SEE, "search.add_pin", "search.change_pin", "search.delete_pin"),
    *("search.add_abbreviation", "search.change_abbreviation", "search.delete_abbreviation"),
)
RIGHTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Biên tập viên", "Trưởng ban"), _SEE),
    **dict.fromkeys(("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"), _TEACH),
}


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0007_messages"),
        ("search", "0005_abbreviations_and_a_first_index"),
    ]
    operations = [grant(RIGHTS)]
