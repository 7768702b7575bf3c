"""Tags, topics and series that no piece needs: into the trash and back. Nothing is destroyed here;
what has lain there long is swept by `manage.py trash sweep`, never what readers have seen."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from articles.models import (
    Article,
    PublishedVersion,
    Series,
    Tag,
    TaggedArticle,
    TagListing,
    Topic,
    TopicListing,
)
from audit.log import record

_PIECES = {
    Tag: TaggedArticle.objects.filter(tag=OuterRef("pk")),
    Topic: Article.topics.through._default_manager.filter(topic=OuterRef("pk")),
    Series: Article.objects.filter(series=OuterRef("pk")),
}
_LISTINGS: dict[Any, QuerySet[Any]] = {
    Tag: TagListing.objects.filter(tag=OuterRef("pk")),
    Topic: TopicListing.objects.filter(topic=OuterRef("pk")),
}


def orphans(model: Any) -> QuerySet[Any]:
    """Tags, topics or series in use that stand in no working copy and no live piece."""
    return model.objects.in_use().filter(~in_working_copies(model), ~in_live_pieces(model))


def orphans_in_trash(model: Any) -> QuerySet[Any]:
    """What lies in the trash and neither a piece nor any version ever made names it."""
    rows = model.objects.filter(~in_working_copies(model), trashed_at__isnull=False)
    if model is Series:
        return rows.exclude(Exists(PublishedVersion.objects.filter(series=OuterRef("pk"))))
    return rows.exclude(Exists(_LISTINGS[model]))


def in_working_copies(model: Any) -> Exists:
    return Exists(_PIECES[model])


def in_live_pieces(model: Any) -> Exists:
    """Scheduled ones too: their words are frozen."""
    standing = Q(valid_until=None) | Q(valid_until__gt=timezone.now())
    if model is Series:
        return Exists(PublishedVersion.objects.filter(standing, series=OuterRef("pk")))
    versions = PublishedVersion.objects.filter(standing, pk=OuterRef("version"))
    return Exists(_LISTINGS[model].filter(Exists(versions)))


def trash(term: Any, *, by: User) -> None:
    """Out of lists, choosers and suggestions. Raises PermissionDenied, or ValidationError where
    pieces need it."""
    model = _demand(term, by)
    with transaction.atomic():
        held = model.objects.select_for_update().get(pk=term.pk)
        if held.trashed_at:
            return
        if not orphans(model).filter(pk=held.pk).exists():
            raise ValidationError(f"“{held}” còn bài dùng, hoặc đã gộp: không bỏ được.")
        held.trashed_at, held.trashed_by = timezone.now(), by
        held.save(update_fields=["trashed_at", "trashed_by"])
        record("articles.term_trashed", by=by, about=held)


def restore(term: Any, *, by: User) -> None:
    """Raises PermissionDenied."""
    model = _demand(term, by)
    with transaction.atomic():
        held = model.objects.select_for_update().get(pk=term.pk)
        if held.trashed_at is None:
            return
        held.trashed_at = held.trashed_by = None
        held.save(update_fields=["trashed_at", "trashed_by"])
        record("articles.term_restored", by=by, about=held)


def _demand(term: Any, by: User) -> Any:
    model = type(term)
    if not by.has_perm(f"articles.trash_{model._meta.model_name}"):
        raise PermissionDenied
    return model
