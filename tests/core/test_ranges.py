"""Byte ranges: the header alone. What goes over the wire: tests/photos/test_views.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ranges import NoSuchBytes, asked

sizes = st.integers(0, 10**12)
positions = st.integers(0, 10**25)


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-0", range(1)),
        ("bytes=0-499", range(500)),
        ("bytes=500-999", range(500, 1000)),
        ("bytes=500-", range(500, 1000)),
        ("bytes=500-5000", range(500, 1000)),
        ("bytes=999-", range(999, 1000)),
        ("bytes=-1", range(999, 1000)),
        ("bytes=-500", range(500, 1000)),
        ("bytes=-5000", range(1000)),
        ("BYTES=0-9", range(10)),
        ("bytes= 0-9 ", range(10)),
    ],
)
def test_single_range_is_understood(header, wanted):
    assert asked(header, 1000) == wanted


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=9-0",
        "bytes=--5",
        "bytes=0-1,5-6",
        "bytes=0x0-0x9",
        "bytes=٠-٩",
        "bytes=0-9\n",
        "bytes=0-" + "9" * 5000,
        "items=0-9",
        "0-9",
    ],
)
def test_other_header_means_the_whole_file(header):
    assert asked(header, 1000) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=99999-"])
def test_bytes_that_are_not_there_are_refused(header):
    with pytest.raises(NoSuchBytes):
        asked(header, 1000)


@given(first=positions, last=positions, size=sizes)
def test_range_is_what_a_slice_would_give(first, last, size):
    """Checked against Python's own slices, which forgive an end behind the end."""
    try:
        found = asked(f"bytes={first}-{last}", size)
    except NoSuchBytes:
        assert first >= size
        assert last >= first
        return
    assert found == (None if last < first else range(size)[first : last + 1])


@given(first=positions, size=sizes)
def test_open_range_goes_to_the_end(first, size):
    try:
        found = asked(f"bytes={first}-", size)
    except NoSuchBytes:
        assert first >= size
        return
    assert (found, first < size) == (range(size)[first:], True)


@given(count=st.integers(1, 10**25), size=st.integers(1, 10**12))
def test_suffix_is_the_last_bytes(count, size):
    assert asked(f"bytes=-{count}", size) == range(size)[-count:]


def test_last_bytes_of_an_empty_file_are_the_whole():
    assert asked("bytes=-5", 0) is None


@given(header=st.text(max_size=40) | st.from_regex(r"bytes=[0-9, -]{0,40}", fullmatch=True))
def test_any_header_gives_bytes_of_the_file_or_a_refusal(header):
    try:
        found = asked(header, 1000)
    except NoSuchBytes:
        return
    assert found is None or (found.step == 1 and 0 <= found.start < found.stop <= 1000)
