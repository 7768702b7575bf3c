"""Where no reader sees the comments, no list tells how many there are: a fact on the row of the
piece, so that lists ask for nothing more, kept by whoever changes what it follows from."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from articles.models import Article, PublishedVersion, Section
from comments.models import Mode
from comments.policy import mode_of, read_in
from outbox.queue import enqueue

TELL = "comments.tell_hidden"
BATCH = 1000


def tell(articles: Iterable[int]) -> None:
    """Write on these pieces, by number, whether readers see their comments. At most three
    queries."""
    numbers = set(articles)
    pieces = Article.objects.filter(pk__in=numbers)
    mode = mode_of(article="pk", section="read_in")
    found = pieces.annotate(read_in=read_in()).annotate(mode=mode).filter(mode=Mode.HIDDEN)
    hidden = set(found.values_list("pk", flat=True))
    fresh = pieces.filter(pk__in=hidden, comments_hidden_since=None)
    fresh.update(comments_hidden_since=timezone.now())
    seen = pieces.filter(pk__in=numbers - hidden, comments_hidden_since__isnull=False)
    seen.update(comments_hidden_since=None)


def ask(section: Section) -> None:
    """The word of a section changed: tell its pieces and those below it, in the background. In the
    transaction of the change."""
    enqueue(TELL, f"{section.pk}:0")


def tell_in(section_id: int, after: int) -> int | None:
    """One batch of the pieces readers have in a section or below it, of those numbered above
    `after`. The last number looked at, or None at the end."""
    within = Q(section=section_id) | Q(section__parent=section_id)
    live = PublishedVersion.objects.live().filter(within, article__gt=after).order_by("article")
    batch = list(live.values_list("article", flat=True)[:BATCH])
    tell(batch)
    return batch[-1] if len(batch) == BATCH else None
