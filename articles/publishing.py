"""The acts that change what readers see. Nothing else writes published versions.

Each act locks the working copy, so two editors publishing one piece at once take turns.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import reversion
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import User
from articles import signals
from articles.models import (
    Article,
    AuthorListing,
    CodeListing,
    Listing,
    PhotoUse,
    PublishedVersion,
    PublishingAct,
    TagListing,
    TopicListing,
)
from articles.readiness import refusals
from articles.snapshots import snapshot
from core.dates import long_datetime
from core.vietnamese import clean
from photos.models import Photo

# A form opened at 10:51 and sent at 10:52 with “10:51” typed in means now.
PAST_TOLERANCE = timedelta(minutes=1)


def publish(
    article: Article, *, by: User, at: datetime | None = None, until: datetime | None = None
) -> PublishedVersion:
    """Put the working copy before readers from `at` (now unless told) until `until` (for good).

    What was to be seen from then on gives way: the live version ends there, later scheduled ones
    are cancelled. Raises PermissionDenied, or ValidationError by field name.
    """
    if not by.has_perm("articles.publish", article):
        raise PermissionDenied
    with transaction.atomic():
        article = _lock(article)
        now = timezone.now()
        start = _start(at, now)
        if until and until <= start:
            raise ValidationError({"until": "Giờ gỡ phải sau giờ xuất bản."})
        if found := refusals(article):
            raise ValidationError(found)
        shown_before = article.versions.shown_by(start).order_by("valid_from").first()
        _end_from(article, start)
        version = snapshot(
            article,
            first_published_at=shown_before.first_published_at if shown_before else start,
            valid_from=start,
        )
        version.valid_until = until
        version.number = _next_number(article)
        version.approved_by, version.approved_at = by, now
        version.revision = _record_revision(article, by)
        version.save(force_insert=True)
        _list([version])
        act = PublishingAct.Act.SCHEDULED if start > now else PublishingAct.Act.PUBLISHED
        _log(article, version, act, by=by, effective=start)
        transaction.on_commit(partial(_tell, signals.published, version=version), robust=True)
    return version


def withdraw(
    article: Article, *, by: User, reason: str, at: datetime | None = None
) -> PublishingAct:
    """Take the piece from readers from `at` (now unless told); its versions are kept.

    Scheduled versions from then on are cancelled. Raises PermissionDenied, or ValidationError.
    """
    if not by.has_perm("articles.withdraw", article):
        raise PermissionDenied
    reason = clean(reason).strip()
    if not reason:
        raise ValidationError({"reason": "Hãy ghi lý do gỡ bài."})
    with transaction.atomic():
        article = _lock(article)
        now = timezone.now()
        start = _start(at, now)
        version = _end_from(article, start)
        if version is None:
            raise ValidationError("Bài này không đang xuất bản và không hẹn giờ.")
        act = PublishingAct.Act.WITHDRAWN
        entry = _log(article, version, act, by=by, effective=start, reason=reason)
        transaction.on_commit(
            partial(_tell, signals.withdrawn, article=article, at=start), robust=True
        )
    return entry


def publish_archive(
    articles: Iterable[Article],
    *,
    by: User,
    times: Mapping[int, datetime],
    photos: Mapping[int, Photo],
) -> list[PublishedVersion]:
    """First versions of pieces that readers already knew: an import, a demo, a load test.

    Articles come from for_snapshot(), times by article id, photos by id. Asks for no right and
    checks no readiness, since the archive was answered for when it appeared.
    """
    now = timezone.now()
    versions = []
    for article in articles:
        time = times[article.pk]
        version = snapshot(article, first_published_at=time, valid_from=time, photos=photos)
        version.number = 1
        version.approved_by, version.approved_at = by, now
        versions.append(version)
    with transaction.atomic():
        PublishedVersion.objects.bulk_create(versions, batch_size=500)
        _list(versions)
        for version in versions:
            transaction.on_commit(partial(_tell, signals.published, version=version), robust=True)
    return versions


def _tell(signal: Any, **arguments: Any) -> None:
    signal.send_robust(sender=PublishedVersion, **arguments)


def _lock(article: Article) -> Article:
    """The row as it is in the database now, held until the transaction ends."""
    Article.objects.select_for_update().get(pk=article.pk)
    return Article.objects.for_snapshot().get(pk=article.pk)


def _start(at: datetime | None, now: datetime) -> datetime:
    if at is None or now - PAST_TOLERANCE <= at <= now:
        return now
    if at < now:
        raise ValidationError(
            {"at": f"Giờ đã qua. Bây giờ là {long_datetime(now)}. Để trống nếu muốn làm ngay."}
        )
    return at


def _end_from(article: Article, start: datetime) -> PublishedVersion | None:
    """Nothing of this piece is to be seen from `start` on. The last version this ended."""
    ended = None
    later = Q(valid_until=None) | Q(valid_until__gt=start)
    for version in article.versions.filter(later).order_by("valid_from"):
        if version.cancelled:
            continue
        version.valid_until = max(version.valid_from, start)
        version.save(update_fields=["valid_until"])
        ended = version
    return ended


def _next_number(article: Article) -> int:
    return (article.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _record_revision(article: Article, by: User) -> Any:
    """The approved revision holds exactly what is published, however the copy was last saved."""
    with reversion.create_revision():
        reversion.set_user(by)
        reversion.set_comment("Duyệt xuất bản")
        reversion.add_to_revision(article)
    return reversion.models.Version.objects.get_for_object(article)[0].revision


def _log(
    article: Article,
    version: PublishedVersion,
    act: str,
    *,
    by: User,
    effective: datetime,
    reason: str = "",
) -> PublishingAct:
    return PublishingAct.objects.create(
        article=article, version=version, act=act, by=by, effective=effective, reason=reason
    )


def _list(versions: list[PublishedVersion]) -> None:
    """The index rows by which list pages find these versions."""
    rows: dict[type[Listing], list[Listing]] = {
        TagListing: [],
        TopicListing: [],
        AuthorListing: [],
        CodeListing: [],
    }
    uses = []
    for version in versions:
        line = {
            "version": version,
            "article_id": version.article_id,
            "first_published_at": version.first_published_at,
        }
        rows[TagListing] += [TagListing(tag_id=tag["id"], **line) for tag in version.tags]
        rows[TopicListing] += [TopicListing(topic_id=row["id"], **line) for row in version.topics]
        authors = {byline["author"] for byline in version.bylines}
        rows[AuthorListing] += [AuthorListing(author_id=pk, **line) for pk in sorted(authors)]
        rows[CodeListing] += [CodeListing(key=code["key"], **line) for code in version.codes]
        shown = {use["photo"] for use in version.photos} - {None}
        uses += [PhotoUse(version=version, photo_id=pk) for pk in sorted(shown)]
    for model, lines in rows.items():
        model._default_manager.bulk_create(lines, batch_size=1000)
    PhotoUse.objects.bulk_create(uses, batch_size=1000)
