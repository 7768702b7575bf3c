import pytest

from outbox import queue


@pytest.fixture
def done(monkeypatch):
    """The keys that the effect "test.do" was run with, in order."""
    keys = []
    monkeypatch.setattr(queue, "_effects", {})
    queue.effect("test.do", name="Việc thử")(keys.append)
    return keys


@pytest.fixture
def register(monkeypatch):
    """Registers an effect for the length of a test."""
    monkeypatch.setattr(queue, "_effects", {})

    def register(function, kind="test.do"):
        queue.effect(kind, name="Việc thử")(function)

    return register
