"""A CSV file with any names of columns: `--map text="Nội dung"` says which is which."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from typing import BinaryIO

from comments.importing.records import MOST, Record, Records, Unreadable, as_text
from comments.models import Status
from core.dates import parse_datetime
from core.vietnamese import clean_line, fold

NAMES = (
    *("id", "parent", "article", "url", "slug", "name", "email", "text", "created", "status"),
    "likes",
)
_NEEDED = ("id", "text", "created")
_STATUS = {
    **{fold(word): status for status in Status for word in (status.value, status.label)},
    **dict.fromkeys(("1", "duyet", "da duyet", "publish", "published"), Status.APPROVED),
    **dict.fromkeys(("trash", "deleted", "da xoa", "tu choi"), Status.REJECTED),
}


def read(file: BinaryIO, columns: Mapping[str, str], encoding: str = "utf-8-sig") -> Records:
    """`columns` gives the names of ours that are called otherwise. Raises Unreadable."""
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    csv.field_size_limit(10 * MOST)
    try:
        heading = text.readline()
        sign = ";" if heading.count(";") > heading.count(",") else ","
        names = [clean_line(name) for name in next(csv.reader([heading], delimiter=sign), [])]
        called = {name: clean_line(columns.get(name, name)) for name in NAMES}
        if missing := [called[name] for name in _NEEDED if called[name] not in names]:
            raise Unreadable(f"Tệp không có cột {', '.join(missing)}; hãy chỉ ra bằng --map.")
        rows = csv.DictReader(text, names, restval="", delimiter=sign)
        for row in rows:
            yield _record({name: str(row.get(column, "")) for name, column in called.items()})
    except UnicodeDecodeError:
        raise Unreadable(f"Tệp không viết bằng {encoding}; hãy chỉ ra bằng --encoding.") from None
    except csv.Error as error:
        raise Unreadable(f"Tệp CSV hỏng: {error}.") from None
    finally:
        text.detach()


def _record(told: dict[str, str]) -> Record:
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
