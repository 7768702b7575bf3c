"""A changed list, a changed piece, a day come: what readers see comes before eyes again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import corrections, publishing
from comments import moderation, rescanning
from comments.models import Comment, Discussion, Flag, Mode, Rescan, SectionPolicy, Status, Word
from outbox import queue
from outbox.models import Effect
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_rejected,
    moderator,
    withdraw,
)
from tests.factories.articles import chief, make_published, make_section
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def put_on_list(text, kind=Word.List.BANNED, **facts):
    word = Word.objects.create(text=text, list=kind, **facts)
    rescanning.ask_rescan()
    return word


def work():
    """What the worker does in the minutes to come."""
    Effect.objects.update(due=timezone.now() - timedelta(seconds=1))
    while queue.run_due():
        Effect.objects.update(due=timezone.now() - timedelta(seconds=1))


def state_of(comment):
    comment.refresh_from_db()
    return comment.status, comment.again


def test_a_text_is_flagged_as_it_comes_in():
    word = Word.objects.create(text="lừa đảo", list=Word.List.BANNED)
    comment = make_pending(make_published(), text="Bọn này lua dao, xem www.mua.example nhé")
    flags = [(f.reason, f.word, f.start, f.end) for f in comment.latest.flags.all()]
    assert flags == [("cam", word, 8, 15), ("lien-ket", None, 21, 36)]
    assert comment.status == Status.PENDING


def test_a_word_out_of_use_flags_nothing():
    Word.objects.create(text="lừa đảo", active=False)
    assert not make_pending(make_published(), text="lừa đảo").latest.flags.exists()


def test_a_new_word_finds_an_old_comment_written_without_marks():
    version = make_published()
    found, fine = make_approved(version, text="toàn lua dao"), make_approved(version, text="Hay")
    put_on_list("lừa đảo")
    work()
    assert (state_of(found), state_of(fine)) == (("approved", True), ("approved", False))
    assert count_of(version) == 2
    [walk] = Rescan.objects.all()
    assert (walk.found, walk.last, walk.reached) == (1, fine.pk, fine.pk)
    assert walk.finished


def test_a_word_marked_so_has_the_text_set_aside_at_once():
    version = make_published()
    comment = make_approved(version, text="toàn lua dao")
    put_on_list("lừa đảo", hides=True)
    work()
    assert state_of(comment) == ("pending", False)
    assert count_of(version) == 0
    assert list(Comment.objects.pending()) == [comment]


def test_what_a_moderator_let_through_in_spite_of_the_word_does_not_come_back():
    word = put_on_list("lừa đảo")
    comment = make_approved(make_published(), text="Chống lừa đảo")
    put_on_list("cờ bạc")
    work()
    assert state_of(comment) == ("approved", False)
    assert Flag.objects.filter(word=word).count() == 1


@pytest.mark.parametrize("hides", [False, True])
def test_a_changed_word_is_found_again_where_it_was_flagged_before(client, hides):
    word = put_on_list("lừa đảo", Word.List.SUSPECT)
    comment = make_approved(make_published(), text="Chống lừa đảo")
    client.force_login(moderator())
    facts = {"text": word.text, "list": "cam", "active": "on", **({"hides": "on"} if hides else {})}
    address = reverse("admin:comments_word_change", args=[word.pk])
    assert client.post(address, facts).status_code == 302
    work()
    assert state_of(comment) == (("pending", False) if hides else ("approved", True))
    assert [flag.reason for flag in comment.latest.flags.all()] == ["cam"]
    moderation.approve(comment, by=moderator(), revision=1)
    assert client.post(address, facts | {"note": "theo công văn"}).status_code == 302
    put_on_list("cờ bạc")
    work()
    assert state_of(comment) == ("approved", False)


def test_what_waits_is_flagged_by_a_new_word_and_stays_where_it_is():
    version = make_published()
    waiting, edited = make_pending(version, text="toàn lua dao"), make_approved(version)
    refused = make_rejected(version, text="toàn lua dao")
    edited = moderation.edit(edited, text="lừa đảo cả")
    put_on_list("lừa đảo", hides=True)
    work()
    assert state_of(waiting) == ("pending", False)
    assert (state_of(edited), edited.shown.number) == (("approved", True), 1)
    found = Flag.objects.exclude(word=None).values_list("revision", flat=True)
    assert sorted(found) == [waiting.latest_id, edited.latest_id]
    assert state_of(refused) == ("rejected", False)
    assert Rescan.objects.get().found == 0


def test_looking_again_and_leaving_it_settles_the_matter():
    comment = make_approved(make_published(), text="lừa đảo")
    put_on_list("lừa đảo")
    work()
    moderation.approve(comment, by=moderator(), revision=1)
    assert state_of(comment) == ("approved", False)
    assert comment.decisions.count() == 2
    put_on_list("cờ bạc")
    work()
    assert state_of(comment) == ("approved", False)


def test_words_added_within_a_minute_are_one_walk():
    for text in ("lừa đảo", "cờ bạc", "đồ ngu"):
        put_on_list(text)
    assert (Rescan.objects.count(), Effect.objects.filter(kind=rescanning.RESCAN).count()) == (1, 1)


def test_a_walk_that_dies_goes_on_and_one_run_twice_finds_nothing_twice(monkeypatch):
    monkeypatch.setattr(rescanning, "BATCH", 3)
    version = make_published()
    comments = [make_approved(version, text=f"lừa đảo số {n}") for n in range(8)]
    put_on_list("lừa đảo")
    [walk] = Rescan.objects.all()
    reached = rescanning.rescan(walk.pk, 0)
    assert reached == comments[2].pk
    assert rescanning.rescan(walk.pk, 0) == reached
    later = make_approved(version, text="lừa đảo muộn")
    work()
    assert Flag.objects.filter(revision__comment__in=comments).count() == 8
    assert [state_of(comment)[1] for comment in comments] == [True] * 8
    assert state_of(later)[1] is False  # screened as it came in
    walk.refresh_from_db()
    assert (walk.found, walk.last) == (8, comments[-1].pk)


def test_a_word_added_while_a_walk_goes_on_costs_what_it_has_passed_by(monkeypatch):
    monkeypatch.setattr(rescanning, "BATCH", 2)
    monkeypatch.setattr(rescanning, "SPAN", 2)
    version = make_published()
    comments = [make_approved(version, text=f"lừa đảo {n}, cờ bạc") for n in range(8)]
    put_on_list("lừa đảo")
    [first] = Rescan.objects.all()
    reached = rescanning.rescan(first.pk, comments[0].pk - 1)
    assert reached == comments[1].pk
    screened = make_approved(version, text="cờ bạc")  # came while no list had it
    for text in ("cờ bạc", "đồ ngu"):
        put_on_list(text)
    second = Rescan.objects.get(last=None)
    assert rescanning.rescan(second.pk, comments[0].pk - 1) == reached
    put_on_list("nói xấu")
    third = Rescan.objects.get(last=None)
    assert rescanning.rescan(third.pk, 0) is not None
    told = [(walk.last, bool(walk.finished)) for walk in Rescan.objects.order_by("pk")]
    assert told == [(screened.pk, False), (comments[3].pk, True), (comments[3].pk, False)]
    assert rescanning.rescan(second.pk, reached) is None
    work()
    assert not Rescan.objects.filter(finished=None).exists()
    assert Flag.objects.filter(word__text="cờ bạc").count() == 9
    assert Flag.objects.filter(word__text="lừa đảo").count() == 8


def test_a_batch_costs_the_same_for_any_number(django_assert_num_queries):
    version = make_published()
    for n in range(30):
        make_approved(version, text=f"lừa đảo {n}")
    put_on_list("lừa đảo")
    [walk] = Rescan.objects.all()
    # The walk, others under way and its end in a transaction, the batch, the words and their list,
    # flags there are; threads, comments and two writes in a transaction; the progress in another.
    with django_assert_num_queries(20):
        rescanning.rescan(walk.pk, 0)


def test_comments_of_a_corrected_piece_are_looked_at_again(django_capture_on_commit_callbacks):
    version = make_published()
    comment, elsewhere = make_approved(version), make_approved(make_published())
    with django_capture_on_commit_callbacks(execute=True):
        corrections.correct(version.article, by=chief(), wrong="sai", right="đúng")
    work()
    assert (state_of(comment)[1], state_of(elsewhere)[1]) == (True, False)
    assert [flag.reason for flag in comment.latest.flags.all()] == ["bai-doi"]


def test_comments_of_a_withdrawn_piece_are_looked_at_again(django_capture_on_commit_callbacks):
    version = make_published()
    comment = make_approved(version)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(version)
    work()
    assert state_of(comment) == ("approved", True)


def set_day(article_id, day):
    """As the desk sets it."""
    Discussion.objects.update_or_create(article_id=article_id, defaults={"look_again_on": day})
    rescanning.ask_look_again(article_id, on=day)


def test_a_day_that_was_set_puts_comments_before_eyes_when_it_comes():
    comment = make_approved(make_published())
    set_day(comment.article_id, timezone.localdate() + timedelta(days=3))
    assert queue.run_due() == 0
    work()
    assert state_of(comment) == ("approved", True)


@pytest.mark.parametrize("day_first", [True, False])
def test_a_correction_of_today_takes_no_day_away(day_first):
    version = make_published()
    comment = make_approved(version)
    looks = [
        lambda: set_day(version.article_id, timezone.localdate() + timedelta(days=3)),
        lambda: rescanning.ask_look_again(version.article_id),
    ]
    for look in looks if day_first else reversed(looks):
        look()
    queue.run_due()
    assert state_of(comment) == ("approved", True)
    moderation.approve(comment, by=moderator(), revision=1)
    assert state_of(comment) == ("approved", False)
    work()
    assert state_of(comment) == ("approved", True)


@pytest.mark.parametrize("then", [None, timezone.localdate() + timedelta(days=9)])
def test_a_day_that_is_taken_back_or_moved_does_nothing(then):
    comment = make_approved(make_published())
    day = timezone.localdate() + timedelta(days=3)
    set_day(comment.article_id, day)
    Discussion.objects.update(look_again_on=then)
    Effect.objects.update(due=timezone.now() - timedelta(seconds=1))
    queue.run_due()
    assert state_of(comment) == ("approved", False)


def test_a_day_goes_on_batch_by_batch(monkeypatch):
    monkeypatch.setattr(rescanning, "BATCH", 2)
    version = make_published()
    comments = [make_approved(version) for _n in range(5)]
    set_day(version.article_id, timezone.localdate() + timedelta(days=3))
    work()
    assert [state_of(comment)[1] for comment in comments] == [True] * 5


def test_comments_of_a_section_made_delicate_are_looked_at_again(client):
    parent, other = make_section(), make_section()
    child = make_section(parent=parent)
    inside = [make_approved(make_published(section=section)) for section in (parent, child)]
    outside = make_approved(make_published(section=other))
    waiting = make_pending(make_published(section=parent))
    client.force_login(make_user("Tổng biên tập"))
    facts = {"section": parent.pk, "mode": Mode.BEFORE, "two_pairs": "on"}
    answer = client.post(reverse("admin:comments_sectionpolicy_add"), facts)
    assert answer.status_code == 302
    work()
    assert [state_of(comment) for comment in inside] == [("approved", True)] * 2
    assert state_of(outside) == ("approved", False)
    assert state_of(waiting) == ("pending", False)
    [walk] = Rescan.objects.all()
    assert (walk.section, walk.found, bool(walk.finished)) == (parent, 2, True)


def test_a_batch_of_a_section_walks_no_further_than_its_span(monkeypatch):
    monkeypatch.setattr(rescanning, "SPAN", 10)
    section = make_section()
    first, last = (make_approved(make_published(section=section)) for _n in range(2))
    elsewhere = make_published(section=make_section())
    far = [make_approved(elsewhere) for _n in range(2)]
    walk = rescanning.ask_look_again_in(section)
    assert rescanning.rescan(walk.pk, first.pk - 11) == first.pk - 1
    work()
    walk.refresh_from_db()
    assert (walk.found, walk.reached, bool(walk.finished)) == (2, far[1].pk, True)
    assert [state_of(comment)[1] for comment in (first, last, *far)] == [True, True, False, False]


def test_a_section_that_was_delicate_before_is_left_alone(client):
    section = make_section()
    SectionPolicy.objects.create(section=section, mode=Mode.BEFORE, two_pairs=True)
    client.force_login(make_user("Tổng biên tập"))
    facts = {"section": section.pk, "mode": Mode.CLOSED, "two_pairs": "on"}
    address = reverse("admin:comments_sectionpolicy_change", args=[section.pk])
    assert client.post(address, facts).status_code == 302
    assert Rescan.objects.count() == 0


@pytest.mark.parametrize("comes", [True, False])
def test_comments_of_a_piece_that_comes_to_a_delicate_section(
    comes, django_capture_on_commit_callbacks
):
    near = make_section()
    delicate = make_section(parent=near)
    SectionPolicy.objects.create(section=near, mode=Mode.BEFORE, two_pairs=True)
    came_from, goes_to = (make_section(), delicate) if comes else (delicate, near)
    version = make_published(section=came_from)
    comment = make_approved(version)
    Comment.objects.update(again=False)
    if not comes:  # two agreed on it there
        moderation.approve(comment, by=chief())
    with django_capture_on_commit_callbacks(execute=True):
        version.article.section = goes_to
        version.article.save(update_fields=["section"])
        publishing.publish(version.article, by=chief())
    work()
    assert state_of(comment) == ("approved", comes)
