"""The history of a piece: its saves, newest first, each with what it changed and what was published
of it."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q, Subquery
from reversion.models import Revision, Version

from articles.models import Article, Progress, PublishedVersion
from audit.models import Entry
from newsroom.revisions.comparing import changed_parts
from newsroom.revisions.reading import Told, of_revisions

PAGE_SIZE = 20
MOST_STEPS = 100
# What a line of the history says already.
_UNTOLD = ("articles.edited", "articles.created", "admin.added", "admin.changed")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


class NoSuchPage(LookupError):
    """The address names a place that no history has."""


@dataclass(frozen=True)
class Save:
    """One line of the history. `key` names it in addresses; `changed` are labels of the parts it
    changed, None where nothing older is there to compare with."""

    key: str
    at: datetime
    who: str
    comment: str
    changed: list[str] | None
    published: list[PublishedVersion] = field(default_factory=list)
    readable: bool = True
    approved_by: str = ""
    """Whose standing approval is of exactly this save."""


@dataclass(frozen=True)
class History:
    saves: list[Save]
    steps: list[Entry]
    """What the log tells of the time these saves are from, newest first."""
    next_cursor: str
    """Of the last line here; empty on the last page."""

    @property
    def lines(self) -> list[Save | Entry]:
        return sorted([*self.saves, *self.steps], key=lambda line: line.at, reverse=True)


def history(article: Article, cursor: str = "") -> History:
    """A page of the piece's history. Five queries. Raises NoSuchPage."""
    saves = Version.objects.get_for_object(article).order_by("-pk")
    if cursor:
        if not _NUMBER.fullmatch(cursor):
            raise NoSuchPage(cursor)
        saves = saves.filter(pk__lt=int(cursor))
    heads = list(saves.select_related("revision__user").defer("serialized_data")[: PAGE_SIZE + 1])
    if cursor and not heads:
        raise NoSuchPage(cursor)
    told = of_revisions(article.pk, (head.revision_id for head in heads))
    last = len(heads) <= PAGE_SIZE
    published = _published(article, heads, archived=last)
    lines = [
        _save(head, told, heads[at + 1] if at + 1 < len(heads) else None, published)
        for at, head in enumerate(heads[:PAGE_SIZE])
    ]
    _mark_approved(article, heads, lines)
    archived = [_archived(version) for version in published.get(None, [])]
    return History(
        [*lines, *archived],
        _steps(article, cursor, None if last else lines[-1].at),
        "" if last else lines[-1].key,
    )


def _steps(article: Article, cursor: str, since: datetime | None) -> list[Entry]:
    """Between the last save of the page before and the last of this one."""
    told = Entry.objects.about(article).newest_first().exclude(act__in=_UNTOLD)
    told = told.exclude(act__startswith="newsroom.source_note")
    if cursor:
        newer = Version.objects.filter(pk=int(cursor)).values_list("revision__date_created")
        told = told.filter(at__lt=Subquery(newer[:1]))
    if since:
        told = told.filter(at__gte=since)
    return list(told[:MOST_STEPS])


def _mark_approved(article: Article, heads: list[Version], lines: list[Save]) -> None:
    found = Progress.objects.select_related("approved_by").filter(article=article.pk).first()
    for at, (head, line) in enumerate(zip(heads, lines, strict=False)):
        if found and found.approved_by and found.approved_revision_id == head.revision_id:
            lines[at] = replace(line, approved_by=str(found.approved_by))


def _save(
    head: Version,
    told: dict[int, Told],
    before: Version | None,
    published: dict[int | None, list[PublishedVersion]],
) -> Save:
    revision: Revision = head.revision
    now = told.get(revision.pk, Told({}))
    older = told.get(before.revision_id) if before else None
    return Save(
        key=str(head.pk),
        at=revision.date_created,
        who=str(revision.user) if revision.user else "Phần mềm",
        comment=revision.get_comment(),
        changed=changed_parts(older, now) if older else None,
        published=published.get(revision.pk, []),
        readable=bool(now.values),
    )


def _archived(version: PublishedVersion) -> Save:
    """Published before there was a history."""
    return Save(
        key=f"dang-{version.number}",
        at=version.approved_at,
        who=str(version.approved_by),
        comment="Nhập từ kho bài cũ",
        changed=None,
        published=[version],
    )


def _published(
    article: Article, heads: list[Version], *, archived: bool
) -> dict[int | None, list[PublishedVersion]]:
    """Versions by the revision they were approved of; those of an archive under None."""
    wanted = Q(revision__in=[head.revision_id for head in heads[:PAGE_SIZE]])
    if archived:
        wanted |= Q(revision=None)
    facts = (
        *("article", "number", "revision", "valid_from", "valid_until", "approved_at"),
        *("approved_by__username", "approved_by__full_name"),
    )
    found: dict[int | None, list[PublishedVersion]] = {}
    rows = article.versions.filter(wanted).select_related("approved_by").only(*facts)
    for version in rows.order_by("number"):
        found.setdefault(version.revision_id, []).append(version)
    return found
