"""Text from before Unicode that came into the form: shown before and after, and asked about."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import Truncator

from core.html import plain_text
from core.legacy import converted, converted_html, told_of_html

QUESTION = (
    "Có chữ gõ bằng phông trước thời Unicode. Hãy xem bản đổi ở dưới rồi chọn đổi hay giữ nguyên."
    " Chưa có gì được ghi."
)
CONVERT, KEEP = "convert", "keep"
_SHOWN = 300
_NAMES = (
    *("kicker", "title", "short_title", "social_title", "sapo", "body", "lead_caption"),
    *("source", "signature", "tags"),
)


@dataclass(frozen=True)
class OldText:
    """`text` is the whole field converted; `before` and `after` are how it begins, to be seen.
    `losses`: words whose capitals were guessed."""

    name: str
    label: str
    kind: str
    text: str
    before: str
    after: str
    losses: list[tuple[str, str]]


def seen(name: str, label: str, text: str) -> OldText | None:
    """What a field's text, as it came, would become; None where it is not from before Unicode."""
    kind = told_of_html(text)
    if kind is None:
        return None
    done = _converted(name, text, kind)
    before, after = (_begun(name, each) for each in (text, done[0]))
    return OldText(name, label, kind, done[0], before, after, done[1])


def decided(data: Any) -> Any:
    """The data with the texts converted that the person said should be."""
    names = [name for name in _NAMES if data.get(f"legacy-{name}") == CONVERT and name in data]
    if not names:
        return data
    changed = data.copy()
    for name in names:
        kind = told_of_html(data[name])
        if kind:
            changed[name] = _converted(name, data[name], kind)[0]
    return changed


def asked(form: forms.BaseForm) -> list[OldText]:
    """Of the fields that were changed and not decided about."""
    found = [
        seen(name, str(form.fields[name].label), form.data.get(name, ""))
        for name in _NAMES
        if name in form.changed_data and form.data.get(f"legacy-{name}") != KEEP
    ]
    return [each for each in found if each]


def _converted(name: str, text: str, kind: str) -> tuple[str, list[Any]]:
    if name == "body":
        return converted_html(text, kind)
    done = converted(text, kind)
    return done.text, done.losses


def _begun(name: str, text: str) -> str:
    return Truncator(plain_text(text) if name == "body" else text).chars(_SHOWN)
