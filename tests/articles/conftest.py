import pytest

from tests.factories.clock import stopped_clock


@pytest.fixture
def clock():
    with stopped_clock() as stopped:
        yield stopped
