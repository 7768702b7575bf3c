"""A collection of the library becomes a piece of its own."""

import reversion
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.html import format_html

from accounts.models import User
from articles.models import MOST_FIGURES, Article, Genre, Section
from photos.models import Collection


def story_from(collection: Collection, *, by: User, section: Section, title: str = "") -> Article:
    """A working copy of the collection's photos in their order, each with its caption there.

    A photo without one keeps the library's, also where that changes later. The first leads.
    What lies in the trash stays there. Raises PermissionDenied, or ValidationError.
    """
    if not by.has_perm("articles.add_article"):
        raise PermissionDenied
    items = list(collection.items.filter(photo__trashed_at=None).select_related("photo"))
    if not items:
        raise ValidationError("Bộ ảnh này chưa có ảnh nào.")
    if len(items) > MOST_FIGURES:
        raise ValidationError(f"Mỗi bài chèn được nhiều nhất {MOST_FIGURES} ảnh.")
    figures = (
        format_html(
            '<figure data-photo="{}"><figcaption>{}</figcaption></figure>',
            item.photo_id,
            item.caption,
        )
        for item in items
    )
    with transaction.atomic(), reversion.create_revision():
        reversion.set_user(by)
        reversion.set_comment(f"Lập từ bộ ảnh “{collection}”")
        return Article.objects.create(
            genre=Genre.PHOTO_REPORT,
            section=section,
            title=title or collection.name,
            body="".join(figures),
            lead_photo=items[0].photo,
            lead_caption=items[0].caption,
            created_by=by,
        )
