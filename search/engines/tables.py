"""What both databases share: documents in two tables, joined at query time with what is live."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from articles.models import PublishedVersion
from search.analysis import Sheet
from search.engines import Held, Scope
from search.models import Copy, Document, DocumentA, DocumentB

MODELS: dict[str, type[Document]] = {Copy.A: DocumentA, Copy.B: DocumentB}


_NAMES_UNIT = (
    "EXISTS (SELECT 1 FROM articles_unitlisting u"
    " WHERE u.version_id = d.version_id AND u.unit_id IN ({signs}) LIMIT 1 OFFSET 0)"
)


class Tables:
    """What is the same for SQLite and PostgreSQL; each says how lexemes are kept and asked for."""

    def holds(self, copy: str, versions: Iterable[int]) -> set[int]:
        rows = MODELS[copy]._default_manager.filter(version__in=list(versions))
        return set(rows.values_list("version_id", flat=True))

    def kept(
        self, copy: str, sheets: Mapping[int, Sheet], above: int, upto: int | None
    ) -> dict[int, bool]:
        rows = MODELS[copy]._default_manager.filter(version__gt=above)
        if upto is not None:
            rows = rows.filter(version__lte=upto)
        named = rows.values_list("place", "version_id", "title", "sapo", "fingerprint")
        held = {values[1]: values for values in named}
        alike = [sheet for pk, sheet in sheets.items() if pk in held and held[pk] == row(sheet)]
        right = self.found_by_all(copy, alike)
        return {pk: pk in right for pk in held}

    def found_by_all(self, copy: str, sheets: Sequence[Sheet]) -> set[int]:
        """The versions that every lexeme of their sheet finds."""
        raise NotImplementedError

    def read(self, copy: str, places: Sequence[int]) -> dict[int, Held]:
        rows = MODELS[copy]._default_manager.filter(place__in=places)
        return {
            place: Held(title, sapo)
            for place, title, sapo in rows.values_list("place", "title", "sapo")
        }

    def visible(self, scope: Scope) -> tuple[str, list[Any]]:
        """The condition that readers may see the document `d`, asked of one after the other until
        there are enough: OFFSET keeps planners from joining the whole archive instead."""
        live, parameters = live_condition(scope.at)
        sql = (
            "EXISTS (SELECT 1 FROM articles_publishedversion"  # noqa: S608 -- the door's own condition
            f" WHERE articles_publishedversion.id = d.version_id AND {live} LIMIT 1 OFFSET 0)"
        )
        if scope.units:
            signs = ", ".join(["%s"] * len(scope.units))
            sql += f" AND {_NAMES_UNIT.format(signs=signs)}"
        return sql, [*parameters, *scope.units]


def row(sheet: Sheet) -> tuple[int, int, str, str, str]:
    return sheet.place, sheet.version, sheet.title, sheet.sapo, sheet.fingerprint


def live_condition(at: datetime) -> tuple[str, list[Any]]:
    """The door's own condition, for a statement that names the table as Django does."""
    query = PublishedVersion.objects.live(at).query
    sql, parameters = query.get_compiler(DEFAULT_DB_ALIAS).compile(query.where)
    return sql, list(parameters)
