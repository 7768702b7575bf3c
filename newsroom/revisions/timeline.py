"""The history of a piece: its saves, newest first, each with what it changed and what was published
of it."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from reversion.models import Revision, Version

from articles.models import Article, PublishedVersion
from newsroom.revisions.comparing import changed_parts
from newsroom.revisions.reading import Told, of_revisions

PAGE_SIZE = 20
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
    url: str = ""


@dataclass(frozen=True)
class History:
    saves: list[Save]
    next_cursor: str
    """Of the last line here; empty on the last page."""


def history(article: Article, cursor: str = "") -> History:
    """A page of the piece's history. Three queries. Raises NoSuchPage."""
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
    archived = [_archived(version) for version in published.get(None, [])]
    return History([*lines, *archived], "" if last else str(heads[PAGE_SIZE - 1].pk))


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
