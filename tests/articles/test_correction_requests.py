"""A correction that is asked for: what is taken down, who is told, and the two ways it ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.correction_requests import ask, drop
from articles.corrections import correct
from articles.models import Correction, CorrectionRequest
from articles.publishing import withdraw
from audit.models import Entry
from newsroom.models import Message
from newsroom.removal.report import report
from tests.factories.articles import chief, make_article, make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

TOLD = {"ground": "concerned", "asked_by": "Ông A", "words": "Tôi là Thượng tá."}
SAID = {"wrong": "Trung tá", "right": "Thượng tá"}


def asked(article, **facts):
    told = {**TOLD, "by": chief(), "due": timezone.now() + timedelta(days=1), **facts}
    return ask(article, **told)


def last_act():
    entry = Entry.objects.newest_first().first()
    return entry.act, entry.facts


def messages(user):
    return [message.words for message in Message.objects.filter(to=user).order_by("pk")]


def test_request_is_taken_down_once_and_logged():
    article = make_published().article
    request = asked(article, number=" 12/CV ", words=" Tôi là Thượng tá. ")
    assert (request.number, request.words) == ("12/CV", "Tôi là Thượng tá.")
    act, facts = last_act()
    assert act == "articles.correction_asked"
    assert facts["asked_by"] == "Ông A"
    assert asked(article, number="12/CV") == request
    assert list(CorrectionRequest.objects.open()) == [request]


def test_writer_and_speakers_of_the_paper_are_told_but_not_who_took_it_down(
    django_capture_on_commit_callbacks,
):
    writer, editor, secretary = map(make_user, ("Phóng viên", "Biên tập viên", "Thư ký tòa soạn"))
    article = make_published(created_by=writer).article
    with django_capture_on_commit_callbacks(execute=True):
        request = asked(article, by=editor)
    assert [len(messages(user)) for user in (writer, secretary, editor)] == [1, 1, 0]
    assert messages(writer)[0].endswith("Nội dung: Tôi là Thượng tá.")
    with django_capture_on_commit_callbacks(execute=True):
        drop(request, by=secretary, reason="Đã đối chiếu quyết định.")
    [told] = messages(editor)
    assert told == (
        f"{secretary} quyết định không cải chính theo yêu cầu của Ông A."
        " Lý do: Đã đối chiếu quyết định."
    )
    assert len(messages(writer)) == 2
    assert last_act()[1]["reason"] == "Đã đối chiếu quyết định."


def test_correction_answers_the_requests_it_is_said_to_answer():
    article = make_published().article
    first, other = asked(article), asked(article, asked_by="Bà B", words="Sai tên tôi.")
    correction = correct(article, by=chief(), **SAID, answers=[first])
    assert list(CorrectionRequest.objects.open()) == [other]
    assert list(correction.requests.all()) == [first]
    assert last_act() == (
        "articles.corrected",
        {"correction": correction.pk, "requests": [first.pk]},
    )
    with pytest.raises(ValidationError):
        drop(first, by=chief(), reason="Muộn rồi.")
    assert drop(other, by=chief(), reason="Không đúng.").dropped_by == chief()
    again = correct(article, by=chief(), wrong="Bà C", right="Bà B", answers=[other])
    assert not again.requests.exists()


def test_request_of_another_piece_is_answered_by_no_correction():
    article, foreign = make_published().article, asked(make_published().article)
    with pytest.raises(ValidationError), transaction.atomic():
        correct(article, by=chief(), **SAID, answers=[foreign])
    assert not Correction.objects.exists()
    assert CorrectionRequest.objects.open().get() == foreign


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"asked_by": " "}, ["asked_by"]),
        ({"words": "\u200b"}, ["words"]),
        ({"ground": "x"}, ["ground"]),
        ({"ground": "conclusion"}, ["number"]),
        ({"words": "a" * 2_001}, ["words"]),
    ],
)
def test_request_that_says_too_little_or_too_much_is_refused(facts, fields):
    with pytest.raises(ValidationError) as refused:
        asked(make_published().article, **facts)
    assert list(refused.value.message_dict) == fields
    assert not CorrectionRequest.objects.exists()


def test_piece_that_nobody_read_has_nothing_to_correct():
    with pytest.raises(ValidationError):
        asked(make_article())
    gone = make_published().article
    withdraw(gone, by=chief(), reason="Sai.")
    assert asked(gone).article == gone


def test_rights(django_user_model):
    writer, editor = make_user("Phóng viên"), make_user("Biên tập viên")
    article = make_published(created_by=writer).article
    with pytest.raises(PermissionDenied):
        asked(article, by=writer)
    request = asked(article, by=editor)
    with pytest.raises(PermissionDenied):
        drop(request, by=editor, reason="Không đúng.")
    for reason in ("", "a" * 2_001):
        with pytest.raises(ValidationError):
            drop(request, by=chief(), reason=reason)
    assert CorrectionRequest.objects.open().get() == request


def test_database_keeps_a_request_from_two_ends():
    article = make_published().article
    request, correction = asked(article), correct(article, by=chief(), **SAID)
    rows = CorrectionRequest.objects.filter(pk=request.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(dropped_at=timezone.now(), dropped_reason="x", correction=correction)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(dropped_at=timezone.now())


def test_report_tells_how_each_request_ended():
    article = make_published().article
    open_, answered, declined = (asked(article, asked_by=name) for name in ("A", "B", "C"))
    correct(article, by=chief(), **SAID, answers=[answered])
    drop(declined, by=chief(), reason="Không đúng.")
    today = timezone.localdate()
    lines = [line.words for line in report(today, today) if line.act == "Yêu cầu cải chính"]
    assert sorted(line[:1] for line in lines) == ["A", "B", "C"]
    ends = {line[:1]: line.partition("Thượng tá. ")[2] for line in lines}
    assert (ends["A"][:3], ends["B"][:9], ends["C"]) == (
        *("Hạn", "Cải chính"),
        "Không cải chính: Không đúng.",
    )
    assert open_.article == article
