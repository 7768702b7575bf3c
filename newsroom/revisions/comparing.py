"""Two states of a piece beside each other, part by part."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from articles.genres import FACTS
from newsroom.revisions.differences import BlockChange, Change, body_changes, line_changes, marked
from newsroom.revisions.naming import LABELS, Names
from newsroom.revisions.reading import FIELDS, LISTS, Told
from photos.models import Photo

_WRITTEN = {"kicker", "title", "short_title", "social_title", "sapo", "lead_caption"}
_WRITTEN |= {"source", "signature", "slug"}
_LINES = tuple(name for name in FIELDS if name not in {"body", "lead_photo", "facts"})


@dataclass(frozen=True)
class Line:
    """One part that is not the same: its label and what it said, marked."""

    label: str
    marked: SafeString


@dataclass(frozen=True)
class PhotoChange:
    """`op`: "=" in both, "-" in the old only, "+" in the new only. The photo is None where the
    library has it no more."""

    op: str
    number: int
    photo: Photo | None
    lead: bool
    caption: SafeString


@dataclass(frozen=True)
class Comparison:
    lines: list[Line]
    photos: list[PhotoChange]
    body: list[BlockChange]
    unknown: list[str]
    """Labels of the parts that one of the two does not tell; they are not compared."""

    @property
    def body_same(self) -> bool:
        return all(change.op == "same" for change in self.body)

    @property
    def same(self) -> bool:
        return self.body_same and not self.lines and all(row.op == "=" for row in self.photos)


def changed_parts(old: Told | None, new: Told) -> list[str]:
    """Labels of what the newer one says differently; of all it says where there is no older."""
    before = old.values if old else {}
    return [
        LABELS[name]
        for name in (*FIELDS, *LISTS)
        if name in new.values
        and (name in before or old is None)
        and (new.values[name] or None) != (before.get(name) or None)
    ]


def compare(old: Told, new: Told, names: Names) -> Comparison:
    both = old.values.keys() & new.values.keys()
    lines = [
        Line(LABELS[name], _field(name, old.values[name], new.values[name], names))
        for name in _LINES
        if name in both and (old.values[name] or None) != (new.values[name] or None)
    ]
    lines += [
        Line(LABELS[name], _list(name, old.values[name], new.values[name], names))
        for name in LISTS
        if name in both and _named(name, old, names) != _named(name, new, names)
    ]
    if "facts" in both:
        lines += _facts(old.values["facts"], new.values["facts"])
    body = body_changes(old.values["body"], new.values["body"]) if "body" in both else []
    unknown = [LABELS[name] for name in (*FIELDS, *LISTS) if name not in both]
    return Comparison(lines, _photos(old, new, names), body, unknown)


def _field(name: str, old: Any, new: Any, names: Names) -> SafeString:
    told = [names.of(name, value) for value in (old, new)]
    if name in _WRITTEN:
        return marked(line_changes(*told))
    return marked([Change(op, words) for op, words in zip("-+", told, strict=True) if words])


def _facts(old: Any, new: Any) -> list[Line]:
    """What the genre asks for, fact by fact; one that no genre has any more by its bare name."""
    before, after = (facts if isinstance(facts, dict) else {} for facts in (old, new))
    return [
        Line(
            FACTS[name].label if name in FACTS else name,
            marked(line_changes(_said(before.get(name)), _said(after.get(name)))),
        )
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def _said(fact: Any) -> str:
    return "có" if fact is True else "" if fact in {None, False} else str(fact)


def _named(name: str, told: Told, names: Names) -> list[str]:
    return [names.of(name, value) for value in told.values[name]]


def _list(name: str, old: Any, new: Any, names: Names) -> SafeString:
    """What stayed, came and went; the same in another order is said in full."""
    before, after = ([names.of(name, value) for value in side] for side in (old, new))
    if sorted(before) == sorted(after):
        return marked(
            [Change("-", "; ".join(before)), Change("=", " "), Change("+", "; ".join(after))]
        )
    gone = [Change("-", words) for words in before if words not in after]
    now = [Change("=" if words in before else "+", words) for words in after]
    spaced = [part for change in gone + now for part in (Change("=", "; "), change)]
    return marked(spaced[1:])


def _photos(old: Told, new: Told, names: Names) -> list[PhotoChange]:
    """Each photo once a use, in the order of the newer; those that went come last."""
    if not {"body", "lead_photo"} <= old.values.keys() & new.values.keys():
        return []
    before = {(row.photo, row.lead): row.caption for row in old.photos}
    after = {(row.photo, row.lead): row.caption for row in new.photos}
    changes = []
    for key in (*after, *(key for key in before if key not in after)):
        op = "=" if key in before and key in after else "+" if key in after else "-"
        caption = marked(line_changes(before.get(key, ""), after.get(key, "")))
        changes.append(PhotoChange(op, key[0], names.photos.get(key[0]), key[1], caption))
    return changes
