"""A reader says that a comment should not stand: it stays, and comes before a moderator again."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from comments.models import Comment, Flag, Report
from core.vietnamese import clean_line

WORDS_LENGTH = 300


def report(comment: Comment, *, voter: int, reason: str, words: str = "") -> bool:
    """Whether the report is new; the same voter is heard once, and nobody of what has been taken
    from readers meanwhile. Raises ValidationError by field."""
    words = clean_line(words)
    assert comment.shown is not None  # only what readers see can be reported
    if reason not in Report.Reason.values:
        raise ValidationError({"reason": "Xin chọn một lý do."})
    if len(words) > WORDS_LENGTH:
        raise ValidationError({"words": f"Xin viết gọn trong {WORDS_LENGTH} ký tự."})
    try:
        with transaction.atomic():
            seen = Comment.objects.approved().filter(pk=comment.pk)
            if not seen.update(reports=F("reports") + 1):
                return False
            Report.objects.create(comment=comment, voter=voter, reason=reason, words=words)
            flag = Flag(revision=comment.shown, reason=Flag.Reason.REPORTED)
            Flag.objects.bulk_create([flag], ignore_conflicts=True)
    except IntegrityError:
        return False
    return True
