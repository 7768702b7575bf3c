"""Where a piece stands, as the desk says it. Worked out from its versions, stored nowhere."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from articles.models import Article, PublishedVersion


@dataclass(frozen=True)
class State:
    name: str
    label: str
    live: PublishedVersion | None = None
    scheduled: PublishedVersion | None = None
    changed: bool = False
    end: datetime | None = None
    """When the piece is to go by itself: the end of the last version, not where one gives way."""

    @property
    def shown(self) -> bool:
        """Readers see the piece or have seen it."""
        return self.name not in {"draft", "scheduled"}


def versions_for_state() -> Prefetch:
    facts = ("article", "number", "valid_from", "valid_until", "approved_at", "slug", "title")
    return Prefetch("versions", PublishedVersion.objects.only(*facts))


def state_of(article: Article, at: datetime | None = None) -> State:
    """Reads article.versions.all(): prefetch them for lists."""
    now = at or timezone.now()
    standing = [version for version in article.versions.all() if not version.cancelled]
    live = next((v for v in standing if v.valid_from <= now and _open(v, now)), None)
    coming = sorted((v for v in standing if v.valid_from > now), key=lambda v: v.valid_from)
    scheduled = coming[0] if coming else None
    last = coming[-1] if coming else live
    newest = max(standing, key=lambda v: v.number, default=None)
    changed = newest is not None and article.modified > newest.approved_at
    name, label = _name(standing, live, scheduled, changed)
    return State(name, label, live, scheduled, changed, end=last.valid_until if last else None)


def _open(version: PublishedVersion, now: datetime) -> bool:
    return version.valid_until is None or version.valid_until > now


def _name(
    standing: list[PublishedVersion],
    live: PublishedVersion | None,
    scheduled: PublishedVersion | None,
    changed: bool,
) -> tuple[str, str]:
    if live and scheduled:
        return "live", "Đang đăng, hẹn giờ cập nhật"
    if live and changed:
        return "changed", "Đang đăng, có sửa đổi chưa đăng"
    if live:
        return "live", "Đang đăng"
    if scheduled:
        return "scheduled", "Hẹn giờ đăng"
    if standing:
        return "withdrawn", "Không còn đăng"
    return "draft", "Chưa đăng"
