"""Rows that stand inside the form of a piece, and fields without the stock admin's pencils."""

from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from articles.models import Article, Byline, RelatedArticle
from articles.rules import visible_articles
from authors.models import PenName
from core.admin import Rows
from newsroom.forms import BylineForm, RelatedForm
from newsroom.widgets import ChosenSelect


class StraightFields:
    """Stock admin hangs a pencil, a plus and an eye beside every chosen row. A desk in a hurry
    needs none of them but the plus, and that where a missing name is common."""

    addable: tuple[str, ...] = ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            if db_field.name in self.addable:
                formfield.widget.can_change_related = formfield.widget.can_view_related = False
            else:
                formfield.widget = formfield.widget.widget
        return formfield


class PartOfArticle(StraightFields, Rows):
    """Rows that belong to a piece: who may edit the piece may edit them."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.autocomplete_fields)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = ChosenSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _may_edit(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("articles.add_article")
        return request.user.has_perm("articles.edit", obj)

    has_add_permission = _may_edit
    has_change_permission = _may_edit
    has_delete_permission = _may_edit

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return request.user.has_perm("articles.view_article")


class BylineInline(PartOfArticle):
    model = Byline
    extra = 1
    form = BylineForm
    autocomplete_fields = ("author",)
    addable = ("author",)
    fields = ("author", "role", "pen_name", "position")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name == "pen_name":
            # One reading for all rows: left alone, each row of the form asks for the list anew.
            names = PenName.objects.select_related("author").order_by("author__sort_name", "name")
            field.choices = [("", "–"), *((pen.pk, f"{pen} ({pen.author})") for pen in names)]
        return field


class RelatedInline(PartOfArticle):
    model = RelatedArticle
    form = RelatedForm
    fk_name = "article"
    autocomplete_fields = ("other",)
    fields = ("other", "position")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        known = visible_articles(request.user).filter(pk=OuterRef("other"))  # type: ignore[arg-type]
        return super().get_queryset(request).annotate(known=Exists(known))

    def get_formset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, *args, **kwargs)
        formset.form.by = request.user
        return formset
