"""Which samples each component has. A component without one fails a test."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from photos.models import Photo

FOLDER: Path = settings.BASE_DIR / "templates" / "components"


@dataclass(frozen=True)
class Sample:
    name: str
    """What is special about it, for the heading."""
    context: dict[str, Any]
    """What the template is given, besides the masthead."""


_Make = Callable[[Photo | None], Iterable[Sample]]
_made: dict[str, _Make] = {}


def samples_of(component: str) -> Callable[[_Make], _Make]:
    """Registers a function that makes the samples of templates/components/{component}.html, given
    a photo of the library, or None where there is none to show."""

    def register(make: _Make) -> _Make:
        _made[component] = make
        return make

    return register


def components() -> list[str]:
    """Every component there is, found in its folder."""
    return sorted(path.stem for path in FOLDER.glob("*.html"))


def parameters(component: str) -> str:
    """The first line of the template: what it is, and what it wants."""
    first = (FOLDER / f"{component}.html").read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("{#").partition("#}")[0].strip()


def samples(component: str, photo: Photo | None) -> list[Sample]:
    """Empty for a component that nobody has made a sample of yet."""
    make = _made.get(component)
    return list(make(photo)) if make else []
