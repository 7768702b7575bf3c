"""Figures as Vietnamese readers write them: 5.000 and 1,5."""

from decimal import Decimal

_SWAPPED = str.maketrans(",.", ".,")
_SIZES = ("B", "KB", "MB", "GB", "TB")


def number(value: object, decimals: int | None = None) -> str:
    """5000 → "5.000", 1.5 → "1,5"; rounded to `decimals` places where given.

    A Decimal keeps its own places (1.50 → "1,50"), a whole float shows none. Anything that is
    not a finite number (None, True, NaN, text) gives "": no figure is better than a wrong one.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return ""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not exact.is_finite():
        return ""
    if isinstance(value, float) and exact == exact.to_integral_value():
        exact = Decimal(int(value))
    if decimals is not None:
        exact = Decimal(f"{exact:.{decimals}f}")
    if not exact:
        exact = exact.copy_abs()
    return f"{exact:,f}".translate(_SWAPPED)


def file_size(size: int) -> str:
    """1572864 → "1,5 MB", in steps of 1024 and at most one decimal. Raises ValueError below 0."""
    if size < 0:
        raise ValueError("Dung lượng tệp không thể âm.")
    amount, unit = float(size), 0
    while round(amount, 1) >= 1024 and unit < len(_SIZES) - 1:
        amount, unit = amount / 1024, unit + 1
    return f"{number(round(amount, 1))} {_SIZES[unit]}"
