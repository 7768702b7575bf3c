import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.writing.splices import NotASplice, spliced
from tests.newsroom.writing.desk import splice

TEXT = st.text(alphabet="aăâđồổ 😀<p>\n", max_size=40)


@settings(max_examples=50)
@given(TEXT, TEXT)
def test_any_change_comes_through(before, after):
    assert spliced(before, splice(before, after)) == after


def test_change_of_another_text_changes_nothing():
    assert spliced("Đồn Biên phòng", splice("Đồn biên phòng", "Đồn")) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": 1},
        {"cut": 99},
        {"at": -1},
        {"at": True},
        {"put": None},
        {"put": "\ud800"},
        {"sum": "1"},
        {"more": 1},
    ],
)
def test_what_says_nothing_is_refused(wrong):
    with pytest.raises(NotASplice):
        spliced("Đồn", {**splice("Đồn", "Đèn"), **wrong})
