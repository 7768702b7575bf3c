"""OpenSearch as an index of the same lexemes, for an archive that has outgrown one machine.

Spoken to over plain HTTP: an index template, bulk feeds, and one _msearch a question. What is live
is still asked of the database, about the candidates the index named.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from articles.models import PublishedVersion
from search.analysis import Sheet
from search.engines import Found, Held, Scope, Tier, Unavailable

SECONDS = 5
PAGE = 1_000
"""Documents of one answer when all are gone through."""
AHEAD = 2
"""How many more candidates are asked for than wanted: some are not live."""
ROUNDS = 6
"""Times it is asked on where too few were live or named the unit; then what is there has to do."""

TEMPLATE: dict[str, Any] = {
    "template": {
        "settings": {"index": {"sort.field": "place", "sort.order": "desc"}},
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "place": {"type": "long"},
                "version": {"type": "long"},
                "title": {"type": "keyword", "index": False, "doc_values": False},
                "sapo": {"type": "keyword", "index": False, "doc_values": False},
                "fingerprint": {"type": "keyword", "index": False, "doc_values": False},
                "lexemes": {"type": "keyword", "doc_values": False},
            },
        },
    },
}


@contextmanager
def _as_agreed() -> Iterator[None]:
    """An answer of another shape than the contract's is no answer."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unavailable(f"An answer out of contract: {error!r}") from error


class OpenSearch:
    def __init__(self, url: str) -> None:
        """https://host:9200/bienphong: the last part names the indices."""
        parts = urlsplit(url)
        self.name = parts.path.strip("/") or "bienphong"
        self.origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self.headers = {"Content-Type": "application/json"}
        if parts.username:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            self.headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        self._prepared = False

    @_as_agreed()
    def write(self, copy: str, sheets: Sequence[Sheet]) -> None:
        if not self._prepared:
            patterns = {"index_patterns": [f"{self.name}-*"]}
            self._ask("PUT", f"_index_template/{self.name}", patterns | TEMPLATE)
            self._prepared = True
        lines: list[Any] = []
        for sheet in sheets:
            lines.append({"index": {"_index": self._index(copy), "_id": str(sheet.place)}})
            lines.append(_document(sheet))
        told = self._ask("POST", "_bulk?refresh=true", lines)
        if told.get("errors"):
            raise Unavailable(json.dumps(told, ensure_ascii=False)[:300])

    def clear(self, copy: str) -> None:
        self._ask("DELETE", f"{self._index(copy)}?ignore_unavailable=true")

    def settle(self, copy: str) -> list[int]:
        self._ask("POST", f"{self._index(copy)}/_refresh?ignore_unavailable=true")
        return []

    @_as_agreed()
    def holds(self, copy: str, versions: Iterable[int]) -> set[int]:
        wanted = list(versions)
        body = {
            "size": len(wanted),
            "query": {"terms": {"version": wanted}},
            "_source": ["version"],
        }
        path = f"{self._index(copy)}/_search?ignore_unavailable=true"
        return {hit["_source"]["version"] for hit in _hits(self._ask("POST", path, body))}

    @_as_agreed()
    def kept(
        self, copy: str, sheets: Mapping[int, Sheet], above: int, upto: int | None
    ) -> dict[int, bool]:
        held: dict[int, bool] = {}
        path = f"{self._index(copy)}/_search?ignore_unavailable=true"
        while True:
            bounds = {"gt": above} | ({} if upto is None else {"lte": upto})
            body = {
                "size": PAGE,
                "query": {"range": {"version": bounds}},
                "sort": [{"version": "asc"}],
            }
            rows = [hit["_source"] for hit in _hits(self._ask("POST", path, body))]
            for held_row in rows:
                ours = sheets.get(held_row["version"])
                held[held_row["version"]] = ours is not None and held_row == _document(ours)
            if len(rows) < PAGE:
                return held
            above = rows[-1]["version"]

    @_as_agreed()
    def find(
        self, copy: str, tiers: Mapping[str, tuple[Tier, int]], scope: Scope
    ) -> dict[str, list[Found]]:
        found: dict[str, list[Found]] = {name: [] for name in tiers}
        beyond = dict.fromkeys(tiers, scope)
        for _round in range(ROUNDS):
            named = self._candidates(copy, {name: tiers[name] for name in beyond}, beyond)
            live = _live({hit.version for hits in named.values() for hit in hits}, scope)
            for name, hits in named.items():
                most = tiers[name][1]
                found[name] += [hit for hit in hits if hit.version in live]
                if len(found[name]) >= most or len(hits) < _size(most):
                    del beyond[name], found[name][most:]
                else:
                    beyond[name] = _beyond(scope, hits[-1].place)
            if not beyond:
                break
        return found

    def _candidates(
        self, copy: str, tiers: Mapping[str, tuple[Tier, int]], scopes: Mapping[str, Scope]
    ) -> dict[str, list[Found]]:
        lines: list[Any] = []
        for name, (tier, most) in tiers.items():
            lines.append({"index": self._index(copy), "ignore_unavailable": True})
            lines.append(_question(tier, most, scopes[name]))
        answers = self._ask("POST", "_msearch", lines).get("responses", [])
        if len(answers) != len(tiers):
            raise Unavailable("An answer to every question was expected.")
        return {
            name: [Found(hit["_source"]["place"], hit["_source"]["version"]) for hit in _hits(told)]
            for name, told in zip(tiers, answers, strict=True)
        }

    @_as_agreed()
    def read(self, copy: str, places: Sequence[int]) -> dict[int, Held]:
        if not places:
            return {}
        body = {"ids": [str(place) for place in places]}
        told = self._ask("POST", f"{self._index(copy)}/_mget?_source=title,sapo", body)
        return {
            int(row["_id"]): Held(row["_source"]["title"], row["_source"]["sapo"])
            for row in told["docs"]
            if row.get("found")
        }

    def _index(self, copy: str) -> str:
        return f"{self.name}-{copy}"

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        """Lines of JSON where the body is a list. Raises Unavailable."""
        data, headers = None, self.headers
        if isinstance(body, list):
            data = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in body).encode()
            headers = {**headers, "Content-Type": "application/x-ndjson"}
        elif body is not None:
            data = json.dumps(body, ensure_ascii=False).encode()
        request = Request(f"{self.origin}/{path}", data, headers, method=method)  # noqa: S310 -- the address is a setting, http or https
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 -- as above
                return json.load(answer)
        except HTTPError as error:
            with error:
                said = error.read(300).decode("utf-8", "replace")
            raise Unavailable(f"{error.code} {said}") from None
        except (OSError, HTTPException, ValueError) as error:
            raise Unavailable(str(error) or type(error).__name__) from None


def _document(sheet: Sheet) -> dict[str, Any]:
    facts = {"place": sheet.place, "version": sheet.version}
    text = {"title": sheet.title, "sapo": sheet.sapo, "fingerprint": sheet.fingerprint}
    return {**facts, **text, "lexemes": sorted(sheet.lexemes)}


def _question(tier: Tier, most: int, scope: Scope) -> dict[str, Any]:
    every: list[dict[str, Any]] = [{"term": {"lexemes": lexeme}} for lexeme in scope.lexemes]
    bounds = {"gte": scope.above, "lt": scope.below}
    if told := {sign: bound for sign, bound in bounds.items() if bound is not None}:
        every.append({"range": {"place": told}})
    for clause in tier:
        rows = [_all([{"term": {"lexemes": lexeme}} for lexeme in row]) for row in clause]
        every.append(rows[0] if len(rows) == 1 else {"bool": {"should": rows}})
    return {
        "size": _size(most),
        "query": _all(every),
        "sort": [{"place": "asc" if scope.rising else "desc"}],
        "_source": ["place", "version"],
        "track_total_hits": False,
    }


def _size(most: int) -> int:
    return min(most * AHEAD, 10_000)


def _beyond(scope: Scope, place: int) -> Scope:
    return replace(scope, above=place + 1) if scope.rising else replace(scope, below=place)


def _all(conditions: list[dict[str, Any]]) -> dict[str, Any]:
    return conditions[0] if len(conditions) == 1 else {"bool": {"filter": conditions}}


def _hits(told: Any) -> list[Any]:
    if "hits" not in told:
        raise Unavailable(json.dumps(told, ensure_ascii=False)[:300])
    return told["hits"]["hits"]


def _live(versions: set[int], scope: Scope) -> set[int]:
    live = PublishedVersion.objects.live(scope.at).filter(pk__in=versions)
    if scope.units:
        live = live.filter(unit_listings__unit__in=scope.units)
    return set(live.values_list("pk", flat=True))
