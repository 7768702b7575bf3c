"""Readers who are trusted go straight through where a section says so, as long as they may."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError

from audit.models import Entry
from comments import moderation, rescanning, trusting
from comments.models import (
    Comment,
    Decision,
    Discussion,
    Flag,
    Mode,
    SectionPolicy,
    Status,
    Trust,
    Word,
)
from comments.screening import Notice
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_reader,
    make_trusted,
    moderator,
)
from tests.factories.articles import chief, make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    """A piece in a section where trusted readers go straight through."""
    version = make_published()
    SectionPolicy.objects.create(section=version.section, mode=Mode.TRUSTED)
    return version


def acts():
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


# --- straight through ---------------------------------------------------------------------------


def test_trusted_reader_goes_straight_through(version):
    comment = make_pending(version, reader=make_trusted())
    assert (comment.approved, count_of(version)) == (True, 1)
    decision = Decision.objects.get()
    assert (decision.by, decision.verdict, decision.revision) == (
        None,
        Status.APPROVED,
        comment.latest,
    )
    assert str(decision) == "Đã đăng – theo quy tắc: bạn đọc được tin cậy"
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.by) == ("comments.let_through", None)
    assert entry.facts == {"verdict": "approved", "text": 1, "piece": version.article_id}


def test_newer_text_of_a_trusted_reader_goes_straight_through(version):
    comment = make_pending(version, reader=make_trusted())
    edited = moderation.edit(comment, text="Nói lại cho rõ.")
    assert (edited.shown.text, edited.again, count_of(version)) == ("Nói lại cho rõ.", False, 1)


def test_newer_text_does_not_keep_what_the_desk_picked_out(version):
    comment = make_pending(version, reader=make_trusted())
    Comment.objects.filter(pk=comment.pk).update(featured=True)
    edited = moderation.edit(comment, text="Trái hẳn lời trước.")
    assert (edited.approved, edited.shown.text, edited.featured) == (
        True,
        "Trái hẳn lời trước.",
        False,
    )


def test_trusted_reader_under_another_name_waits_until_trusted_anew(version):
    reader = make_trusted(name="Lò Thị Mai")
    reader.full_name = "Vì nước quên thân"
    reader.save(update_fields=["full_name"])
    assert make_pending(version, reader=reader).pending
    trusting.trust(reader, by=moderator(), reason="Đã hỏi tên mới")
    assert make_pending(version, reader=reader).approved


def test_mode_of_one_piece_is_enough():
    version = make_published()
    Discussion.objects.create(article=version.article, mode=Mode.TRUSTED)
    assert make_pending(version, reader=make_trusted()).approved


@pytest.mark.parametrize("reader", [None, make_reader], ids=["guest", "stranger"])
def test_others_wait(version, reader):
    assert make_pending(version, reader=reader and reader()).pending


def test_trusted_reader_waits_where_everybody_does():
    assert make_pending(make_published(), reader=make_trusted()).pending


def test_trusted_reader_waits_where_two_must_agree(version):
    SectionPolicy.objects.update(two_pairs=True)
    assert make_pending(version, reader=make_trusted()).pending


@pytest.mark.parametrize("text", ["Tôi ban dat.", "Xem https://mua.example"])
def test_trusted_reader_waits_with_what_was_noticed(version, text):
    Word.objects.create(text="bán đất")
    assert make_pending(version, reader=make_trusted(), text=text).pending


def test_trusted_reader_in_the_trap_is_spam(version):
    comment = make_pending(version, reader=make_trusted(), trapped=True)
    assert (comment.status, count_of(version)) == (Status.SPAM, 0)


def test_newer_text_with_a_word_of_the_list_waits(version):
    Word.objects.create(text="bán đất")
    comment = make_pending(version, reader=make_trusted(), text="Hay.")
    edited = moderation.edit(comment, text="Hay. Bán đất.")
    assert (edited.shown.text, edited.again) == ("Hay.", True)


@pytest.mark.parametrize("reason", [Flag.Reason.BARRED, Flag.Reason.FLOOD, Flag.Reason.REPEATED])
def test_newer_text_does_not_pass_what_was_noticed_of_an_earlier_one(version, reason):
    comment = make_pending(version, reader=make_trusted(), flags=[Notice(reason)])
    assert moderation.edit(comment, text="Nói lại cho rõ.").pending
    assert moderation.edit(comment, text="Nói lại lần nữa.").pending


def test_newer_text_passes_again_once_a_moderator_has_looked(version):
    noticed = [Notice(Flag.Reason.BARRED)]
    comment = make_approved(version, reader=make_trusted(), flags=noticed)
    assert moderation.edit(comment, text="Nói lại.").shown.text == "Nói lại."


def test_a_verdict_taken_back_is_none(version):
    comment = make_pending(version, reader=make_trusted(), flags=[Notice(Flag.Reason.BARRED)])
    moderation.approve(comment, by=moderator())
    moderation.undo(by=moderator())
    assert moderation.edit(comment, text="Nói lại.").pending


def test_newer_text_waits_where_the_last_one_does(version):
    Word.objects.create(text="bán đất")
    comment = make_pending(version, reader=make_trusted(), text="Hay.")
    moderation.edit(comment, text="Hay. Bán đất.")
    edited = moderation.edit(comment, text="Hay lắm.")
    assert (edited.shown.text, edited.again) == ("Hay.", True)


def test_newer_text_brings_nothing_back_that_was_taken_from_readers(version):
    comment = make_pending(version, reader=make_trusted())
    moderation.set_aside(comment)
    assert moderation.edit(comment, text="Nói lại cho rõ.").pending
    assert count_of(version) == 0


def test_newer_text_does_not_end_a_look_again(version):
    comment = make_pending(version, reader=make_trusted(), text="Hay.")
    rescanning.look_again_at(version.article_id, 0)
    edited = moderation.edit(comment, text="Hay lắm.")
    assert (edited.shown.text, edited.again) == ("Hay.", True)


def test_newer_text_of_who_was_refused_waits_though_trusted_anew(version):
    reader = make_trusted()
    comment = moderation.reject(make_pending(version, reader=reader), by=moderator())
    trusting.trust(reader, by=moderator(), reason="Đã xin lỗi")
    assert moderation.edit(comment, text="Xin nói lại.").pending


def test_what_goes_wrong_on_the_way_leaves_the_words_in_the_queue(version, monkeypatch):
    reader = make_trusted()

    def fail(*_args, **_facts):
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as broken:
        broken.setattr(moderation, "put", fail)
        with pytest.raises(OperationalError):
            make_pending(version, reader=reader, name="An", text="Hay.")
    assert (Comment.objects.get().status, count_of(version)) == (Status.PENDING, 0)
    make_pending(version, reader=reader, name="An", text="Hay.")
    assert (Comment.objects.count(), count_of(version)) == (1, 0)


def test_rule_is_no_first_of_two(version):
    comment = make_pending(version, reader=make_trusted())
    SectionPolicy.objects.update(two_pairs=True)
    moderation.set_aside(comment)
    assert moderation.approve(comment, by=moderator()).pending
    assert moderation.approve(comment, by=make_user("Người duyệt bình luận")).approved


def test_guest_costs_no_query_more_and_a_stranger_one(django_assert_num_queries, version):
    guest, stranger = make_pending(version), make_pending(version, reader=make_reader())
    with django_assert_num_queries(0):
        assert not trusting.goes_through(guest)
    with django_assert_num_queries(1):
        assert not trusting.goes_through(stranger)


# --- giving and taking --------------------------------------------------------------------------


def test_trust_is_given_for_a_reason_and_logged():
    reader = make_reader()
    row = trusting.trust(reader, by=moderator(), reason=" Viết  đúng mực ")
    assert (row.by, row.reason, row.in_force) == (moderator(), "Viết đúng mực", True)
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.by, entry.label) == (
        "comments.trusted",
        moderator(),
        f"Tài khoản số {reader.pk}",
    )


@pytest.mark.parametrize("reason", ["", " \u200b", "ệ" * 201])
def test_trust_without_a_fit_reason_is_refused(reason):
    with pytest.raises(ValidationError) as refused:
        trusting.trust(make_reader(), by=moderator(), reason=reason)
    assert list(refused.value.message_dict) == ["reason"]
    assert Trust.objects.count() == 0


@pytest.mark.parametrize("act", [trusting.trust, trusting.distrust])
def test_trust_is_for_moderators_to_give_and_take(act):
    reader = make_trusted()
    for by in (make_user("Phóng viên"), make_reader(), reader):
        with pytest.raises(PermissionDenied):
            act(reader, by=by, reason="Vì thế")
    assert Trust.objects.get().reason == "Viết đúng mực đã lâu"


def test_staff_and_closed_accounts_are_trusted_by_nobody():
    for user in (chief(), moderator(), make_reader(is_active=False)):
        with pytest.raises(PermissionDenied):
            trusting.trust(user, by=moderator(), reason="Vì thế")


def test_trust_ends_by_hand(version):
    reader = make_trusted()
    trusting.distrust(reader, by=moderator(), reason="Đổi ý")
    assert (Trust.objects.get().in_force, Trust.objects.get().why_ended) == (False, "Đổi ý")
    assert make_pending(version, reader=reader).pending
    assert trusting.distrust(reader, by=moderator(), reason="Lần nữa") is None
    assert acts().count("comments.trust_ended") == 1


@pytest.mark.parametrize("refuse", [moderation.reject, moderation.mark_spam])
def test_trust_ends_with_a_refused_comment(version, refuse):
    reader = make_trusted()
    comment = make_pending(version, reader=reader)
    refuse(comment, by=moderator())
    trust = Trust.objects.get()
    assert (trust.in_force, trust.why_ended) == (
        False,
        f"Ý kiến số {comment.pk} không được đăng.",
    )
    assert acts()[-2:] == ["comments.trust_ended", "comments.decided"]
    assert make_pending(version, reader=reader).pending


def test_trust_ends_with_one_of_many_refused(version):
    first, second = make_trusted(), make_trusted()
    comments = [make_pending(make_published(), reader=reader) for reader in (first, second)]
    moderation.decide_all([*comments, make_pending(version)], Status.REJECTED, by=moderator())
    assert Trust.objects.in_force().count() == 0


def test_trust_outlives_what_is_approved_or_withdrawn(version):
    reader = make_trusted()
    make_approved(make_published(), reader=reader)
    moderation.withdraw(make_pending(version, reader=reader))
    assert Trust.objects.get().in_force


def test_trust_given_anew_begins_anew():
    reader = make_trusted()
    trusting.distrust(reader, by=moderator(), reason="Đổi ý")
    trusting.trust(reader, by=moderator(), reason="Đã xin lỗi")
    trust = Trust.objects.get()
    assert (trust.in_force, trust.reason, trust.why_ended) == (True, "Đã xin lỗi", "")
