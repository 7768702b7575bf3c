"""What speaks against printing a photo, first as a warning, then as a bar."""

from datetime import date

import pytest

from photos.models import Photo
from photos.rights import blocks, warnings

DAY = date(2026, 11, 23)
GOOD = {"caption": "Cột mốc.", "credit": "Viết Hà", "alt": "Một cột mốc."}


def photo(**facts):
    return Photo(**{**GOOD, **facts})


def test_photo_in_order_has_nothing_against_it():
    assert (blocks(photo(), DAY), warnings(photo(), DAY)) == ([], [])


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"caption": ""}, "chưa ghi chú thích"),
        ({"credit": ""}, "chưa ghi người chụp"),
        ({"for_online": False}, "không được đăng báo điện tử"),
        ({"usable_until": date(2026, 11, 22)}, "đã hết hạn sử dụng"),
        ({"consent": "chua-co"}, "người trong ảnh chưa đồng ý"),
        ({"minors": True}, "có trẻ em mà chưa có sự đồng ý của người giám hộ"),
        (
            {"minors": True, "consent": "chua-co"},
            "có trẻ em mà chưa có sự đồng ý của người giám hộ",
        ),
        ({"trashed_at": "2026-11-01"}, "đã bỏ vào thùng rác"),
    ],
)
def test_photo_is_barred(facts, reason):
    assert blocks(photo(**facts), DAY) == [reason]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"usable_until": DAY}, "chỉ được dùng đến hết ngày 23/11/2026"),
        ({"usable_until": date(2026, 12, 7)}, "chỉ được dùng đến hết ngày 07/12/2026"),
        ({"for_print": False}, "không được đăng báo in"),
        ({"licence": "chua-ro"}, "chưa rõ quyền sử dụng"),
        ({"alt": ""}, "chưa có mô tả cho người khiếm thị"),
        ({"minors": True, "consent": "da-co"}, "có trẻ em"),
        ({"made_by_ai": True}, "do AI tạo hoặc sửa"),
        ({"checked": False}, "chưa soát thông tin"),
    ],
)
def test_editor_is_warned(facts, reason):
    assert (blocks(photo(**facts), DAY), warnings(photo(**facts), DAY)) == ([], [reason])


def test_licence_far_off_is_no_warning():
    assert warnings(photo(usable_until=date(2026, 12, 8)), DAY) == []


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({}, True),
        ({"usable_until": DAY}, True),
        ({"usable_until": date(2026, 11, 22)}, False),
        ({"for_online": False}, False),
        ({"consent": "chua-co"}, False),
        ({"minors": True}, False),
        ({"minors": True, "consent": "da-co"}, True),
    ],
)
def test_photo_leaves_pages_with_its_right_to_be_shown(facts, shown):
    assert photo(**facts).may_be_shown(DAY) == shown
