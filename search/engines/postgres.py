"""tsvector and GIN as a plain index of lexemes: no parser, no configuration, no extension.

A GIN index tells all that match and not which is newest, so a word that half the archive has would
cost half the archive. A whole copy is therefore indexed in steps back through time, each four times
as long as the one before; a question reads on only where the newer steps did not fill it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from psycopg2.extras import execute_values

from search.analysis import Sheet
from search.engines import Found, Scope, Tier
from search.engines.tables import Tables, row

FIRST_STEP, GROWTH = 8_000, 4
"""Documents of the newest step."""
MOST_STEPS = 8
BUILDING = "512MB"
"""Of memory for one index."""

Span = tuple[int | None, int | None]
"""Places from the first on and below the second; None where there is no bound."""


class Postgres(Tables):
    def write(self, copy: str, sheets: Sequence[Sheet]) -> None:
        with connection.cursor() as cursor:
            execute_values(
                cursor,
                f"INSERT INTO search_document{copy}"  # noqa: S608 -- a or b
                " (place, version_id, title, sapo, fingerprint, lexemes)"
                " VALUES %s ON CONFLICT DO NOTHING",
                [(*row(sheet), " ".join(sheet.lexemes)) for sheet in sheets],
                template="(%s, %s, %s, %s, %s, %s::tsvector)",
            )

    def clear(self, copy: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            connection.check_constraints()  # none may be waiting for the end of the transaction
            cursor.execute(f"TRUNCATE search_document{copy}")
            _drop_indexes(cursor, copy)

    def settle(self, copy: str) -> list[int]:
        table = f"search_document{copy}"
        with transaction.atomic(), connection.cursor() as cursor:
            connection.check_constraints()
            _drop_indexes(cursor, copy)
            steps = _steps(cursor, table)
            cursor.execute("SELECT set_config('maintenance_work_mem', %s, true)", [BUILDING])
            for number, span in enumerate(_spans(steps)):
                cursor.execute(
                    f"CREATE INDEX search_lexemes_{copy}_{number} ON {table} USING gin (lexemes)"
                    f" WHERE {_within(span)}"
                )
            cursor.execute(f"ANALYZE {table}")
        return steps

    def found_by_all(self, copy: str, sheets: Sequence[Sheet]) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT place, tsvector_to_array(lexemes) FROM search_document{copy}"  # noqa: S608 -- a or b
                " WHERE place = ANY(%s)",
                [[sheet.place for sheet in sheets]],
            )
            held = {place: frozenset(lexemes) for place, lexemes in cursor.fetchall()}
        return {sheet.version for sheet in sheets if held.get(sheet.place) == sheet.lexemes}

    def find(
        self, copy: str, tiers: Mapping[str, tuple[Tier, int]], scope: Scope
    ) -> dict[str, list[Found]]:
        found: dict[str, list[Found]] = {name: [] for name in tiers}
        spans = [span for span in _spans(scope.steps) if _meets(span, scope)]
        if scope.rising:
            spans.reverse()
        if not spans:
            return found
        visible, facts = self.visible(scope)
        matches: list[str] = []
        answers: list[str] = []
        asked: list[Any] = []
        seen: list[Any] = []
        for name, (tier, most) in tiers.items():
            matches += _matches(name, copy, spans, scope)
            asked += [_expression(scope.narrowed(tier))] * len(spans)
            answers.append(_answer(name, len(spans), visible, most, scope))
            seen += facts
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {', '.join(matches)} {' UNION ALL '.join(answers)}", asked + seen)
            for name, place, version in cursor.fetchall():
                found[name].append(Found(place, version))
        return found


def _matches(name: str, copy: str, spans: Sequence[Span], scope: Scope) -> Iterator[str]:
    """What each step holds for a tier, in no order: asked for one, the planner would rather walk
    back through time and open every document on the way."""
    narrowed = _within((scope.above, scope.below))
    for number, span in enumerate(spans):
        yield (
            f"{name}_{number} AS MATERIALIZED (SELECT place, version_id FROM search_document{copy}"  # noqa: S608 -- names and numbers of ours; what was typed is a parameter
            f" WHERE lexemes @@ %s::tsquery AND {_within(span)} AND {narrowed})"
        )


def _answer(name: str, steps: int, visible: str, most: int, scope: Scope) -> str:
    """The first of them that readers may see; a step is only read where those before did not do."""
    order = "ASC" if scope.rising else "DESC"
    rows = " UNION ALL ".join(
        f"(SELECT place, version_id FROM {name}_{number} ORDER BY place {order})"  # noqa: S608 -- as above
        for number in range(steps)
    )
    return (
        f"(SELECT '{name}' AS tier, place, version_id FROM ({rows}) d"  # noqa: S608 -- as above
        f" WHERE {visible} LIMIT {int(most)})"
    )


def _meets(span: Span, scope: Scope) -> bool:
    low, high = span
    return not (
        (scope.above is not None and high is not None and high <= scope.above)
        or (scope.below is not None and low is not None and low >= scope.below)
    )


def _spans(steps: Sequence[int]) -> list[Span]:
    return [(low, high) for high, low in pairwise([None, *steps, None])]


def _within(span: Span) -> str:
    """As the indexes say it, word for word. The sum hides the place from its own index, which the
    planner would walk, opening every document on the way."""
    low, high = span
    bounds = [] if low is None else [f"(place + 0) >= {int(low)}"]
    bounds += [] if high is None else [f"(place + 0) < {int(high)}"]
    return " AND ".join(bounds) or "TRUE"


def _drop_indexes(cursor: Any, copy: str) -> None:
    cursor.execute(
        "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
        " AND tablename = %s AND indexname LIKE 'search_lexemes%%'",
        [f"search_document{copy}"],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP INDEX "{name}"')


def _steps(cursor: Any, table: str) -> list[int]:
    """The oldest place of each step but the last, newest first."""
    steps: list[int] = []
    size = FIRST_STEP
    for _number in range(MOST_STEPS):
        older = f" WHERE place < {steps[-1]}" if steps else ""
        cursor.execute(
            f"SELECT place FROM {table}{older} ORDER BY place DESC OFFSET {size - 1} LIMIT 1"  # noqa: S608 -- a or b, and numbers
        )
        if (row := cursor.fetchone()) is None:
            break
        steps.append(row[0])
        size *= GROWTH
    return steps


def _expression(tier: Tier) -> str:
    clauses = (
        " | ".join(f"({' & '.join(map(_quoted, row))})" for row in clause) for clause in tier
    )
    return " & ".join(f"({clause})" for clause in clauses)


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "").replace("'", "") + "'"
