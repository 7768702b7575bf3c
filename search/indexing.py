"""Keeps the words of published pieces in the index. May run late or twice without harm."""

from collections.abc import Iterable
from typing import Any

from articles.models import PublishedVersion
from core.html import plain_text
from core.terms import words
from search.models import Document


def index(versions: Iterable[PublishedVersion]) -> None:
    # A version never changes, and neither do its words.
    Document.objects.bulk_create(
        [Document(version=version, words=words_of(version)) for version in versions],
        ignore_conflicts=True,
        batch_size=500,
    )


def words_of(version: PublishedVersion) -> str:
    """Title, sapo, text, tags, names and document codes, as terms() asks for them."""
    parts = [
        *(version.kicker, version.title, version.sapo, plain_text(version.body)),
        *(tag["name"] for tag in version.tags),
        *(byline["name"] for byline in version.bylines),
        *(code["key"] for code in version.codes),
    ]
    return words(" ".join(parts))


def on_published(sender: Any, version: PublishedVersion, **kwargs: Any) -> None:
    index([version])
