"""A CSV file with any names of columns: `--map text="Nội dung"` says which is which."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import BinaryIO, TextIO

from comments.importing.records import MOST, Record, Records, Unreadable, as_text
from comments.models import Status
from core.dates import parse_datetime
from core.vietnamese import clean_line, fold

NAMES = (
    *("id", "parent", "article", "url", "slug", "name", "email", "text", "created", "status"),
    "likes",
)
_NEEDED = ("id", "text", "created")
_LONGEST = 100 * MOST
_STATUS = {
    **{fold(word): status for status in Status for word in (status.value, status.label)},
    **dict.fromkeys(("1", "duyet", "da duyet", "publish", "published"), Status.APPROVED),
    **dict.fromkeys(("trash", "deleted", "da xoa", "tu choi"), Status.REJECTED),
}


def read(file: BinaryIO, columns: Mapping[str, str], encoding: str = "utf-8-sig") -> Records:
    """`columns` gives the names of ours that are called otherwise. Raises Unreadable."""
    try:
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
    except (LookupError, ValueError):
        raise Unreadable(f"Không có bảng mã nào tên là {encoding}.") from None
    try:
        yield from _rows(text, columns)
    except UnicodeError:
        raise Unreadable(f"Tệp không viết bằng {encoding}; hãy chỉ ra bằng --encoding.") from None
    finally:
        text.detach()


def _rows(text: TextIO, columns: Mapping[str, str]) -> Records:
    csv.field_size_limit(10 * MOST)
    lines = _lines(text)
    first = next(lines, "")
    sign = ";" if first.count(";") > first.count(",") else ","
    rows = csv.reader(chain([first], lines), delimiter=sign, strict=True)
    try:
        heading = [clean_line(name) for name in next(rows, [])]
        places = _places(heading, columns)
        for row in filter(None, rows):
            full = row + [""] * (len(heading) - len(row))
            record = _record({name: full[place] for name, place in places.items()})
            if any(full[len(heading) :]):
                record.fault = "dòng nhiều ô hơn đầu bảng"
            yield record
    except csv.Error:
        raise Unreadable(f"Tệp CSV hỏng, ở dòng {rows.line_num}.") from None


def _lines(text: TextIO) -> Iterator[str]:
    number = 0
    while line := text.readline(_LONGEST):
        number += 1
        if len(line) == _LONGEST:
            raise Unreadable(f"Dòng {number} của tệp CSV dài quá mức.")
        yield line


def _places(heading: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Where in a row each of ours stands. Raises Unreadable."""
    called = {name: clean_line(columns.get(name, name)) for name in NAMES}
    given = [name for name in NAMES if name in columns]
    missing = [called[n] for n in (*_NEEDED, *given) if called[n] not in heading]
    if missing:
        told = ", ".join(dict.fromkeys(missing))
        raise Unreadable(f"Tệp không có cột {told}; hãy chỉ ra bằng --map.")
    if twice := [column for column in called.values() if heading.count(column) > 1]:
        raise Unreadable(f"Tệp có hai cột {twice[0]}: hãy đổi tên một cột.")
    return {name: heading.index(column) for name, column in called.items() if column in heading}


def _record(told: dict[str, str]) -> Record:
    told = dict.fromkeys(NAMES, "") | told
    likes = told["likes"].strip()
    return Record(
        source=f"csv:{told['id'].strip()}",
        piece=[fact for name in ("article", "url", "slug") if (fact := told[name].strip())],
        parent=f"csv:{told['parent'].strip()}" if told["parent"].strip("0 ") else "",
        name=as_text(told["name"]),
        email=told["email"],
        text=as_text(told["text"]),
        created=_moment(told["created"]),
        status=_STATUS.get(fold(told["status"]).strip(), Status.PENDING),
        likes=int(likes) if likes.isascii() and likes.isdecimal() and len(likes) < 7 else 0,
    )


def _moment(text: str) -> datetime | None:
    """Without a zone it is Hanoi's."""
    try:
        return parse_datetime(text)
    except (ValueError, OverflowError):
        return None
