from typing import Any

from articles import partners, workflow
from articles.models import Article, Progress, Section, Series, Stage, Tag, Topic
from articles.units import relist_after
from authors.models import Author, Unit
from multimedia.models import Document, Recording
from outbox.queue import effect, enqueue
from photos.models import Photo

LIST_UNITS = "articles.list_units"
RECHECK = "articles.recheck_approvals"
_MADE_OF = (Photo, Recording, Document, Tag, Topic, Series, Author, Unit, Section)


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


@effect(RECHECK, name="Xem lại các lời duyệt")
def recheck_approvals(_key: str) -> None:
    """Pieces that were approved and are not out yet: a day's work at most."""
    approved = Progress.objects.filter(stage=Stage.APPROVED).values("pk")
    for article in Article.objects.filter(pk__in=approved).order_by("pk"):
        workflow.recheck(article)


def on_recorded(about: Any, **_facts: Any) -> None:
    """What pieces are made of was changed somewhere; each piece is compared by the worker."""
    if isinstance(about, _MADE_OF) and Progress.objects.filter(stage=Stage.APPROVED).exists():
        enqueue(RECHECK, "")


@effect(partners.TELL, name="Báo đối tác về cải chính, gỡ bài")
def tell_partner(key: str) -> None:
    partners.tell(key)
