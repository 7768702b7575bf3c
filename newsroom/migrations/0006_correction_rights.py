from django.db import migrations

from newsroom.granting import grant

# Those who may withdraw a piece speak for the paper when it was wrong; the desk reads along.
RIGHTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Biên tập viên", "Trưởng ban"), ("articles.view_correction",)),
    **dict.fromkeys(
        ("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"),
        ("articles.view_correction", "articles.add_correction"),
    ),
}


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0005_page_rights"), ("articles", "0008_guard_corrections")]
    operations = [grant(RIGHTS)]
