"""Who may not write: banned by rank, for a time, by a rule that is told; and let in again."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.models import Entry
from comments import banning, forgetting
from comments.holders import Person
from comments.models import Assignment, Ban, Comment
from tests.comments.factories import make_pending, moderator
from tests.factories.articles import make_published, make_section
from tests.factories.clock import stopped_clock
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

RULE = "Không xúc phạm người khác."
KIND = Ban.Kind


@pytest.fixture
def comment():
    made = make_pending(make_published(), email="lo.mai@example.vn")
    made.sender, made.network, made.reader = 11, 22, make_user(username="lo-mai")
    made.save(update_fields=["sender", "network", "reader"])
    return made


def ban(kind, of, **facts):
    return banning.ban(kind, of, **{"by": moderator(), "rule": RULE, **facts})


def test_banning_from_a_comment_is_for_whom_its_section_was_given_to(comment):
    given = Assignment.objects.create(user=moderator(), section=make_section())
    with pytest.raises(PermissionDenied):
        ban(KIND.EMAIL, comment)
    assert not Ban.objects.exists()
    with pytest.raises(PermissionDenied):
        ban(KIND.EMAIL, "spam@example.vn")
    given.section = comment.section
    given.save(update_fields=["section"])
    assert ban(KIND.EMAIL, comment).comment == comment


@pytest.mark.parametrize(
    ("kind", "whom"),
    [
        (KIND.ACCOUNT, "lo-mai"),
        (KIND.EMAIL, "l…@example.vn"),
        (KIND.SENDER, "người gửi ý kiến số"),
        (KIND.NETWORK, "người gửi ý kiến số"),
    ],
)
def test_ban_names_whom_it_is_about_and_holds(comment, kind, whom):
    made = ban(kind, comment)
    assert made.whom.startswith(whom)
    assert banning.standing([(kind, made.mark), (kind, made.mark + 1)]) == [made]
    others = [(other, made.mark) for other in KIND.values if other != kind]
    assert banning.standing(others) == []


def test_ban_is_told_by_its_rule_and_its_last_day(comment):
    with stopped_clock():
        dated = ban(KIND.EMAIL, comment, until=date(2026, 3, 8))
        endless = ban(KIND.EMAIL, comment)
    assert dated.sentence == (
        "Bạn không gửi được ý kiến đến hết ngày 08/03/2026 vì vi phạm quy tắc:"
        " Không xúc phạm người khác."
    )
    assert endless.sentence == (
        "Bạn không gửi được ý kiến vì vi phạm quy tắc: Không xúc phạm người khác."
    )


def test_ban_ends_with_its_last_day_in_hanoi(comment):
    with stopped_clock() as clock:
        made = ban(KIND.NETWORK, comment, until=date(2026, 3, 1))
        subject = [(KIND.NETWORK, 22)]
        clock.forward(hours=13)
        assert banning.standing(subject) == [made]
        clock.forward(minutes=10)
        assert banning.standing(subject) == []


def test_of_several_bans_the_longest_comes_first(comment):
    with stopped_clock():
        week = ban(KIND.EMAIL, comment, until=date(2026, 3, 8))
        endless = ban(KIND.NETWORK, comment)
        month = ban(KIND.EMAIL, comment, until=date(2026, 4, 1))
        found = banning.standing([(KIND.EMAIL, week.mark), (KIND.NETWORK, 22)])
    assert found == [endless, month, week]


@pytest.mark.parametrize(
    "spelled", ["LO.MAI@Example.VN", " lo.mai@example.vn ", "lo.mai+2@example.vn"]
)
def test_all_spellings_of_a_mailbox_are_one(comment, spelled):
    assert ban(KIND.EMAIL, spelled).mark == ban(KIND.EMAIL, comment).mark
    assert banning.mark_of_email("mai@example.vn") != banning.mark_of_email("lo.mai@example.vn")


def test_dots_and_both_names_of_one_host_are_one_mailbox():
    spelled = ("lo.mai@gmail.com", "lomai@gmail.com", "L.O.M.A.I+bao@GoogleMail.com")
    assert len({banning.mark_of_email(address) for address in spelled}) == 1
    others = ("lomai@example.vn", "lomai@gmail.com.vn", "lomai2@gmail.com")
    assert len({banning.mark_of_email(address) for address in (*spelled, *others)}) == 4


def test_a_ban_written_while_dots_counted_holds():
    made = banning.ban("thu", "lo.mai@gmail.com", by=moderator(), rule="Quảng cáo")
    Ban.objects.update(mark=banning._mark("lo.mai@gmail.com"))
    stands = banning.standing(banning.subjects(Person(None, None), "Lo.Mai+2@gmail.com"))
    assert stands == [made]


@given(st.text(max_size=60))
@settings(max_examples=50, deadline=None)
def test_mark_of_any_address_fits_the_store(address):
    assert 0 <= banning.mark_of_email(address) < 2**63


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"rule": " "}, "rule"),
        ({"rule": "x" * 201}, "rule"),
        ({"note": "x" * 201}, "note"),
        ({"until": date(2026, 2, 28)}, "until"),
    ],
)
def test_ban_that_says_too_little_or_too_much_is_refused(comment, facts, field):
    with stopped_clock(), pytest.raises(ValidationError) as refusal:
        ban(KIND.EMAIL, comment, **facts)
    assert list(refusal.value.message_dict) == [field]
    assert Ban.objects.count() == 0


@pytest.mark.parametrize("kind", [*KIND.values, "khac"])
def test_nobody_is_banned_by_what_a_comment_does_not_tell(kind):
    with pytest.raises(ValidationError) as refusal:
        ban(kind, make_pending(make_published()))
    assert list(refusal.value.message_dict) == ["kind"]


@pytest.mark.parametrize(("kind", "of"), [(KIND.EMAIL, "không phải thư"), (KIND.NETWORK, "a@b.vn")])
def test_only_an_address_is_banned_by_its_letters(kind, of):
    with pytest.raises(ValidationError) as refusal:
        ban(kind, of)
    assert list(refusal.value.message_dict) == ["email"]


def test_people_of_the_house_are_not_banned(comment):
    Comment.objects.filter(pk=comment.pk).update(reader=moderator())
    comment.refresh_from_db()
    with pytest.raises(ValidationError):
        ban(KIND.ACCOUNT, comment)


@pytest.mark.parametrize("role", ["", "Phóng viên", "Trưởng ban"])
def test_ban_takes_the_right(comment, role):
    made, other = ban(KIND.EMAIL, comment), make_user(role)
    for verb in (lambda: ban(KIND.EMAIL, comment, by=other), lambda: banning.lift(made, by=other)):
        with pytest.raises(PermissionDenied):
            verb()
    assert list(Ban.objects.in_force()) == [made]


def test_lifting_lets_in_whatever_else_held(comment):
    first, second, other = (
        *(ban(KIND.EMAIL, comment), ban(KIND.EMAIL, comment, until=date(2099, 1, 1))),
        ban(KIND.NETWORK, comment),
    )
    lifted = banning.lift(first, by=moderator())
    assert (lifted.lifted is None, lifted.lifted_by) == (False, moderator())
    assert list(Ban.objects.in_force()) == [other]
    second.refresh_from_db()
    assert second.lifted_by == moderator()


def test_every_step_is_in_the_log_without_names(comment):
    made = ban(KIND.EMAIL, comment, until=date(2099, 1, 1))
    banning.lift(made, by=moderator())
    banning.lift(made, by=moderator())
    entries = (
        Entry.objects.filter(act__startswith="comments.")
        .order_by("number")
        .values_list("act", "label", "facts")
    )
    label = f"Lệnh chặn số {made.pk}, theo thư điện tử"
    assert list(entries) == [
        ("comments.banned", label, {"until": "2099-01-01", "rule": RULE}),
        ("comments.ban_lifted", label, {}),
    ]


def test_ban_that_is_long_over_forgets_whom_it_was_about(comment):
    day, now = timezone.localdate(), timezone.now()
    past, fresh, lifted, endless = (ban(KIND.EMAIL, f"ban{n}@example.vn") for n in range(4))
    Ban.objects.filter(pk=past.pk).update(until=day - timedelta(days=92))
    Ban.objects.filter(pk=fresh.pk).update(until=day - timedelta(days=80))
    Ban.objects.filter(pk=lifted.pk).update(lifted=now - timedelta(days=92))
    Ban.objects.filter(pk=endless.pk).update(at=now - timedelta(days=400))
    assert forgetting.noted()
    forgetting.forget()
    kept = Ban.objects.exclude(mark=None).order_by("pk")
    assert (list(kept), forgetting.noted()) == ([fresh, endless], False)
    past.refresh_from_db()
    assert (past.whom, past.rule, past.by) == ("", RULE, moderator())
