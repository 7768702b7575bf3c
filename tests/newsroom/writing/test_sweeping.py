from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom.models import Message, Sitting
from newsroom.writing.sweeping import sweep
from outbox.models import Effect
from tests.factories.articles import make_article
from tests.factories.people import make_user
from tests.newsroom.desk import ADD, change, fields, send

pytestmark = pytest.mark.django_db


def sitting(key, *, user, typed=None, days, told=None, article=None):
    then = timezone.now() - timedelta(days=days)
    return Sitting.objects.create(
        key=key,
        user=user,
        article=article,
        typed={"title": typed} if typed else {},
        typed_at=then if typed else None,
        seen=then,
        told_at=None if told is None else timezone.now() - timedelta(days=told),
    )


def test_words_go_only_after_their_writer_knew_of_them():
    user = make_user("Phóng viên")
    article = make_article(created_by=user)
    sitting("fresh", user=user, typed="Mới", days=29)
    sitting("unseen", user=user, typed="Chưa ai thấy", days=31, article=article)
    sitting("shown", user=user, typed="Đã thấy", days=31, told=8)
    sitting("just-shown", user=user, typed="Vừa thấy", days=31, told=6)
    sitting("empty", user=user, days=8)
    sitting("saved-lately", user=user, days=6)
    for _run in range(2):
        sweep(timezone.now())
    left = set(Sitting.objects.values_list("key", flat=True))
    assert left == {"fresh", "unseen", "just-shown", "saved-lately"}
    [message] = Message.objects.all()
    assert (message.to, message.about) == (user, article)
    sweep(timezone.now() + timedelta(days=8))
    assert not Sitting.objects.filter(key="unseen").exists()


def test_a_save_is_remembered_as_long_as_a_browser_keeps_its_copy():
    user = make_user("Phóng viên")
    sitting("saved", user=user, days=60)
    sitting("saved-long-ago", user=user, days=62)
    Sitting.objects.update(digest="d")
    sweep(timezone.now())
    assert list(Sitting.objects.values_list("key", flat=True)) == ["saved"]


def test_a_save_asks_for_the_sweep_once_a_day(client):
    client.force_login(make_user("Biên tập viên"))
    article = make_article()
    for title in ("Một", "Hai"):
        send(client, change(article), title=title)
    assert Effect.objects.filter(kind="newsroom.sweep_sittings").count() == 1
    assert fields(client.get(ADD))["sitting"]
