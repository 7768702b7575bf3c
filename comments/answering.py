"""What the desk says to readers: the marked comment, and an answer in the paper's own name."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit.log import record
from comments import moderation
from comments.models import Comment, Voice
from comments.placing import hold


def feature(comment: Comment, *, by: User, featured: bool) -> Comment:
    """Mark as “Bình luận nổi bật”, or take the mark off. Saying again what stands changes nothing.
    Raises PermissionDenied, or ValidationError for what readers do not see."""
    if not by.has_perm("comments.feature", comment):
        raise PermissionDenied
    with transaction.atomic():
        [comment] = hold([comment])
        if comment.featured == featured:
            return comment
        if featured and not comment.approved:
            raise ValidationError("Chỉ ý kiến đang trên trang mới chọn nổi bật được.")
        comment.featured = featured
        comment.save(update_fields=["featured"])
        act = "comments.featured" if featured else "comments.unfeatured"
        record(act, by=by, about=comment, facts={"piece": comment.article_id})
    return comment


def answer(comment: Comment, *, by: User, text: str) -> Comment:
    """Words of the paper under a reader's; a moderator decides on them as on anybody's, and never
    who wrote them. Raises PermissionDenied, or ValidationError by field: text, parent."""
    if not by.has_perm("comments.answer", comment):
        raise PermissionDenied
    with transaction.atomic():
        said = moderation.submit(
            article=comment.article,
            name=settings.MASTHEAD["name"],
            email="",
            text=text,
            parent=comment,
            reader=by,
            voice=Voice.DESK,
        )
        record("comments.answered", by=by, about=said, facts={"piece": comment.article_id})
    return said
