"""What an author signed with, from the bylines that versions froze."""

from articles import queries
from articles.models import PublishedVersion
from authors.models import Author, signed
from core.dates import in_hanoi


def line_of(author: Author, version: PublishedVersion) -> str:
    """Of an outside officer rank, post and unit of that time; of staff a pen name or another work
    than writing; "" where there is nothing to add to the author's name."""
    byline = next((line for line in version.bylines if line["author"] == author.pk), None)
    if byline is None:
        return ""
    facts = {name: byline[name] for name in ("rank", "post", "unit")}
    if not byline["staff"] and any(facts.values()):
        return signed(byline["name"], **facts)
    if byline["role"] != "viet":
        return f"{byline['role_name']}: {byline['name']}"
    return byline["name"] if byline["name"] != author.name else ""


def held_by(author: Author) -> list[tuple[int, str]]:
    """(year, line) for each posting in which the author signed a live piece, the last one first,
    as the newest of these pieces prints it. Three queries.

    Whatever else the newsroom knows of a career is not told.
    """
    starts = list(author.postings.order_by("since").values_list("since", flat=True))
    lines: dict[str, int] = {}
    for version in queries.newest_of_postings(author, starts):
        if line := line_of(author, version):
            lines.setdefault(line, in_hanoi(version.first_published_at).year)
    return [(year, line) for line, year in lines.items()]
