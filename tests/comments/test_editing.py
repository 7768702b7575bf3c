"""A reader changes or takes back his own words; a moderator decides on exactly what was read."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audit.models import Entry
from comments import moderation, signals
from comments.models import Comment, Decision, Flag, SectionPolicy, Status, Word
from comments.refusals import Closed, NotEditable
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_rejected,
    make_spam,
    moderator,
    withdraw,
)
from tests.factories.articles import make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

NEWER = "Tôi xin nói lại cho rõ."


def texts(comment):
    return list(comment.revisions.order_by("number").values_list("number", "text"))


def state(comment):
    comment.refresh_from_db()
    return comment.status, comment.shown and comment.shown.number, comment.latest.number


def acts():
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


# --- editing ------------------------------------------------------------------------------------


def test_edit_of_a_pending_comment_is_a_newer_text_in_the_queue():
    comment = make_pending(make_published(), text="Bản đầu.")
    moderation.edit(comment, text=f"  {NEWER} \n")
    assert texts(comment) == [(1, "Bản đầu."), (2, NEWER)]
    assert state(comment) == (Status.PENDING, None, 2)
    assert [flag.reason for flag in comment.latest.flags.all()] == [Flag.Reason.EDITED]


def test_edit_of_an_approved_comment_waits_while_the_older_text_stays():
    version = make_published()
    comment = make_approved(version, text="Bản đầu.")
    edited = moderation.edit(comment, text=NEWER)
    assert (edited.again, edited.edited_since) == (True, True)
    assert state(comment) == (Status.APPROVED, 1, 2)
    assert list(Comment.objects.awaiting()) == [comment]
    assert count_of(version) == 1
    moderation.approve(comment, by=moderator(), revision=2)
    assert state(comment) == (Status.APPROVED, 2, 2)
    assert (list(Comment.objects.awaiting()), count_of(version)) == ([], 1)


def test_newer_text_let_through_is_told(django_capture_on_commit_callbacks):
    comment = moderation.edit(make_approved(make_published()), text=NEWER)
    heard = []

    def hear(comment, **_others):
        heard.append(comment.shown.text)

    signals.approved.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        moderation.approve(comment, by=moderator())
    signals.approved.disconnect(hear)
    assert heard == [NEWER]


def test_refusing_a_newer_text_takes_the_comment_from_readers():
    version = make_published()
    comment = moderation.edit(make_approved(version), text=NEWER)
    moderation.reject(comment, by=moderator(), revision=2)
    assert state(comment) == (Status.REJECTED, None, 2)
    assert count_of(version) == 0


def test_edit_of_a_refused_comment_comes_before_a_moderator_again():
    comment = make_rejected(make_published(), reason="Lạc đề")
    moderation.edit(comment, text=NEWER)
    assert state(comment) == (Status.PENDING, None, 2)
    assert comment.decisions.count() == 1


def test_edit_of_spam_is_refused():
    comment = make_spam(make_published())
    with pytest.raises(NotEditable, match="Ý kiến này không sửa được nữa"):
        moderation.edit(comment, text=NEWER)
    assert comment.revisions.count() == 1


def test_edit_of_what_the_trap_caught_looks_taken_and_stays_there():
    comment = make_pending(make_published(), trapped=True)
    moderation.edit(comment, text=NEWER)
    assert state(comment) == (Status.SPAM, None, 2)


def test_edit_of_a_withdrawn_comment_is_refused():
    comment = moderation.withdraw(make_approved(make_published()))
    with pytest.raises(NotEditable, match="Bạn đã rút lại ý kiến này"):
        moderation.edit(comment, text=NEWER)
    assert comment.revisions.count() == 1


def test_same_text_again_changes_nothing():
    comment = make_approved(make_published(), text="Hòa bình.\n\nVùng biên.")
    moderation.edit(comment, text="Hòa bình. \r\n\r\n\r\n\r\nVùng biên.\x00")
    assert state(comment) == (Status.APPROVED, 1, 1)
    assert not comment.again


def test_edits_are_limited_and_the_last_text_stands():
    comment = make_pending(make_published())
    for n in range(moderation.MOST_EDITS):
        moderation.edit(comment, text=f"Bản sửa {n}.")
    with pytest.raises(NotEditable, match="Ý kiến này đã được sửa 5 lần, không sửa thêm được"):
        moderation.edit(comment, text=NEWER)
    assert comment.revisions.count() == 1 + moderation.MOST_EDITS
    moderation.edit(comment, text="Bản sửa 4.")  # the same again is no edit


@pytest.mark.parametrize("text", ["", " \x00\n", "ệ" * 3001])
def test_edit_refuses_beside_the_field(text):
    comment = make_pending(make_published())
    with pytest.raises(ValidationError) as refused:
        moderation.edit(comment, text=text)
    assert list(refused.value.message_dict) == ["text"]
    assert comment.revisions.count() == 1


def test_edit_under_a_withdrawn_piece_is_refused():
    version = make_published()
    comment = make_pending(version)
    withdraw(version)
    with pytest.raises(Closed):
        moderation.edit(comment, text=NEWER)
    assert comment.revisions.count() == 1


def test_newer_text_is_screened_like_the_first():
    Word.objects.create(text="bán đất")
    comment = moderation.edit(make_approved(make_published()), text="Tôi ban dat giá rẻ.")
    assert sorted(flag.reason for flag in comment.latest.flags.all()) == [
        Flag.Reason.EDITED,
        Flag.Reason.SUSPECT,
    ]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.sampled_from("ab \x00\u200b\u202e\u0301\u00d0\ud800\r\n<>&{}%"), max_size=30))
@example("a" + "\u0301" * 50)
@example("{{7*7}}\ud800")
def test_any_text_is_taken_as_it_would_be_sent_or_refused(db, text):
    comment = make_pending(make_published())
    try:
        moderation.edit(comment, text=text)
    except ValidationError as refusal:
        refused = list(refusal.message_dict)
    else:
        refused = []
        comment.refresh_from_db()
        kept = comment.latest.text
        assert kept.encode()
        # What is stored is what would be stored again: sending it back is no change.
        assert moderation.edit(comment, text=kept).latest.number == comment.latest.number
    assert refused in ([], ["text"])


# --- decisions name what was read ---------------------------------------------------------------


@pytest.mark.parametrize("make", [make_pending, make_approved])
@pytest.mark.parametrize("decide", [moderation.approve, moderation.reject, moderation.mark_spam])
def test_decision_on_the_older_text_is_refused(make, decide):
    comment = make(make_published())
    before = Decision.objects.count()
    moderation.edit(comment, text=NEWER)
    with pytest.raises(ValidationError, match="Xin đọc lại bản mới"):
        decide(comment, by=moderator(), revision=1)
    assert state(comment)[0] == comment.status
    assert Decision.objects.count() == before


def test_two_must_agree_on_the_newer_text_too():
    version = make_published()
    SectionPolicy.objects.create(section=version.section, mode="duyet-truoc", two_pairs=True)
    second = make_user("Người duyệt bình luận")
    comment = make_approved(version)
    moderation.approve(comment, by=second)
    moderation.edit(comment, text=NEWER)
    moderation.approve(comment, by=moderator(), revision=2)
    assert state(comment) == (Status.APPROVED, 1, 2)
    moderation.approve(comment, by=second, revision=2)
    assert state(comment) == (Status.APPROVED, 2, 2)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time there")
def test_editing_while_approving_shows_what_was_read():
    comment = make_pending(make_published(), text="Bản đầu.")

    def approve():
        try:
            return moderation.approve(comment, by=moderator(), revision=1)
        except ValidationError:
            return None
        finally:
            connection.close()

    def edit():
        try:
            return moderation.edit(comment, text=NEWER)
        finally:
            connection.close()

    for _round in range(5):
        with ThreadPoolExecutor(2) as both:
            jobs = [both.submit(approve), both.submit(edit)]
            [job.result() for job in jobs]
        comment.refresh_from_db()
        assert comment.shown is None or comment.shown.text == "Bản đầu."


# --- withdrawing --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "counted"),
    [(make_pending, 0), (make_approved, 1), (make_rejected, 0), (make_spam, 0)],
)
def test_withdrawing_takes_the_words_from_readers_and_keeps_them(make, counted):
    version = make_published()
    comment = make(version)
    assert count_of(version) == counted
    moderation.withdraw(comment)
    assert state(comment) == (Status.WITHDRAWN, None, 1)
    assert count_of(version) == 0
    assert list(Comment.objects.awaiting()) == []
    assert comment.revisions.count() == 1
    assert acts()[-1] == "comments.withdrawn"
    assert Entry.objects.latest("pk").by is None


def test_withdrawing_twice_is_once():
    version = make_published()
    make_approved(version)
    comment = make_approved(version)
    moderation.withdraw(comment)
    moderation.withdraw(comment)
    assert count_of(version) == 1
    assert acts().count("comments.withdrawn") == 1


def test_withdrawn_root_takes_its_replies_along():
    version = make_published()
    root = make_approved(version)
    reply = make_approved(version, parent=root)
    moderation.withdraw(root)
    assert (count_of(version), list(Comment.objects.public())) == (0, [])
    moderation.withdraw(reply)
    assert count_of(version) == 0


@pytest.mark.parametrize("decide", [moderation.approve, moderation.reject, moderation.mark_spam])
def test_withdrawn_comment_is_decided_on_no_more(decide):
    version = make_published()
    comment = make_pending(version)
    moderation.withdraw(comment)
    with pytest.raises(ValidationError, match="Người gửi đã rút lại ý kiến này"):
        decide(comment, by=moderator())
    assert (state(comment)[0], comment.decisions.count()) == (Status.WITHDRAWN, 0)
    assert count_of(version) == 0


def test_many_decisions_leave_out_what_was_withdrawn():
    version = make_published()
    stays, goes = make_pending(version), make_pending(version)
    chosen = list(Comment.objects.pending())
    moderation.withdraw(goes)
    decided = moderation.decide_all(chosen, Status.APPROVED, by=moderator())
    assert decided.decided == [stays]
    assert (state(goes)[0], count_of(version)) == (Status.WITHDRAWN, 1)


def test_same_words_after_withdrawing_are_a_new_comment():
    version = make_published()
    first = make_pending(version, name="An", text="Hay.")
    moderation.withdraw(first)
    assert make_pending(version, name="An", text="Hay.") != first


def test_undoing_a_decision_brings_nothing_withdrawn_back():
    version = make_published()
    comment = make_approved(version)
    moderation.reject(comment, by=moderator())
    moderation.withdraw(comment)
    with pytest.raises(moderation.Conflict):
        moderation.undo(by=moderator())
    assert (state(comment)[0], count_of(version)) == (Status.WITHDRAWN, 0)


# --- who sent it twice --------------------------------------------------------------------------


@pytest.mark.parametrize("other", [{"sender": 2}, {"sender": None}])
def test_same_words_of_another_sender_are_another_comment(other):
    """Else whoever copies a comment as it appears would hold its receipt."""
    version = make_published()
    words = {"name": "An", "text": "Hay."}
    first = make_pending(version, sender=1, holder=7, **words)
    assert make_pending(version, sender=1, holder=8, **words) == first
    assert make_pending(version, holder=8, **words, **other) != first


def test_same_words_later_are_another_comment():
    version = make_published()
    first = make_pending(version, name="An", text="Hay.", sender=1)
    Comment.objects.update(created=timezone.now() - timedelta(hours=2))
    assert make_pending(version, name="An", text="Hay.", sender=1) != first
