"""Where photos are used, asked from the apps that print them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from photos.signals import uses_asked


@dataclass(frozen=True)
class Use:
    """One place a photo stands in: `state` is what a person reads, `live` whether readers see it,
    `kept` whether the place would lose its picture with the photo (a withdrawn text does not)."""

    photo: int
    title: str
    url: str
    state: str
    live: bool = False
    kept: bool = True


def uses_of(numbers: Iterable[int], *, by: User | None = None) -> dict[int, list[Use]]:
    """Photo id → its uses, live ones first; a photo without any is left out.

    `by` is who will read the answer: what that person may not open has no title and no address.
    """
    found: dict[int, list[Use]] = defaultdict(list)
    wanted = set(numbers)
    if wanted:
        answers: list[Any] = uses_asked.send(sender=Use, numbers=wanted, by=by)
        for _app, uses in answers:
            for use in uses:
                found[use.photo].append(use)
    for places in found.values():
        places.sort(key=lambda use: not use.live)
    return dict(found)
