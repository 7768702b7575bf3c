"""Taking a piece down by order, and bringing back what stood when the order falls.

A pause is publishing.withdraw. A removal says who ordered it and on what ground, takes along the
public files that no other live piece shows (taking_along.py), and bars every publication while it
stands.
"""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import partners, publishing, signals, taking_along, workflow
from articles.models import Article, Ground, PublishedVersion, Removal, Stage
from articles.models.removal import REASON_LENGTH
from articles.ranks import rank_of
from audit.log import record
from core.vietnamese import clean, clean_line

_LONGEST = {"number": 60, "ordered_by": 120, "body": 200, "reason": REASON_LENGTH}


def remove(
    article: Article,
    *,
    by: User,
    ground: str,
    reason: str,
    number: str = "",
    ordered_by: str = "",
    body: str = "",
    ordered_on: date | None = None,
    document: File | None = None,
) -> Removal:
    """Take the piece from every public byte, at once; all of it is kept for inspection.

    The piece may be paused by now. Done again while it stands, as a double click does, gives the
    removal that stands. Raises PermissionDenied, or ValidationError by field name.
    """
    if not by.has_perm("articles.remove", article):
        raise PermissionDenied
    lines = {"number": number, "ordered_by": ordered_by, "body": body}
    told = {name: clean_line(text) for name, text in lines.items()}
    told |= {"ground": ground, "reason": clean(reason).strip()}
    _refuse_unsaid(told)
    with transaction.atomic():
        article, _progress = workflow.hold(article)
        if standing := article.removals.standing().first():
            return standing
        version = _shown_last(article)
        stood = publishing.standing(article)
        if stood:
            publishing.withdraw(article, by=by, reason=told["reason"])
        removal = _noted(version, stood, by=by, ordered_on=ordered_on, **told)
        taking_along.put_away(removal)
        if document:
            removal.document.save(f"lenh-go/{article.pk}/{document.name}", document, save=False)
        removal.save(force_insert=True)
        partners.order(removal)
        _tell_after_commit(signals.removed, removal)
        facts = {**told, "ground": str(Ground(ground).label), "removal": removal.pk}
        record("articles.removed", by=by, about=article, revision=version.revision_id, facts=facts)
    return removal


def reinstate(removal: Removal, *, by: User, reason: str) -> Removal:
    """Undo the removal: what it ended stands again, until when it would have, and no more.

    By the rank of who did it, or above. Raises PermissionDenied, or ValidationError by field name.
    """
    if not may_reinstate(removal, by):
        raise PermissionDenied
    reason = clean(reason).strip()
    if not reason:
        raise ValidationError({"reason": "Hãy ghi lý do khôi phục."})
    with transaction.atomic():
        article, progress = workflow.hold(removal.article)
        removal = Removal.objects.select_for_update().get(pk=removal.pk)
        if removal.undone_at:
            return removal
        if progress.stage == Stage.ARCHIVED:
            raise ValidationError("Bài đang ở trong lưu. Lấy khỏi lưu rồi mới khôi phục được.")
        removal.undone_at, removal.undone_by, removal.undone_reason = timezone.now(), by, reason
        removal.save(update_fields=["undone_at", "undone_by", "undone_reason"])
        taking_along.bring_back(removal)
        stood = {row["version"]: _time(row["until"]) for row in removal.stood}
        publishing.bring_back(article, stood, by=by)
        _tell_after_commit(signals.reinstated, removal)
        facts = {"removal": removal.pk, "reason": reason}
        record("articles.reinstated", by=by, about=article, facts=facts)
    return removal


def may_reinstate(removal: Removal, user: User) -> bool:
    return user.has_perm("articles.remove", removal.article) and rank_of(user) >= removal.rank


def _noted(
    version: PublishedVersion, stood: list[PublishedVersion], *, by: User, **told: Any
) -> Removal:
    """The removal of what readers saw last, not saved yet."""
    return Removal(
        article=version.article,
        title=version.title,
        section_name=version.section.name,
        by=by,
        rank=rank_of(by),
        at=timezone.now(),
        stood=[{"version": row.pk, "until": _iso(row.valid_until)} for row in stood],
        **told,
    )


def _refuse_unsaid(told: dict[str, str]) -> None:
    needed = {"ground": "Hãy chọn căn cứ gỡ bài.", "reason": "Hãy ghi lý do gỡ bài."}
    if told["ground"] == Ground.ORDER:
        needed["number"] = "Gỡ theo lệnh thì phải ghi số lệnh, công văn."
        needed["body"] = "Hãy ghi cơ quan ra lệnh."
    if told["ground"] in {Ground.ORDER, Ground.REQUEST}:
        needed["ordered_by"] = "Hãy ghi người ra lệnh, người yêu cầu."
    found = {name: sentence for name, sentence in needed.items() if not told[name]}
    if told["ground"] not in Ground.values:
        found["ground"] = needed["ground"]
    for name, most in _LONGEST.items():
        if len(told[name]) > most:
            found[name] = f"Viết gọn trong {most} ký tự."
    if found:
        raise ValidationError(found)


def _shown_last(article: Article) -> PublishedVersion:
    shown = PublishedVersion.objects.shown_by().filter(article=article.pk)
    version = shown.select_related("section").order_by("-valid_from", "-number").first()
    if version is None:
        raise ValidationError("Bài này chưa từng đăng nên không có gì để gỡ.")
    return version


def _iso(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _tell_after_commit(signal: Any, removal: Removal) -> None:
    told = partial(signal.send_robust, sender=Removal, removal=removal)
    transaction.on_commit(told, robust=True)
