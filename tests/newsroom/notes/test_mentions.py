"""@tên means a person by either name, with or without marks, and nobody by halves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from newsroom.notes.mentions import mentions, suggested

AN = User(pk=1, username="an.le", full_name="Lê An")
BINH = User(pk=2, username="binh", full_name="Lê An Bình")
TWINS = [User(pk=n, username=f"ha{n}", full_name="Hoàng Viết Hà") for n in (3, 4)]
PEOPLE = [AN, BINH, *TWINS]


@pytest.mark.parametrize(
    ("words", "named", "unclear"),
    [
        ("@an.le xem giúp.", [AN], []),
        ("Nhờ @Lê An.", [AN], []),
        ("Nhờ @le an", [AN], []),
        ("Nhờ @Lê An Bình xem", [BINH], []),
        ("@binh, @lê an: xem nhé @binh", [BINH, AN], []),
        ("Nhờ @Hoàng Viết Hà xem", [], ["Hoàng"]),
        ("Nhờ @ha3 xem", [TWINS[0]], []),
        ("Nhờ @binhminh xem", [], ["binhminh"]),
        ("Nhờ @ai.đó xem", [], ["ai.đó"]),
        ("Thư gửi toa-soan@binh.vn", [], []),
        ("@ @@ @.", [], []),
    ],
)
def test_who_is_meant(words, named, unclear):
    assert mentions(words, PEOPLE) == (named, unclear)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("le", [AN, BINH]),
        ("bì", [BINH]),
        ("viet h", TWINS),
        ("ha4", [TWINS[1]]),
        ("", []),
        ("zz", []),
    ],
)
def test_names_go_on_from_what_was_typed(typed, offered):
    assert suggested(typed, PEOPLE) == offered


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_no_text_raises(words):
    mentions(f"@{words}@", PEOPLE)
    suggested(words, PEOPLE)
