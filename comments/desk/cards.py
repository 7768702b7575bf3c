"""Everything a moderator needs before deciding on one comment; the same number of queries however
much its author wrote."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from comments import banning
from comments.desk.marking import marked, noticed
from comments.models import Ban, Comment, CommentRevision, Decision, Flag, Report, Status
from comments.policy import agreed, needs_two

SHOWN = 5
LOOKED_THROUGH = 100
"""Of the newest comments by one author, for the numbers beside the name."""


class Author(NamedTuple):
    """By what a comment's writer is known, from the surest on."""

    way: str
    known: str
    """ "cùng tài khoản" """
    rows: Q


class Change(NamedTuple):
    kind: str
    """same, gone or new"""
    words: str


@dataclass(frozen=True)
class Card:
    comment: Comment
    text: SafeString
    flags: list[Flag]
    reports: list[Report]
    decisions: list[Decision]
    author: Author | None
    statuses: list[tuple[str, int]]
    """Of the author's newest, this one left out: ("Đã đăng", 12)."""
    looked_through: bool
    """Whether there are more than were counted."""
    others: list[Comment]
    verdicts: list[Decision]
    """The last on others of the author's, with reasons."""
    bans: list[Ban]
    namesakes: list[Comment]
    same_text: list[CommentRevision]
    changes: list[Change] = field(default_factory=list)
    """From the text that readers see, or that was read before, to this one."""
    first: Decision | None = None
    """Of two who must agree, the one who has."""
    two: bool = False

    @property
    def noticed(self) -> list[str]:
        return noticed(self.flags)

    @property
    def seen(self) -> int:
        """The newest decision on this card."""
        return max((decision.pk for decision in self.decisions), default=0)


def card(comment: Comment) -> Card:
    """The comment comes with article, latest, shown, parent and its latest, reader, section."""
    flags = list(Flag.objects.filter(revision=comment.latest_id).select_related("word"))
    decisions = list(comment.decisions.select_related("by", "revision", "undoes").order_by("-pk"))
    author = author_of(comment)
    own = list(_by(author, comment)[: LOOKED_THROUGH + 1]) if author else []
    counted = Counter(one.status for one in own[:LOOKED_THROUGH])
    said = _agreed(decisions, comment) if comment.unsettled and needs_two(comment.article) else None
    two = said is not None and len({decision.by_id for decision in said}) < 2
    text = comment.latest.text if comment.latest else ""
    return Card(
        comment=comment,
        text=marked(text, flags),
        flags=flags,
        reports=list(comment.report_rows.all()[: SHOWN * 2]),
        decisions=decisions,
        author=author,
        statuses=[(status.label, counted[status]) for status in Status if counted[status]],
        looked_through=len(own) > LOOKED_THROUGH,
        others=own[:SHOWN],
        verdicts=_verdicts(own),
        bans=banning.standing(_subjects(comment)),
        namesakes=_namesakes(comment, own),
        same_text=_same_text(comment),
        changes=_changes(_before(comment), text),
        first=said[0] if two and said else None,
        two=two,
    )


def author_of(comment: Comment) -> Author | None:
    """None where nothing but a name is known."""
    ways = authors_of(comment)
    return ways[0] if ways else None


def authors_of(comment: Comment) -> list[Author]:
    """Every way, the surest first."""
    found = []
    if comment.reader_id:
        found.append(Author("tai-khoan", "cùng tài khoản", Q(reader=comment.reader_id)))
    if comment.email:
        found.append(Author("thu", "cùng thư điện tử", Q(email=comment.email)))
    if comment.holder is not None:
        found.append(Author("trinh-duyet", "cùng trình duyệt", Q(holder=comment.holder)))
    elif comment.sender is not None:
        found.append(Author("trinh-duyet", "cùng trình duyệt", Q(sender=comment.sender)))
    return found


def _by(author: Author, comment: Comment) -> QuerySet[Comment]:
    others = Comment.objects.filter(author.rows).exclude(pk=comment.pk)
    return _with_words(others).order_by("-created", "-pk")


def _with_words(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    return comments.select_related("article", "latest").defer("article__body")


def _verdicts(comments: Iterable[Comment]) -> list[Decision]:
    said = Decision.objects.standing().filter(comment__in=[one.pk for one in comments])
    return list(said.select_related("by").order_by("-pk")[:SHOWN])


def _namesakes(comment: Comment, own: list[Comment]) -> list[Comment]:
    """Others of the same name that are not the author's for sure."""
    known = {one.pk for one in own} | {comment.pk}
    found = _with_words(Comment.objects.filter(name=comment.name)).order_by("-created")
    return [one for one in found[: SHOWN * 2] if one.pk not in known][:SHOWN]


def _same_text(comment: Comment) -> list[CommentRevision]:
    if comment.latest is None or comment.latest.digest is None:
        return []
    same = CommentRevision.objects.filter(digest=comment.latest.digest).exclude(comment=comment)
    rows = same.select_related("comment__article").defer("comment__article__body")
    return list(rows.order_by("-pk")[:SHOWN])


def _subjects(comment: Comment) -> list[tuple[str, int]]:
    marks = banning.marks_of(comment).items()
    return [(kind.value, mark) for kind, mark in marks if mark is not None]


def _before(comment: Comment) -> str | None:
    """The text this one is compared with: what readers see, or the one before it."""
    if comment.latest is None:
        return None
    if comment.shown and comment.shown_id != comment.latest_id:
        return comment.shown.text
    if comment.latest.number == 1:
        return None
    earlier = comment.revisions.filter(number__lt=comment.latest.number).order_by("-number")
    return earlier.values_list("text", flat=True).first()


def _changes(before: str | None, now: str) -> list[Change]:
    """Word by word; of texts of 3,000 characters some milliseconds."""
    if before is None or before == now:
        return []
    old, new = before.split(), now.split()
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Change("same", " ".join(new[c:d])))
            continue
        gone, fresh = " ".join(old[a:b]), " ".join(new[c:d])
        found += [Change(kind, said) for kind, said in (("gone", gone), ("new", fresh)) if said]
    return found


def _agreed(decisions: Iterable[Decision], comment: Comment) -> list[Decision]:
    undone = {decision.undoes_id for decision in decisions}
    standing = [
        decision
        for decision in decisions
        if decision.undoes_id is None and decision.pk not in undone
    ]
    return agreed(reversed(standing), comment)


def loaded() -> QuerySet[Comment]:
    """What card() wants to find with a comment."""
    related = ("article", "latest", "shown", "parent__latest", "reader__comment_trust", "section")
    return Comment.objects.select_related(*related).defer("article__body")
