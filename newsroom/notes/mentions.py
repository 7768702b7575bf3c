"""@tên in a note: by the name one signs in with, or the full name, with or without marks."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from core.vietnamese import fold

_AT = re.compile(r"(?<![\w.])@(?=\w)")
_WORD = re.compile(r"[\w.+-]*\w")
MOST_MENTIONS = 20


class Mentions(NamedTuple):
    people: list[User]
    unclear: list[str]
    """What was typed after @ and is nobody's name, or that of several."""


def desk_people() -> QuerySet[User]:
    """Those who may be mentioned: the newsroom's open accounts."""
    return User.objects.filter(is_active=True, is_staff=True).order_by("full_name", "username")


def mentions(words: str, people: Iterable[User]) -> Mentions:
    """Whom the words name. The longest name that fits is meant: @Lê An Bình is not Lê An."""
    named: dict[str, set[User]] = {}
    for person in people:
        for name in filter(None, {fold(person.username), fold(person.full_name)}):
            named.setdefault(name, set()).add(person)
    longest = max(map(len, named), default=0)
    found: dict[int, User] = {}
    unclear = []
    for at in list(_AT.finditer(words))[:MOST_MENTIONS]:
        rest = words[at.end() :][: longest + 1]
        meant = _named(fold(rest), named)
        if len(meant) == 1:
            [person] = meant
            found.setdefault(person.pk, person)
        else:
            typed = _WORD.match(rest)
            unclear.append(typed[0] if typed else "")
    return Mentions(list(found.values()), list(dict.fromkeys(filter(None, unclear))))


def _named(rest: str, named: dict[str, set[User]]) -> set[User]:
    for end in sorted({match.end() for match in re.finditer(r"\w(?!\w)", rest)}, reverse=True):
        if rest[:end] in named:
            return named[rest[:end]]
    return set()


def suggested(typed: str, people: Iterable[User], most: int = 8) -> list[User]:
    """Whose name, or a word of it, begins with what was typed."""
    start = fold(typed).strip()
    if not start:
        return []
    fitting = [
        person
        for person in people
        if any(
            f" {fold(name)}".find(f" {start}") >= 0 for name in (person.full_name, person.username)
        )
    ]
    return fitting[:most]
