"""What is new about a text is seen by whoever decides, also where he decided meanwhile or takes a
decision back."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from articles import corrections
from audit.models import Entry
from comments import moderation, noticing, rescanning
from comments.models import CommentRevision, Discussion, Flag, Mode, SectionPolicy, Word
from comments.moderation import Conflict
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_rejected,
    moderator,
    withdraw,
)
from tests.factories.articles import chief, make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def put_on_list(text, **facts):
    Word.objects.create(text=text, list=Word.List.BANNED, **facts)


def walk():
    rescanning.rescan(rescanning.ask_rescan().pk, 0)


def put_before_eyes(flags):
    with transaction.atomic():
        return noticing.put_before_eyes(flags)


def state_of(comment):
    comment.refresh_from_db()
    return comment.status, comment.again


# --- decided on while its text was read ---------------------------------------------------------


@pytest.mark.parametrize("hides", [False, True])
def test_what_is_let_through_while_its_text_is_read_comes_before_eyes(hides):
    version = make_published()
    comment = make_pending(version, text="toàn lua dao")
    put_on_list("lừa đảo", hides=hides)
    flags = noticing.unseen(CommentRevision.objects.all())
    moderation.approve(comment, by=moderator())
    assert put_before_eyes(flags) == 1
    assert state_of(comment) == (("pending", False) if hides else ("approved", True))
    assert count_of(version) == (0 if hides else 1)
    if hides:
        entry = Entry.objects.order_by("-number")[0]
        assert (entry.act, entry.facts) == ("comments.set_aside", {"comments": [comment.pk]})


def test_what_is_refused_while_its_text_is_read_stays_refused():
    comment = make_pending(make_published(), text="toàn lua dao")
    put_on_list("lừa đảo")
    flags = noticing.unseen(CommentRevision.objects.all())
    moderation.reject(comment, by=moderator())
    assert put_before_eyes(flags) == 0
    assert state_of(comment) == ("rejected", False)


def test_what_is_erased_while_its_text_is_read_keeps_no_sign():
    comment = make_approved(make_published(), text="toàn lua dao")
    put_on_list("lừa đảo")
    flags = noticing.unseen(CommentRevision.objects.all())
    moderation.erase(comment)
    assert put_before_eyes(flags) == 0
    assert not Flag.objects.exists()


@pytest.mark.parametrize("edited", [False, True])
def test_a_card_opened_before_the_sign_came_is_not_decided_on_unwarned(edited):
    comment = make_pending(make_published(), text="Hay.") if not edited else None
    if comment is None:
        comment = make_approved(make_published())
    comment = moderation.edit(comment, text="toàn lua dao")
    seen = comment.decisions.first().pk if edited else 0
    put_on_list("lừa đảo")
    walk()
    before = state_of(comment)
    with pytest.raises(Conflict) as refused:
        moderation.approve(comment, by=moderator(), revision=2, seen=seen)
    [told] = refused.value.messages
    assert told.startswith("Ý kiến này có dấu hiệu mới từ ")
    assert state_of(comment) == before
    last = comment.decisions.first()
    assert moderation.approve(comment, by=moderator(), revision=2, seen=last.pk).approved


def test_an_agreement_given_without_the_sign_lapses():
    version = make_published()
    SectionPolicy.objects.create(section=version.section, mode=Mode.BEFORE, two_pairs=True)
    comment = make_pending(version, text="toàn lua dao")
    moderation.approve(comment, by=moderator())
    put_on_list("lừa đảo")
    walk()
    assert moderation.approve(comment, by=make_user("Người duyệt bình luận")).pending
    assert moderation.approve(comment, by=moderator()).approved


# --- brought back by undoing --------------------------------------------------------------------


@pytest.mark.parametrize("verdict", [moderation.reject, moderation.mark_spam])
def test_undoing_brings_nothing_back_past_the_lists_of_now(verdict):
    version = make_published()
    comment = verdict(make_approved(version, text="toàn lua dao"), by=moderator())
    put_on_list("lừa đảo")
    walk()
    moderation.undo(by=moderator())
    assert (state_of(comment), count_of(version)) == (("approved", True), 1)
    assert [flag.reason for flag in comment.latest.flags.all()] == ["cam"]


def test_undoing_brings_nothing_back_that_a_word_hides():
    version = make_published()
    root = make_approved(version, text="Hay.")
    reply = make_approved(version, parent=root, text="toàn lua dao")
    moderation.decide_all([root, reply], "rejected", by=moderator())
    put_on_list("lừa đảo", hides=True)
    walk()
    assert moderation.undo(by=moderator()).decided == [root, reply]
    assert [state_of(root), state_of(reply)] == [("approved", False), ("pending", False)]
    assert count_of(version) == 1
    acts = Entry.objects.order_by("-number").values_list("act", flat=True)[:2]
    assert list(acts) == ["comments.undone", "comments.set_aside"]


def test_what_waits_again_after_undoing_is_flagged():
    comment = make_rejected(make_published(), text="toàn lua dao")
    put_on_list("lừa đảo")
    walk()
    moderation.undo(by=moderator())
    assert state_of(comment) == ("pending", False)
    assert [flag.reason for flag in comment.latest.flags.all()] == ["cam"]


def correct(version):
    corrections.correct(version.article, by=chief(), wrong="sai", right="đúng")


def make_delicate(version):
    SectionPolicy.objects.create(section=version.section, mode=Mode.BEFORE, two_pairs=True)


def nothing(_version):
    pass


@pytest.mark.parametrize("change", [correct, withdraw, make_delicate, nothing])
def test_what_comes_back_under_a_piece_that_changed_is_looked_at_again(change):
    version = make_published()
    comment = make_approved(version)
    moderation.reject(comment, by=moderator())
    change(version)
    moderation.undo(by=moderator())
    assert state_of(comment) == ("approved", change is not nothing)


def test_what_comes_back_after_its_day_began_is_looked_at_again():
    comment = make_approved(make_published())
    Discussion.objects.create(article=comment.article, look_again_on=timezone.localdate())
    noticing.after_undoing([comment], timezone.now())
    assert state_of(comment) == ("approved", False)
    noticing.after_undoing([comment], timezone.now() - timedelta(days=1))
    assert state_of(comment) == ("approved", True)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_bringing_back_costs_the_same_for_any_number(django_assert_num_queries, number):
    """Pieces that changed, two pairs, texts, the words."""
    version = make_published()
    back = [make_approved(version) for _n in range(number)]
    with django_assert_num_queries(4):
        noticing.after_undoing(back, timezone.now())
