from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from js_asset import Media

from newsroom import story_templates
from newsroom.models import StoryTemplate


@admin.register(StoryTemplate)
class StoryTemplateAdmin(admin.ModelAdmin):
    list_display = ("name", "genre", "section")
    list_filter = ("genre",)
    list_select_related = ("section",)
    search_fields = ("name",)
    actions = ("trash",)
    fields = ("name", "genre", "section", "title", "sapo", "body", "tags", "checklist")

    class Media:
        css = {"all": ["css/newsroom/desk.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[StoryTemplate]:
        return super().get_queryset(request).filter(trashed_at=None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It goes to the trash."""
        return False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["media"] = Media.from_media(context["media"]).with_nonce(str(request.csp_nonce))  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(description="Bỏ vào thùng rác", permissions=["change"])
    def trash(self, request: HttpRequest, chosen: QuerySet[StoryTemplate]) -> None:
        for template in chosen:
            story_templates.trash(template, by=request.user)  # type: ignore[arg-type]
