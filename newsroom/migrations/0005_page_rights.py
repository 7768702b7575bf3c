from django.db import migrations

from newsroom.granting import grant

# What the newspaper says of itself is its heads' to word.
_KEEP = ("pages.view_page", "pages.add_page", "pages.change_page")
RIGHTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"), _KEEP),
}


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0004_library_rights"), ("pages", "0002_first_pages")]
    operations = [grant(RIGHTS)]
