"""The lists a desk keeps. Forms of pieces, tags, topics and series are the newsroom's."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User
from articles.models import Correction, Partner, PublishingAct, Section, SectionHead
from core.admin import FoldedSearch


class KeptAdmin(FoldedSearch):
    """Published pages name these rows: they are renamed, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SectionHeadInline(admin.TabularInline):
    model = SectionHead
    extra = 0
    verbose_name_plural = "Trưởng ban phụ trách (duyệt và xuất bản bài của chuyên mục)"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_staff=True, is_active=True).order_by(
                "full_name", "username"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Section)
class SectionAdmin(KeptAdmin):
    inlines = (SectionHeadInline,)
    fieldsets = (
        (
            None,
            {"fields": ("name", "slug", "parent", "position", "description", "active")},
        ),
        (
            "Quy trình",
            {
                "fields": (
                    *("skips_editing", "skips_layout", "skips_awaiting"),
                    *("two_people", "full_route"),
                ),
            },
        ),
    )
    list_display = ("name", "slug", "parent", "position", "active")
    list_editable = ("position", "active")
    list_select_related = ("parent",)
    search_fields = ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> Any:
        """Addresses are kept for good: a section keeps the slug it was opened with."""
        return ("slug",) if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = Section.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A switch left open stands as in the section above."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.NullBooleanField):
            field.widget.choices = [
                ("unknown", "Như chuyên mục cha"),
                ("true", "Có"),
                ("false", "Không"),
            ]
        return field


@admin.register(Correction)
class CorrectionAdmin(KeptAdmin):
    """What was said; a new one is written from the piece's own form."""

    list_display = ("published_at", "title", "section_name", "wrong", "right", "by")
    fields = (
        *("title", "section_name", "first_published_at", "wrong", "right", "note"),
        *("by", "published_at"),
    )
    list_filter = ("published_at",)
    list_select_related = ("by",)
    search_fields = ("title", "wrong", "right")
    folded_field = "article__title_slug"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(PublishingAct)
class PublishingActAdmin(KeptAdmin):
    """The log of publishing: to read, never to write."""

    list_display = ("at", "act", "piece", "by", "effective", "reason")
    fields = ("at", "act", "piece", "copy", "by", "effective", "reason")
    list_filter = ("act", "at")
    list_select_related = ("article", "by")
    search_fields = ("article__title", "reason")

    @admin.display(description="bài", ordering="article")
    def piece(self, entry: PublishingAct) -> str:
        return str(entry.article)

    @admin.display(description="bản")
    def copy(self, entry: PublishingAct) -> str:
        return str(entry.version or self.get_empty_value_display())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Partner)
class PartnerAdmin(admin.ModelAdmin):
    """Told by mail of each correction and removal (articles/partners.py)."""

    list_display = ("name", "email", "active")
    search_fields = ("name", "email")
