"""How SQLite finds comments in a store of ten millions, by the statistics of such a store."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import PublishedVersion
from comments import queries, tallying
from comments.importing.known import existing
from comments.importing.records import Record
from comments.models import Comment
from comments.policy import policy_of
from tests.comments.factories import make_approved, moderator, send
from tests.factories.articles import make_published

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="PostgreSQL knows how many rows hold nothing"
    ),
]

# What ANALYZE wrote of 10,000,000 comments under 1,159 pieces (make bench-comments): rows, then
# how many share each value of the first column, of the first two, …
GROWN = {
    "comment_by_created": "9999996 7",
    "comment_fresh": "122 3 1 1",
    "comment_liked_roots_even": "6000015 5186 54 1",
    "comment_liked_roots_odd": "6000015 5186 54 1",
    "comment_newest_roots": "6000015 5186 3 1",
    "comment_replies": "3949962 2 2 1",
    "comment_of_thread": "4000000 2",
    "comment_answering": "4000000 2",
    "comments_comment_article_id_94fe60a2": "9999996 8644",
    "comment_showing": "9949990 1",
    "comment_by_sender": "1000 1 1",
    "comment_by_holder": "1000 1 1 1",
    "sqlite_autoindex_comments_comment_1": "9999996 9999996",
    "comments_comment_latest_id_50458657": "9999996 1",
}


@pytest.fixture
def grown():
    """Statistics as above; the end of the test's transaction takes them away again."""
    version = make_published()
    root = make_approved(version)
    make_approved(version, parent=root)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl LIKE 'comments_comment%'")
        cursor.executemany(
            "INSERT INTO sqlite_stat1 VALUES ('comments_comment', %s, %s)", GROWN.items()
        )
        cursor.execute(
            "INSERT INTO sqlite_stat1 VALUES ('comments_commentrevision', NULL, '10000000')"
        )
        cursor.execute("ANALYZE sqlite_schema")
    return root


def plan(act):
    """The plans of all that an act asks, a step on a line."""
    with CaptureQueriesContext(connection) as asked:
        act()
    with connection.cursor() as cursor:
        steps = []
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            steps += [row[3] for row in cursor.fetchall()]
    return steps


def of_roots(steps):
    return next(step for step in steps if step.startswith("SEARCH comments_comment USING INDEX"))


@pytest.mark.parametrize("order", queries.ORDERS)
def test_page_of_threads_is_read_along_its_index(grown, order):
    index = "comment_liked_roots_even" if order == queries.LIKED else "comment_newest_roots"
    steps = plan(lambda: queries.threads(grown.article_id, order=order))
    assert of_roots(steps) == f"SEARCH comments_comment USING INDEX {index} (article_id=?)"


def test_featured_are_looked_for_and_read_along_their_index(grown):
    """Most pieces have none, and none of the statistics is of them."""
    along = "USING INDEX comment_featured_roots (article_id=?)"
    version = PublishedVersion.objects.live().get(article=grown.article_id)
    for steps in (plan(lambda: policy_of(version)), plan(lambda: queries.featured(grown.pk))):
        assert [along for step in steps if along in step] == [along]


@pytest.mark.parametrize("order", [queries.NEWEST, queries.OLDEST])
def test_deep_page_is_read_along_its_index(grown, order):
    cursor = f"{round(grown.created.timestamp() * 1_000_000)}-{grown.pk}"
    steps = plan(lambda: queries.threads(grown.article_id, cursor, order=order))
    assert "comment_newest_roots (article_id=? AND created" in of_roots(steps)


def test_replies_are_read_along_their_index(grown):
    steps = plan(lambda: queries.replies(grown.pk, grown.article_id))
    assert "SEARCH comments_comment USING INDEX comment_replies (root_id=?)" in steps


def test_same_words_sent_again_are_found_among_few(client, grown):
    version = PublishedVersion.objects.live().get(article=grown.article_id)
    steps = plan(lambda: send(client, version, name="Lan", text="Rất mừng cho bà con."))
    assert [step for step in steps if step.startswith("SCAN comments_comment")] == []
    found = [
        step.split()[4] for step in steps if step.startswith("SEARCH comments_comment USING IND")
    ]
    assert set(found) == {"comment_by_holder", "comment_by_sender"}


def test_what_was_brought_before_is_found_by_its_source(grown):
    Comment.objects.filter(pk=grown.pk).update(source="wxr:7")
    words = grown.latest.text
    record = Record(source="wxr:7", created=grown.created, text=words)
    steps = plan(lambda: existing([record], {}))
    assert [step for step in steps if step.startswith("SCAN comments_comment")] == []
    assert existing([record], {}) == [True]


def test_hits_of_words_are_read_along_their_index(client, grown):
    """Of words that were found often and of those that never were, a bounded number of rows."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO sqlite_stat1 VALUES (%s, %s, %s)",
            [
                ("comments_flag", "flag_of_word", "9000000 3000000 1"),
                ("comments_flag", "comments_flag_word_id_a8dae08e", "10000000 2500000"),
                ("comments_flag", "sqlite_autoindex_comments_flag_1", "10000000 2 2 1"),
                ("comments_decision", "sqlite_autoindex_comments_decision_1", "9999996 9999996"),
                ("comments_decision", "comments_decision_revision_id_b17ac074", "9999996 1"),
                ("comments_decision", "decision_by_time", "9999996 7"),
            ],
        )
        cursor.execute("ANALYZE sqlite_schema")
    client.force_login(moderator())
    steps = plan(lambda: client.get(reverse("admin:comments_word_changelist")))
    steps += plan(lambda: tallying.count(timezone.localdate()))
    big = ("comments_flag", "comments_decision", "comments_comment ")
    assert [
        step for step in steps if step.startswith(tuple(f"SCAN {table}" for table in big))
    ] == []
    assert [step for step in steps if "AUTOMATIC" in step] == []
    assert "SEARCH comments_flag USING COVERING INDEX flag_of_word (word_id=?)" in steps
