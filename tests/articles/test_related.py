"""What stands beside a piece: by hand, by topic, by tag, by likeness; never itself, never twice."""

from datetime import timedelta

import pytest

from articles.models import RelatedArticle, Series
from articles.publishing import publish, withdraw
from articles.related import MOST, STRIP, beside
from tests.biendoi.reader_pages import titles
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
    make_section,
    make_topic,
)
from tests.factories.clock import MORNING

pytestmark = pytest.mark.django_db


def names(pieces):
    return [piece.title for piece in pieces]


def piece(title, hours=1, **facts):
    return make_published(title=title, at=MORNING - timedelta(hours=hours), **facts)


def of_topic(topic, *pieces, clock):
    """The pieces published again with this topic."""
    for version in pieces:
        version.article.topics.add(topic)
        clock.forward(seconds=1)
        publish(version.article, by=chief())


def own(clock, title="Vườn rau của đồn Pa Thơm", *, topics=(), chosen=(), **facts):
    article = make_article(title=title, **facts)
    article.topics.set(topics)
    for position, other in enumerate(chosen):
        RelatedArticle.objects.create(article=article, other=other.article, position=position)
    return publish(article, by=chief())


def test_nearer_ways_come_first(clock):
    first, second = make_topic("Dòng 1"), make_topic("Dòng 2")
    section, other = make_section(), make_section()
    by_hand = piece("Chọn tay", hours=90, section=other)
    topical = piece("Cùng dòng", hours=80, section=other)
    tagged = piece("Cùng thẻ", hours=70, section=other, tags=("Rau",))
    cited = piece("Cùng văn bản", hours=60, section=other, body="<p>Theo 174-ĐA/TU.</p>")
    alike = piece("Chuyện ở Pa Thơm", hours=50, section=section)
    piece("Không dính dáng", section=section)
    of_topic(second, topical, clock=clock)
    version = own(
        clock,
        topics=(first, second),
        chosen=(by_hand,),
        section=section,
        tags=("Rau",),
        body="<p>Đề án 174-ĐA/TU.</p>",
    )
    found = beside(version)
    assert found.strip == []
    assert names(found.related) == [v.title for v in (by_hand, topical, tagged, cited, alike)]


def test_strip_is_the_newest_of_the_first_topic_and_related_goes_on_after_it(clock):
    topic = make_topic()
    times = [MORNING - timedelta(hours=n) for n in range(1, 9)]
    others = make_many_published(times, topics=(topic,))
    version = own(clock, topics=(topic,))
    found = beside(version)
    assert names(found.strip) == names(others[:STRIP])
    assert names(found.related) == names(others[STRIP:])


def test_no_piece_stands_twice_and_none_is_the_piece_itself(clock):
    topic = make_topic()
    times = [MORNING - timedelta(hours=n) for n in range(1, 4)]
    one, two, three = make_many_published(times, topics=(topic,), tags=("Rau", "Đồn"))
    version = own(clock, topics=(topic,), chosen=(two,), tags=("Rau", "Đồn"))
    found = beside(version, without={three.article_id})
    assert (names(found.strip), names(found.related)) == ([one.title], [two.title])


def test_more_shared_tags_come_before_newer(clock):
    make_section()
    one = piece("Chung một", hours=1, tags=("Rau",))
    two = piece("Chung hai", hours=2, tags=("Rau", "Đồn"))
    version = own(clock, tags=("Rau", "Đồn"))
    assert beside(version).related == [two, one]


def test_equal_ways_stand_newest_first_and_equal_times_by_number(clock):
    make_section()
    older = piece("Cũ", hours=2, tags=("Rau",))
    twins = make_many_published([MORNING - timedelta(hours=1)] * 2, tags=("Rau",))
    version = own(clock, tags=("Rau",))
    assert beside(version).related == [*twins[::-1], older]


def test_marks_tell_titles_apart(clock):
    make_section()
    alike = piece("Phiên chợ Trà Lĩnh", hours=3)
    for n in range(8):
        piece(f"Việc khác {n}{n}", hours=4)
    piece("Phiên tòa Trà Linh", hours=1)
    version = own(clock, title="Đường mới ở Trà Lĩnh")
    assert beside(version).related == [alike]


def test_words_of_every_title_make_nothing_alike(clock):
    make_section()
    for n in range(9):
        piece(f"Bộ đội Biên phòng {n}")
    assert beside(own(clock, title="Bộ đội Biên phòng hôm nay")).related == []


def test_machine_fills_up_to_six_and_the_desk_may_choose_more(clock):
    make_section()
    times = [MORNING - timedelta(hours=n) for n in range(1, 12)]
    tagged = make_many_published(times, tags=("Rau",))
    assert len(beside(own(clock, tags=("Rau",))).related) == MOST
    chosen = tagged[:8]
    assert beside(own(clock, tags=("Rau",), chosen=chosen)).related == chosen


def test_only_what_is_live_stands_beside(clock):
    topic = make_topic()
    facts = {"tags": ("Rau",), "body": "<p>174-ĐA/TU</p>"}
    draft, scheduled = make_article(**facts), make_article(**facts)
    publish(scheduled, by=chief(), at=clock.after(days=1))
    gone, expired = make_published(**facts), make_published(**facts)
    withdraw(gone.article, by=chief(), reason="Theo lệnh.")
    publish(expired.article, by=chief(), until=clock.after(minutes=1))
    clock.forward(minutes=2)
    chosen = [gone, expired]
    version = own(clock, topics=(topic,), chosen=chosen, **facts)
    for article in (draft, scheduled):
        RelatedArticle.objects.create(article=version.article, other=article)
    clock.forward(minutes=1)
    version = publish(version.article, by=chief())
    assert (beside(version).strip, beside(version).related) == ([], [])
    clock.forward(days=1)
    assert [v.article for v in beside(version).related] == [scheduled]


def test_parts_named_in_the_series_are_not_named_again(client, clock):
    series = Series.objects.create(name="Giữ mốc")
    one = piece("Kỳ một", series=series, part=1, tags=("Rau",))
    version = own(clock, title="Kỳ hai", series=series, part=2, tags=("Rau",), chosen=(one,))
    response = client.get(version.get_absolute_url())
    assert titles(response) == []
    assert response.content.decode().count(f'href="{one.get_absolute_url()}"') == 2  # list, turn


@pytest.mark.parametrize("count", [1, 3, 30])
def test_beside_costs_two_queries(clock, count, django_assert_num_queries):
    topics = tuple(make_topic(f"Dòng {n}") for n in range(count))
    tags = tuple(f"Thẻ {n}" for n in range(count))
    times = [MORNING - timedelta(hours=n) for n in range(count)]
    make_many_published(times, topics=topics, tags=tags)
    version = own(clock, topics=topics, tags=tags, body="<p>1-ĐA/TU, 2-ĐA/TU, 3-ĐA/TU.</p>")
    with django_assert_num_queries(2):
        beside(version)
