from typing import Any

from articles import partners
from articles.units import relist_after
from authors.models import Unit
from outbox.queue import effect, enqueue

LIST_UNITS = "articles.list_units"


@effect(LIST_UNITS, name="Xếp bài theo đơn vị")
def list_units(key: str) -> None:
    """One batch, from the version whose number is the key on; the next is asked for at its end, so
    the work goes on where it was broken off and other effects come between."""
    last = relist_after(int(key))
    if last is not None:
        enqueue(LIST_UNITS, str(last))


def on_unit_saved(unit: Unit, **_facts: Any) -> None:
    """Another name may stand in any piece, and what was ambiguous may not be so any more."""
    enqueue(LIST_UNITS, "0")


@effect(partners.TELL, name="Báo đối tác về cải chính, gỡ bài")
def tell_partner(key: str) -> None:
    partners.tell(key)
