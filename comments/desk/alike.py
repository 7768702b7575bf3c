"""All that waits by one author, from one network, or in the same words: first shown, then decided
on, and nothing but what was shown."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import User
from comments.desk.cards import authors_of
from comments.desk.waiting import Row, rows
from comments.models import Comment, Status
from comments.moderation import Read

MOST = 1000
"""Comments in one decision; what is left is shown anew."""
LASTS = timedelta(hours=1)
AUTHOR, NETWORK, TEXT = "nguoi-gui", "mang", "chu"
_SALT = "comments.desk.alike"


@dataclass(frozen=True)
class Alike:
    way: str
    told: str
    """ "cùng thư điện tử" """
    rows: list[Row]
    more: bool

    def signed(self, *, by: User) -> str:
        told = [[row.comment.pk, row.read.revision, row.read.seen] for row in self.rows]
        return signing.dumps([by.pk, told], salt=_SALT, compress=True)


def ways_of(comment: Comment) -> list[tuple[str, str]]:
    """(way, label) of what can be asked for of this comment."""
    found = []
    if authors_of(comment):
        found.append((AUTHOR, "Tất cả của người gửi này"))
    if comment.network is not None:
        found.append((NETWORK, "Tất cả từ mạng này"))
    if comment.latest and comment.latest.digest is not None:
        found.append((TEXT, "Tất cả cùng nội dung này"))
    return found


def find(
    comment: Comment, way: str, *, user: User, sections: Collection[int] | None
) -> Alike | None:
    """What of it waits within these sections, oldest first. None for no such way. Five queries."""
    told, which = _which(comment, way)
    if which is None:
        return None
    waiting = Comment.objects.filter(which, status=Status.PENDING)
    if sections is not None:
        waiting = waiting.filter(section__in=sections)
    found = waiting.select_related("article", "latest", "section").defer("article__body")
    items = list(found.order_by("created", "pk")[: MOST + 1])
    return Alike(way, told, rows(items[:MOST], user=user), len(items) > MOST)


def _which(comment: Comment, way: str) -> tuple[str, Q | None]:
    if way == AUTHOR and (known := authors_of(comment)):
        return known[0].known, known[0].rows
    if way == NETWORK and comment.network is not None:
        return "cùng mạng", Q(network=comment.network)
    if way == TEXT and comment.latest and comment.latest.digest is not None:
        return "cùng nội dung", Q(latest__digest=comment.latest.digest)
    return "", None


def read(signed: str, *, by: User, chosen: Iterable[str]) -> dict[int, Read]:
    """Of what was shown, what is still chosen, as it was read. Raises ValidationError for a preview
    that is forged, old, or another's, and where nothing is chosen."""
    try:
        person, told = signing.loads(signed, salt=_SALT, max_age=LASTS)
    except signing.SignatureExpired:
        raise ValidationError("Danh sách này đã quá một giờ. Hãy xem lại rồi quyết định.") from None
    except signing.BadSignature:
        raise ValidationError("Không đọc được danh sách. Hãy xem lại rồi quyết định.") from None
    if person != by.pk:
        raise ValidationError("Danh sách này của người khác. Hãy xem lại rồi quyết định.")
    kept: set[Any] = set(chosen)
    found = {pk: Read(revision, seen) for pk, revision, seen in told if str(pk) in kept}
    if not found:
        raise ValidationError("Chưa chọn ý kiến nào.")
    return found
