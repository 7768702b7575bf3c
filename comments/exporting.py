"""Readers' words as a file, oldest number first, read in batches along the key.

JSON lines hold all that was written and decided, and importing/lines.py reads them back; the CSV is
for people and their spreadsheets, and holds the latest text. Neither holds marks of browsers and
networks, nor accounts.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import OuterRef, Prefetch, Subquery
from django.urls import reverse

from articles.models import PublishedVersion
from audit.exporting import row
from comments.models import Comment, CommentRevision, Decision
from core.dates import HANOI
from core.http import absolute

BATCH = 500
FORMATS = {"jsonl": "application/x-ndjson; charset=utf-8", "csv": "text/csv; charset=utf-8"}
# So that no viewer takes a reader's words for markup.
_UNSAFE = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


@dataclass(frozen=True)
class Choice:
    """What is taken along."""

    article: int | None = None
    since: datetime | None = None
    """Sent from then on."""
    emails: bool = False


def lines(choice: Choice, form: str) -> Iterator[str]:
    """In one of FORMATS, a batch at a time. Three queries each."""
    if form == "csv":
        heading = [*_HEADING, *(["Thư điện tử"] if choice.emails else [])]
        yield "\ufeff" + row(tuple(heading))  # without the mark Excel reads no Vietnamese
    write = _csv if form == "csv" else _json
    chosen = Comment.objects.select_related("article", "latest", "shown", "parent").order_by("pk")
    chosen = chosen.defer("article__body", "article__sapo")
    if choice.article:
        chosen = chosen.filter(article=choice.article)
    if choice.since:
        chosen = chosen.filter(created__gte=choice.since)
    shown = PublishedVersion.objects.shown_by().filter(article=OuterRef("article"))
    slug = shown.order_by("-valid_from").values("slug")[:1]
    chosen = chosen.annotate(piece_slug=Subquery(slug)).prefetch_related(
        Prefetch("revisions", CommentRevision.objects.order_by("number")),
        Prefetch("decisions", Decision.objects.select_related("by", "revision").order_by("pk")),
    )
    last = 0
    while batch := list(chosen.filter(pk__gt=last)[:BATCH]):
        yield "".join(write(comment, emails=choice.emails) for comment in batch)
        last = batch[-1].pk


def source_of(comment: Comment) -> str:
    """What it is called outside: as where it came from, else by this newspaper and its number."""
    return comment.source or f"{house()}:{comment.pk}"


def house() -> str:
    return urlsplit(settings.SITE_URL).netloc


def _address(comment: Comment) -> str:
    """By which the piece is known elsewhere: the last one readers had."""
    slug = getattr(comment, "piece_slug", None) or comment.article.title_slug or "bai"
    return absolute(reverse("article", args=[slug, comment.article_id]))


def _json(comment: Comment, *, emails: bool) -> str:
    numbers = {text.pk: text.number for text in comment.revisions.all()}
    decisions = list(comment.decisions.all())
    places = {decision.pk: place for place, decision in enumerate(decisions)}
    told: dict[str, Any] = {
        "source": source_of(comment),
        "parent": source_of(comment.parent) if comment.parent else None,
        "article": comment.article_id,
        "address": _address(comment),
        "title": comment.article.title,
        "name": comment.name,
        "status": comment.status,
        "shown": numbers.get(comment.shown_id or 0),
        "created": comment.created.isoformat(),
        "likes": comment.likes,
        "again": comment.again,
        "featured": comment.featured,
        "voice": comment.voice,
        "revisions": [
            {"number": text.number, "text": text.text, "created": text.created.isoformat()}
            for text in comment.revisions.all()
        ],
        "decisions": [
            {
                "revision": decision.revision.number,
                "verdict": decision.verdict,
                "by": decision.by.username if decision.by else None,
                "at": decision.at.isoformat(),
                "reason": decision.reason,
                "undoes": places.get(decision.undoes_id or 0),
            }
            for decision in decisions
        ],
    }
    if emails:
        told["email"] = comment.email
    return json.dumps(told, ensure_ascii=False).translate(_UNSAFE) + "\n"


_HEADING = (
    *("Mã", "Mã ý kiến được trả lời", "Số bài", "Địa chỉ bài", "Tít", "Tên", "Ý kiến"),
    *("Gửi lúc", "Tình trạng", "Thích", "Báo cáo chưa xem", "Người quyết định", "Lúc", "Lý do"),
)


def _csv(comment: Comment, *, emails: bool) -> str:
    last = next(reversed(comment.decisions.all()), None)
    decided: tuple[Any, ...] = ("", "", "")
    if last:
        decided = (last.decider, _clock(last.at), last.reason)
    cells = (
        source_of(comment),
        source_of(comment.parent) if comment.parent else "",
        comment.article_id,
        _address(comment),
        comment.article.title,
        comment.name,
        comment.latest.text if comment.latest else "",
        _clock(comment.created),
        comment.get_status_display(),
        comment.likes,
        comment.reports,
        *decided,
        *((comment.email,) if emails else ()),
    )
    return row(cells)


def _clock(moment: datetime) -> str:
    return moment.astimezone(HANOI).isoformat(sep=" ", timespec="seconds")
