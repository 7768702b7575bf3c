"""What a picture file says of itself, as the library's own fields."""

import re
from datetime import datetime
from typing import Any

from authors.models import Author
from core.terms import words
from core.vietnamese import slug, tone_key
from photos.metadata import Facts
from photos.models import Licence, Photo

_LABEL = r" ?(?:ảnh(?: minh (?:họa|hoạ))?|nguồn(?: ảnh)?) ?: ?"
_LABELLED = re.compile(rf"{_LABEL}(.*)|\({_LABEL}([^()]*)\)", re.IGNORECASE)


def suggestions(facts: Facts) -> dict[str, Any]:
    """Field name → what the file says, for the fields it says something about. One query."""
    taken = facts.taken_at
    said = {
        "caption": facts.caption[:500],
        "credit": bare_name(facts.credit or facts.byline)[:120],
        "photographer": _author(facts.byline),
        "source": facts.agency[:120],
        # What an agency made is not the paper's own, whatever the contract says.
        "licence": Licence.UNKNOWN if facts.agency else "",
        "place": facts.place[:120],
        "taken_on": taken.date() if isinstance(taken, datetime) else taken,
        "keywords": ", ".join(facts.keywords)[:300],
        "made_by_ai": facts.made_by_ai,
        "location": location(facts),
    }
    return {name: value for name, value in said.items() if value}


def bare_name(credit: str) -> str:
    """The name alone: pages print “Ảnh: ” before it."""
    while labelled := _LABELLED.fullmatch(credit):
        credit = (labelled[1] or labelled[2] or "").strip()
    return credit


def location(facts: Facts) -> str:
    """Degrees north and east to five places, some metres; "" where none is told."""
    if facts.latitude is None or facts.longitude is None:
        return ""
    return f"{facts.latitude:.5f}, {facts.longitude:.5f}"


def _author(byline: str) -> Author | None:
    """The one author of that name; where two bear it, a person has to choose."""
    if not byline:
        return None
    named = Author.objects.filter(slug=slug(byline))
    found = [author for author in named[:3] if tone_key(author.name) == tone_key(byline)]
    return found[0] if len(found) == 1 else None


def words_of(photo: Photo) -> str:
    """All a photo is searched by; its number and dates among them. The location is not."""
    parts = [
        *(str(photo.pk or ""), photo.caption, photo.credit, photo.alt, photo.persons),
        *(photo.place, photo.keywords, photo.source, photo.file_name),
        photo.unit.name if photo.unit else "",
        photo.unit.short_name if photo.unit else "",
        photo.photographer.name if photo.photographer else "",
        f"{photo.taken_on:%d/%m/%Y}" if photo.taken_on else "",
    ]
    return words(" ".join(filter(None, parts)))
