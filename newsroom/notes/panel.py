"""The notes beside the form of a piece, thread by thread. Two queries."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from accounts.models import User
from articles.models import Article
from newsroom.models import Note, SourceNote
from newsroom.notes.anchors import locate
from newsroom.notes.writing import text_of


@dataclass
class Thread:
    first: Note
    answers: list[Note] = field(default_factory=list)
    standing: str = ""
    """Of its passage: "here", "changed" or "lost"; "" where it is about the whole piece."""


def threads(article: Article) -> list[Thread]:
    """The open ones first, each sort in the order they were begun. One query."""
    found: dict[int, Thread] = {}
    text = text_of(article)
    for note in Note.objects.threads().filter(article=article):
        if note.parent_id is None:
            found[note.pk] = Thread(note, standing=_standing(text, note))
        elif note.parent_id in found:
            found[note.parent_id].answers.append(note)
    return sorted(found.values(), key=lambda thread: thread.first.resolved_at is not None)


def panel(request: HttpRequest, article: Article) -> dict[str, Any]:
    user = request.user
    assert isinstance(user, User)
    told = threads(article)
    return {
        "threads": told,
        "open_threads": sum(thread.first.resolved_at is None for thread in told),
        "source_notes": SourceNote.objects.readable_by(user).filter(article=article).count(),
    }


def _standing(text: str, note: Note) -> str:
    if not note.quote:
        return ""
    place = locate(text, note.quote, note.before, note.after)
    if place is None:
        return "lost"
    return "changed" if place.changed else "here"
