"""Looking at what readers wrote before a moderator does. Nothing here lets a text through or
refuses one: it is flagged, with the place of what was noticed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from django.db.models import CharField, prefetch_related_objects
from django.db.models.functions import Cast

from comments.matching import Hit, Matcher
from comments.models import CommentRevision, Flag, Voice, Word
from comments.names import speaks_for_the_house
from core.vietnamese import excerpt

NOTE_LENGTH = 120
IN_NAME = "trong tên"
_LINK = re.compile(
    r"https?://\S+|\bwww\.\S+|(?<![\w-])[\w-]{1,63}\.(?:com|net|org|info|xyz|top|vip|club|shop|vn|ru|cn)\b",
    re.IGNORECASE,
)


class Notice(NamedTuple):
    """What is to be said of a sending, rather than of a place in its text."""

    reason: Flag.Reason
    note: str = ""


def flags_of(revision: CommentRevision, notices: Iterable[Notice] = ()) -> list[Flag]:
    """What is noticed of one text, and of its sending; not stored yet. One query, and one where the
    lists changed."""
    flags = [*word_flags([revision]), *_link_flags(revision), *_name_flags(revision)]
    told: dict[Flag.Reason, list[str]] = defaultdict(list)
    for notice in notices:
        told[notice.reason].append(notice.note)
    for reason, notes in told.items():
        note = excerpt("; ".join(filter(None, notes)), NOTE_LENGTH)
        flags.append(Flag(revision=revision, reason=reason, note=note))
    return flags


def _link_flags(revision: CommentRevision) -> Iterator[Flag]:
    """One at most, at the first link of the text."""
    links = list(_LINK.finditer(revision.text))
    notes = [f"{len(links)} liên kết"] if len(links) > 1 else []
    if _LINK.search(revision.comment.name):
        notes.append("trong tên người gửi")
    if links or notes:
        start, end = links[0].span() if links else (0, 0)
        facts = {"note": ", ".join(notes), "start": start, "end": end}
        yield Flag(revision=revision, reason=Flag.Reason.LINK, **facts)


def _name_flags(revision: CommentRevision) -> Iterator[Flag]:
    """Whoever really speaks for the house may go by its name."""
    comment = revision.comment
    if comment.voice == Voice.READER and speaks_for_the_house(comment.name):
        yield Flag(revision=revision, reason=Flag.Reason.HOUSE, note=comment.name)


def word_flags(revisions: Iterable[CommentRevision]) -> list[Flag]:
    """Every word of the lists in these texts, and in the names they are signed with; not stored
    yet. One query, one where the lists changed, and one for comments that are not loaded."""
    matcher, words = _words()
    texts = list(revisions)
    prefetch_related_objects(texts, "comment")
    return [
        Flag(
            revision=revision,
            reason=Flag.Reason(words[hit.word].list),
            word=words[hit.word],
            start=hit.start,
            end=hit.end,
            note=note,
        )
        for revision in texts
        for hit, note in _hits(matcher, revision)
    ]


def _hits(matcher: Matcher, revision: CommentRevision) -> Iterator[tuple[Hit, str]]:
    """With what is to be said of each. One of the name has no place in the text: it stands at the
    beginning, where the same word of the text may stand too."""
    of_name = {hit.word for hit in matcher.find(revision.comment.name)}
    for hit in matcher.find(revision.text):
        first = hit.start == 0 and hit.word in of_name
        yield hit, IN_NAME if first else ""
        if first:
            of_name.remove(hit.word)
    for word in sorted(of_name):
        yield Hit(word, 0, 0), IN_NAME


def _words() -> tuple[Matcher, dict[int, Word]]:
    """By when each was changed: the newest moment alone would not tell of one that was stored later
    with an earlier one."""
    changed = Cast("changed", CharField())
    in_force = Word.objects.in_force().order_by("pk")
    return _read_words(tuple(in_force.values_list("pk", changed)))


@lru_cache(maxsize=1)
def _read_words(state: tuple[tuple[int, str], ...]) -> tuple[Matcher, dict[int, Word]]:
    by_number = {word.pk: word for word in Word.objects.in_force()}
    return Matcher((word.pk, word.text) for word in by_number.values()), by_number
