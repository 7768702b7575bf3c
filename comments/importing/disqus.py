"""The export of Disqus: all threads first, then all posts, which name their thread and parent.

The threads are kept while the posts are read: a number and two addresses each.
"""

from datetime import datetime
from typing import BinaryIO
from xml.etree.ElementTree import Element

from comments.importing.markup import elements, local, texts
from comments.importing.records import Record, Records, as_text
from comments.models import Status

_ID = "{http://disqus.com/disqus-internals}id"


def read(file: BinaryIO) -> Records:
    """Raises Unreadable."""
    threads: dict[str, list[str]] = {}
    for path, element in elements(file, lambda path, _name: len(path) == 1):
        if len(path) != 1:
            continue
        if local(element) == "thread":
            told = texts(element)
            known = [told.get(name, "") for name in ("id", "link")]
            threads[element.get(_ID, "")] = [fact for fact in known if fact]
        elif local(element) == "post":
            yield _record(element, threads)


def _record(element: Element, threads: dict[str, list[str]]) -> Record:
    told = texts(element)
    inner = {local(child): child for child in element}
    named = {name: inner[name].get(_ID, "") for name in ("thread", "parent") if name in inner}
    author = texts(inner["author"]) if "author" in inner else {}
    parent = named.get("parent", "")
    return Record(
        source=f"disqus:{element.get(_ID, '')}",
        piece=threads.get(named.get("thread", ""), []),
        parent=f"disqus:{parent}" if parent else "",
        name=as_text(author.get("name", "") or author.get("username", "")),
        email=author.get("email", ""),
        text=as_text(told.get("message", "")),
        created=_moment(told.get("createdAt", "")),
        status=_status(told),
    )


def _status(told: dict[str, str]) -> Status:
    if told.get("isSpam") == "true":
        return Status.SPAM
    if told.get("isDeleted") == "true":
        return Status.REJECTED
    return Status.PENDING if told.get("isApproved") == "false" else Status.APPROVED


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
