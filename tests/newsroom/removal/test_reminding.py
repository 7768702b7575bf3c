"""A correction that is overdue: who is told of it, by inbox and mail, and how often."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from articles.correction_requests import ask, drop
from articles.models import CorrectionRequest
from core.dates import HANOI
from newsroom.models import Message
from newsroom.removal.reminding import REMIND, remind
from outbox.models import Effect
from outbox.queue import look, run_due
from tests.factories.articles import make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

DUE = datetime(2026, 11, 27, 23, 0, tzinfo=HANOI)
LATE = DUE + timedelta(minutes=5)


@pytest.fixture
def people():
    roles = {"writer": "Phóng viên", "editor": "Biên tập viên", "secretary": "Thư ký tòa soạn"}
    return {
        name: make_user(role, email=f"{name}@example.vn", full_name=name.title())
        for name, role in roles.items()
    }


@pytest.fixture
def request_(people):
    article = make_published(created_by=people["writer"]).article
    facts = {"ground": "concerned", "asked_by": "Ông A", "words": "Sai quân hàm.", "due": DUE}
    made = ask(article, by=people["editor"], **facts)
    Effect.objects.all().delete()
    return made


def told(user):
    return [message.words for message in Message.objects.filter(to=user).order_by("pk")]


def test_who_can_answer_and_who_took_it_down_are_told_once_it_is_overdue(people, request_):
    assert remind(DUE) == 0
    assert remind(LATE) == 1
    sentence = (
        "Quá hạn cải chính: Ông A yêu cầu, hạn 27/11/2026 23:00."
        " Hãy đăng lời cải chính, hoặc ghi lý do không cải chính."
    )
    assert told(people["secretary"]) == told(people["editor"]) == [sentence]
    assert told(people["writer"]) == []


def test_once_a_day_and_in_the_morning_from_the_second_day_on(people, request_):
    night, morning = DUE + timedelta(hours=7), DUE + timedelta(hours=8, minutes=1)
    moments = (LATE, LATE + timedelta(minutes=5), night, morning, morning + timedelta(hours=15))
    assert [remind(moment) for moment in moments] == [1, 0, 0, 1, 0]
    assert remind(morning + timedelta(days=1)) == 1
    assert len(told(people["secretary"])) == 3


def test_request_that_was_declined_is_forgotten(people, request_):
    drop(request_, by=people["secretary"], reason="Đã đối chiếu.")
    assert remind(LATE) == 0
    assert told(people["secretary"]) == []


def test_worker_sees_it_by_itself_and_mails_it(people, request_):
    CorrectionRequest.objects.update(due=timezone.now() - timedelta(minutes=1))
    look()
    assert Effect.objects.filter(kind=REMIND, key="").count() == 1
    run_due()
    assert sorted(letter.to for letter in mail.outbox) == [
        ["editor@example.vn"],
        ["secretary@example.vn"],
    ]
    assert {letter.subject for letter in mail.outbox} == {"[Tòa soạn] Cải chính"}
    look()
    run_due()
    assert (Effect.objects.filter(kind=REMIND).count(), len(mail.outbox)) == (0, 2)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_look_at_what_is_overdue_is_one_query(people, request_, count, django_assert_num_queries):
    past, coming = (timezone.now() + timedelta(days=n) for n in (-1, 1))
    CorrectionRequest.objects.filter(pk=request_.pk).update(due=coming)
    facts = {name: getattr(request_, name) for name in ("article", "ground", "asked_by", "by")}
    CorrectionRequest.objects.bulk_create(
        CorrectionRequest(words=f"Lời {n}.", due=past, **facts) for n in range(count)
    )
    with django_assert_num_queries(1):
        assert CorrectionRequest.objects.unreminded(timezone.now()).exists()
    assert remind(timezone.now()) == count
