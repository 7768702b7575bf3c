"""The desks of tags, topics and series: how much stands under each, what is alike, what is over."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from articles import trash
from articles.admin import KeptAdmin
from articles.models import (
    Article,
    PublishedVersion,
    Series,
    Tag,
    TagAlias,
    TaggedArticle,
    TagListing,
    Topic,
    TopicListing,
)
from core.admin import Rows
from newsroom.bulk import terms

MOST_COUNTED = 1_000
"""A number above it says no more to a desk, and costs more to know."""


class OrphanFilter(admin.SimpleListFilter):
    title = "bài"
    parameter_name = "bai"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("mo-coi", "Mồ côi: không bài nào")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "mo-coi":
            return queryset
        model = queryset.model
        return queryset.filter(~trash.in_working_copies(model), ~trash.in_live_pieces(model))


class AlikeFilter(admin.SimpleListFilter):
    """Names that differ by marks, spaces or hyphens alone: perhaps one, perhaps Trà Linh and Trà
    Lĩnh."""

    title = "gần giống"
    parameter_name = "giong"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("co", "Có tên khác đọc gần giống")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "co":
            return queryset
        return queryset.filter(slug__in=terms.doubled(queryset.model)).order_by("slug", "pk")


class TermAdmin(KeptAdmin):
    """What is in the trash or was merged is on none of these pages."""

    actions: Any = ("trash",)
    list_per_page = 50
    show_full_result_count = False
    pieces: Any
    """Rows of working copies of a term, and of what readers may see of it."""
    versions: Any

    class Media:
        css = {"all": ["css/newsroom/bulk.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).filter(trashed_at=None)
        if hasattr(self.model, "merged_into"):
            rows = rows.filter(merged_into=None)
        return rows

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page with its counts: one query more for all of them."""
        listed = super().get_changelist_instance(request)
        listed.result_list = list(listed.result_list)
        counted = self._counts([row.pk for row in listed.result_list])
        for row in listed.result_list:
            row.counts = counted.get(row.pk, (0, 0))
        return listed

    def _counts(self, numbers: list[int]) -> dict[int, tuple[int, int]]:
        rows = self.model._default_manager.filter(pk__in=numbers).order_by()
        counted = rows.values_list("pk", _up_to(self.pieces), _up_to(self.versions()))
        return {pk: (working, live) for pk, working, live in counted}

    @admin.display(description="bài ở tòa soạn")
    def working(self, term: Any) -> str:
        return _told(term.counts[0])

    @admin.display(description="bài đang đăng")
    def live(self, term: Any) -> str:
        return _told(term.counts[1])

    def has_trash_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"articles.trash_{self.opts.model_name}")

    @admin.action(description="Bỏ vào thùng rác (chỉ khi không còn bài)", permissions=["trash"])
    def trash(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        count = 0
        for term in chosen:
            try:
                trash.trash(term, by=request.user)  # type: ignore[arg-type]
            except ValidationError as error:
                messages.warning(request, " ".join(error.messages))
            else:
                count += 1
        if count:
            messages.success(request, f"Đã bỏ {count} mục vào thùng rác.")


class MergingAdmin(TermAdmin):
    actions = ("merge", "trash")
    list_filter = (OrphanFilter, AlikeFilter)

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, self.opts.model_name
        own = [
            path("gop/", wrap(terms.merge), {"name": name}, name=f"merge-{name}"),
            path("da-gop/", wrap(terms.merges), {"name": name}, name=f"merged-{name}"),
            path("da-gop/<int:pk>/tach/", wrap(terms.unmerge), {"name": name}, f"unmerge-{name}"),
        ]
        return own + super().get_urls()

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"articles.merge_{self.opts.model_name}")

    @admin.action(description="Gộp…", permissions=["merge"])
    def merge(self, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse:
        return terms.ask(request, self.model, list(chosen[: terms.MOST]))


def _up_to(rows: QuerySet[Any]) -> Subquery:
    """How many rows, counted along their index no further than MOST_COUNTED."""
    some = rows.order_by().values("pk")[: MOST_COUNTED + 1]
    counted = rows.model._default_manager.filter(pk__in=some).order_by()
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(counted.annotate(how_many=number).values("how_many"))


def _told(count: int) -> str:
    return f"hơn {MOST_COUNTED}" if count > MOST_COUNTED else str(count)


def _standing(rows: QuerySet[Any]) -> QuerySet[Any]:
    now, of = timezone.now(), "version__valid"
    ends = Q(**{f"{of}_until": None}) | Q(**{f"{of}_until__gt": now})
    return rows.filter(ends, **{f"{of}_from__lte": now})


_TERM = OuterRef(OuterRef("pk"))


class AliasInline(Rows):
    model = TagAlias
    fields = ("name",)
    verbose_name_plural = "Cách gọi khác (gõ vào cũng ra thẻ này)"

    def _may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.change_tag")

    has_add_permission = _may_edit
    has_change_permission = _may_edit
    has_delete_permission = _may_edit

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.view_tag")


@admin.register(Tag)
class TagAdmin(MergingAdmin):
    list_display = ("name", "slug", "working", "live")
    search_fields = ("name",)
    fields = ("name",)
    inlines = (AliasInline,)
    pieces = TaggedArticle.objects.filter(tag=_TERM)

    def versions(self) -> QuerySet[Any]:
        return _standing(TagListing.objects.filter(tag=_TERM))


@admin.register(Topic)
class TopicAdmin(MergingAdmin):
    list_display = ("name", "description", "working", "live")
    search_fields = ("name",)
    pieces = Article.topics.through._default_manager.filter(topic=_TERM)

    def versions(self) -> QuerySet[Any]:
        return _standing(TopicListing.objects.filter(topic=_TERM))


@admin.register(Series)
class SeriesAdmin(TermAdmin):
    list_display = ("name", "description", "working", "live")
    list_filter = (OrphanFilter,)
    search_fields = ("name",)
    pieces = Article.objects.filter(series=_TERM)

    def versions(self) -> QuerySet[Any]:
        now = timezone.now()
        ends = Q(valid_until=None) | Q(valid_until__gt=now)
        return PublishedVersion.objects.filter(ends, valid_from__lte=now, series=_TERM)
