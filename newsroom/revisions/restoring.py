"""An old revision of a piece becomes its working copy again, as far as it still can."""

from typing import Any

import reversion
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from articles import workflow
from articles.figures import NAMES, listed, places_of, rows_of
from articles.models import (
    Article,
    Byline,
    RelatedArticle,
    Section,
    Series,
    Tag,
    TaggedArticle,
    Topic,
)
from articles.moving import refuse_section
from audit.log import record
from authors.models import Author, PenName
from core.dates import short_datetime
from core.html import figures
from multimedia.models import Recording
from newsroom.revisions.naming import LABELS
from newsroom.revisions.reading import FIELDS, LISTS, Signed, Told
from newsroom.revisions.sources import source
from photos.models import Photo

_POINTING: dict[str, type[models.Model]] = {
    "section": Section,
    "series": Series,
    "lead_photo": Photo,
    "recording": Recording,
}


def restore(article: Article, key: str, *, by: User, seen: str = "") -> list[str]:
    """Bring back words, tags, bylines, topics and related pieces of a save; a new revision tells of
    it. Never the stage, what readers see or how many comments there are.

    `seen` is when the copy was last changed as far as the person knows (ISO); if it was changed
    since, nothing is done. Gives sentences on what could not come back. Raises PermissionDenied,
    ValidationError, LookupError where the piece has no such save.
    """
    if not by.has_perm("articles.edit", article):
        raise PermissionDenied
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        article = Article.objects.for_snapshot().get(pk=article.pk)
        chosen = source(article, key)
        if chosen is None or chosen.number is None:
            raise LookupError(key)
        if seen and seen != article.modified.isoformat():
            raise ValidationError("Bài vừa được người khác lưu. Hãy xem lại rồi mới khôi phục.")
        if not chosen.told.values:
            raise ValidationError("Bản lưu này không đọc được nên không khôi phục được.")
        with reversion.create_revision():
            reversion.set_user(by)
            reversion.set_comment(f"Khôi phục bản lưu {short_datetime(chosen.at)}")
            left = _columns(article, chosen.told, by=by)
            left += [*_figures(article), *_lists(article, chosen.told)]
            article.modified = timezone.now()
            article.save(update_fields=["modified"])
        workflow.edited(article, by=by)
        facts = {"restored": chosen.number, "left": left}
        record("articles.restored_revision", by=by, about=article, facts=facts)
    return left


def _columns(article: Article, told: Told, *, by: User) -> list[str]:
    """Writes the columns that may be as they were; gives sentences for the others."""
    left = [
        f"Bản lưu chưa có mục “{LABELS[name]}”: giữ như hiện nay."
        for name in FIELDS
        if name not in told.values
    ]
    brought = []
    for name in FIELDS:
        if name not in told.values:
            continue
        try:
            value = _value(article, name, told.values[name])
            if name == "section":
                refuse_section(
                    *(article, value),
                    by=by,
                    publishes=lambda piece: by.has_perm("articles.publish", piece),
                )
            setattr(article, name, value)
        except ValidationError as refusal:
            left.append(f"Giữ {LABELS[name]} như hiện nay: {' '.join(refusal.messages)}")
        else:
            brought.append(name)
    derived = {
        column.name
        for column in article._meta.concrete_fields
        if getattr(column, "source", "") in brought
    }
    article.save(update_fields=[*brought, *derived])
    return left


def _figures(article: Article) -> list[str]:
    """What the body shows and the stores have no more, or have in the trash: the form will ask for
    it to be taken out."""
    placed = places_of(figures(article.body))
    rows = rows_of(placed)
    states = {
        "không còn trong kho": set(placed) - rows.keys(),
        "đang ở thùng rác": {
            place for place, row in rows.items() if getattr(row, "trashed_at", None)
        },
    }
    return [
        f"Nội dung còn chỗ của {listed(kind, numbers)} {state}: hãy thay hoặc bỏ."
        for state, places in states.items()
        for kind in NAMES
        if (numbers := [number for its, number in places if its == kind])
    ]


def _value(article: Article, name: str, value: Any) -> Any:
    """What the column takes. Raises ValidationError where it takes this no more."""
    if name in _POINTING:
        row = _POINTING[name]._default_manager.filter(pk=value).first() if value else None
        if value and row is None:
            raise ValidationError(f"số {value} không còn.")
        if row and getattr(row, "trashed_at", None):
            raise ValidationError(f"số {value} đang ở thùng rác.")
        if row is None and name == "section":
            raise ValidationError("bài phải có chuyên mục.")
        return row
    if name == "facts" and not isinstance(value, dict):
        raise ValidationError("không đọc được.")
    if name == "slug" and value and _taken(article, value):
        raise ValidationError("đường dẫn cũ đã dùng cho bài khác.")
    return article._meta.get_field(name).clean(value, article)  # type: ignore[union-attr]


def _taken(article: Article, slug: str) -> bool:
    return Article.objects.filter(slug=slug).exclude(pk=article.pk).exists()


def _lists(article: Article, told: Told) -> list[str]:
    left = [
        f"Bản lưu chưa có mục “{LABELS[name]}”: giữ như hiện nay."
        for name in LISTS
        if name not in told.values
    ]
    values = {name: told.values[name] for name in LISTS if name in told.values}
    if "bylines" in values:
        left += _bylines(article, values["bylines"])
    if "tags" in values:
        left += _tags(article, values["tags"])
    if "topics" in values:
        there, told_of = _terms("topics", Topic, values["topics"])
        article.topics.set(there)
        left += told_of
    if "related" in values:
        left += _related(article, values["related"])
    return left


def _bylines(article: Article, wanted: list[Signed]) -> list[str]:
    authors = set(
        Author.objects.filter(pk__in=[row.author for row in wanted]).values_list("pk", flat=True)
    )
    pens = dict(
        PenName.objects.filter(pk__in=[row.pen_name or 0 for row in wanted]).values_list(
            "pk", "author"
        )
    )
    roles = set(Byline.Role.values)
    kept = {
        (row.author, row.role): row for row in wanted if row.author in authors and row.role in roles
    }
    article.bylines.all().delete()
    for position, row in enumerate(kept.values(), start=1):
        pen = row.pen_name if pens.get(row.pen_name or 0) == row.author else None
        Byline.objects.create(
            article=article, author_id=row.author, role=row.role, pen_name_id=pen, position=position
        )
    return _gone("bylines", len(wanted) - len(kept))


def _tags(article: Article, wanted: list[int]) -> list[str]:
    there, left = _terms("tags", Tag, wanted)
    now = {row.tag_id: row for row in article.tagged_items.all()}
    for number, row in now.items():
        if number not in there:
            row.delete()
    for number in there:
        if number not in now:
            TaggedArticle.objects.create(content_object=article, tag_id=number)
    return left


def _terms(
    name: str, model: type[Tag] | type[Topic], wanted: list[int]
) -> tuple[list[int], list[str]]:
    """Numbers of what stands for these now, each once in their order, and sentences on the merged
    ones and those that are gone or in the trash."""
    rows = model.objects.select_related("merged_into").in_bulk(wanted)
    there: list[int] = []
    left, lost = [], 0
    for number in dict.fromkeys(wanted):
        row = rows.get(number)
        now = row and (row.merged_into or row)
        if row is None or now is None or now.trashed_at:
            lost += 1
            continue
        if now.pk not in there:
            there.append(now.pk)
        if now != row:
            left.append(f"{LABELS[name].capitalize()}: “{row.name}” đã gộp vào “{now.name}”.")
    return there, [*left, *_gone(name, lost)]


def _related(article: Article, wanted: list[int]) -> list[str]:
    there = set(
        Article.objects.filter(pk__in=wanted).exclude(pk=article.pk).values_list("pk", flat=True)
    )
    article.related_rows.all().delete()
    for position, number in enumerate(dict.fromkeys(wanted), start=1):
        if number in there:
            RelatedArticle.objects.create(article=article, other_id=number, position=position)
    return _gone("related", len(set(wanted) - there))


def _gone(name: str, count: int) -> list[str]:
    return (
        [f"{LABELS[name].capitalize()}: {count} mục không còn nên không trở lại."] if count else []
    )
