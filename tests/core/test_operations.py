"""Steps of migrations that leave a table as it stands."""

import pytest
from django.db import connection
from django.db.migrations import AddIndex, CreateModel
from django.db.migrations.state import ProjectState
from django.db.models import CASCADE, BigAutoField, ForeignKey, Index, Q

from core.operations import DropColumnIndex

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TABLE = "house_leaf"
CREATING = (
    CreateModel("Tree", [("id", BigAutoField(primary_key=True))]),
    CreateModel(
        "Leaf",
        [("id", BigAutoField(primary_key=True)), ("tree", ForeignKey("house.Tree", CASCADE))],
    ),
)
PARTIAL = AddIndex("leaf", Index(fields=["tree"], condition=Q(id__gt=9), name="leaf_late"))
DROPPING = DropColumnIndex("leaf", "tree", ForeignKey("house.Tree", CASCADE, db_index=False))


def walked(step, state, *, back=False):
    """The state after a step is taken, or taken back (that of before it is what comes in)."""
    after = state.clone()
    step.state_forwards("house", after)
    with connection.schema_editor(atomic=False) as editor:
        if back:
            step.database_backwards("house", editor, after, state)
        else:
            step.database_forwards("house", editor, state, after)
    return after


def indexes():
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, TABLE)
    return {name for name, facts in found.items() if facts["index"] and not facts["primary_key"]}


@pytest.fixture
def states():
    """The states of after each step; the tables go with the test."""
    states = [ProjectState()]
    for step in (*CREATING, PARTIAL):
        states.append(walked(step, states[-1]))
    yield states
    for step, state in zip(reversed(CREATING), reversed(states[:2]), strict=True):
        walked(step, state, back=True)


def test_index_of_a_column_goes_alone_and_comes_back(states):
    assert len(indexes()) == 2
    walked(DROPPING, states[-1])
    assert indexes() == {"leaf_late"}
    walked(DROPPING, states[-1], back=True)
    assert len(indexes()) == 2
