"""What can be done with the photos chosen in the list. None of it deletes anything."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from core.numbers import number
from photos import collecting, library
from photos.admin.filters import ShelfFilter
from photos.admin.looks import thumbnail
from photos.forms import CollectForm
from photos.models import Photo
from photos.models.photo import PhotoQuerySet
from photos.usage import Use


class PhotoActions(admin.ModelAdmin):
    actions = ("collect", "trash", "restore")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        in_trash = request.GET.get(ShelfFilter.parameter_name) == ShelfFilter.TRASH
        for name in ("collect", "trash") if in_trash else ("restore",):
            actions.pop(name, None)
        return actions

    def has_trash_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("photos.trash_photo")

    def has_collect_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("photos.change_collection")

    @admin.action(description="Thêm vào bộ ảnh…", permissions=["collect"])
    def collect(self, request: HttpRequest, chosen: PhotoQuerySet) -> HttpResponse | None:
        form = CollectForm(request.POST if "collecting" in request.POST else None)
        if form.is_valid():
            collection = form.collection(by=request.user)
            added = collecting.collect(collection, chosen)
            told = format_html(
                'Đã thêm {} ảnh vào bộ <a href="{}">{}</a>.',
                number(added),
                reverse("admin:photos_collection_change", args=[collection.pk]),
                collection,
            )
            self.message_user(request, told, messages.SUCCESS)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Thêm vào bộ ảnh",
            "opts": self.opts,
            "form": form,
            "photos": [(photo, thumbnail(photo)) for photo in chosen[:30]],
            "count": chosen.count(),
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "checkbox": ACTION_CHECKBOX_NAME,
            "across": request.POST.get("select_across", "0"),
        }
        return TemplateResponse(request, "admin/photos/photo/collect.html", context)

    @admin.action(description="Bỏ vào thùng rác", permissions=["trash"])
    def trash(self, request: HttpRequest, chosen: PhotoQuerySet) -> None:
        count = 0
        for photo in chosen:
            try:
                library.trash(photo, by=request.user)  # type: ignore[arg-type]
            except library.InUse as standing:
                self.message_user(request, _in_use(photo, standing), messages.WARNING)
            else:
                count += 1
        if count:
            told = f"Đã bỏ {number(count)} ảnh vào thùng rác."
            self.message_user(request, told, messages.SUCCESS)

    @admin.action(description="Lấy lại", permissions=["trash"])
    def restore(self, request: HttpRequest, chosen: PhotoQuerySet) -> None:
        photos = list(chosen)
        for photo in photos:
            library.restore(photo, by=request.user)  # type: ignore[arg-type]
        told = f"Đã lấy lại {number(len(photos))} ảnh."
        self.message_user(request, told, messages.SUCCESS)


def _in_use(photo: Photo, standing: library.InUse) -> str:
    places = format_html_join(", ", "{} ({})", ((_link(use), use.state) for use in standing.uses))
    return format_html("Ảnh số {} đang dùng, chưa bỏ được: {}.", photo.pk, places)


def _link(use: Use) -> str:
    return format_html('<a href="{}">{}</a>', use.url, use.title) if use.url else use.title
