"""The fields of a piece that only some genres have, as the change form shows them.

All of them are on the page whatever the genre is, so nothing typed is lost when it is switched;
those of other genres stand folded away, and a script moves them as the genre is chosen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.helpers import AdminForm, Fieldset
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from articles.genres import FACTS, GROUPS, Fact, Group, cleaned
from articles.models import Article
from core.dates import short_date
from core.fields import LineFormField, ProseFormField, VietnameseDateField

OWN = "genre-own"
"""The class of fieldsets that belong to some genres."""


def _form_field(fact: Fact) -> forms.Field:
    common: dict[str, Any] = {
        "label": capfirst(fact.label),
        "required": False,
        "help_text": fact.help,
    }
    if fact.kind == "prose":
        area = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})
        return ProseFormField(max_length=fact.most, widget=area, **common)
    if fact.kind == "day":
        return VietnameseDateField(**common)
    if fact.kind == "yes":
        return forms.BooleanField(**common)
    if fact.kind == "number":
        return forms.IntegerField(min_value=1, widget=forms.HiddenInput, **common)
    line = forms.TextInput(attrs={"class": "vTextField"})
    return LineFormField(max_length=fact.most, widget=line, **common)


_declared: dict[str, Any] = {name: _form_field(fact) for name, fact in FACTS.items()}
_FactFields: Any = DeclarativeFieldsMetaclass("_FactFields", (forms.Form,), _declared)


class FactsForm(_FactFields):
    """The part of the form of a piece that writes Article.facts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in self.instance.facts.items():
            self.initial.setdefault(name, _as_typed(name, value))

    def _post_clean(self) -> None:
        """What the form did not hold stays, as what was refused does."""
        super()._post_clean()
        typed = {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}
        stored = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in typed.items()
        }
        self.instance.facts = cleaned({**self.instance.facts, **stored})


def _as_typed(name: str, value: Any) -> Any:
    if name in FACTS and FACTS[name].kind == "day":
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            return None
    return value


def genre_fieldsets() -> tuple[Any, ...]:
    """For ModelAdmin.fieldsets, in the order of the table."""
    return tuple(
        (
            group.name,
            {
                "fields": group.fields,
                "classes": ("desk-main", OWN),
                **({"description": group.help} if group.help else {}),
            },
        )
        for group in GROUPS
    )


@dataclass(frozen=True)
class ShownGroup:
    """A fieldset of some genres on the page; `number` is its place among all, for ids."""

    fieldset: Fieldset
    number: int
    genres: str


def sorted_groups(form: AdminForm) -> dict[str, list[ShownGroup]]:
    """Those to show for the genre that stands in the form, those with something wrong, and the
    rest."""
    chosen = form.form["genre"].value() if "genre" in form.form.fields else form.form.instance.genre
    by_name = {group.name: group for group in GROUPS}
    sorted_: dict[str, list[ShownGroup]] = {"own": [], "others": []}
    fieldset: Any
    for number, fieldset in enumerate(form):
        if OWN not in fieldset.classes.split():
            continue
        group = by_name[str(fieldset.name)]
        row = ShownGroup(fieldset, number, " ".join(sorted(group.genres)))
        shown = chosen in group.genres or _refused(group, form.form.errors)
        sorted_["own" if shown else "others"].append(row)
    return sorted_


def _refused(group: Group, errors: Iterable[str]) -> bool:
    return bool(set(group.fields) & set(errors))


def facts_told(article: Article) -> SafeString | str:
    """The facts as somebody reads them who may not change them."""
    lines = [
        (capfirst(FACTS[name].label), _in_words(FACTS[name], value))
        for name, value in article.facts.items()
        if name in FACTS and FACTS[name].kind != "number"
    ]
    return (
        format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", lines)) if lines else ""
    )


def _in_words(fact: Fact, value: Any) -> str:
    if fact.kind == "yes":
        return "có" if value else "không"
    if fact.kind == "day":
        day = _as_typed("questions_sent", value)
        return short_date(day) if day else ""
    return str(value)
