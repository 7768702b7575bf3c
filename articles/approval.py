"""Who answers for a piece, and for exactly which words and pictures. Written into Progress by
workflow.py, which holds the piece while it asks here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import reversion
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from articles.figures import files_digest
from articles.models import Article, Progress, PublishedVersion
from articles.snapshots import next_version
from articles.steps import route_of


@dataclass(frozen=True)
class Approval:
    """Who answers for a publication, since when, and by which revision."""

    by: User
    at: datetime
    revision: Any
    sha256: str
    files: str = ""


def stands(article: Article) -> bool:
    """Words and pictures of a piece, from for_snapshot(), are still those that were approved."""
    progress: Progress = article.progress
    if not progress.approved_sha256:
        return False
    shown = next_version(article, timezone.now())
    return covers(progress, shown.sha256, files_digest(shown.photos))


def refuse_own(article: Article, approver: User) -> None:
    """Where the section wants two people, nobody approves what he wrote or has edited since."""
    if not route_of(article.section).two_people:
        return
    writers = {byline.author.user_id for byline in article.bylines.all()}
    editors = {article.progress.edited_by_id, *article.progress.editors}
    if approver.pk in {article.created_by_id, *editors, *writers}:
        raise ValidationError(
            "Chuyên mục này cần hai người: người viết hoặc người đã sửa bài không được duyệt."
        )


def record_revision(article: Article, by: User, comment: str) -> Any:
    """A revision that holds exactly what is approved, however the copy was last saved."""
    with reversion.create_revision():
        reversion.set_user(by)
        reversion.set_comment(comment)
        reversion.add_to_revision(article)
    return reversion.models.Version.objects.get_for_object(article)[0].revision


def sight_of(version: PublishedVersion) -> str:
    """What somebody saw who was shown this: the hash of the words, and of the files under them. One
    query for each kind of file."""
    return f"{version.sha256}:{files_digest(version.photos)}"


def was_seen(seen: str, version: PublishedVersion, files: str) -> bool:
    """Whether `seen` (see sight_of) was of these words and, where it tells them, these files."""
    words, _colon, shown = seen.partition(":")
    return words == version.sha256 and shown in {"", files}


def approve(article: Article, progress: Progress, *, by: User, seen: str) -> None:
    """A held piece is approved as it is now. Raises ValidationError where it is another text, or
    has other pictures, than was `seen`, or where the section wants somebody else."""
    refuse_own(article, by)
    now = timezone.now()
    shown = next_version(article, now)
    files = files_digest(shown.photos)
    if seen and not was_seen(seen, shown, files):
        raise ValidationError("Bài vừa được sửa, khác bản bạn đã xem. Xem lại rồi hãy duyệt.")
    revision = record_revision(article, by, "Duyệt")
    set_approval(progress, Approval(by, now, revision, shown.sha256, files))


def set_approval(progress: Progress, answer: Approval | None) -> None:
    """Not saved here."""
    progress.approved_by = answer.by if answer else None
    progress.approved_at = answer.at if answer else None
    progress.approved_revision = answer.revision if answer else None
    progress.approved_sha256 = answer.sha256 if answer else ""
    progress.approved_files = answer.files if answer else ""


def covers(progress: Progress, sha256: str, files: str) -> bool:
    """Whether the approval that stands is one of these words and pictures."""
    return progress.approved_sha256 == sha256 and progress.approved_files in {"", files}
