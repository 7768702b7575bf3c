from functools import lru_cache

import pytest

from pages import footer
from tests.articles.conftest import clock

__all__ = ["clock"]


@pytest.fixture(autouse=True)
def own_footer(monkeypatch):
    """These tests change what the footer leads to: what the whole run keeps stays out of it."""
    monkeypatch.setattr(footer, "_links", lru_cache(maxsize=1)(footer._links.__wrapped__))
