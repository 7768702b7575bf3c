"""What the database notes by itself is asked for by whoever looks at the queue."""

import pytest

from outbox import queue
from outbox.models import Effect
from outbox.queue import look

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("noted", [True, False])
def test_effect_of_what_is_noted_is_asked_for_once(monkeypatch, noted):
    monkeypatch.setattr(queue, "_watched", {"test.watched": lambda: noted})
    look()
    look()
    rows = list(Effect.objects.values_list("kind", "key", "ticket"))
    assert rows == ([("test.watched", "", 1)] if noted else [])


def test_failed_effect_keeps_its_delay(monkeypatch):
    monkeypatch.setattr(queue, "_watched", {"test.watched": lambda: True})
    look()
    Effect.objects.update(attempts=3, last_error="x")
    look()
    assert Effect.objects.get().attempts == 3
