"""Many people act in the same second: the chain stays one, on either database."""

from itertools import pairwise

import pytest
from django.db import transaction

from audit.log import record
from audit.models import Entry, Head
from tests.articles.test_two_writers import at_once

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WRITERS, EACH = 6, 5


def writes(name, *, then=None):
    def act():
        for n in range(EACH):
            with transaction.atomic():
                record("articles.approved", by=None, facts={"who": name, "n": n})
                if then is not None:
                    raise then

    return act


def test_entries_of_many_threads_make_one_chain():
    assert at_once([writes(n) for n in range(WRITERS)]) == []
    entries = list(Entry.objects.order_by("number"))
    assert [entry.number for entry in entries] == list(range(1, WRITERS * EACH + 1))
    assert all(entry.seal() == entry.sha256 for entry in entries)
    assert all(two.previous == one.sha256 for one, two in pairwise(entries))
    assert all(one.at <= two.at for one, two in pairwise(entries))
    assert Head.objects.get().sha256 == entries[-1].sha256


def test_act_that_failed_leaves_no_gap():
    failed = ZeroDivisionError()
    errors = at_once([writes(0), writes(1, then=failed), writes(2)])
    assert errors == [failed]
    numbers = Entry.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 2 * EACH + 1))
