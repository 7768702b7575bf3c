"""What stands on the home page. Until editors can arrange fronts, the newest pieces lead."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles import queries
from articles.models import Genre, PublishedVersion, Section

HEADLINES = 7
BLOCK_LENGTH = 4
TOPICS = 5

_LAYOUTS: dict[str, str] = {Genre.BRIEF: "briefs", Genre.COMMENTARY: "voices"}


@dataclass(frozen=True)
class Block:
    """A section's box on the home page, never empty."""

    section: Section
    pieces: list[PublishedVersion]

    @property
    def layout(self) -> str:
        """How the box is laid out, by what is in it: “band” where all is looked at (photo reports,
        films), “briefs” or “voices” where all is of that genre, else “list”."""
        if all(piece.seen_rather_than_read for piece in self.pieces):
            return "band"
        genres = {piece.genre for piece in self.pieces}
        return _LAYOUTS.get(genres.pop(), "list") if len(genres) == 1 else "list"


@dataclass(frozen=True)
class Front:
    headlines: list[PublishedVersion]
    blocks: list[Block]

    @property
    def topics(self) -> list[dict[str, Any]]:
        """The events that most pieces on the page belong to, {id, name, slug} each; of equal ones
        that of the newer piece first. No query."""
        pieces = [*self.headlines, *(piece for block in self.blocks for piece in block.pieces)]
        named = {topic["id"]: topic for piece in reversed(pieces) for topic in piece.topics}
        counts = Counter(topic["id"] for piece in pieces for topic in piece.topics)
        return [named[pk] for pk, count in counts.most_common(TOPICS) if count > 1]


def home(at: datetime | None = None) -> Front:
    """The headlines, then each section's newest without repeating a headline. Six queries."""
    headlines = list(queries.latest(at)[:HEADLINES])
    shown = {version.pk for version in headlines}
    sections = list(Section.objects.main())
    # The headlines may all be of one section: ask for enough to fill its box all the same.
    newest = queries.newest_of_sections(sections, BLOCK_LENGTH + HEADLINES, at)
    blocks = []
    for section in sections:
        pieces = [version for version in newest.get(section.pk, []) if version.pk not in shown]
        if pieces:
            blocks.append(Block(section, pieces[:BLOCK_LENGTH]))
    return Front(headlines, blocks)
