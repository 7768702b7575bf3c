"""One card, two moderators: claims, second looks at decided ones, many at once, taking back."""

import time
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from articles.models import Article
from audit.models import Entry
from comments import claiming, moderation, parting, reporting, settling, signals
from comments.desk.cards import card, loaded
from comments.models import (
    Assignment,
    Claim,
    Comment,
    CommentRevision,
    Decision,
    Mode,
    Report,
    SectionPolicy,
    Status,
)
from comments.moderation import Conflict, Read
from outbox.models import Effect
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_rejected,
    moderator,
)
from tests.comments.test_moderation import at_once
from tests.factories.articles import chief, make_published, make_section
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

ROLE = "Người duyệt bình luận"


@pytest.fixture
def other():
    return make_user(ROLE, full_name="Mai Phương Thảo")


def place_of(comment):
    comment.refresh_from_db()
    return (comment.status, comment.shown_id, comment.again, comment.reports, comment.featured)


def age(minutes):
    """Every decision happened so long before."""
    Decision.objects.update(at=timezone.now() - timedelta(minutes=minutes))


# --- claims -------------------------------------------------------------------------------------


def test_open_card_is_its_first_readers(other):
    comment = make_pending(make_published())
    assert claiming.claim(comment, by=moderator()).by == moderator()
    assert claiming.claim(comment, by=other).by == moderator()
    assert claiming.of_others([comment.pk], than=other)[comment.pk].by == moderator()
    assert claiming.of_others([comment.pk], than=moderator()) == {}


def test_staying_renews_without_starting_anew():
    comment = make_pending(make_published())
    first = claiming.claim(comment, by=moderator())
    Claim.objects.update(until=timezone.now() + timedelta(seconds=5))
    again = claiming.claim(comment, by=moderator())
    assert again.since == first.since
    assert again.until > timezone.now() + timedelta(minutes=2)


def test_silence_frees_the_card(other):
    comment = make_pending(make_published())
    claiming.claim(comment, by=moderator())
    Claim.objects.update(until=timezone.now())
    assert claiming.claim(comment, by=other).by == other


def test_card_is_taken_over_on_purpose_and_given_back(other):
    comment = make_pending(make_published())
    claiming.claim(comment, by=moderator())
    assert claiming.claim(comment, by=other, over=True).by == other
    claiming.release([comment], by=moderator())
    assert Claim.objects.get().by == other
    claiming.release([comment], by=other)
    assert not Claim.objects.exists()


def test_card_given_back_while_it_is_asked_for_is_free_after_all():
    comment, gone = make_pending(make_published()), []

    def give_back(execute, sql, parameters, many, context):
        """As another's two presses between our statements do."""
        done = execute(sql, parameters, many, context)
        if "INSERT" in sql and not gone:
            gone.append(Claim.objects.all().delete())
        return done

    with connection.execute_wrapper(give_back):
        assert claiming.claim(comment, by=moderator()).by == moderator()
    assert (len(gone), Claim.objects.get().by) == (1, moderator())


def test_deciding_on_a_card_another_has_open_is_refused(other):
    comment = make_pending(make_published())
    claiming.claim(comment, by=other)
    with pytest.raises(Conflict) as refused:
        moderation.approve(comment, by=moderator())
    assert refused.value.messages[0].startswith("Mai Phương Thảo đang xem ý kiến này, từ ")
    assert (place_of(comment)[0], Decision.objects.count()) == (Status.PENDING, 0)
    assert moderation.approve(comment, by=other).approved
    assert not Claim.objects.exists()


def test_deciding_on_what_was_decided_since_is_refused(other):
    comment = make_pending(make_published())
    moderation.reject(comment, by=other, reason="Lạc đề")
    with pytest.raises(Conflict) as refused:
        moderation.approve(comment, by=moderator(), revision=1, seen=0)
    assert refused.value.messages[0].startswith(
        "Mai Phương Thảo đã quyết định “Không đăng” ý kiến này lúc "
    )
    seen = Decision.objects.get().pk
    assert moderation.approve(comment, by=moderator(), revision=1, seen=seen).approved


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_decide_one_card_at_once_make_one_decision(other):
    comment, people = make_pending(make_published()), [moderator(), other]
    start = Barrier(2)

    def act(n):
        start.wait()
        try:
            decide = (moderation.approve, moderation.reject)[n]
            return decide(comment, by=people[n], revision=1, seen=0).status
        except Conflict:
            return "conflict"

    told = at_once(act, times=2)
    assert (Decision.objects.count(), told.count("conflict")) == (1, 1)
    assert place_of(comment)[0] == Decision.objects.get().verdict


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_open_one_card_at_once_get_one_claim(other):
    comment, people = make_pending(make_published()), [moderator(), other]
    start = Barrier(2)

    def act(n):
        start.wait()
        return claiming.claim(comment, by=people[n]).by_id

    first, second = at_once(act, times=2)
    assert first == second == Claim.objects.get().by_id


# --- whose section ------------------------------------------------------------------------------


def test_who_was_given_sections_decides_there_and_below_alone():
    above = make_section()
    below, elsewhere = make_section(parent=above), make_section()
    person = make_user(ROLE)
    Assignment.objects.create(user=person, section=above)
    own = [make_pending(make_published(section=section)) for section in (above, below)]
    foreign = make_pending(make_published(section=elsewhere))
    assert [person.has_perm("comments.moderate", one) for one in (*own, foreign)] == [
        *(True, True, False)
    ]
    with pytest.raises(PermissionDenied):
        moderation.approve(foreign, by=person)
    outcome = moderation.decide_all([*own, foreign], Status.APPROVED, by=person)
    assert (outcome.decided, list(outcome.refused)) == (own, [foreign.pk])
    assert place_of(foreign)[0] == Status.PENDING


def test_who_gives_out_sections_and_who_was_given_none_decide_everywhere():
    section = make_section()
    Assignment.objects.create(user=chief(), section=section)
    comment = make_pending(make_published(section=make_section()))
    assert chief().has_perm("comments.moderate", comment)
    assert moderator().has_perm("comments.moderate", comment)
    assert not make_user("Phóng viên").has_perm("comments.moderate", comment)


# --- many at once -------------------------------------------------------------------------------


def test_many_at_once_pass_over_what_changed_and_tell(other):
    version = make_published()
    free, edited, decided, claimed = (make_pending(version) for _n in range(4))
    read = {one.pk: Read(1, 0) for one in (free, edited, decided, claimed)}
    edited.latest = edited.revisions.create(number=2, text="Chữ khác.")
    edited.save(update_fields=["latest"])
    moderation.reject(decided, by=other)
    claiming.claim(claimed, by=other)
    chosen = [free, edited, decided, claimed]
    outcome = moderation.decide_all(chosen, Status.APPROVED, by=moderator(), read=read)
    assert outcome.decided == [free]
    assert sorted(outcome.refused) == sorted(one.pk for one in (edited, decided, claimed))
    assert count_of(version) == 1


def test_threads_decided_together_count_each_comment_once():
    version, elsewhere = make_published(), make_published(title="Bài khác")
    root = make_approved(version)
    replies = [make_approved(version, parent=root) for _n in range(3)]
    others = [make_approved(elsewhere) for _n in range(2)]
    assert (count_of(version), count_of(elsewhere)) == (4, 2)
    moderation.decide_all([replies[0], root, *others], Status.REJECTED, by=moderator())
    assert (count_of(version), count_of(elsewhere)) == (0, 0)
    moderation.decide_all([root, replies[0], others[0]], Status.APPROVED, by=moderator())
    assert (count_of(version), count_of(elsewhere)) == (4, 1)
    assert Comment.objects.public().count() == 5


@pytest.mark.parametrize("number", [3, 30])
def test_many_at_once_cost_the_same_for_any_number(django_assert_num_queries, number):
    """Rights 2, the transaction 2, threads, comments, sections, claims, two pairs, pieces, replies,
    comments and counts written, decisions, claims freed, what is told later 3, the log 3."""
    version, by = make_published(), moderator()
    chosen = [make_pending(version) for _n in range(number)]
    with django_assert_num_queries(21):
        moderation.decide_all(chosen, Status.APPROVED, by=by)


def make_crowd(number):
    """So many pending comments under ten pieces, in a few statements."""
    articles = [make_published(title=f"Bài {n}").article for n in range(10)]
    rows = Comment.objects.bulk_create(
        Comment(article=articles[n % 10], name="An", section_id=articles[n % 10].section_id)
        for n in range(number)
    )
    texts = CommentRevision.objects.bulk_create(
        CommentRevision(comment=row, number=1, text=f"Ý kiến {n}.") for n, row in enumerate(rows)
    )
    for row, text in zip(rows, texts, strict=True):
        row.latest = text
    Comment.objects.bulk_update(rows, ["latest"])
    return rows


def test_a_thousand_at_once_take_two_seconds_at_most():
    by, crowd = moderator(), make_crowd(1000)
    begun = time.process_time()
    outcome = moderation.decide_all(crowd, Status.APPROVED, by=by)
    assert time.process_time() - begun <= 2
    assert len(outcome.decided) == Comment.objects.public().count() == 1000
    assert set(Article.objects.values_list("comment_count", flat=True)) == {100}


# --- taking back --------------------------------------------------------------------------------


def test_undoing_puts_back_what_stood_and_says_so():
    version = make_published()
    comment = make_approved(version, name="An")
    Comment.objects.filter(pk=comment.pk).update(again=True, reports=3, featured=True)
    before = place_of(comment)
    moderation.reject(comment, by=moderator(), reason="Nhầm")
    Comment.objects.filter(pk=comment.pk).update(reports=1)
    assert count_of(version) == 0
    outcome = moderation.undo(by=moderator())
    assert (outcome.decided, count_of(version)) == ([comment], 1)
    status, shown, _again, _reports, featured = before
    assert place_of(comment) == (status, shown, True, 4, featured)
    taken_back = comment.decisions.first()
    assert (taken_back.undoes.verdict, taken_back.verdict) == (Status.REJECTED, Status.APPROVED)
    assert Entry.objects.order_by("-number")[0].act == "comments.undone"


def test_undoing_many_takes_back_the_whole_act_and_then_the_one_before():
    version = make_published()
    first, *many = (make_pending(version) for _n in range(4))
    moderation.mark_spam(first, by=moderator())
    moderation.decide_all(many, Status.APPROVED, by=moderator())
    assert moderation.undo(by=moderator()).decided == many
    assert (count_of(version), place_of(first)[0]) == (0, Status.SPAM)
    assert moderation.undo(by=moderator()).decided == [first]
    assert Comment.objects.pending().count() == 4
    with pytest.raises(Conflict):
        moderation.undo(by=moderator())


def test_undoing_goes_on_for_ten_minutes(other):
    comment = make_rejected(make_published())
    age(11)
    with pytest.raises(Conflict) as refused:
        moderation.undo(by=moderator())
    assert refused.value.messages == [
        "Không có quyết định nào của bạn trong mười phút qua để hoàn tác."
    ]
    age(9)
    with pytest.raises(Conflict):
        moderation.undo(by=other)
    assert moderation.undo(by=moderator()).decided == [comment]


def test_undoing_after_somebody_else_decided_is_refused(other):
    comment, untouched = (make_pending(make_published()) for _n in range(2))
    moderation.decide_all([comment, untouched], Status.REJECTED, by=moderator())
    moderation.approve(comment, by=other)
    outcome = moderation.undo(by=moderator())
    assert (outcome.decided, list(outcome.refused)) == ([untouched], [comment.pk])
    assert place_of(comment)[0] == Status.APPROVED
    moderation.reject(comment, by=moderator())
    moderation.approve(comment, by=other)
    with pytest.raises(Conflict) as refused:
        moderation.undo(by=moderator())
    assert refused.value.messages[0].startswith("Mai Phương Thảo đã quyết định “Đã đăng”")


def test_undoing_after_an_edit_is_refused():
    comment = make_approved(make_published())
    comment.latest = comment.revisions.create(number=2, text="Chữ khác hẳn.")
    comment.save(update_fields=["latest"])
    with pytest.raises(Conflict):
        moderation.undo(by=moderator())
    assert place_of(comment)[0] == Status.APPROVED


def test_what_cannot_be_undone_does_not_stand_before_what_can():
    first, *many = (make_pending(make_published()) for _n in range(4))
    moderation.approve(first, by=moderator())
    moderation.decide_all(many, Status.APPROVED, by=moderator())
    moderation.withdraw(many[0])
    act = moderation.last_act(moderator()).act
    assert moderation.undo(by=moderator(), act=act).decided == many[1:]
    with pytest.raises(Conflict) as refused:
        moderation.undo(by=moderator(), act=act)
    told = "Người gửi đã sửa hoặc rút ý kiến từ khi bạn quyết định."
    assert refused.value.messages == [told]
    assert moderation.undo(by=moderator()).decided == [first]
    with pytest.raises(Conflict) as refused:
        moderation.undo(by=moderator())
    assert (refused.value.messages, moderation.last_act(moderator())) == ([told], None)


def test_undoing_the_first_word_of_two_awaits_two_again():
    version = make_published()
    SectionPolicy.objects.create(section=version.section, mode=Mode.BEFORE, two_pairs=True)
    comment = make_pending(version)
    moderation.approve(comment, by=moderator())
    assert moderation.undo(by=moderator()).decided == [comment]
    assert moderation.approve(comment, by=chief()).pending
    assert moderation.approve(comment, by=moderator()).approved


def taken_by_one(comment):
    moderation.reject(comment, by=make_user(ROLE))


@pytest.mark.parametrize("take", [taken_by_one, moderation.set_aside])
def test_an_old_agreement_lapses_when_readers_lose_the_text(take, other):
    version = make_published()
    SectionPolicy.objects.create(section=version.section, mode=Mode.BEFORE, two_pairs=True)
    comment = make_pending(version)
    moderation.approve(comment, by=moderator())
    assert moderation.approve(comment, by=other).approved
    take(comment)
    before = place_of(comment)
    assert not moderation.approve(comment, by=other).approved
    assert place_of(comment) == before
    assert not moderation.approve(comment, by=other).approved
    assert card(loaded().get(pk=comment.pk)).first.by == other
    assert moderation.approve(comment, by=moderator()).approved


def test_a_refusal_taken_back_leaves_the_agreement_of_before(other):
    version = make_published()
    SectionPolicy.objects.create(section=version.section, mode=Mode.BEFORE, two_pairs=True)
    comment = make_pending(version)
    moderation.approve(comment, by=moderator())
    moderation.reject(comment, by=other)
    moderation.undo(by=other)
    assert moderation.approve(comment, by=other).approved


def test_a_rules_taking_from_readers_is_on_the_card():
    comment = make_approved(make_published())
    moderation.set_aside(comment)
    assert str(comment.decisions.first()) == "Chờ duyệt – theo quy tắc"
    moderation.set_aside(comment)
    assert comment.decisions.count() == 2


@pytest.mark.parametrize("make", [make_pending, make_rejected])
def test_undoing_leaves_no_report_on_what_readers_no_longer_see(make):
    comment = make(make_published())
    before = comment.status
    comment = moderation.approve(comment, by=moderator())
    reporting.report(comment, voter=4, reason=Report.Reason.values[0])
    Comment.objects.filter(pk=comment.pk).update(again=True)
    moderation.undo(by=moderator())
    assert place_of(comment) == (before, None, False, 0, False)


def test_undoing_puts_no_erased_text_back_before_readers():
    comment = make_approved(make_published(), reader=make_user(username="lo-mai"))
    comment = moderation.edit(comment, text="Chữ sau.")
    comment = moderation.approve(comment, by=moderator())
    parting.leave_nameless(comment)
    before = place_of(comment)
    with pytest.raises(Conflict) as refused:
        moderation.undo(by=moderator())
    assert refused.value.messages == [
        "Người gửi đã yêu cầu xóa bản được đăng trước quyết định của bạn."
    ]
    assert (place_of(comment), comment.shown.text) == (before, "Chữ sau.")


def test_undoing_outside_the_sections_given_since_is_refused():
    comment = make_approved(make_published())
    given = Assignment.objects.create(user=moderator(), section=make_section())
    with pytest.raises(PermissionDenied):
        moderation.undo(by=moderator())
    assert place_of(comment)[0] == Status.APPROVED
    given.delete()
    assert moderation.undo(by=moderator()).decided == [comment]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_undoing_twice_at_once_takes_back_once():
    version = make_published()
    comment, by = make_approved(version), moderator()
    act = Decision.objects.get().act

    def press(_n):
        try:
            return moderation.undo(by=by, act=act).decided == [comment]
        except Conflict:
            return False

    assert sorted(at_once(press, times=3)) == [False, False, True]
    assert (count_of(version), Decision.objects.count()) == (0, 2)


def test_nobody_lets_own_words_through():
    comment, by = make_pending(make_published()), moderator()
    Comment.objects.filter(pk=comment.pk).update(reader=by)
    with pytest.raises(PermissionDenied):
        moderation.approve(comment, by=by)
    assert moderation.approve(comment, by=chief()).approved


# --- what cannot be called back -----------------------------------------------------------------


@pytest.fixture
def settled():
    heard = []

    def hear(decision, **_facts):
        heard.append((decision.comment, decision.verdict))

    signals.settled.connect(hear)
    yield heard
    signals.settled.disconnect(hear)


def test_verdict_is_told_after_ten_minutes_if_it_still_stands(settled, other):
    version = make_published()
    kept, undone, changed = (make_pending(version) for _n in range(3))
    moderation.reject(kept, by=moderator())
    moderation.approve(changed, by=moderator())
    moderation.approve(undone, by=moderator())
    moderation.undo(by=moderator())
    moderation.reject(changed, by=other)
    asked = Effect.objects.filter(kind="comments.settle")
    assert min(effect.due for effect in asked) > timezone.now() + timedelta(minutes=9)
    acts = Decision.objects.filter(undoes=None).order_by("pk").values_list("act", flat=True)
    for act in acts:
        settling.settle(act)
    assert settled == [(kept, Status.REJECTED), (changed, Status.REJECTED)]


def test_first_word_of_two_is_told_to_nobody(settled):
    version = make_published()
    SectionPolicy.objects.create(section=version.section, mode=Mode.BEFORE, two_pairs=True)
    moderation.approve(make_pending(version), by=moderator())
    settling.settle(Decision.objects.get().act)
    assert settled == []
