"""The acts that change what readers see. Nothing else writes published versions.

Each act locks the working copy, so two editors publishing one piece at once take turns.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import User
from articles import signals, workflow
from articles.approval import Approval, record_revision, was_seen
from articles.figures import files_digest
from articles.models import (
    Article,
    AuthorListing,
    CodeListing,
    FileUse,
    Listing,
    PhotoUse,
    PublishedVersion,
    PublishingAct,
    TagListing,
    TopicListing,
    UnitListing,
)
from articles.readiness import refusals
from articles.snapshots import first_published_at, next_version, snapshot
from articles.units import unit_lines
from audit.log import record
from core.dates import HANOI, long_datetime
from core.vietnamese import clean
from photos.models import Photo

# A form opened at 10:51 and sent at 10:52 with “10:51” typed in means now.
PAST_TOLERANCE = timedelta(minutes=1)


def publish(
    article: Article,
    *,
    by: User,
    at: datetime | None = None,
    until: datetime | None = None,
    lift_end: bool = False,
    seen: str = "",
) -> PublishedVersion:
    """Put the working copy before readers from `at` (now unless told) until `until`.

    What was to be seen from then on gives way: the live version ends there, later scheduled ones
    are cancelled. An end that already stands is kept unless `until` or `lift_end` says otherwise:
    an ordered removal must not vanish with a corrected comma. `seen` is what the approver was shown
    (approval.sight_of); other words or files are refused. Saying the same again at once, as a
    double click does, changes nothing and gives the live version.

    Where an approval of these very words stands, the version carries its name and who may release
    can send it out; else the act is approval and publication in one. Raises PermissionDenied, or
    ValidationError by field name.
    """
    with transaction.atomic():
        article, _progress = workflow.hold(article)
        if not by.has_perm("articles.release", article):
            raise PermissionDenied
        _refuse_removed(article)
        now = timezone.now()
        start = _start(at, now)
        giving_way = _seen_from(article, start)
        standing_end = giving_way[-1].valid_until if giving_way else None
        if until is None and not lift_end:
            until = standing_end
        if until and until <= start:
            raise ValidationError({"until": "Giờ gỡ phải sau giờ xuất bản."})
        if found := refusals(article, start.astimezone(HANOI).date()):
            raise ValidationError(found)
        answer = _answer(article, by=by, seen=seen, now=now)
        version = next_version(article, start)
        if start == now and giving_way == [version] and version.valid_until == until:
            return version
        _end(giving_way, start)
        version = _record_version(article, start, until, answer)
        _log_publication(article, version, standing_end, by=by, now=now)
        workflow.released(article, replace(answer, revision=version.revision), by=by)
        transaction.on_commit(partial(_tell, signals.published, version=version), robust=True)
    return version


def withdraw(
    article: Article, *, by: User, reason: str, at: datetime | None = None, pause: bool = False
) -> PublishingAct:
    """Take the piece from readers from `at` (now unless told); its versions are kept.

    `pause` says that it is to come back. Scheduled versions from then on are cancelled. Raises
    PermissionDenied, or ValidationError.
    """
    if not by.has_perm("articles.withdraw", article):
        raise PermissionDenied
    reason = clean(reason).strip()
    if not reason:
        raise ValidationError({"reason": "Hãy ghi lý do ngừng đăng."})
    with transaction.atomic():
        article, _progress = workflow.hold(article)
        now = timezone.now()
        start = _start(at, now)
        giving_way = _seen_from(article, start)
        if not giving_way:
            raise ValidationError("Bài này không đang xuất bản và không hẹn giờ.")
        _end(giving_way, start)
        version = giving_way[-1]
        act = PublishingAct.Act.PAUSED if pause else PublishingAct.Act.WITHDRAWN
        entry = _log(article, version, act, by=by, effective=start, reason=reason)
        if start == now:
            name = "pause" if pause else "withdraw"
            workflow.taken_down(article, name, by=by, reason=reason)
        transaction.on_commit(
            partial(_tell, signals.withdrawn, article=article, at=start), robust=True
        )
    return entry


def standing(article: Article) -> list[PublishedVersion]:
    """What readers see now or are to see later, in order of time."""
    return _seen_from(article, timezone.now())


def bring_back(
    article: Article, stood: Mapping[int, datetime | None], *, by: User
) -> list[PublishedVersion]:
    """Versions (id → the end it had) of a held piece stand again, as new ones of the same words,
    each from when it was to be seen, or from now on. Those whose time is over stay away."""
    now, made = timezone.now(), []
    for old in article.versions.filter(pk__in=stood).order_by("valid_from", "number"):
        start, until = max(old.valid_from, now), stood[old.pk]
        if until and until <= start:
            continue
        columns = (field.attname for field in old._meta.concrete_fields if not field.primary_key)
        version = PublishedVersion(**{name: getattr(old, name) for name in columns})
        version.valid_from, version.valid_until = start, until
        version.number = _next_number(article)
        version.save(force_insert=True)
        _list([version])
        made.append(version)
        act = PublishingAct.Act.SCHEDULED if start > now else PublishingAct.Act.PUBLISHED
        _log(article, version, act, by=by, effective=start, reason="Khôi phục bài đã gỡ.")
        transaction.on_commit(partial(_tell, signals.published, version=version), robust=True)
    if made:
        old = made[0]
        answer = Approval(old.approved_by, old.approved_at, old.revision, old.sha256)
        workflow.released(article, answer, by=by)
    return made


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
        workflow.arrived(times)
        for version in versions:
            transaction.on_commit(partial(_tell, signals.published, version=version), robust=True)
        if versions:
            told = {"pieces": len(versions), "first": versions[0].article_id}
            record("articles.imported", by=by, facts=told)
    return versions


def _tell(signal: Any, **arguments: Any) -> None:
    signal.send_robust(sender=PublishedVersion, **arguments)


def _refuse_removed(article: Article) -> None:
    """Only undoing the removal, which asks for a rank, leads back to readers."""
    if article.removals.standing().exists():
        raise ValidationError("Bài đang bị gỡ. Phải khôi phục trước rồi mới đăng lại được.")


def _start(at: datetime | None, now: datetime) -> datetime:
    if at is None or now - PAST_TOLERANCE <= at <= now:
        return now
    if at < now:
        raise ValidationError(
            {"at": f"Giờ đã qua. Bây giờ là {long_datetime(now)}. Để trống nếu muốn làm ngay."}
        )
    return at


def _seen_from(article: Article, start: datetime) -> list[PublishedVersion]:
    """Versions readers see at `start` or are to see later, in order of time."""
    later = Q(valid_until=None) | Q(valid_until__gt=start)
    standing = article.versions.filter(later).order_by("valid_from", "number")
    return [version for version in standing if not version.cancelled]


def _answer(article: Article, *, by: User, seen: str, now: datetime) -> Approval:
    """Who answers for the words as they stand. Raises ValidationError where they are not those that
    were seen."""
    # Compared as shown, now: on the hour to come the writer may hold another rank.
    shown = next_version(article, now)
    files = files_digest(shown.photos)
    if seen and not was_seen(seen, shown, files):
        raise ValidationError("Bài vừa được sửa, khác bản bạn đã xem. Xem lại rồi hãy đăng.")
    return workflow.answer_for(article, by=by, shown=shown, files=files, at=now)


def _end(versions: list[PublishedVersion], start: datetime) -> None:
    """Nothing of these is to be seen from `start` on."""
    for version in versions:
        version.valid_until = max(version.valid_from, start)
        version.save(update_fields=["valid_until"])


def _record_version(
    article: Article, start: datetime, until: datetime | None, answer: Approval
) -> PublishedVersion:
    version = snapshot(
        article, first_published_at=first_published_at(article, start), valid_from=start
    )
    version.valid_until = until
    version.number = _next_number(article)
    version.approved_by, version.approved_at = answer.by, answer.at
    version.revision = answer.revision or record_revision(article, answer.by, "Duyệt xuất bản")
    version.save(force_insert=True)
    _list([version])
    return version


def _next_number(article: Article) -> int:
    return (article.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _log(
    article: Article,
    version: PublishedVersion,
    act: str,
    *,
    by: User,
    effective: datetime,
    reason: str = "",
) -> PublishingAct:
    entry = PublishingAct.objects.create(
        article=article, version=version, act=act, by=by, effective=effective, reason=reason
    )
    facts = {"version": version.number, "effective": effective, "reason": reason}
    record(f"articles.{act}", by=by, about=article, revision=version.revision_id, facts=facts)
    return entry


def _log_publication(
    article: Article,
    version: PublishedVersion,
    standing_end: datetime | None,
    *,
    by: User,
    now: datetime,
) -> None:
    """And, in a line of its own, that an end which stood was put off or lifted."""
    start, until = version.valid_from, version.valid_until
    act = PublishingAct.Act.SCHEDULED if start > now else PublishingAct.Act.PUBLISHED
    _log(article, version, act, by=by, effective=start)
    if standing_end and (until is None or until > standing_end):
        reason = f"Trước đó hẹn gỡ {long_datetime(standing_end)}."
        _log(article, version, PublishingAct.Act.LIFTED, by=by, effective=start, reason=reason)


def _list(versions: list[PublishedVersion]) -> None:
    """The index rows by which list pages find these versions."""
    rows: dict[type[Listing], list[Listing]] = {
        TagListing: [],
        TopicListing: [],
        AuthorListing: [],
        CodeListing: [],
    }
    uses: list[PhotoUse] = []
    files: list[FileUse] = []
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
        shown = {use.get("photo") for use in version.photos} - {None}
        uses += [PhotoUse(version=version, photo_id=pk) for pk in sorted(shown)]
        files += _file_uses(version)
    rows[UnitListing] = [*unit_lines(versions)]
    for model, lines in rows.items():
        model._default_manager.bulk_create(lines, batch_size=1000)
    PhotoUse.objects.bulk_create(uses, batch_size=1000)
    FileUse.objects.bulk_create(files, batch_size=1000)


def _file_uses(version: PublishedVersion) -> list[FileUse]:
    kinds = ("recording", "document")
    shown = {(kind, use[kind]) for use in version.photos for kind in kinds if use.get(kind)}
    return [FileUse(version=version, **{f"{kind}_id": pk}) for kind, pk in sorted(shown)]
