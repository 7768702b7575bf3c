"""Text from before Unicode that came into the form: shown before and after, and asked about."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from articles.genres import FACTS
from core.html import plain_text
from core.legacy import converted, converted_html, told_of_html, told_of_line

QUESTION = (
    "Có chữ gõ bằng phông trước thời Unicode. Hãy xem bản đổi ở dưới rồi chọn đổi hay giữ nguyên."
    " Chưa có gì được ghi."
)
CONVERT, KEEP = "convert", "keep"
_SHOWN = 300
_SHORT = 400
"""Letters up to which a text is judged by all its words and not by most of them."""
_NAMES = (
    *("kicker", "title", "short_title", "social_title", "sapo", "body", "lead_caption"),
    *("source", "signature", "tags"),
    *(name for name, fact in FACTS.items() if fact.kind in {"line", "prose"}),
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


def kinds_of(data: Any) -> dict[str, str]:
    """Field → what its text, as it came, seems to be. Where one is told, a single word is enough in
    the others: they were pasted from the same page."""
    texts = {name: data.get(name) or "" for name in _NAMES}
    sure = {name: kind for name, text in texts.items() if (kind := _kind(text))}
    beside = next(iter(sure.values()), None)
    unsure = {name: text for name, text in texts.items() if name not in sure}
    return sure | {name: kind for name, text in unsure.items() if (kind := _kind(text, beside))}


def seen(name: str, label: str, text: str, kind: str | None = None) -> OldText | None:
    """What a field's text, as it came, would become; None where it is not from before Unicode."""
    kind = kind or _kind(text)
    if kind is None:
        return None
    done = _converted(name, text, kind)
    before, after = (_begun(name, each) for each in (text, done[0]))
    return OldText(name, label, kind, done[0], before, after, done[1])


def decided(data: Any, kinds: dict[str, str]) -> Any:
    """The data with the texts converted that the person said should be."""
    names = [name for name in kinds if data.get(f"legacy-{name}") == CONVERT]
    if not names:
        return data
    changed = data.copy()
    for name in names:
        changed[name] = _converted(name, data[name], kinds[name])[0]
    return changed


def asked(form: Any) -> list[OldText]:
    """Of the fields that were changed and not decided about; `form.old_kinds` as it came."""
    found = [
        seen(name, str(form.fields[name].label), form.data.get(name, ""), kind)
        for name, kind in form.old_kinds.items()
        if name in form.changed_data and form.data.get(f"legacy-{name}") not in {KEEP, CONVERT}
    ]
    return [each for each in found if each]


def _kind(text: str, beside: str | None = None) -> str | None:
    kind = told_of_html(text)
    if kind is None and len(text) <= _SHORT:
        return told_of_line(text, beside)
    return kind


def _converted(name: str, text: str, kind: str) -> tuple[str, list[Any]]:
    if name == "body":
        return converted_html(text, kind)
    done = converted(text, kind)
    return done.text, done.losses


def _begun(name: str, text: str) -> str:
    return Truncator(plain_text(text) if name == "body" else text).chars(_SHOWN)
