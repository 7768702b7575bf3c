"""The desk board with 50,000 working copies: the same queries, and none that anybody waits for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Progress
from tests.factories.articles import chief, make_article, make_section
from tests.factories.people import make_user

COUNT = 50_000
STAGES = ("draft", "submitted", "editing", "layout", "awaiting", "approved", "updating", "released")
MOST_SECONDS = 1.0
"""For all queries of a page; some 0.1 s on an idle machine."""


@pytest.fixture
def crowded(db):
    """COUNT pieces spread over the stages, three sections, holders, hours due and urgencies."""
    people = [make_user("Biên tập viên") for _n in range(20)]
    sections = [make_section() for _n in range(3)]
    first = make_article(section=sections[0])
    columns = [field.column for field in Article._meta.concrete_fields]
    top = Article.objects.aggregate(top=Max("pk"))["top"]
    own = {"id": f"({top} + n)", "section_id": f"({sections[0].pk} + n % 3)"}
    values = ", ".join(own.get(column, f"t.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers "
            f"WHERE n < {COUNT}) INSERT INTO articles_article ({', '.join(columns)}) "
            f"SELECT {values} FROM numbers CROSS JOIN articles_article t WHERE t.id = {first.pk}"
        )
        stages = " ".join(f"WHEN {n} THEN '{stage}'" for n, stage in enumerate(STAGES))
        holder = f"CASE WHEN article_id % 3 = 0 THEN {people[0].pk} + article_id % 20 END"
        cursor.execute(
            f"UPDATE articles_progress SET stage = CASE article_id % 8 {stages} END, "
            f"assignee_id = {holder}, priority = (article_id % 11) / 5"
        )
        cursor.execute("ANALYZE")
    now = timezone.now()
    for hours in range(-40, 60):
        due = now + timedelta(hours=hours)
        Progress.objects.filter(pk__gt=top + hours * 100, pk__lt=top + hours * 100 + 90).update(
            due=due
        )
    return people[0]


def test_board_of_a_crowded_newsroom(crowded, client):
    head = make_user("Trưởng ban")
    Article.objects.order_by("pk")[0].section.heads.create(user=head)
    for person in (crowded, head, chief()):
        client.force_login(person)
        for query in ("", "?section=&priority=2&due=tuan"):
            client.get(f"/admin/{query}")
            with CaptureQueriesContext(connection) as asked:
                page = client.get("/admin/")
            assert page.status_code == 200
            assert len(asked) <= 15
            assert sum(float(row["time"]) for row in asked) < MOST_SECONDS
            assert len(page.context["panels"][0].rows) == 8
