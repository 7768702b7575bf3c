"""Collections: a name, a note, and photos in an order with captions of their own."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from core.admin import Rows
from core.numbers import number
from core.terms import terms, words
from photos import collecting
from photos.admin.looks import thumbnail
from photos.forms import CollectionItemForm
from photos.models import Collection, CollectionItem, Photo


class ItemInline(Rows):
    """Rows that belong to a collection: who may change it may change them."""

    model = CollectionItem
    form = CollectionItemForm
    fields = ("picture", "photo", "position", "caption")
    readonly_fields = ("picture",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CollectionItem]:
        return super().get_queryset(request).select_related("photo")

    def _may_change(self, request: HttpRequest, obj: Collection | None = None) -> bool:
        right = "add_collection" if obj is None else "change_collection"
        return request.user.has_perm(f"photos.{right}")

    has_add_permission = _may_change
    has_change_permission = _may_change
    has_delete_permission = _may_change

    def has_view_permission(self, request: HttpRequest, obj: Collection | None = None) -> bool:
        return request.user.has_perm("photos.view_collection")

    @admin.display(description="ảnh")
    def picture(self, item: CollectionItem) -> str:
        if not item.photo_id:
            return ""
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:photos_photo_change", args=[item.photo_id]),
            thumbnail(item.photo),
        )


class CollectionList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        """The covers of a page are read at once."""
        super().get_results(request)
        covers = Photo.objects.in_bulk([row.cover_id for row in self.result_list])
        for row in self.result_list:
            row.cover_photo = covers.get(row.cover_id)


@admin.register(Collection)
class CollectionAdmin(admin.ModelAdmin):
    list_display = ("cover", "name", "count", "created_by", "created")
    list_display_links = ("cover", "name")
    list_select_related = ("created_by",)
    list_per_page = 30
    show_full_result_count = False
    search_fields = ("name",)
    fields = ("name", "note")
    inlines = (ItemInline,)

    actions = ("trash",)

    class Media:
        css = {"all": ["css/newsroom/library.css"]}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CollectionList

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Collection]:
        first = CollectionItem.objects.filter(collection=OuterRef("pk")).values("photo")[:1]
        kept = super().get_queryset(request).filter(trashed_at=None)
        return kept.annotate(size=Count("items"), cover_id=Subquery(first))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Marks and case aside. Reads all names: there are hundreds, not thousands."""
        wanted = terms(search_term)
        if not wanted:
            return queryset, False
        named = Collection.objects.order_by().values_list("pk", "name")
        found = [pk for pk, name in named if all(term in words(name) for term in wanted)]
        return queryset.filter(pk__in=found), False

    def save_model(self, request: HttpRequest, obj: Collection, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    @admin.display(description="bìa")
    def cover(self, row: Any) -> str:
        return thumbnail(row.cover_photo) if row.cover_photo else "Chưa có ảnh"

    @admin.display(description="số ảnh", ordering="size")
    def count(self, row: Any) -> str:
        return number(row.size)

    @admin.action(description="Bỏ vào thùng rác (ảnh vẫn ở trong kho)", permissions=["change"])
    def trash(self, request: HttpRequest, chosen: QuerySet[Collection]) -> None:
        for collection in chosen:
            collecting.trash(collection, by=request.user)  # type: ignore[arg-type]
