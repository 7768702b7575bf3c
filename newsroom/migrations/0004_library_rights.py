from django.db import migrations

from newsroom.granting import grant

# Who looks after the library: photographers and the desk. Where a post lies is for its heads alone.
_LOOK = ("photos.view_collection",)
_KEEP = (
    *(*_LOOK, "photos.add_collection", "photos.change_collection"),
    *("photos.trash_photo", "photos.take_original"),
)
_HEAD = (*_KEEP, "photos.view_location")
RIGHTS: dict[str, tuple[str, ...]] = {
    # A photo tells the unit it shows: whoever brings it in has to see the units.
    "Cộng tác viên": (*_LOOK, "authors.view_unit"),
    "Phóng viên": _LOOK,
    **dict.fromkeys(("Phóng viên ảnh", "Biên tập viên", "Trưởng ban"), _KEEP),
    **dict.fromkeys(("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"), _HEAD),
}


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_multimedia_rights"), ("photos", "0005_drop_renditions")]
    operations = [grant(RIGHTS)]
