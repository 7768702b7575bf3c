"""The rules of order, one by one: of two pieces that differ in one thing alone, which stands first.

The piece that is to win is the older one, so that no rule wins by freshness.
"""

from datetime import timedelta

import pytest

from search import names
from search.indexing import index
from search.queries import search
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db

PLAIN = {"title": "Tin ngắn", "sapo": "Vui.", "body": "<p>Chiều muộn.</p>"}


def order(query, better, worse, *, apart=timedelta(days=200)):
    """The places of the two, by their titles' last words, as found."""
    names.forget()
    day = timedelta(days=1)
    first = make_published(**{**PLAIN, **better}, ago=day + apart)
    second = make_published(**{**PLAIN, **worse}, ago=day)
    index([first, second])
    known = {first.pk: "better", second.pk: "worse"}
    return [known[version.pk] for version in search(query).items]


TITLE = {"title": "Ngày hội đua ngựa"}
SAPO = {"sapo": "Ngày hội đua ngựa."}
BODY = {"body": "<p>Ngày hội đua ngựa.</p>"}


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        pytest.param("đua ngựa", TITLE, SAPO, id="title before sapo"),
        pytest.param("đua ngựa", TITLE, BODY, id="title before text"),
        pytest.param("đua ngựa", SAPO, BODY, id="sapo before text"),
        pytest.param("dua ngua", TITLE, SAPO, id="title before sapo without marks"),
        *[
            pytest.param("năm", {at: "Tin năm ấy"}, {at: "Tin nam ấy"}, id=f"marks in {at}")
            for at in ("title", "sapo", "body")
        ],
        *[
            pytest.param("kim cương", {at: "Kim cương"}, {at: "Cương và kim"}, id=f"beside in {at}")
            for at in ("title", "sapo", "body")
        ],
        pytest.param(
            "174-ĐA/TU",
            {"body": "<p>Đề án số 174-ĐA/TU.</p>"},
            {"title": "Trang 174 có đa tự"},
            id="number of a document before its syllables",
        ),
        pytest.param(
            "chợ phiên", {"title": "Chợ phiên"}, {"title": "Chợ phiên và chuyện của một làng"},
            id="title that says nothing else",
        ),
        pytest.param(
            "vì văn lường",
            {"sapo": "Chuyện của Vì Văn Lường."},
            {"title": "Lương tâm", "body": "<p>Vi, văn và lường.</p>"},
            id="sapo with all before title with one",
        ),
    ],
)  # fmt: skip
def test_better_match_stands_before_the_fresher(query, better, worse):
    assert order(query, better, worse) in (["better", "worse"], ["better"])


@pytest.mark.parametrize("match", [TITLE, SAPO, BODY])
def test_at_an_equal_match_the_fresher_stands_first(match):
    assert order("đua ngựa", match, match) == ["worse", "better"]


def test_a_day_is_enough_to_be_fresher():
    assert order("đua ngựa", TITLE, TITLE, apart=timedelta(days=1)) == ["worse", "better"]


def test_order_of_equals_is_the_same_each_time():
    index([make_published(**TITLE) for _ in range(5)])
    asked = [[version.pk for version in search("đua ngựa").items] for _ in range(3)]
    assert asked == [sorted(asked[0], reverse=True)] * 3
