"""All comments whatever became of them, to be looked up. Decisions are made at the desk
(comments/desk/), which tells what text was before the moderator's eyes: from a list that has been
open for a while one would let through what its sender has changed since."""

from collections.abc import Collection, Iterator
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.urls import URLPattern
from django.utils.functional import cached_property
from django.utils.html import format_html

from comments.admin.taking import TakesAlong
from comments.desk import waiting
from comments.desk.marking import marked, noticed
from comments.desk.pages import piece_address, show_card
from comments.desk.urls import urls
from comments.models import Comment, Status
from comments.rules import sections_of
from core.numbers import number

MOST_LISTED = 1000
_TOLD = {
    "title": "Ý kiến bạn đọc",
    "subtitle": f"{number(MOST_LISTED)} ý kiến đầu của mỗi tình trạng",
}


class StateFilter(admin.SimpleListFilter):
    """What waits for a decision is shown first; nobody opens the list to see everything."""

    title = "tình trạng"
    parameter_name = "tinh-trang"
    EVERYTHING = "tat-ca"
    # One lane at a time: for both in one list SQLite reads every comment there is.
    LANES = (waiting.AGAIN, waiting.REPORTED)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        lanes = [(lane, waiting.LANES[lane][0]) for lane in self.LANES]
        return [*Status.choices, *lanes, (self.EVERYTHING, "Tất cả")]

    def value(self) -> str:
        return super().value() or Status.PENDING

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        own = iter(super().choices(changelist))
        next(own)  # Django's "all" is the state of no choice; ours is a choice
        yield from own

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        if self.value() == self.EVERYTHING:
            return queryset
        if self.value() in self.LANES:
            return queryset.filter(waiting.LANES[self.value()][1])
        return queryset.filter(status=self.value())


class Cut(Paginator):
    """The first rows alone: neither counts nor skips through millions."""

    @cached_property
    def count(self) -> int:
        return cast("QuerySet[Comment]", self.object_list).order_by()[:MOST_LISTED].count()


class Listed(ChangeList):
    """Who was given sections finds those of them that are among the first rows: along an index of
    all sections, and no further than the list goes."""

    own: Collection[int] | None

    def get_queryset(self, request: HttpRequest, *args: Any) -> QuerySet[Comment]:
        found = super().get_queryset(request, *args)
        self.own = sections_of(request.user)  # type: ignore[arg-type]
        if self.own is None:
            return found
        keys = self.get_ordering(request, found)
        if keys[0] == "behind":
            cut = waiting.first_of_sections(
                found, self.own, ("behind", "created", "pk"), MOST_LISTED
            )
            numbers = [pk for _behind, _created, pk in cut]
        else:
            rows = found.values_list("pk", "section")[:MOST_LISTED]
            numbers = [pk for pk, section in rows if section in self.own]
        return self.root_queryset.filter(pk__in=numbers).order_by(*keys)


@admin.register(Comment)
class CommentAdmin(TakesAlong):
    list_display = ("created", "words", "writer", "piece", "status")
    list_filter = (StateFilter,)
    list_select_related = ("article", "latest")
    list_per_page = 50
    paginator = Cut
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["css/components/comments.css"]}

    # --- rights: words are decided on, never written or deleted here ---------------------------

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.moderate")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_moderate_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return request.user.has_perm("comments.moderate", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    # --- the queue ------------------------------------------------------------------------------

    def get_ordering(self, request: HttpRequest) -> Any:
        chosen = request.GET.get(StateFilter.parameter_name, Status.PENDING)
        if chosen in StateFilter.LANES:
            return ["created", "pk"]
        return ["behind", "created", "pk"] if chosen == Status.PENDING else ["-created", "-pk"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Listed

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().changelist_view(request, _TOLD | (extra_context or {}))
        told = getattr(response, "context_data", None) or {}
        if "cl" in told and told["cl"].own is not None:
            told["subtitle"] += ", của các mục được giao"
        return response

    @admin.display(description="ý kiến")
    def words(self, comment: Comment) -> str:
        """All of it: nobody should let a text through after reading its beginning."""
        text, flags = "", []
        if comment.latest:
            text, flags = comment.latest.text, list(comment.latest.flags.all())
        shown = linebreaksbr(marked(text, flags))
        told = ", ".join(noticed(flags))
        return format_html(
            '<div class="comment__text" dir="auto">{}</div>{}',
            shown,
            format_html('<p class="comment-flags">{}</p>', told) if told else "",
        )

    @admin.display(description="người gửi")
    def writer(self, comment: Comment) -> str:
        return format_html("<bdi>{}</bdi>", comment.name)

    @admin.display(description="bài")
    def piece(self, comment: Comment) -> str:
        return format_html('<a href="{}">{}</a>', piece_address(comment), comment.article.title)

    # --- the desk (comments/desk/) --------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        return urls(self.admin_site.admin_view) + super().get_urls()

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        comment = self.get_object(request, object_id)
        if comment is None:
            raise Http404
        return show_card(request, comment)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        waiting = super().get_queryset(request).prefetch_related("latest__flags__word")
        return waiting.select_related("article", "latest")
