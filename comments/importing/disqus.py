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
    gone: set[str] = set()
    for path, element in elements(file, "disqus", lambda path, _name: len(path) == 1):
        if len(path) != 1:
            continue
        if local(element) == "thread":
            told, number = texts(element), element.get(_ID, "")
            known = [told.get(name, "") for name in ("id", "link")]
            threads[number] = [fact for fact in known if fact]
            if told.get("isDeleted", "false") != "false":
                gone.add(number)
        elif local(element) == "post":
            yield _record(element, threads, gone)


def _record(element: Element, threads: dict[str, list[str]], gone: set[str]) -> Record:
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
        status=_status(told, in_thread=named.get("thread") not in gone),
    )


def _status(told: dict[str, str], *, in_thread: bool) -> Status:
    """Seen is only what is said to be so in every way. A thread that was taken down, takes what
    stands in it along."""
    spam, deleted, approved = (told.get(f"is{name}") for name in ("Spam", "Deleted", "Approved"))
    if spam == "true":
        return Status.SPAM
    if deleted == "true":
        return Status.REJECTED
    if (spam, deleted) != ("false", "false") or approved not in {None, "true"}:
        return Status.PENDING
    return Status.APPROVED if in_thread else Status.REJECTED


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
