"""Any acts at any times: what readers see follows from the acts, one version at every instant."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import PublishedVersion
from articles.publishing import publish, withdraw
from tests.factories.articles import chief, make_article
from tests.factories.clock import stopped_clock

MINUTE = timedelta(minutes=1)
INSTANT = timedelta(microseconds=1)

ahead = st.none() | st.integers(0, 30)
acts = st.lists(
    st.tuples(st.just("publish"), ahead, st.none() | st.integers(1, 30))
    | st.tuples(st.just("withdraw"), ahead, st.none())
    | st.tuples(st.just("wait"), st.integers(1, 20), st.none()),
    min_size=1,
    max_size=9,
)


class Wall:
    """What readers should see: [title, from, until] of every act, cut by the acts after it."""

    def __init__(self):
        self.spans = []

    def cut(self, start):
        """Whether anything was to be seen from then on."""
        cut = [span for span in self.spans if span[2] is None or span[2] > start]
        for span in cut:
            span[2] = max(span[1], start)
        self.spans = [span for span in self.spans if span[2] is None or span[1] < span[2]]
        return bool(cut)

    def end(self, start):
        """The end that stands for what is to be seen last."""
        standing = [span for span in self.spans if span[2] is None or span[2] > start]
        return max(standing, key=lambda span: span[1])[2] if standing else None

    def first(self, start):
        return min((span[1] for span in self.spans if span[1] <= start), default=start)

    def seen(self, at):
        return [
            span[0] for span in self.spans if span[1] <= at and (span[2] is None or at < span[2])
        ]

    def instants(self):
        edges = {edge for span in self.spans for edge in span[1:] if edge}
        return sorted(
            {edge + shift for edge in edges for shift in (-INSTANT, timedelta(), INSTANT)}
        )


def act_out(clock, article, wall, number, kind, minutes, length):
    """One act on the desk and on the wall."""
    if kind == "wait":
        clock.forward(minutes=minutes)
        return
    start = clock.now if minutes is None else clock.after(minutes=minutes)
    if kind == "withdraw":
        if wall.cut(start):
            withdraw(article, by=chief(), reason="Theo lệnh.", at=start)
        else:
            with pytest.raises(ValidationError):
                withdraw(article, by=chief(), reason="Theo lệnh.", at=start)
        return
    until = start + length * MINUTE if length else None
    article.title = f"Lần {number}"
    article.save(update_fields=["title"])
    # Asked before the cut: a version replaced at its very first instant was to be seen then.
    first = wall.first(start)
    standing = wall.end(start)
    version = publish(article, by=chief(), at=start, until=until)
    wall.cut(start)
    wall.spans.append([article.title, start, until or standing])
    assert version.first_published_at == first


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(acts)
def test_readers_see_what_the_acts_say_at_every_instant(sequence):
    with stopped_clock() as clock, transaction.atomic():
        article, wall = make_article(), Wall()
        for number, act in enumerate(sequence, start=1):
            act_out(clock, article, wall, number, *act)
        for instant in [clock.now, *wall.instants()]:
            live = PublishedVersion.objects.live(instant).filter(article=article)
            assert list(live.values_list("title", flat=True)) == wall.seen(instant)
        transaction.set_rollback(True)
