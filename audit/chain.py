"""Whether the log is what was written: every row there, unchanged, joined to the one before."""

from collections.abc import Callable, Iterator

from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce

from audit.models import Entry, Head

BATCH = 2_000


class Broken(Exception):
    """The first place where the log is not what was written, told in Vietnamese."""


def check(*, since: int = 1, tell: Callable[[int], None] = lambda number: None) -> tuple[int, str]:
    """How many rows from number `since` on are whole, and the hash they end in. Raises Broken.

    Rows written meanwhile are left for the next time. In memory there is one batch; `tell` hears
    the last number of each.
    """
    head = Head.objects.first() or Head()
    number, sealed = since - 1, _sealed(since - 1)
    for row in _rows(since, head.number, tell):
        if fault := _fault(row, number, sealed):
            raise Broken(fault)
        number, sealed = row.number, row.sha256
    if since <= head.number and number < head.number:
        raise Broken(f"Mất phần cuối: dòng cuối là {number}, đầu mối ghi {head.number}.")
    if since <= head.number and sealed != head.sha256:
        raise Broken(f"Dòng {number} không phải dòng mà đầu mối ghi.")
    # Asked in one query, so that nobody writes between.
    last = Coalesce(Subquery(Head.objects.values("number")[:1]), Value(0))
    if stray := Entry.objects.filter(number__gt=last).order_by("number").first():
        raise Broken(f"Đầu mối không biết dòng {stray.number}.")
    return max(number - since + 1, 0), sealed


def expect(number: int, sha256: str) -> None:
    """The log goes on from a row whose hash was kept elsewhere: what was written anew from the
    first row on is whole in itself, and another log. Raises Broken."""
    if _sealed(number) != sha256:
        raise Broken(f"Dòng {number} không phải dòng có dấu đã giữ.")


def _sealed(number: int) -> str:
    row = Entry.objects.filter(number=number).values_list("sha256", flat=True).first()
    return row or ""


def _rows(since: int, until: int, tell: Callable[[int], None]) -> Iterator[Entry]:
    last = since - 1
    while last < until:
        batch = Entry.objects.filter(number__gt=last, number__lte=until).order_by("number")[:BATCH]
        rows = list(batch)
        if not rows:
            return
        yield from rows
        last = rows[-1].number
        tell(last)


def _fault(row: Entry, before: int, sealed: str) -> str:
    if row.number != before + 1:
        return f"Mất dòng {before + 1}."
    if not _whole(row):
        return f"Dòng {row.number} đã bị sửa."
    if row.previous != sealed:
        return f"Dòng {row.number} không nối với dòng {before}."
    return ""


def _whole(row: Entry) -> bool:
    try:
        return row.seal() == row.sha256
    except (AttributeError, TypeError, ValueError):  # a column holds what it never may
        return False
