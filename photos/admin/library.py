"""The list of the library and the page of one photo."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.html import format_html_join

from core.admin import VIETNAMESE_DATES
from core.dates import short_date
from core.numbers import number
from core.searching import matches
from core.uploads import measured, too_large, too_large_told
from photos import library
from photos.admin import pages
from photos.admin.actions import PhotoActions
from photos.admin.filters import (
    CollectionFilter,
    PhotographerFilter,
    RightsFilter,
    ShelfFilter,
    UnitFilter,
    YearFilter,
)
from photos.admin.looks import marks, thumbnail
from photos.describing import location
from photos.forms import LABELS, RIGHTS, WORDS, PhotoChangeForm, PhotoForm
from photos.intake import NO_ROOM, AlreadyKnown, NoRoom, admit
from photos.models import Photo
from photos.models.photo import PhotoQuerySet
from photos.uploading import LOCATED, upload_urls
from photos.usage import uses_of


class PhotoList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        """Where the photos of the page stand is asked once, for all of them."""
        super().get_results(request)
        uses = uses_of([photo.pk for photo in self.result_list])
        for photo in self.result_list:
            photo.use_count = len(uses.get(photo.pk, ()))


@admin.register(Photo)
class PhotoAdmin(PhotoActions):
    told_by_verbs = True  # photos/library.py and photos/intake.py
    form = PhotoForm
    formfield_overrides = VIETNAMESE_DATES
    change_form_template = "admin/photos/photo/change_form.html"
    list_display = (*("thumbnail", "code", "says", "facts_told", "day_added", "used", "standing"),)
    list_display_links = ("thumbnail", "code", "says")
    list_filter = (
        *(ShelfFilter, RightsFilter, "made_by_ai", "illustration"),
        *(CollectionFilter, PhotographerFilter, UnitFilter, YearFilter),
    )
    list_select_related = ("unit",)
    list_per_page = 30
    sortable_by = ("code", "facts_told", "day_added")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("words",)
    search_help_text = "Chữ trong chú thích, tên người, đơn vị, nơi chụp, ngày chụp hay số của ảnh."
    autocomplete_fields = ("unit", "photographer")

    class Media:
        css = {"all": ["css/newsroom/library.css"]}

    def has_delete_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        """Texts name photos by number only: what none of them shows now, an old one may."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """A list narrowed by the coordinates tells them, a figure at a time."""
        return not lookup.startswith("location") and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    # --- the list -------------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PhotoList

    def get_search_results(
        self, request: HttpRequest, queryset: PhotoQuerySet, search_term: str
    ) -> tuple[QuerySet[Photo], bool]:
        known = matches(queryset, search_term, begun=False) if search_term.strip() else None
        found: QuerySet[Photo] = queryset.search(search_term) if known is None else known
        if search_term.isdecimal():
            first = Case(When(pk=int(search_term), then=Value(0)), default=Value(1))
            found = found.order_by(first, *queryset.query.order_by)
        return found, False

    @admin.display(description="ảnh")
    def thumbnail(self, photo: Photo) -> str:
        return thumbnail(photo)

    @admin.display(description="số", ordering="pk")
    def code(self, photo: Photo) -> str:
        return str(photo.pk)

    @admin.display(description="chú thích")
    def says(self, photo: Photo) -> str:
        return photo.caption or photo.file_name or "Chưa ghi chú thích"

    @admin.display(description="ngày chụp", ordering="taken_on")
    def facts_told(self, photo: Photo) -> str:
        """Who, where and when, a line each for what is known."""
        unit = (photo.unit.short_name or photo.unit.name) if photo.unit else ""
        lines = (
            f"Ảnh: {photo.credit or 'chưa rõ ai chụp'}",
            ", ".join(filter(None, (unit, photo.place))),
            f"Chụp {short_date(photo.taken_on)}" if photo.taken_on else "",
        )
        return format_html_join("", "<div>{}</div>", ((line,) for line in lines if line))

    @admin.display(description="lưu ý")
    def standing(self, photo: Photo) -> str:
        return marks(photo)

    @admin.display(description="dùng ở")
    def used(self, photo: Any) -> str:
        return f"Dùng ở {number(photo.use_count)} chỗ" if photo.use_count else "Chưa dùng"

    @admin.display(description="ngày tải lên", ordering="created")
    def day_added(self, photo: Photo) -> str:
        return f"Tải lên {short_date(photo.created)}"

    # --- the page of one photo ------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        facts = [
            ("Chữ", {"fields": WORDS}),
            ("Nhãn", {"fields": LABELS}),
            ("Quyền", {"fields": RIGHTS}),
        ]
        if obj is None:
            return [(None, {"fields": ("original",)}), *facts]
        return [*facts, ("Tệp", {"fields": self.get_readonly_fields(request, obj)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        if obj is None:
            return ()
        told = ("size", "file_name", "uploaded_by", "created")
        return (*told, "location") if request.user.has_perm("photos.view_location") else told

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        kwargs["form"] = PhotoForm if obj is None else PhotoChangeForm
        form: Any = super().get_form(request, obj, **kwargs)
        form.no_room = hasattr(request, "no_room")
        if obj is None and too_large(request, "original"):
            told = too_large_told(settings.PHOTO_MAX_BYTES)
            form.base_fields["original"].error_messages["required"] = told
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            response = super().changeform_view(request, *args, **kwargs)
        except AlreadyKnown:
            messages.warning(request, "Ảnh này vừa được người khác đưa vào kho.")
            return redirect("admin:photos_photo_changelist")
        except NoRoom:
            # Once more, so that the words come back with the refusal beside the file.
            request.no_room = True  # type: ignore[attr-defined]
            response = super().changeform_view(request, *args, **kwargs)
            response.status_code = 507
            return response
        if too_large(request, "original"):
            response.status_code = 413
        return response

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if change:
            library.change(obj, by=request.user, fields=form.changed_data)  # type: ignore[arg-type]
        else:
            obj.location = location(form.facts)
            admit(obj, form.arrival, by=request.user)  # type: ignore[arg-type]
            if form.facts.latitude is not None:
                messages.warning(request, LOCATED)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if obj := kwargs.get("obj"):
            context |= pages.card(request, Photo.objects.get(pk=obj.pk))
            context["subtitle"] = f"Ảnh số {obj.pk}"
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="kích thước")
    def size(self, photo: Photo) -> str:
        return f"{number(photo.width)} × {number(photo.height)} điểm ảnh"

    # --- other pages ----------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        kept = partial(measured, limit="PHOTO_MAX_BYTES", no_room=NO_ROOM)
        own = [
            path("<int:pk>/facts/", wrap(self.facts), name="photo-facts"),
            path("<int:pk>/anh-goc/", wrap(pages.take_original), name="photo-original"),
            path("<int:pk>/thay-anh-goc/", kept(wrap(pages.replace)), name="photo-replace"),
            path(
                "add/", kept(wrap(self.add_view), told_by_view="original"), name="photos_photo_add"
            ),
        ]
        return [*own, *upload_urls(wrap), *super().get_urls()]

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

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The library's own log: the stock one does not know what stood there before."""
        photo = self.get_object(request, unquote(object_id))
        if photo is None:
            raise Http404
        if not self.has_view_permission(request, photo):
            raise PermissionDenied
        return pages.history(request, photo)
