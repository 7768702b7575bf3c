"""Who runs our pieces is told of corrections and removals, once, by mail."""

import pytest
from django.core import mail

from articles.corrections import correct
from articles.models import Partner
from articles.partners import TELL, tell
from articles.removals import remove
from audit.models import Entry
from outbox.models import Effect
from tests.articles.test_removals import ORDER
from tests.factories.articles import chief, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    Partner.objects.create(name="Báo cũ", email="cu@bao.example", active=False)
    return Partner.objects.create(name="Báo bạn", email="ban@bao.example")


def waiting():
    return list(Effect.objects.filter(kind=TELL).values_list("key", flat=True))


def test_correction_is_told_with_the_wrong_and_the_right(partner):
    said = correct(make_published(title="Bài sai").article, by=chief(), wrong="Hai", right="Ba")
    assert waiting() == [f"correction:{said.pk}:{partner.pk}"]
    tell(waiting()[0])
    [letter] = mail.outbox
    assert letter.to == ["ban@bao.example"]
    assert letter.body.startswith("Thông tin cải chính, xin lỗi\n\nBài: Bài sai\n")
    assert "Đã đăng: Hai\nSửa lại là: Ba" in letter.body
    entry = Entry.objects.newest_first().first()
    assert (entry.act, entry.facts["partner"]) == ("articles.partners_told", "Báo bạn")


def test_removal_is_told_with_its_ground(partner):
    removal = remove(make_published(title="Bài gỡ").article, by=chief(), **ORDER)
    assert waiting() == [f"removal:{removal.pk}:{partner.pk}"]
    tell(waiting()[0])
    assert "số 123/CBC" in mail.outbox[0].body


def test_partner_no_more_is_told_nothing(partner):
    said = correct(make_published().article, by=chief(), wrong="Hai", right="Ba")
    Partner.objects.update(active=False)
    tell(f"correction:{said.pk}:{partner.pk}")
    tell(f"correction:999:{partner.pk}")
    assert mail.outbox == []


def test_without_partners_nothing_waits():
    correct(make_published().article, by=chief(), wrong="Hai", right="Ba")
    assert waiting() == []
