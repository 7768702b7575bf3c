"""What stands around the form of one photo, and the small pages that lead off from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from photos import intake, library
from photos.admin.looks import thumbnail
from photos.forms import FramesForm, ReplaceForm
from photos.geometry import FREE, RATIOS
from photos.models import Photo, PhotoAct
from photos.rights import blocks, warnings
from photos.uploading import warnings_of
from photos.usage import uses_of

ACTS_SHOWN = 10


@dataclass(frozen=True)
class Told:
    """An act, with its changes as (name of the field, before, after)."""

    act: PhotoAct
    changes: list[tuple[str, str, str]]


def card(request: HttpRequest, photo: Photo) -> dict[str, Any]:
    """All a photo's page shows beside its form. The photo is as it is stored."""
    acts = told(photo.acts.select_related("by")[: ACTS_SHOWN + 1])
    others = Photo.objects.in_library().exclude(pk=photo.pk)
    user = request.user
    return {
        "photo": photo,
        "whole": photo.best(FREE, 1170),
        "clean": next(reversed(photo.copies(FREE, "jpeg")), None),
        "ratios": [(name, *shape) for name, shape in RATIOS.items() if shape],
        "blocks": blocks(photo),
        "warnings": warnings(photo),
        "uses": uses_of([photo.pk], by=user).get(photo.pk, []),  # type: ignore[arg-type]
        "alike": [(other, thumbnail(other)) for other in others.alike(photo.fingerprint)],
        "acts": acts[:ACTS_SHOWN],
        "more_acts": len(acts) > ACTS_SHOWN,
        "may_take": library.may_take_original(user, photo),  # type: ignore[arg-type]
        "may_trash": user.has_perm("photos.trash_photo"),
        "may_collect": user.has_perm("photos.change_collection"),
    }


def told(acts: Iterable[PhotoAct]) -> list[Told]:
    return [
        Told(act, [(_label(name), *change) for name, change in act.changes.items()]) for act in acts
    ]


def _label(name: str) -> str:
    if name in FramesForm.base_fields:
        return str(FramesForm.base_fields[name].label)
    try:
        return str(Photo._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:  # the log outlives the fields
        return name


@require_POST
def take_original(request: HttpRequest, pk: int) -> HttpResponse:
    photo = _photo(request, pk, "photos.take_original")
    if not library.may_take_original(request.user, photo):  # type: ignore[arg-type]
        raise PermissionDenied
    return redirect(library.take_original(photo, by=request.user))  # type: ignore[arg-type]


def replace(request: HttpRequest, pk: int) -> HttpResponse:
    photo = _photo(request, pk, "photos.change_photo")
    posted = request.method == "POST"
    form = ReplaceForm(*(request.POST, request.FILES) if posted else ())
    if form.is_valid():
        try:
            facts = intake.replace(photo, form.arrival, by=request.user)  # type: ignore[arg-type]
        except intake.AlreadyKnown:
            form.add_error("original", "Ảnh này vừa được người khác đưa vào kho.")
        except intake.NoRoom:
            form.add_error("original", intake.NO_ROOM)
        except ValidationError as error:
            form.add_error("original", error)
        else:
            messages.success(request, "Đã thay ảnh gốc. Các cỡ ảnh đang được dựng lại.")
            for sentence in warnings_of(photo, facts):
                messages.warning(request, sentence)
            return redirect("admin:photos_photo_change", pk)
        photo.refresh_from_db()  # the failed attempt left its marks on it
    return _page(request, "replace", photo, "Thay ảnh gốc", form=form)


def history(request: HttpRequest, photo: Photo) -> HttpResponse:
    acts = told(photo.acts.select_related("by"))
    return _page(request, "history", photo, "Đã làm gì với ảnh này", acts=acts)


def _photo(request: HttpRequest, pk: int, right: str) -> Photo:
    if not request.user.has_perm(right) or not request.user.has_perm("photos.view_photo"):
        raise PermissionDenied
    return get_object_or_404(Photo, pk=pk)


def _page(
    request: HttpRequest, name: str, photo: Photo, title: str, **context: Any
) -> HttpResponse:
    context |= {
        **admin.site.each_context(request),
        "title": title,
        "opts": Photo._meta,
        "photo": photo,
    }
    return render(request, f"admin/photos/photo/{name}.html", context)
