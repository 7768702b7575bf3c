"""The article desk: the change form, the preview, and the acts of publishing."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.html import format_html
from js_asset import Media, Script
from reversion.admin import VersionAdmin

from accounts.models import User
from articles import workflow
from articles.genres import FACTS
from articles.models import Article, Stage, TaggedArticle
from articles.rules import visible_articles
from core.admin import FoldedSearch
from core.numbers import number
from newsroom import previewing, story_templates, views
from newsroom.admin.rows import BylineInline, RelatedInline, StraightFields
from newsroom.board.acts import taken
from newsroom.board.filters import DueFilter, HolderFilter
from newsroom.board.panel import panel as progress_panel
from newsroom.board.urls import urls as board
from newsroom.bulk.actions import ACTIONS
from newsroom.bulk.urls import urls as bulk
from newsroom.checks.panel import panel as checks_panel
from newsroom.checks.urls import urls as checks
from newsroom.forms import ArticleForm
from newsroom.genre_form import facts_told, genre_fieldsets, sorted_groups
from newsroom.notes.panel import panel as notes_panel
from newsroom.notes.urls import urls as notes
from newsroom.removal.urls import urls as removal
from newsroom.review.panel import panel as review_panel
from newsroom.review.urls import urls as review
from newsroom.revisions.urls import urls as revisions
from newsroom.states import state_of, versions_for_state
from newsroom.writing.desk import KeepsWords
from newsroom.writing.urls import urls as writing
from readership.queries import reads_of


@admin.register(Article)
class ArticleAdmin(StraightFields, FoldedSearch, KeepsWords, VersionAdmin):
    form = ArticleForm
    inlines = (BylineInline, RelatedInline)
    list_display = (
        *("title", "section", "genre", "state", "stage", "holder", "due"),
        *("reads", "created_by", "modified"),
    )
    list_filter = (
        *("progress__stage", HolderFilter, DueFilter, "progress__priority"),
        *("section", "genre", "modified"),
    )
    search_fields = ("title", "sapo")
    folded_field = ""
    autocomplete_fields = ("topics", "series", "recording")
    addable = ("topics", "series")
    list_per_page = 50
    actions = ACTIONS
    show_full_result_count = False
    history_latest_first = True
    change_form_template = "newsroom/article_form.html"
    # Pieces are never deleted, so the list has no “recover deleted”.
    change_list_template = "admin/change_list.html"
    fieldsets = (
        ("Bài", {"fields": ("kicker", "title", "sapo", "body"), "classes": ("desk-main",)}),
        (
            "Ảnh chính",
            {"fields": ("lead_photo", "lead_caption"), "classes": ("desk-main",)},
        ),
        (
            "Xếp chỗ",
            {"fields": ("section", "genre", "tags", "topics"), "classes": ("desk-side",)},
        ),
        (
            "Nguồn và ký tên",
            {"fields": ("source", "signature"), "classes": ("desk-side",)},
        ),
        (
            "Tít khác, đường dẫn",
            {"fields": ("short_title", "social_title", "slug"), "classes": ("desk-side",)},
        ),
        *genre_fieldsets(),
        (None, {"fields": ("story_template",), "classes": ("desk-side",)}),
    )

    class Media:
        css = {
            "all": [
                "css/newsroom/checks.css",
                "css/newsroom/desk.css",
                "css/newsroom/notes.css",
                "css/newsroom/progress.css",
                "css/newsroom/bulk.css",
                "css/newsroom/revisions.css",
                "css/newsroom/writing.css",
            ]
        }
        js = (Script("js/newsroom/writing.js", type="module"),)

    def reversion_register(self, model: type[Any], **options: Any) -> None:
        """A revision of a piece holds its tags as it holds its bylines."""
        if model is Article:
            options["follow"] = (*options.get("follow", ()), "tagged_items")
            self._reversion_autoregister(TaggedArticle, ())
        super().reversion_register(model, **options)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """The list tells each piece's state: its versions come along, without their texts."""
        pieces = super().get_queryset(request).filter(pk__in=visible_articles(request.user))  # type: ignore[arg-type]
        rows = ("section__parent", "created_by", "progress__assignee", "progress__approved_by")
        return pieces.select_related(*rows).prefetch_related(versions_for_state())

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The page of the list, with the reads of the pieces on it that readers can open."""
        listed = super().get_changelist_instance(request)
        listed.result_list = list(listed.result_list)
        states = {piece.pk: state_of(piece) for piece in listed.result_list}
        counted = reads_of(pk for pk, state in states.items() if state.live)
        for piece in listed.result_list:
            piece.counted_reads = counted.get(piece.pk)
        return listed

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/xem-truoc/", wrap(previewing.preview), name="article-preview"),
            path(
                "<int:pk>/xem-truoc/trang/",
                wrap(previewing.preview_page),
                name="article-preview-page",
            ),
            path("<int:pk>/xuat-ban/", wrap(views.publish), name="article-publish"),
            path("<int:pk>/go-bai/", wrap(views.withdraw), name="article-withdraw"),
            path("<int:pk>/cai-chinh/", wrap(views.correct), name="article-correct"),
            path("tu-mau/", wrap(story_templates.choose), name="story-templates"),
            path("tu-bo-anh/<int:pk>/", wrap(views.photo_story), name="photo-story"),
        ]
        own += revisions(wrap)
        own += writing(wrap)
        own += notes(wrap)
        own += board(wrap)
        own += bulk(wrap)
        own += review(wrap)
        own += checks(wrap)
        own += removal(wrap)
        return own + super().get_urls()

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """Who may only read finds the facts of the genre in one line: they are no columns."""
        every = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return every
        columns = [
            (name, facts) for name, facts in every if not set(facts["fields"]) & FACTS.keys()
        ]
        told = {"fields": ("genre_facts",), "classes": ("desk-main",)}
        return [*columns, ("Thông tin riêng của thể loại", told)]

    @admin.display(description="thông tin riêng")
    def genre_facts(self, article: Article) -> str:
        return facts_told(article)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return request.user.has_perm("articles.edit", obj)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """The list for all who work on pieces; a working copy for those it concerns."""
        works = super().has_change_permission(request) or super().has_view_permission(request)
        return works and (obj is None or request.user.has_perm("articles.read_copy", obj))

    def has_assign_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.assign")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.withdraw")

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Words are never lost: a piece is withdrawn, not deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm, change: bool) -> None:
        """Only what was changed is written: what others saved meanwhile in other fields stays."""
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
            obj.save()
            return
        changed = set(form.changed_data)
        if not changed:
            return
        columns = {
            field.name
            for field in obj._meta.concrete_fields
            if {field.name, getattr(field, "source", "")} & changed
            or (field.name == "facts" and changed & FACTS.keys())
        }
        obj.save(update_fields={"modified", *columns})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A piece is changed where its rows are; opened and saved as it was, it is not."""
        super().save_related(request, form, formsets, change)
        rows_changed = any(rows.has_changed() for rows in formsets)
        if change and not form.changed_data and rows_changed:
            form.instance.save(update_fields=["modified"])
        if not change or form.changed_data or rows_changed:
            workflow.edited(form.instance, by=request.user)  # type: ignore[arg-type]

    def revision_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The stock pages bring back whole revisions, whatever rows they hold: ours stand in
        newsroom/revisions/."""
        raise Http404

    recover_view = recoverlist_view = revision_view

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        context["media"] = Media.from_media(context["media"]).with_nonce(str(request.csp_nonce))  # type: ignore[attr-defined]
        context["state"] = state_of(obj) if obj else None
        context["checklist"] = story_templates.checklist(request, obj)
        context["genre_groups"] = sorted_groups(context["adminform"])
        context |= self.opening(request, obj)
        if obj:
            context |= self.panels(request, obj)
        context["may_publish"] = request.user.has_perm("articles.release", obj)
        context["may_withdraw"] = obj is not None and request.user.has_perm(
            "articles.withdraw", obj
        )
        context["may_correct"] = obj is not None and request.user.has_perm("articles.correct", obj)
        context["may_ask_correction"] = obj is not None and request.user.has_perm(
            "articles.ask_correction", obj
        )
        return super().render_change_form(request, context, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_changeform_initial_data(request) | story_templates.initial(request)

    def panels(self, request: HttpRequest, article: Article) -> dict[str, Any]:
        """What the panels beside the form show (templates/newsroom/panels/)."""
        return {
            **progress_panel(request, article),
            **notes_panel(request, article),
            **review_panel(request, article),
            **checks_panel(request, article),
        }

    def response_add(self, request: HttpRequest, obj: Article, **kwargs: Any) -> HttpResponse:
        return self.response_onward(request, obj) or super().response_add(request, obj, **kwargs)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self.response_onward(request, obj) or super().response_change(request, obj)

    def response_onward(self, request: HttpRequest, obj: Article) -> HttpResponse | None:
        """“Lưu và …” leads to the page where the next step is taken."""
        if "_preview" in request.POST:
            return redirect("admin:article-preview", obj.pk)
        if "_publish" in request.POST:
            return redirect("admin:article-publish", obj.pk)
        if "_move" in request.POST:
            return self._moved(request, obj)
        return None

    def _moved(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """The words are saved by now; a step that is refused is told, and the form stays open."""
        to = request.POST["_move"]
        if to == Stage.APPROVED:
            return redirect("admin:article-approve", obj.pk)
        try:
            taken(request, obj, to, request.POST.get("_reason", ""))
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, f"Đã lưu, nhưng chưa chuyển được: {sentence}")
        return redirect("admin:articles_article_change", obj.pk)

    @admin.display(description="tình trạng")
    def state(self, article: Article) -> str:
        state = state_of(article)
        return format_html('<span class="state state--{}">{}</span>', state.name, state.label)

    @admin.display(description="khâu", ordering="progress__stage")
    def stage(self, article: Article) -> str:
        progress = article.progress
        name, label = progress.stage, progress.get_stage_display()
        return format_html('<span class="stage stage--{}">{}</span>', name, label)

    @admin.display(description="người giữ", ordering="progress__assignee")
    def holder(self, article: Article) -> User | None:
        return article.progress.assignee

    @admin.display(description="hạn", ordering="progress__due")
    def due(self, article: Article) -> datetime | None:
        return article.progress.due

    @admin.display(description="lượt đọc 24 giờ / 7 ngày")
    def reads(self, article: Article) -> str:
        """Of live pieces; nobody can read the others."""
        counted = getattr(article, "counted_reads", None)
        if counted is None:
            return self.get_empty_value_display()
        return " / ".join(number(count) for count in counted)
