"""The export of WordPress: comments stand in the item of their piece.

Pingbacks and trackbacks are machines' words and are left out. A comment that WordPress's trash
holds was taken down by somebody, so it comes as one that is not to be shown.
"""

from datetime import UTC, datetime
from typing import BinaryIO
from xml.etree.ElementTree import Element

from comments.importing.markup import elements, local, texts
from comments.importing.records import Record, Records, as_text
from comments.models import Status
from core.dates import HANOI

_STATUS = {
    "1": Status.APPROVED,
    "approved": Status.APPROVED,
    "spam": Status.SPAM,
    "trash": Status.REJECTED,
    "post-trashed": Status.REJECTED,
}


def read(file: BinaryIO) -> Records:
    """Raises Unreadable."""
    piece: dict[str, str] = {}
    for path, element in elements(file, "rss", _is_done):
        name = local(element)
        if path[-1:] == ["channel"] and name == "item":
            piece = {}
        elif name == "comment":
            record = _record(element, piece)
            if path[-1:] != ["item"]:
                record.fault = "không đứng trong bài nào"
            yield record
        elif path[-1:] == ["item"] and name in {"link", "post_id", "post_name"}:
            piece[name] = (element.text or "").strip()


def _is_done(path: list[str], name: str) -> bool:
    return len(path) == 2 or name == "comment"


def _record(element: Element, piece: dict[str, str]) -> Record:
    told = texts(element)
    parent = told.get("comment_parent", "")
    record = Record(
        source=f"wxr:{told.get('comment_id', '')}",
        piece=[fact for name in ("post_id", "link", "post_name") if (fact := piece.get(name))],
        parent=f"wxr:{parent}" if parent.strip("0") else "",
        name=as_text(told.get("comment_author", "")),
        email=told.get("comment_author_email", ""),
        text=as_text(told.get("comment_content", "")),
        created=_moment(told),
        status=_STATUS.get(told.get("comment_approved", ""), Status.PENDING),
    )
    kind = told.get("comment_type", "")
    if kind not in {"", "comment"}:
        record.fault = "pingback, trackback: máy gửi, không phải bạn đọc"
    return record


def _moment(told: dict[str, str]) -> datetime | None:
    """The column in GMT is all noughts in what was imported into WordPress itself."""
    for name, zone in (("comment_date_gmt", UTC), ("comment_date", HANOI)):
        try:
            return datetime.strptime(told.get(name, ""), "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
        except ValueError:
            continue
    return None
