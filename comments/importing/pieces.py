"""Which piece of ours a thread elsewhere belongs to.

By the list of whoever runs the import first (`--pieces`: what it was, our number), then by an
address of ours whose number and slug are of one piece, then by a slug that only one piece has. A
number alone says nothing: another newspaper has a piece of that number as well.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from typing import TextIO
from urllib.parse import unquote, urlsplit

from articles.models import Article, PublishedVersion
from comments.importing.records import Unreadable

_OURS = re.compile(r"/(?:lite/)?([a-z0-9-]+)-post([1-9][0-9]{0,17})\.html")
_NUMBER = re.compile(r"[0-9]{1,18}")
_SLUG = re.compile(r"[\w-]{3,140}")


def mapping(file: TextIO) -> dict[str, int]:
    """Two columns, the old number, address or slug, and the number here; a heading may stand
    above. Raises Unreadable."""
    found: dict[str, int] = {}
    line = 0
    try:
        for line, row in enumerate(csv.reader(file, strict=True), start=1):
            if len(row) == 2 and _NUMBER.fullmatch(row[1].strip()):
                found[_key(row[0])] = int(row[1])
            elif row and line > 1:
                raise Unreadable(
                    f"Bảng bài sai ở dòng {line}: cần hai cột, cái cũ và số bài ở đây."
                )
    except UnicodeError:
        raise Unreadable("Bảng bài không viết bằng UTF-8.") from None
    except csv.Error:
        raise Unreadable(f"Bảng bài là tệp CSV hỏng, sau dòng {line}.") from None
    return found


def find(
    wanted: Iterable[tuple[str, ...]], known: Mapping[str, int], *, trust: bool = False
) -> dict[tuple[str, ...], int]:
    """By all that a thread is known by, the number of its piece; what has none is left out.
    `trust`: the number in an address of ours is enough. Two queries."""
    threads = set(wanted)
    listed = {thread: [known[k] for k in map(_key, thread) if k in known] for thread in threads}
    named = {thread: [m for fact in thread if (m := _ours(fact))] for thread in threads}
    numbers = {n for found in listed.values() for n in found}
    numbers |= {number for found in named.values() for _slug, number in found}
    here = _slugs_of(n for n in numbers if n < 2**63)
    found = {}
    for thread in threads:
        sure = [n for n in listed[thread] if n in here]
        sure += [n for slug, n in named[thread] if n in here and (trust or slug in here[n])]
        if sure:
            found[thread] = sure[0]
    return found | _by_slug(threads - found.keys())


def _slugs_of(numbers: Iterable[int]) -> dict[int, set[str]]:
    """All that each of our pieces was ever shown under; one of no piece is left out."""
    here: dict[int, set[str]] = {}
    rows = Article.objects.filter(pk__in=[*numbers]).values_list("pk", "slug", "versions__slug")
    for pk, *slugs in rows:
        here.setdefault(pk, set()).update(slug for slug in slugs if slug)
    return here


def _by_slug(threads: set[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """By what no two pieces are called. No index leads from a slug: one look for all of them."""
    slugs = {slug for thread in threads for fact in thread if (slug := _slug(fact))}
    called: dict[str, set[int]] = {}
    if not slugs:
        return {}
    shown = PublishedVersion.objects.shown_by().filter(slug__in=slugs)
    rows = shown.values_list("slug", "article").distinct()
    for slug, article in rows:
        called.setdefault(slug, set()).add(article)
    found = {}
    for thread in threads:
        for fact in thread:
            pieces = called.get(_slug(fact), set())
            if len(pieces) == 1:
                found[thread] = next(iter(pieces))
                break
    return found


def _key(fact: str) -> str:
    """An address without what changes: its scheme, its www, its query, its last stroke."""
    fact = unquote(fact.strip())
    try:
        parts = urlsplit(fact) if "://" in fact[:10] else None
    except ValueError:
        parts = None
    if parts is None:
        return fact.rstrip("/") or fact
    return f"{parts.netloc.removeprefix('www.').lower()}{parts.path.rstrip('/')}"


def _ours(fact: str) -> tuple[str, int] | None:
    match = _OURS.search(fact)
    return (match[1], int(match[2])) if match else None


def _slug(fact: str) -> str:
    """The last part of an address, or what is no number."""
    if match := _ours(fact):
        return match[0]
    last = _key(fact).rpartition("/")[2].removesuffix(".html")
    return last if _SLUG.fullmatch(last) and not last.isdecimal() else ""
