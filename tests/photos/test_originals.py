"""Who may take the file that still tells where it was made."""

import pytest

from photos.library import may_take_original
from tests.factories.people import make_user
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

PLACE = "21.53472, 107.95250"


@pytest.mark.parametrize(
    ("role", "placed", "plain"),
    [
        ("Cộng tác viên", False, False),
        ("Phóng viên", False, False),
        ("Phóng viên ảnh", False, True),
        ("Biên tập viên", False, True),
        ("Trưởng ban", False, True),
        ("Thư ký tòa soạn", True, True),
        ("Tổng biên tập", True, True),
        ("Quản trị hệ thống", False, False),
    ],
)
def test_original_with_a_place_needs_the_right_to_see_it(client, role, placed, plain):
    person = make_user(role)
    client.force_login(person)
    for photo, allowed in ((make_photo(location=PLACE), placed), (make_photo(), plain)):
        assert may_take_original(person, photo) == allowed
        answer = client.post(f"/admin/photos/photo/{photo.pk}/anh-goc/")
        assert answer.status_code == (302 if allowed else 403)


def test_photographer_takes_back_what_he_brought():
    person = make_user("Phóng viên ảnh")
    photo = make_photo(location=PLACE)
    photo.uploaded_by = person
    assert may_take_original(person, photo)
