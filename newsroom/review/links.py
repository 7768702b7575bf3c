"""Links by which people without an account see one state of a piece: made, found, revoked."""

import hashlib
import json
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

import reversion
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from reversion.models import Version

from accounts.models import User
from articles.genres import reader_facts
from articles.models import Article, PublishedVersion, Removal
from articles.models.version import CONTENT
from articles.snapshots import next_version, printed_uses
from audit.log import record
from core.vietnamese import clean_line
from newsroom.models import ReviewLink

LONGEST = timedelta(days=60)
# What a recipient answers for; a tag or a place on the page is the desk's affair.
_WORDS = ("kicker", "title", "sapo", "body", "lead_photo_id", "lead_caption", "recording_id")
_TOKEN_BYTES = 24
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


def words_hash(article: Article) -> str:
    """SHA-256 of what is to be answered for in a working copy, with the library's words that are
    printed under its pictures. A query for each kind of picture in the body."""
    said: list[Any] = [*(getattr(article, name) for name in _WORDS), reader_facts(article)]
    said.append([[use["caption"], use.get("alt", "")] for use in printed_uses(article)])
    words = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def make(
    article: Article,
    *,
    by: User,
    recipient: str,
    purpose: str,
    expires: datetime,
    answerable: bool = True,
) -> tuple[ReviewLink, str]:
    """A link to the working copy as it stands, and its token, which is told this once.

    The state shown is recorded as a revision. Raises PermissionDenied or ValidationError.
    """
    if not by.has_perm("newsroom.send_for_review", article):
        raise PermissionDenied
    if not timezone.now() < expires <= timezone.now() + LONGEST:
        raise ValidationError({"expires": f"Hạn phải ở trong {LONGEST.days} ngày tới."})
    recipient = clean_line(recipient)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        article = Article.objects.for_snapshot().get(pk=article.pk)
        link = ReviewLink.objects.create(
            article=article,
            saved=_saved(article, by, f"Gửi xem trước: {recipient}"),
            snapshot=_frozen(article),
            words_sha256=words_hash(article),
            token_sha256=_hash(token),
            recipient=recipient,
            purpose=purpose,
            answerable=answerable,
            made_by=by,
            expires=expires,
        )
        facts = {"link": link.pk, "recipient": recipient, "purpose": link.get_purpose_display()}
        _log("newsroom.review_link_made", link, by=by, facts=facts)
    return link, token


def revoke(link: ReviewLink, *, by: User) -> None:
    """From now on the link answers nobody. Done twice, it is done. Raises PermissionDenied."""
    if not by.has_perm("newsroom.send_for_review", link.article):
        raise PermissionDenied
    with transaction.atomic():
        link = ReviewLink.objects.select_for_update().get(pk=link.pk)
        if link.revoked is None:
            link.revoked = timezone.now()
            link.save(update_fields=["revoked"])
            facts = {"link": link.pk, "recipient": link.recipient}
            _log("newsroom.review_link_revoked", link, by=by, facts=facts)


def find(token: str) -> ReviewLink | None:
    """The link that is open to this token. Found by the token's hash: what a stranger's guess has
    in common with a token tells nothing in the time it takes."""
    if not _TOKEN.fullmatch(token):
        return None
    links = ReviewLink.objects.select_related("article", "saved")
    # What was thrown away, or taken down by order, is shown to nobody.
    links = links.filter(article__progress__trashed_at=None)
    links = links.exclude(article__in=Removal.objects.standing().values("article"))
    link = links.filter(token_sha256=_hash(token)).first()
    return link if link and link.open else None


def opened(link: ReviewLink) -> None:
    """Count that somebody looked; the first time is told in the log."""
    now = timezone.now()
    counted = ReviewLink.objects.filter(pk=link.pk)
    with transaction.atomic():
        first = counted.filter(first_opened=None).update(first_opened=now)
        counted.update(views=F("views") + 1, last_opened=now)
        if first:
            facts = {"link": link.pk, "recipient": link.recipient}
            _log("newsroom.review_opened", link, by=None, facts=facts)


def shown_version(link: ReviewLink) -> PublishedVersion:
    """The frozen words as an unsaved version."""
    known = {name: value for name, value in link.snapshot.items() if name in CONTENT}
    return PublishedVersion(
        article=link.article, valid_from=link.made, first_published_at=link.made, **known
    )


def _frozen(article: Article) -> dict[str, Any]:
    version = next_version(article, timezone.now())
    return {name: getattr(version, name) for name in CONTENT}


def _saved(article: Article, by: User, comment: str) -> Version:
    with reversion.create_revision():
        reversion.set_user(by)
        reversion.set_comment(comment)
        reversion.add_to_revision(article)
    return Version.objects.get_for_object(article)[0]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _log(act: str, link: ReviewLink, *, by: User | None, facts: dict[str, Any]) -> None:
    record(act, by=by, about=link.article, revision=link.saved.revision_id, facts=facts)
