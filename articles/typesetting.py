"""How a sanitised body is laid out for its genre: what an editor types plainly becomes questions,
chapters and tables that scroll. Words are never changed."""

import re
from dataclasses import dataclass

from core.html import plain_text

# Syllables, as printed between blanks. Vietnamese adults read some 200 to 250 of them a minute.
READING_SPEED = 220
CHAPTERS_FROM = 3
"""A shorter list of chapters helps nobody."""

_TAG = re.compile(r"<[^>]*>")
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_QUESTION = re.compile(
    r"""<p>(
        <strong>(?:(?!</?(?:p|strong)>).)*</strong>          # bold from end to end
      | <strong>\s*(?:phóng\ viên|p\.?v\.?|hỏi)(?:(?!</?(?:p|strong)>)[^:]){0,40}:\s*</strong>
        (?:(?!</?p>).)*                                      # “PV:” in bold, then the question
    )</p>""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Chapter:
    name: str
    anchor: str


def minutes_to_read(*texts: str) -> int:
    """Whole minutes for these texts, with or without tags; 1 at least."""
    syllables = sum(len(_TAG.sub(" ", text).split()) for text in texts)
    return max(1, round(syllables / READING_SPEED))


def scrolling_tables(html: str) -> str:
    """Each table in a frame of its own that a keyboard can push sideways, too."""
    opener = '<div class="table-scroll" role="region" aria-label="Bảng" tabindex="0">'
    return _TABLE.sub(lambda table: f"{opener}{table[0]}</div>", html)


def marked_questions(html: str) -> str:
    """Interviews: a paragraph that is bold from end to end, or that the paper's own voice begins
    (“Phóng viên:”, “PV:”, “Hỏi:” in bold), is a question."""
    return _QUESTION.sub(r'<p class="question">\1</p>', html)


def with_chapters(html: str) -> tuple[str, list[Chapter]]:
    """Long pieces: sub-titles get anchors, and the list of them where there are enough."""
    chapters: list[Chapter] = []

    def anchored(heading: re.Match[str]) -> str:
        chapter = Chapter(plain_text(heading[1]), f"phan-{len(chapters) + 1}")
        chapters.append(chapter)
        return f'<h2 id="{chapter.anchor}">{heading[1]}</h2>'

    html = _HEADING.sub(anchored, html)
    return html, chapters if len(chapters) >= CHAPTERS_FROM else []
