import pytest

from readership.buffering import buffer
from tests.articles.conftest import clock

__all__ = ["clock"]


@pytest.fixture(autouse=True)
def _empty_buffer():
    """The buffer is the process's: no test finds or leaves anything in it."""
    buffer._reads.clear()
    yield
    buffer._reads.clear()
    buffer._failed = False
