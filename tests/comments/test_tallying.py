"""What the desk did, by hour, person, reason and word; who may see it."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import moderation, rescanning, tallying
from comments.models import Comment, CommentRevision, Decision, DeskDay, Flag, Word
from core.dates import HANOI, in_hanoi
from outbox.models import Effect
from tests.comments.factories import make_pending, moderator, text_of
from tests.factories.articles import chief, make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:comment-statistics")


def yesterday_at(hour, minute=0):
    today = in_hanoi(datetime.now(HANOI)).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=1) + timedelta(hours=hour, minutes=minute)


def decided(version, *, came, waits, by=None, verdict=moderation.reject, **words):
    """A comment of yesterday, decided so many minutes later."""
    reason = words.pop("reason", "")
    comment = verdict(make_pending(version, **words), by=by or moderator(), reason=reason)
    Comment.objects.filter(pk=comment.pk).update(created=came)
    CommentRevision.objects.filter(comment=comment).update(created=came)
    Flag.objects.filter(revision__comment=comment).update(at=came)
    Decision.objects.filter(comment=comment).update(at=came + timedelta(minutes=waits))
    return comment


@pytest.fixture
def day():
    """A day's work of two moderators."""
    Word.objects.create(text="cá độ")
    version, other = make_published(), make_user("Người duyệt bình luận", full_name="Mai Thảo")
    decided(version, came=yesterday_at(8), waits=10, reason="Lạc đề", text="Cá độ đi.")
    decided(version, came=yesterday_at(8, 30), waits=50, reason="Lạc đề")
    decided(
        version,
        came=yesterday_at(23),
        waits=100,
        by=other,
        verdict=moderation.approve,
        text="Bài về cá độ rất hay.",
    )
    undone = decided(version, came=yesterday_at(8), waits=5)
    last = undone.decisions.get()
    Decision.objects.create(
        comment=undone,
        revision=undone.latest,
        verdict="pending",
        by=moderator(),
        undoes=last,
        at=last.at,
    )
    return other


def test_day_is_counted_by_hour_person_reason_and_word(day):
    tally = tallying.count(yesterday_at(0).date())
    assert tally.received == {8: 3, 23: 1}
    assert tally.decided == {8: 1, 9: 1}  # what came at 23 was decided on a day later
    person = tally.people[moderator().pk]
    assert (person.verdicts, person.undone, person.decided) == ({"rejected": 2}, 1, 2)
    assert person.median == pytest.approx(600, rel=0.05)
    assert tally.reasons == {"Lạc đề": 2}
    assert list(tally.words.values()) == [{"rejected": 1}]


def test_a_word_is_not_judged_by_what_was_decided_before_it_was_there():
    version = make_published()
    words = {"by": moderator(), "verdict": moderation.approve, "text": "Bài về cá độ."}
    decided(version, came=yesterday_at(8), waits=10, **words)
    Word.objects.create(text="cá độ")
    rescanning.rescan(rescanning.ask_rescan().pk, 0)
    assert tallying.count(yesterday_at(0).date()).words == {}
    moderation.approve(Comment.objects.get(), by=moderator())
    today = tallying.count(in_hanoi(timezone.now()).date())
    assert list(today.words.values()) == [{"approved": 1}]


def test_what_an_import_brings_was_not_decided_at_the_desk():
    version, day = make_published(), in_hanoi(timezone.now()).date()
    comment = make_pending(version)
    long_ago = timezone.now() - timedelta(days=3000)
    Comment.objects.update(source="wxr:1", created=long_ago)
    CommentRevision.objects.update(created=long_ago)
    brought = {"revision": comment.latest, "verdict": "approved", "by": moderator()}
    Decision.objects.create(comment=comment, **brought)
    tally = tallying.count(day)
    assert (tally.received, tally.decided, tally.people) == ({}, {}, {})
    moderation.reject(comment, by=moderator())
    person = tallying.count(day).people[moderator().pk]
    assert (person.verdicts, person.median) == ({"rejected": 1}, None)


def test_days_that_are_over_are_counted_once_and_joined_with_today(day):
    first, today = yesterday_at(0).date(), in_hanoi(datetime.now(HANOI)).date()
    _tally, missing = tallying.tally_of(first, today)
    assert missing == [first]
    assert tallying.fold() is False
    assert list(DeskDay.objects.values_list("day", flat=True)) == [first]
    tally, missing = tallying.tally_of(first, today)
    assert missing == []
    assert sum(tally.decided.values()) == 3
    assert tally.people[day.pk].verdicts == {"approved": 1}
    [word] = tally.words.values()
    assert word == {"rejected": 1, "approved": 1}


@pytest.mark.parametrize("number", [1, 3, 30])
def test_statistics_cost_the_same_for_any_number(client, django_assert_num_queries, number):
    """Session, user, its two kinds of rights, days, today 3, sections, counts, the oldest; words,
    where any was found, and names, where one may see them, cost one each."""
    version = make_published()
    for _n in range(number):
        moderation.reject(make_pending(version), by=make_user("Tổng biên tập"))
    DeskDay.objects.bulk_create(
        DeskDay(day=yesterday_at(0).date() - timedelta(days=n), facts=tallying.Tally().as_facts())
        for n in range(6)
    )
    client.force_login(moderator())
    with django_assert_num_queries(11):
        client.get(PAGE, {"ky": "7"})


def test_statistics_show_people_to_the_heads_and_oneself_to_the_others(client, day):
    tallying.fold()
    client.force_login(chief())
    page = text_of(client.get(PAGE))
    assert "Mai Thảo" in page
    assert "Lạc đề (2)" in page
    assert "50%" in page
    client.force_login(day)
    page = client.get(PAGE)
    assert [line.name for line in page.context["people"]] == ["Mai Thảo"]


def test_statistics_of_days_not_counted_say_so_and_ask_for_them(client, day):
    client.force_login(chief())
    page = text_of(client.get(PAGE))
    assert "Số liệu của 6 ngày đang được cộng" in page
    assert Effect.objects.filter(kind=tallying.TALLY).count() == 1
    assert client.get(PAGE, {"ky": "5"}).status_code == 404
