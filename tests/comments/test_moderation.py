import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from articles import publishing
from comments import moderation, signals
from comments.models import (
    NAME_LENGTH,
    TEXT_LENGTH,
    Comment,
    Decision,
    Mode,
    SectionPolicy,
    Status,
)
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_rejected,
    make_spam,
    moderator,
)
from tests.factories.articles import chief, make_article, make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def refusals(version, **facts):
    with pytest.raises(ValidationError) as refused:
        make_pending(version, **facts)
    return refused.value.message_dict


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """The signals sent while the block runs: [("approved", comment)]."""
    heard = []
    receivers = {
        name: lambda comment, name=name, **_others: heard.append((name, comment))
        for name in ("submitted", "approved", "hidden")
    }
    for name, receiver in receivers.items():
        getattr(signals, name).connect(receiver)

    def during(act):
        heard.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return list(heard)

    yield during
    for name, receiver in receivers.items():
        getattr(signals, name).disconnect(receiver)


# --- taking in ----------------------------------------------------------------------------------


def test_submit_puts_a_comment_in_the_queue():
    version = make_published()
    comment = make_pending(version, name="Lò Thị Mai", email="mai@example.vn", text="Hay quá!")
    assert list(Comment.objects.pending()) == [comment]
    assert (comment.name, comment.email, comment.latest.text) == (
        "Lò Thị Mai",
        "mai@example.vn",
        "Hay quá!",
    )
    assert (comment.latest.number, comment.shown, comment.root, comment.parent) == (
        1,
        None,
        None,
        None,
    )
    assert count_of(version) == 0


def test_submit_cleans_what_was_typed():
    decomposed = unicodedata.normalize("NFD", "  Ðồn\u200b Biên   phòng ")
    comment = make_pending(
        make_published(), name=decomposed, text="Một  \r\n\r\n\r\n \r\nHai\x00\n"
    )
    assert comment.name == "Đồn Biên phòng"
    assert comment.latest.text == "Một\n\nHai"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Xin cho biết tên của bạn."),
        ("name", " \u200b\u2060 ", "Xin cho biết tên của bạn."),
        ("name", "ệ" * 61, "Tên dài 61 ký tự, quá mức 60 ký tự. Xin viết gọn hơn."),
        ("email", "an@", "Địa chỉ thư điện tử chưa đúng. Bạn có thể để trống ô này."),
        ("text", "", "Bạn chưa viết ý kiến."),
        ("text", "\n \x00\n", "Bạn chưa viết ý kiến."),
        ("text", "ệ" * 3001, "Ý kiến dài 3.001 ký tự, quá mức 3.000 ký tự. Xin viết gọn hơn."),
    ],
)
def test_submit_refuses_beside_the_field(field, typed, sentence):
    assert refusals(make_published(), **{field: typed}) == {field: [sentence]}
    assert Comment.objects.count() == 0


def test_submit_tells_every_refusal_at_once():
    assert sorted(refusals(make_published(), name="", email="?", text="")) == [
        "email",
        "name",
        "text",
    ]


def test_submit_counts_code_points_after_composing():
    letters = unicodedata.normalize("NFD", "ệ")
    comment = make_pending(make_published(), name=letters * NAME_LENGTH, text=letters * TEXT_LENGTH)
    assert (len(comment.name), len(comment.latest.text)) == (NAME_LENGTH, TEXT_LENGTH)


def test_submit_to_a_draft_is_refused():
    with pytest.raises(moderation.Closed):
        moderation.submit(article=make_article(), name="An", email="", text="Hay.")


def test_submit_to_a_scheduled_piece_is_refused():
    article = make_article()
    publishing.publish(article, by=chief(), at=timezone.now() + timedelta(days=1))
    with pytest.raises(moderation.Closed):
        moderation.submit(article=article, name="An", email="", text="Hay.")


def test_submit_to_a_withdrawn_piece_is_refused():
    version = make_published()
    publishing.withdraw(version.article, by=chief(), reason="Đính chính")
    with pytest.raises(moderation.Closed):
        make_pending(version)


def test_reply_to_a_root_stands_under_it():
    version = make_published()
    root = make_approved(version)
    reply = make_pending(version, parent=root)
    assert (reply.root, reply.parent) == (root, root)


def test_reply_to_a_reply_stands_under_the_same_root():
    version = make_published()
    root = make_approved(version)
    first = make_approved(version, parent=root)
    second = make_pending(version, parent=first)
    assert (second.root, second.parent) == (root, first)


@pytest.mark.parametrize("make", [make_pending, make_rejected, make_spam])
def test_reply_to_a_comment_nobody_sees_is_refused(make):
    version = make_published()
    with pytest.raises(moderation.Unanswerable):
        make_pending(version, parent=make(version))


def test_reply_under_a_hidden_root_is_refused():
    version = make_published()
    root = make_approved(version)
    reply = make_approved(version, parent=root)
    moderation.reject(root, by=moderator())
    with pytest.raises(moderation.Unanswerable):
        make_pending(version, parent=reply)


def test_reply_to_a_comment_of_another_piece_is_refused():
    with pytest.raises(moderation.Unanswerable):
        make_pending(make_published(), parent=make_approved(make_published()))


def test_trapped_comment_is_kept_as_spam():
    comment = make_pending(make_published(), trapped=True)
    assert (comment.status, comment.decisions.count()) == (Status.SPAM, 0)


def test_second_sending_is_the_first_comment(told):
    version = make_published()
    words = {"name": "An", "text": "Hay."}
    first = make_pending(version, **words)
    again = []
    assert told(lambda: again.append(make_pending(version, name="An ", text="Hay.\n"))) == []
    assert again == [first]


def test_same_words_are_another_comment_elsewhere_and_later():
    version = make_published()
    words = {"name": "An", "text": "Hay."}
    first = make_pending(version, **words)
    root = make_approved(version)
    others = [
        make_pending(make_published(), **words),
        make_pending(version, parent=root, **words),
        make_pending(version, **words | {"name": "Bình"}),
    ]
    Comment.objects.filter(pk=first.pk).update(created=timezone.now() - timedelta(hours=2))
    others.append(make_pending(version, **words))
    assert len({first, *others}) == 5


# --- deciding -----------------------------------------------------------------------------------


def test_approve_shows_the_comment_and_counts_it():
    version = make_published()
    comment = moderation.approve(make_pending(version), by=moderator())
    assert list(Comment.objects.public()) == [comment]
    assert comment.shown == comment.latest
    assert count_of(version) == 1


def test_decision_is_logged():
    comment = make_rejected(make_published(), reason="  Không  đúng chủ đề ")
    [decision] = comment.decisions.all()
    assert (decision.verdict, decision.by, decision.reason, decision.revision) == (
        Status.REJECTED,
        moderator(),
        "Không đúng chủ đề",
        comment.latest,
    )


@pytest.mark.parametrize("hide", [moderation.reject, moderation.mark_spam])
def test_hiding_takes_the_comment_back(hide):
    version = make_published()
    comment = hide(make_approved(version), by=moderator())
    assert (comment.shown, list(Comment.objects.public()), count_of(version)) == (None, [], 0)


def test_every_way_between_states_keeps_the_count():
    version = make_published()
    comment = make_pending(version)
    steps = [
        (moderation.reject, 0),
        (moderation.approve, 1),
        (moderation.mark_spam, 0),
        (moderation.reject, 0),
        (moderation.approve, 1),
        (moderation.reject, 0),
    ]
    for decide, expected in steps:
        decide(comment, by=moderator())
        assert count_of(version) == expected
    assert comment.decisions.count() == len(steps)


@pytest.mark.parametrize("decide", [moderation.approve, moderation.reject, moderation.mark_spam])
def test_deciding_twice_changes_nothing(decide, told):
    version = make_published()
    comment = make_pending(version)
    decide(comment, by=moderator())
    before = count_of(version)
    assert told(lambda: decide(comment, by=moderator())) == []
    assert (count_of(version), Decision.objects.count()) == (before, 1)


@pytest.mark.parametrize("role", ["", "Phóng viên", "Biên tập viên", "Quản trị hệ thống"])
def test_deciding_without_the_right_is_refused(role):
    comment = make_pending(make_published())
    with pytest.raises(PermissionDenied):
        moderation.approve(comment, by=make_user(role))
    assert Decision.objects.count() == 0


def test_deciding_on_a_text_since_replaced_is_refused():
    comment = make_pending(make_published())
    comment.latest = comment.revisions.create(number=2, text="Chữ khác hẳn.")
    comment.save(update_fields=["latest"])
    with pytest.raises(ValidationError) as refused:
        moderation.approve(comment, by=moderator(), revision=1)
    assert list(refused.value.message_dict) == ["revision"]
    assert moderation.approve(comment, by=moderator(), revision=2).shown.text == "Chữ khác hẳn."


def test_deciding_with_too_long_a_reason_is_refused():
    comment = make_pending(make_published())
    with pytest.raises(ValidationError) as refused:
        moderation.reject(comment, by=moderator(), reason="á" * 201)
    assert list(refused.value.message_dict) == ["reason"]


def test_hiding_a_root_takes_its_replies_along():
    version = make_published()
    root = make_approved(version)
    make_approved(version, parent=root)
    make_pending(version, parent=root)
    assert count_of(version) == 2
    moderation.reject(root, by=moderator())
    assert (count_of(version), Comment.objects.public().count()) == (0, 0)
    moderation.approve(root, by=moderator())
    assert (count_of(version), Comment.objects.public().count()) == (2, 2)


def test_reply_decided_under_a_hidden_root_is_counted_with_the_root():
    version = make_published()
    root = make_approved(version)
    reply = make_pending(version, parent=root)
    moderation.reject(root, by=moderator())
    moderation.approve(reply, by=moderator())
    assert count_of(version) == 0
    moderation.approve(root, by=moderator())
    assert count_of(version) == 2


def test_drifted_count_does_not_stop_hiding():
    version = make_published()
    comment = make_approved(version)
    version.article.comment_count = 0
    version.article.save(update_fields=["comment_count"])
    moderation.reject(comment, by=moderator())
    assert count_of(version) == 0


def test_signals_tell_what_changed_for_readers(told):
    version = make_published()
    box = []
    assert told(lambda: box.append(make_pending(version))) == [("submitted", box[0])]
    comment = box[0]
    assert told(lambda: moderation.reject(comment, by=moderator())) == []
    assert told(lambda: moderation.approve(comment, by=moderator())) == [("approved", comment)]
    assert told(lambda: moderation.mark_spam(comment, by=moderator())) == [("hidden", comment)]


# --- at once ------------------------------------------------------------------------------------


def at_once(act, times=8):
    """Run act(number) in threads of their own; their results in order."""

    def run(number):
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_approving_one_comment_at_once_counts_it_once():
    version = make_published()
    comment, by = make_pending(version), moderator()
    at_once(lambda _n: moderation.approve(comment, by=by))
    assert (count_of(version), Decision.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_deciding_a_thread_at_once_keeps_count_and_sight_equal():
    version = make_published()
    root, by = make_approved(version), moderator()
    replies = [make_pending(version, parent=root) for _n in range(4)]

    def decide(n):
        if n % 2:
            return moderation.approve(replies[n // 2], by=by)
        return (moderation.reject if n % 4 else moderation.approve)(root, by=by)

    at_once(decide)
    assert count_of(version) == Comment.objects.public().count()
    moderation.approve(root, by=by)
    assert (count_of(version), Comment.objects.public().count()) == (5, 5)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sending_the_same_words_at_once_makes_one_comment():
    version = make_published()
    sent = at_once(lambda _n: make_pending(version, name="An", text="Hay."))
    assert len({comment.pk for comment in sent}) == Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sending_and_deciding_at_once_do_not_block_each_other():
    version = make_published()
    root, by = make_approved(version), moderator()

    def act(n):
        if n % 2:
            return make_approved(version, parent=root)
        return moderation.approve(root, by=by)

    at_once(act)
    assert count_of(version) == Comment.objects.public().count() == 5


# --- two people ---------------------------------------------------------------------------------


@pytest.fixture
def delicate():
    """A comment in a section where two must agree."""
    version = make_published()
    SectionPolicy.objects.create(section=version.section, mode=Mode.BEFORE, two_pairs=True)
    return make_pending(version)


def test_where_two_must_agree_the_first_word_leaves_it_waiting(delicate):
    for _twice in range(2):
        first = moderation.approve(delicate, by=moderator(), revision=1)
        assert (first.status, first.shown, first.decisions.count()) == ("pending", None, 1)
    second = moderation.approve(delicate, by=make_user("Người duyệt bình luận"), revision=1)
    assert (second.approved, second.decisions.count()) == (True, 2)


def test_where_two_must_agree_one_may_refuse(delicate):
    moderation.approve(delicate, by=moderator())
    refused = moderation.reject(delicate, by=make_user("Người duyệt bình luận"))
    assert (refused.status, refused.shown) == ("rejected", None)


def test_where_two_must_agree_many_at_once_wait_too(delicate):
    [waiting] = moderation.decide_all([delicate], Status.APPROVED, by=moderator()).awaiting
    assert waiting.pending
    [shown] = moderation.decide_all([delicate], Status.APPROVED, by=chief()).decided
    assert shown.approved
