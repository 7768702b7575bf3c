"""Where comments are taken and how: by section, by piece, and the one switch for all."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.models import User
from articles.models import Article
from comments import hiding
from comments.models import Assignment, Closing, Discussion, ReasonTemplate, SectionPolicy
from comments.rescanning import ask_look_again, ask_look_again_in
from core.admin import VIETNAMESE_DATES


@admin.register(SectionPolicy)
class SectionPolicyAdmin(admin.ModelAdmin):
    list_display = ("section", "mode", "days", "two_pairs")
    list_select_related = ("section",)

    def get_readonly_fields(self, request: HttpRequest, obj: SectionPolicy | None = None) -> Any:
        """Another section would be written over, for it is the row's key."""
        return ("section",) if obj else ()

    def save_model(self, request: HttpRequest, obj: SectionPolicy, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if "mode" in form.changed_data:
                hiding.ask(obj.section)
            if obj.two_pairs and "two_pairs" in form.changed_data:
                ask_look_again_in(obj.section)
                told = "Các ý kiến đã đăng của chuyên mục sẽ được đưa ra xem lại."
                self.message_user(request, told, messages.INFO)

    def delete_model(self, request: HttpRequest, obj: SectionPolicy) -> None:
        with transaction.atomic():
            section = obj.section
            super().delete_model(request, obj)
            hiding.ask(section)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SectionPolicy]) -> None:
        with transaction.atomic():
            sections = [policy.section for policy in queryset.select_related("section")]
            super().delete_queryset(request, queryset)
            for section in sections:
                hiding.ask(section)


class DiscussionForm(forms.ModelForm):
    by: User

    def clean_article(self) -> Article:
        article: Article = self.cleaned_data["article"]
        if not self.by.has_perm("comments.set_discussion", article):
            raise forms.ValidationError("Ý kiến của bài này giao cho người khác duyệt.")
        return article


@admin.register(Discussion)
class DiscussionAdmin(admin.ModelAdmin):
    """Of pieces in the sections that somebody decides in; of others it is read."""

    form = DiscussionForm
    list_display = ("article", "mode", "look_again_on")
    list_select_related = ("article",)
    list_filter = ("mode",)
    autocomplete_fields = ("article",)
    formfield_overrides = VIETNAMESE_DATES
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Discussion | None = None) -> Any:
        """Another piece's would be written over, for it is the row's key."""
        return ("article",) if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Discussion | None = None) -> bool:
        return super().has_change_permission(request, obj) and _in_own(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Discussion | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _in_own(request, obj)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.by = request.user  # made anew for each request
        return form

    def save_model(self, request: HttpRequest, obj: Discussion, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            hiding.tell([obj.article_id])
            if obj.look_again_on and "look_again_on" in form.changed_data:
                ask_look_again(obj.article_id, on=obj.look_again_on)

    def delete_model(self, request: HttpRequest, obj: Discussion) -> None:
        with transaction.atomic():
            article = obj.article_id
            super().delete_model(request, obj)
            hiding.tell([article])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Discussion]) -> None:
        with transaction.atomic():
            articles = list(queryset.values_list("article", flat=True))
            super().delete_queryset(request, queryset)
            hiding.tell(articles)


def _in_own(request: HttpRequest, obj: Discussion | None) -> bool:
    article = obj.article if obj else None
    return request.user.has_perm("comments.set_discussion", article)


@admin.register(Closing)
class ClosingAdmin(admin.ModelAdmin):
    """Each decision is a row that stays."""

    list_display = ("at", "closed", "reason", "by")
    list_select_related = ("by",)
    fields = ("closed", "reason")

    def save_model(self, request: HttpRequest, obj: Closing, form: Any, change: bool) -> None:
        obj.by = request.user  # type: ignore[assignment]
        obj.save()

    def has_change_permission(self, request: HttpRequest, obj: Closing | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Closing | None = None) -> bool:
        return False


@admin.register(ReasonTemplate)
class ReasonTemplateAdmin(admin.ModelAdmin):
    """Put aside, not deleted: what was said with it stays as it was said."""

    list_display = ("text", "verdict", "position", "archived")
    list_editable = ("position", "archived")
    list_filter = ("verdict", "archived")


@admin.register(Assignment)
class AssignmentAdmin(admin.ModelAdmin):
    """Given out by the heads. Whoever has none decides everywhere."""

    list_display = ("user", "section")
    list_select_related = ("user", "section")
    list_filter = ("section",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            may = Permission.objects.filter(codename="moderate_comment")
            people = User.objects.filter(
                Q(groups__permissions__in=may) | Q(user_permissions__in=may), is_active=True
            )
            kwargs["queryset"] = people.distinct().order_by("full_name", "username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
