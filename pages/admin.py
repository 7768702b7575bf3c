from typing import Any

from django.contrib import admin
from django.db import transaction
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from js_asset import Media
from reversion.admin import VersionAdmin
from reversion.models import Version

from core.admin import FoldedSearch
from pages import footer
from pages.models import Page


@admin.register(Page)
class PageAdmin(FoldedSearch, VersionAdmin):
    """Pages are taken from readers, never deleted; every save keeps what stood before."""

    list_display = ("title", "slug", "position", "in_footer", "published", "modified")
    search_fields = ("title",)
    fields = ("title", "slug", "body", "with_masthead", "position", "in_footer", "published")
    history_latest_first = True
    change_list_template = "admin/change_list.html"

    class Media:
        css = {"all": ["css/newsroom/desk.css"]}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def revision_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """The stock page asks for the number of the row alone: it would bring back a piece that has
        the number of a page."""
        kept = Version.objects.get_for_model(Page).filter(object_id=object_id, pk=version_id)
        if not kept.exists():
            raise Http404
        return super().revision_view(request, object_id, version_id, extra_context)

    def recover_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """No page is ever deleted; the stock page would recover any row of any kind."""
        raise Http404

    recoverlist_view = recover_view

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> Any:
        return ("slug",) if obj else ()

    def view_on_site(self, obj: Page) -> str:
        return obj.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Page, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(footer.forget)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["media"] = Media.from_media(context["media"]).with_nonce(str(request.csp_nonce))  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)
