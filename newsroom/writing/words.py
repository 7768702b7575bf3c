"""Words that were typed and not saved, as they are offered back."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.html import escape
from django.utils.safestring import SafeString

from articles.models import Article
from core.html import plain_text, sanitise
from core.vietnamese import clean
from newsroom.forms import ArticleForm
from newsroom.models import Sitting
from newsroom.revisions.differences import line_changes, marked

NAMES = tuple(ArticleForm.base_fields)
MOST_OFFERED = 5
_MOST_DIGITS = 18
_MOST_SHOWN = 1_500
"""Letters of one field on each side, marked."""


@dataclass(frozen=True)
class Offer:
    """Unsaved words of one sitting that the piece does not say now: (label, what differs)."""

    sitting: Sitting
    differs: list[tuple[str, SafeString]]


def words(sitting: Sitting) -> dict[str, Any]:
    """By field in the form's order, through the same door as the form's own input. What a field
    could not show, such as a row that is gone, is left out."""
    typed = sitting.typed
    return {
        name: _cleaned(name, typed[name])
        for name in NAMES
        if name in typed and _can_stand(name, typed[name])
    }


def offers(article: Article | None, *, user_pk: int, apart_from: str) -> list[Offer]:
    """The person's own unsaved words for this piece; for a piece not saved yet, of all such. One
    query, and one for what a chosen row is called."""
    kept = Sitting.objects.with_words().filter(user=user_pk, article=article)
    found = kept.exclude(key=apart_from).order_by("-typed_at")[:MOST_OFFERED]
    offered = [Offer(sitting, _differing(sitting, article)) for sitting in found]
    return [offer for offer in offered if offer.differs]


def _cleaned(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [clean(each) for each in value]
    if name == "body":
        return sanitise(value)
    door = getattr(ArticleForm.base_fields[name], "door", clean)
    return door(value)


def _can_stand(name: str, value: Any) -> bool:
    """Text may be anything, unfinished too; what is chosen must be there to be chosen."""
    field = ArticleForm.base_fields[name]
    if isinstance(value, list) != isinstance(field, forms.ModelMultipleChoiceField):
        return False
    if not value or not isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return True
    numbers = value if isinstance(value, list) else [value]
    if isinstance(field, forms.ModelChoiceField) and not all(map(_is_number, numbers)):
        return False
    try:
        field.clean(value)
    except ValidationError:
        return False
    return True


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def _differing(sitting: Sitting, article: Article | None) -> list[tuple[str, SafeString]]:
    found = []
    for name, value in words(sitting).items():
        now = _now(article, name)
        if value != now and (value or now):
            label = str(ArticleForm.base_fields[name].label or name)
            found.append((label, _shown(name, now, value)))
    return found


def _now(article: Article | None, name: str) -> Any:
    if article is None:
        return ""
    if name in {"tags", "topics"}:
        rows = getattr(article, name).all()
        return (
            ", ".join(row.name for row in rows) if name == "tags" else [str(row.pk) for row in rows]
        )
    value = getattr(article, name, article.facts.get(name))
    if isinstance(value, Model):
        return str(value.pk)
    return "" if value is None else str(value)


def _shown(name: str, now: Any, value: Any) -> SafeString:
    """Text word by word; of what is chosen, only that another was chosen."""
    field = ArticleForm.base_fields[name]
    if hasattr(field, "choices") or isinstance(value, list):
        return escape("chọn khác")
    if name == "body":
        now, value = plain_text(now), plain_text(value)
        lines = [line for line in value.split("\n") if line not in set(now.split("\n"))]
        now = "\n".join(line for line in now.split("\n") if line not in set(value.split("\n")))
        value = "\n".join(lines)
    return marked(line_changes(now[:_MOST_SHOWN], value[:_MOST_SHOWN]))
