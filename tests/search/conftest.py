import pytest

from search import indexing, names
from search.journal import journal
from tests.articles.conftest import clock

__all__ = ["clock"]


@pytest.fixture(autouse=True)
def nothing_kept():
    """What a process remembers is of its own database."""
    names.forget()
    indexing._known.clear()
    journal.__init__()
