from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage, storages
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join

from core.admin import FoldedSearch
from core.numbers import file_size, number
from core.uploads import measured, too_large, too_large_told
from multimedia import withholding
from multimedia.forms import DocumentForm, RecordingForm
from multimedia.intake import AlreadyKnown, admit_document, admit_recording
from multimedia.models import Document, Recording
from multimedia.templatetags.multimedia import document as document_facts
from multimedia.templatetags.multimedia import recording as recording_facts

FILES = {"original", "captions"}
FEW_BROWSERS = {"hvc1", "hev1", "alac", "ac-3", "ec-3", "mp4v"}


class KeptFileAdmin(FoldedSearch):
    """A file comes in once; afterwards its words may be mended. Nothing is deleted: texts name
    what they show by number only."""

    folded_field = "title_slug"
    list_per_page = 30
    list_select_related = ("uploaded_by",)
    seen: tuple[str, ...] = ()
    admit: Callable[..., Any]
    limit: str
    """The setting that says how many bytes a file may have."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = [name for name in self.form._meta.fields or () if name != "original"]
        return ["original", *own] if obj is None else ["preview", *own, *self.seen]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("preview", *self.seen)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        if obj is not None:
            form.base_fields.pop("original", None)
        for name in FILES & form.base_fields.keys():
            # The file is stored by another name than it came with.
            form.base_fields[name].max_length = None  # type: ignore[attr-defined]
        if obj is None and too_large(request, "original"):
            told = too_large_told(getattr(settings, self.limit))
            form.base_fields["original"].error_messages["required"] = told
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            response = super().changeform_view(request, *args, **kwargs)
        except AlreadyKnown:
            messages.warning(request, "Tệp này vừa được người khác đưa vào kho.")
        except OSError:
            messages.error(request, "Máy chủ không ghi được tệp, có thể đã hết chỗ. Chưa lưu gì.")
        else:
            if too_large(request, "original"):
                response.status_code = 413
            return response
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            obj.save()
            if obj.withheld_at:  # captions that came in now
                withholding.settle_after_commit(obj)
        else:
            type(self).admit(obj, form.arrival, by=request.user)

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, self.opts.model_name
        stem = f"{self.opts.app_label}_{name}"
        add = measured(wrap(self.add_view), limit=self.limit, told_by_view="original")
        mend = measured(wrap(self.change_view), limit=self.limit)
        own = [
            path("<int:pk>/facts/", wrap(self.facts), name=f"{name}-facts"),
            path("add/", add, name=f"{stem}_add"),
            path("<path:object_id>/change/", mend, name=f"{stem}_change"),
        ]
        return [*own, *super().get_urls()]

    def facts(self, request: HttpRequest, pk: int) -> JsonResponse:
        """What the article desk shows of a row that was chosen."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row: Any = get_object_or_404(self.get_queryset(request), pk=pk)
        return JsonResponse(
            {
                "id": row.pk,
                "title": row.title,
                "thumbnail": self.thumbnail_url(row),
                "caption": getattr(row, "caption", ""),
                "credit": row.credit,
            }
        )

    def thumbnail_url(self, row: Any) -> str:
        raise NotImplementedError

    @admin.display(description="số", ordering="pk")
    def code(self, row: Recording | Document) -> str:
        return str(row.pk)

    @admin.display(description="dung lượng", ordering="size")
    def weight(self, row: Recording | Document) -> str:
        return file_size(row.size)


@admin.register(Recording)
class RecordingAdmin(KeptFileAdmin):
    form = RecordingForm
    admit = admit_recording
    limit = "RECORDING_MAX_BYTES"
    list_display = ("code", "title", "kind", "length", "weight", "uploaded_by", "created")
    list_display_links = ("code", "title")
    list_filter = ("kind", "made_by_ai", "created")
    search_fields = ("title", "caption", "credit")
    autocomplete_fields = ("poster",)
    date_hierarchy = "created"
    seen = ("kind", "form", "length", "sides", "weight", "uploaded_by", "created")

    def thumbnail_url(self, row: Recording) -> str:
        return row.poster.best_url("5x3", 480) if row.poster else ""

    def save_model(self, request: HttpRequest, obj: Recording, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change and FEW_BROWSERS & set(form.arrival.facts.codecs):
            messages.warning(
                request,
                "Chuẩn mã hóa của tệp không phát được trên mọi máy. "
                "Nên xuất lại: hình H.264, tiếng AAC.",
            )

    @admin.display(description="xem thử")
    def preview(self, row: Recording) -> str:
        facts = recording_facts(row)
        if row.kind == Recording.Kind.VIDEO:
            return format_html(
                '<video controls preload="none" playsinline width="480"{}{}></video>',
                format_html(' src="{}"', _address(row, str(row.file.name))),
                format_html(' poster="{}"', facts["poster"]) if facts["poster"] else "",
            )
        return format_html(
            '<audio controls preload="none" src="{}"></audio>', _address(row, str(row.file.name))
        )

    @admin.display(description="độ dài", ordering="duration")
    def length(self, row: Recording) -> str:
        return row.length

    @admin.display(description="kích thước")
    def sides(self, row: Recording) -> str:
        return f"{row.width} × {row.height} điểm ảnh" if row.width else "–"


@admin.register(Document)
class DocumentAdmin(KeptFileAdmin):
    form = DocumentForm
    admit = admit_document
    limit = "DOCUMENT_MAX_BYTES"
    list_display = ("code", "title", "pages", "weight", "credit", "uploaded_by", "created")
    list_display_links = ("code", "title")
    list_filter = ("created",)
    search_fields = ("title", "credit")
    date_hierarchy = "created"
    seen = ("public_file", "pages", "weight", "uploaded_by", "created")

    def thumbnail_url(self, row: Document) -> str:
        return _address(row, row.preview_names()[0])

    @admin.display(description="các trang")
    def preview(self, row: Document) -> str:
        return format_html_join(
            " ",
            '<img src="{}" alt="Trang {}" width="160" loading="lazy" class="photo-thumb">',
            ((_address(row, name), page) for page, name in enumerate(row.preview_names(), 1)),
        )

    @admin.display(description="bản cho bạn đọc")
    def public_file(self, row: Document) -> str:
        address = _address(row, str(row.file.name))
        return format_html('<a href="{}">{}</a>', address, document_facts(row)["told"])

    @admin.display(description="số trang", ordering="page_count")
    def pages(self, row: Document) -> str:
        return number(row.page_count)


def _address(row: Recording | Document, name: str) -> str:
    """Of a file for who keeps the library: what was put away opens by a link that lapses."""
    storage = storages["private"] if row.withheld_at else default_storage
    return storage.url(name)
