"""What readers are offered while they type: only what a live piece stands behind."""

import pytest

from articles.models import UnitListing
from articles.publishing import publish, withdraw
from articles.units import relist_after
from outbox.queue import run_due
from search.indexing import index
from search.suggestions import suggestions
from tests.factories.articles import chief, make_article, make_published, make_topic
from tests.factories.people import make_author
from tests.factories.units import make_unit

pytestmark = pytest.mark.django_db

KINDS = ["Dòng sự kiện", "Thẻ", "Tác giả", "Đơn vị", "Bài"]


@pytest.fixture
def piece():
    """A working copy that would bring each kind of suggestion."""
    make_unit("Đồn Biên phòng Bằng Lăng")
    article = make_article(
        title="Bằng Lăng",
        body="<p>Ở Đồn Biên phòng Bằng Lăng.</p>",
        tags=("Bằng Lăng tím",),
        byline=False,
    )
    article.bylines.create(author=make_author("Bằng Lăng Tím"))
    article.topics.add(make_topic("Bằng Lăng nở"))
    return article


def offered(text="bằng lăng"):
    run_due()
    return [row["kind"] for row in suggestions(text)]


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Does something and lets its signals be heard."""

    def told(act, *args, **facts):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **facts)

    return told


def test_draft_offers_nothing(piece):
    assert offered() == []


def test_scheduled_piece_offers_nothing_before_its_hour(piece, clock, told):
    told(publish, piece, by=chief(), at=clock.after(hours=2))
    assert offered() == []
    clock.forward(hours=2)
    assert offered() == KINDS


def test_live_piece_offers_its_names_and_withdrawn_none_of_them(piece, clock, told):
    told(publish, piece, by=chief())
    assert offered() == KINDS
    clock.forward(minutes=1)
    withdraw(piece, by=chief(), reason="Sai")
    assert offered() == []


def test_expired_piece_offers_nothing(piece, clock, told):
    told(publish, piece, by=chief(), until=clock.after(hours=1))
    clock.forward(hours=1)
    assert offered() == []


def test_unit_is_offered_by_the_words_people_say_and_by_whole_syllables(piece, told):
    told(publish, piece, by=chief())
    make_unit("Đồn Biên phòng Bằng Giã")  # no piece names it
    relist_after(0)
    for text in ("bang lang", "đồn biên phòng bằ", "Bằng L"):
        assert "Đơn vị" in offered(text), text
    assert [row["text"] for row in suggestions("don bien phong bang")] == [
        "Đồn Biên phòng Bằng Lăng"
    ]
    assert "Đơn vị" not in offered("ang lang")


def test_every_kind_has_its_turn(piece, told):
    piece.tags.add(*(f"Bằng Lăng {n}" for n in range(4)))
    for n in range(4):
        piece.topics.add(make_topic(f"Bằng Lăng {n}"))
    told(publish, piece, by=chief())
    kinds = offered()
    assert kinds == ["Dòng sự kiện"] * 2 + ["Thẻ"] * 2 + ["Tác giả", "Đơn vị", "Bài"]
    assert UnitListing.objects.count() == 1


@pytest.mark.parametrize("text", ["", "b", "%", "💥", "\x00\x00", "a" * 10_000, "§·†", "-", "_"])
def test_odd_text_is_answered(client, text):
    assert client.get("/tim-kiem/goi-y/", {"q": text}).json() == {"items": []}


@pytest.mark.parametrize("typed", ["A723", "a723p", "chuyên án a723", "174đ", "174-đ"])
def test_number_is_offered_half_typed(typed):
    index([make_published(title="Chuyên án A723p và Đề án 174-ĐA/TU")])
    assert [row["kind"] for row in suggestions(typed)] == ["Bài"]
    assert suggestions(typed.replace("72", "7").replace("174", "17")) == []
