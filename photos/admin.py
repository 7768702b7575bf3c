from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.html import format_html

from core.admin import VIETNAMESE_DATES
from photos import library
from photos.describing import location
from photos.forms import LABELS, RIGHTS, WORDS, PhotoForm
from photos.intake import AlreadyKnown, admit
from photos.models import Photo


@admin.register(Photo)
class PhotoAdmin(admin.ModelAdmin):
    form = PhotoForm
    formfield_overrides = VIETNAMESE_DATES
    list_display = ("thumbnail", "code", "caption", "credit", "place", "taken_on", "created")
    list_display_links = ("thumbnail", "code", "caption")
    list_filter = ("illustration", "created")
    search_fields = ("caption", "credit", "place")
    date_hierarchy = "created"
    list_per_page = 30

    def has_delete_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        """Texts name photos by number only: what none of them shows now, an old one may."""
        return False

    def get_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        facts = (*WORDS, *LABELS, *RIGHTS)
        return ("original", *facts) if obj is None else ("preview", *facts, "size", "uploaded_by")

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        return () if obj is None else ("preview", "size", "uploaded_by")

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        if obj is not None:
            form.base_fields.pop("original", None)
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except AlreadyKnown:
            messages.warning(request, "Ảnh này vừa được người khác đưa vào kho.")
            return redirect("admin:photos_photo_changelist")

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if change:
            library.change(obj, by=request.user, fields=form.changed_data)
        else:
            obj.location = location(form.facts)
            admit(obj, form.arrival, by=request.user)  # type: ignore[arg-type]
            if form.facts.latitude is not None:
                messages.warning(
                    request,
                    "Ảnh có ghi tọa độ nơi chụp. Tọa độ chỉ nằm trong ảnh gốc, được giữ kín; "
                    "ảnh trên trang báo không mang theo.",
                )

    def get_urls(self) -> list[URLPattern]:
        facts = self.admin_site.admin_view(self.facts)
        return [path("<int:pk>/facts/", facts, name="photo-facts"), *super().get_urls()]

    def facts(self, request: HttpRequest, pk: int) -> JsonResponse:
        """What the article desk shows of a photo that was chosen."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photo = get_object_or_404(Photo, pk=pk)
        return JsonResponse(
            {
                "id": photo.pk,
                "thumbnail": photo.best_url("5x3", 480),
                "caption": photo.caption,
                "credit": photo.credit,
                "alt": photo.alt or photo.caption,
            }
        )

    @admin.display(description="ảnh")
    def thumbnail(self, photo: Photo) -> str:
        return _image(photo, 160)

    @admin.display(description="số", ordering="pk")
    def code(self, photo: Photo) -> str:
        return str(photo.pk)

    @admin.display(description="xem ảnh")
    def preview(self, photo: Photo) -> str:
        return _image(photo, 640)

    @admin.display(description="kích thước")
    def size(self, photo: Photo) -> str:
        return f"{photo.width} × {photo.height} điểm ảnh"


def _image(photo: Photo, width: int) -> str:
    return format_html(
        '<img src="{}" alt="{}" width="{}" loading="lazy" class="photo-thumb">',
        photo.best_url(width=480),
        photo.alt or photo.caption,
        width,
    )
