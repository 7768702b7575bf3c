"""Published pieces by the hundred thousand: those that stand, copied in the database with other
times. Each copy says what its pattern says, so words are as frequent at a million as at a thousand.

Only what readers' pages and the search read is copied: no revision, no log.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model

from articles import workflow
from articles.models import (
    Article,
    AuthorListing,
    Byline,
    CodeListing,
    FileUse,
    PhotoUse,
    PublishedVersion,
    TagListing,
    TopicListing,
    UnitListing,
)

BATCH = 20_000
_PLANNED: set[type[Model]] = {Article, PublishedVersion}
_LINES: tuple[type[Model], ...] = (
    *(TagListing, TopicListing, AuthorListing, CodeListing, UnitListing, PhotoUse, FileUse),
)


def multiply(number: int, *, since: datetime, span: timedelta, chance: int = 174) -> Iterator[int]:
    """Adds `number` copies of the pieces in force, spread from `since` on, the oldest with the
    lowest number as in an archive that grew; yields how many are done."""
    dice = random.Random(chance)
    times = sorted(since + span * dice.random() for _ in range(number))
    live = PublishedVersion.objects.live().order_by("pk")
    patterns = list(live.values_list("article", "pk"))
    article, version = (
        model._default_manager.aggregate(last=Max("pk"))["last"]
        for model in (Article, PublishedVersion)
    )
    for start in range(0, number, BATCH):
        part = times[start : start + BATCH]
        plan = [
            (*dice.choice(patterns), article + start + n, version + start + n, time)
            for n, time in enumerate(part, start=1)
        ]
        with transaction.atomic():
            _copy(plan)
        yield start + len(part)


def _copy(plan: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE seed_plan (from_article bigint, from_version bigint,"
            " article bigint, version bigint PRIMARY KEY, moment timestamp with time zone)"
        )
        for start in range(0, len(plan), 150):
            rows = plan[start : start + 150]
            signs = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
            facts = [fact for row in rows for fact in row]
            cursor.execute(f"INSERT INTO seed_plan VALUES {signs}", facts)  # noqa: S608 -- only signs
        _copy_rows(cursor, Article, "id", "from_article", {"id": "article", "created": "moment"})
        times = dict.fromkeys(("valid_from", "first_published_at", "approved_at"), "moment")
        own = {"id": "version", "version_id": "version", "article_id": "article", **times}
        _copy_rows(cursor, PublishedVersion, "id", "from_version", own)
        _copy_rows(cursor, Byline, "article_id", "from_article", {"article_id": "article"})
        for model in _LINES:
            _copy_rows(cursor, model, "version_id", "from_version", own)
        for statement in connection.ops.sequence_reset_sql(no_style(), [Article, PublishedVersion]):
            cursor.execute(statement)
        cursor.execute("DROP TABLE seed_plan")
    workflow.arrived(row[2] for row in plan)


def _copy_rows(
    cursor: Any, model: type[Model], key: str, pattern: str, own: dict[str, str]
) -> None:
    """The rows whose `key` is a pattern's, with the values of the plan for columns named in `own`;
    a number of their own where the plan has none for it."""
    table = model._meta.db_table
    fields = model._meta.concrete_fields
    columns = [row.column for row in fields if not row.primary_key or model in _PLANNED]
    values = ", ".join(
        f"plan.{own[column]}" if column in own else f'source."{column}"' for column in columns
    )
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM seed_plan plan"  # noqa: S608 -- names of ours
        f" JOIN {table} source ON source.{key} = plan.{pattern} ORDER BY plan.version"
    )
