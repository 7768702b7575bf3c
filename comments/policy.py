"""Whether readers may comment on a piece now, whether comments are shown, and how many must agree.

The stricter word of the one switch, then the word of the piece, of its section, of the section
above, and of the newspaper. Asked anew for every page and every sending: nothing has to be purged
when a moderator changes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from articles.models import Article, PublishedVersion, Section
from comments.models import (
    Closing,
    Comment,
    Decision,
    Discussion,
    Mode,
    SectionPolicy,
    Status,
)
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
    features: bool = False
    """Whether there is a “Bình luận nổi bật” to be asked for (comments/queries.py)."""

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
            features=Exists(Comment.objects.featured().filter(article=version.article_id)),
        )
        .values("own_mode", "edition", "all_closed", "features", *_OF_SECTION, *_OF_PARENT)
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
        features=row["features"],
        why_closed=_why_closed(mode, all_closed=row["all_closed"], ends=ends, now=at),
    )


def needs_two(article: Article) -> bool:
    """Whether two people must agree before a comment on this piece is shown. One query."""
    return article.pk in needing_two([article.pk])


def needing_two(articles: Iterable[int]) -> set[int]:
    """Of these pieces, by number, those where two people must agree before a comment is shown. One
    query."""
    delicate = SectionPolicy.objects.filter(two_pairs=True)
    near = delicate.filter(section=OuterRef("read_in"))
    above = delicate.filter(section__children=OuterRef("read_in"))
    pieces = Article.objects.filter(pk__in=set(articles)).annotate(read_in=read_in())
    return set(pieces.filter(Exists(near) | Exists(above)).values_list("pk", flat=True))


def agreed(decisions: Iterable[Decision], comment: Comment) -> list[Decision]:
    """By whom readers may see the latest text, of decisions that stand, the oldest first. What was
    said before it was refused or taken from readers no longer holds."""
    said: list[Decision] = []
    for decision in decisions:
        if decision.verdict != Status.APPROVED:
            said = []
        elif decision.revision_id == comment.latest_id and decision.by_id is not None:
            said.append(decision)
    return said


def agreed_to(comments: Iterable[Comment]) -> dict[int, set[int | None]]:
    """Of these comments, by number, those where two must agree: who has. One query, one more where
    there are any."""
    asked = list(comments)
    delicate = needing_two(comment.article_id for comment in asked) if asked else set()
    waiting = [comment for comment in asked if comment.article_id in delicate]
    if not waiting:
        return {}
    decisions: dict[int, list[Decision]] = {comment.pk: [] for comment in waiting}
    for decision in Decision.objects.standing().filter(comment__in=decisions).order_by("pk"):
        decisions[decision.comment_id].append(decision)
    return {
        comment.pk: {decision.by_id for decision in agreed(decisions[comment.pk], comment)}
        for comment in waiting
    }


def two_decide_in(sections: Iterable[int]) -> set[int]:
    """Of these sections, those where two must agree: a section below cannot ask for less than the
    one above. One query."""
    asked = Q(comment_policy__two_pairs=True) | Q(parent__comment_policy__two_pairs=True)
    return set(Section.objects.filter(asked, pk__in=sections).values_list("pk", flat=True))


def read_in() -> Coalesce:
    """Of a row of Article, the number of the section where readers have it; its own where they do
    not. A draft may stand elsewhere already."""
    live = PublishedVersion.objects.live().filter(article=OuterRef("pk"))
    return Coalesce(
        Subquery(live.values("section")[:1]), F("section"), output_field=BigIntegerField()
    )


def mode_of(*, article: str = "article", section: str = "section") -> Coalesce:
    """The mode of each row, as policy_of() reads it; of what the row names its piece and its
    section by."""
    own = Discussion.objects.filter(article=OuterRef(article)).values("mode")
    near = SectionPolicy.objects.filter(section=OuterRef(section)).values("mode")
    above = SectionPolicy.objects.filter(section__children=OuterRef(section)).values("mode")
    return Coalesce(
        NullIf(Subquery(own), Value("")),
        Subquery(near),
        Subquery(above),
        Value(str(settings.COMMENT_MODE)),
    )


def on_page(comment: str = "") -> ExpressionWrapper:
    """Whether readers find a comment on the page of its piece: it and its root are approved, they
    have the piece, and it shows its comments. An annotation, which costs no query; `comment`: how a
    row names its comment, as "comment__"."""
    live = PublishedVersion.objects.live().filter(article=OuterRef(f"{comment}article"))
    shown = live.annotate(mode=mode_of()).exclude(mode=Mode.HIDDEN)
    approved, root_approved = (
        Q(**{f"{comment}{of}status": Status.APPROVED, f"{comment}{of}shown__isnull": False})
        for of in ("", "root__")
    )
    is_root = Q(**{f"{comment}root": None})
    seen = approved & (is_root | root_approved) & Exists(shown)
    return ExpressionWrapper(seen, output_field=BooleanField())


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
