from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import file_size, number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (5000, "5.000"),
        (1234567, "1.234.567"),
        (0, "0"),
        (-5000, "-5.000"),
        (1.5, "1,5"),
        (5000.0, "5.000"),
        (-0.0, "0"),
        (0.0000001, "0,0000001"),
        (Decimal("1234.50"), "1.234,50"),
        (True, ""),
        (None, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        (Decimal("NaN"), ""),
        ("5000", ""),
    ],
)
def test_number(value, written):
    assert number(value) == written


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(1234.567, 1, "1.234,6"), (5, 2, "5,00"), (-0.04, 1, "0,0"), (2.0, 1, "2,0")],
)
def test_number_with_decimals(value, decimals, written):
    assert number(value, decimals) == written


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 B"),
        (1023, "1.023 B"),
        (1024, "1 KB"),
        (1_572_864, "1,5 MB"),
        (1024**2 - 1, "1 MB"),
        (3 * 1024**5, "3.072 TB"),
    ],
)
def test_file_size(size, written):
    assert file_size(size) == written


def test_file_size_below_nothing():
    with pytest.raises(ValueError, match="âm"):
        file_size(-1)


@given(st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_number_reads_back(value):
    written = number(value)
    assert Decimal(written.replace(".", "").replace(",", ".")) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_float_reads_back(value):
    assert float(number(value).replace(".", "").replace(",", ".")) == value
