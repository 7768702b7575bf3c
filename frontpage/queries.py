"""What stands on the home page. Until editors can arrange fronts, the newest pieces lead."""

from dataclasses import dataclass
from datetime import datetime

from articles import queries
from articles.models import PublishedVersion, Section

HEADLINES = 7
BLOCK_LENGTH = 4


@dataclass(frozen=True)
class Block:
    """A section's box on the home page, never empty."""

    section: Section
    pieces: list[PublishedVersion]

    @property
    def layout(self) -> str:
        """“band” for a box of photo reports or films, “list” for pieces to read."""
        seen = all(piece.seen_rather_than_read for piece in self.pieces)
        return "band" if seen else "list"


@dataclass(frozen=True)
class Front:
    headlines: list[PublishedVersion]
    blocks: list[Block]


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
