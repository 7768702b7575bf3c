"""Whether readers may comment on a piece now, whether comments are shown, and how many must agree.

The stricter word of the one switch, then the word of the piece, of its section, of the section
above, and of the newspaper. Asked anew for every page and every sending: nothing has to be purged
when a moderator changes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Subquery
from django.utils import timezone

from articles.models import Article, PublishedVersion, Section
from comments.models import Closing, Discussion, Mode
from core.dates import short_date

_OF_SECTION = tuple(f"comment_policy__{name}" for name in ("mode", "days"))
_OF_PARENT = tuple(f"parent__{name}" for name in _OF_SECTION)


@dataclass(frozen=True)
class Policy:
    mode: Mode
    edition: int
    """Of the order by likes (comments/likes.py)."""
    why_closed: str = ""
    """A sentence for readers; empty while comments are taken."""

    @property
    def takes(self) -> bool:
        return not self.why_closed

    @property
    def shows(self) -> bool:
        return self.mode != Mode.HIDDEN


def policy_of(version: PublishedVersion, at: datetime | None = None) -> Policy:
    """One query."""
    own = Discussion.objects.filter(article=version.article_id)
    row = (
        Section.objects.filter(pk=version.section_id)
        .annotate(
            own_mode=Subquery(own.values("mode")[:1]),
            edition=Subquery(own.values("edition")[:1]),
            all_closed=Subquery(Closing.objects.values("closed")[:1]),
        )
        .values("own_mode", "edition", "all_closed", *_OF_SECTION, *_OF_PARENT)
        .get()
    )
    mode, days = (row[name] for name in _OF_SECTION)
    if mode is None:
        mode, days = (row[name] for name in _OF_PARENT)
    by_hand = row["own_mode"] or ""
    mode = Mode(by_hand or mode or settings.COMMENT_MODE)
    # A mode chosen for this piece by hand is not closed by its age.
    days = 0 if by_hand else settings.COMMENT_DAYS if days is None else days
    ends = version.first_published_at + timedelta(days=days) if days else None
    return Policy(
        mode=mode,
        edition=row["edition"] or 0,
        why_closed=_why_closed(mode, all_closed=row["all_closed"], ends=ends, now=at),
    )


def needs_two(article: Article) -> bool:
    """Whether two people must agree before a comment on this piece is shown. One query."""
    return article.pk in needing_two([article.pk])


def needing_two(articles: Iterable[int]) -> set[int]:
    """Of these pieces, by number, those where two people must agree before a comment is shown. One
    query."""
    near, above = "section__comment_policy", "section__parent__comment_policy"
    names = ("pk", f"{near}__mode", f"{near}__two_pairs", f"{above}__two_pairs")
    rows = Article.objects.filter(pk__in=set(articles)).values_list(*names)
    return {pk for pk, mode, own, parents in rows if (parents if mode is None else own)}


def moved_where_two_decide(version: PublishedVersion) -> bool:
    """Whether two must agree in the section of this version, and not in that of the one before it.
    Two queries."""
    before = PublishedVersion.objects.filter(article=version.article_id, number__lt=version.number)
    came_from = before.order_by("-number").values_list("section", flat=True).first()
    if came_from in {None, version.section_id}:
        return False
    names = ("pk", *(f"{way}comment_policy__two_pairs" for way in ("", "parent__")))
    rows = Section.objects.filter(pk__in=[came_from, version.section_id])
    two = {
        pk: parents if mode is None else own
        for pk, own, parents, mode in rows.values_list(*names, "comment_policy__mode")
    }
    return bool(two[version.section_id]) and not two[came_from]


def _why_closed(
    mode: Mode, *, all_closed: bool | None, ends: datetime | None, now: datetime | None
) -> str:
    if all_closed:
        return "Báo đang tạm ngừng nhận ý kiến ở mọi bài."
    if mode in {Mode.CLOSED, Mode.HIDDEN}:
        return "Bài này không nhận thêm ý kiến."
    if ends and ends <= (now or timezone.now()):
        return f"Hạn gửi ý kiến cho bài này đã hết từ {short_date(ends)}."
    return ""
