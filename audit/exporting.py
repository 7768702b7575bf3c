"""The log as a file: a line an entry, oldest first, read in batches."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from typing import Any

from audit.models import SEALED, Entry, EntryQuerySet
from core.dates import HANOI

BATCH = 1_000
FORMATS = {"jsonl": "application/x-ndjson; charset=utf-8", "csv": "text/csv; charset=utf-8"}
_HEADING = (
    *("Số", "Lúc", "Người làm", "Việc", "Loại", "Mã", "Đối tượng", "Bản"),
    *("Từ đâu", "Chi tiết", "SHA-256"),
)
# A spreadsheet takes what begins so for a formula and runs it, also in full width, and behind what
# nobody sees. U+2212 is a minus too.
_FORMULA = frozenset("=+-@\u2212")
_BREAKS = frozenset("\t\r\n")
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def lines(entries: EntryQuerySet, form: str) -> Iterator[str]:
    """The entries in one of FORMATS. JSON lines hold what the hash goes over; CSV is for people."""
    write = _csv if form == "csv" else _json
    if form == "csv":
        yield "\ufeff" + row(_HEADING)  # without the mark Excel reads no Vietnamese
    last = 0
    while rows := list(entries.filter(number__gt=last).order_by("number")[:BATCH]):
        yield "".join(map(write, rows))
        last = rows[-1].number


def _json(entry: Entry) -> str:
    told = {name: getattr(entry, name) for name in SEALED}
    told |= {"at": entry.at.isoformat(), "sha256": entry.sha256}
    return json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n"


def _csv(entry: Entry) -> str:
    at = entry.at.astimezone(HANOI).isoformat(sep=" ", timespec="seconds")
    facts = (entry.number, at, entry.by_name, entry.act_label, entry.kind, entry.key, entry.label)
    parts = (entry.revision or "", _told(entry.origin), _told(entry.facts), entry.sha256)
    return row((*facts, *parts))


def _told(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def row(cells: tuple[Any, ...]) -> str:
    """A line of a CSV file that is safe to open in a spreadsheet."""
    out = io.StringIO()
    csv.writer(out).writerow([safe(str(cell)) for cell in cells])
    return out.getvalue()


def safe(cell: str) -> str:
    """The cell as no spreadsheet computes it."""
    sign = next((sign for sign in cell if unicodedata.category(sign) not in _UNSEEN), "")
    formula = cell[:1] in _BREAKS or unicodedata.normalize("NFKC", sign)[:1] in _FORMULA
    return f"'{cell}" if cell and formula else cell
