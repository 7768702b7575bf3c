"""Any number of published pieces, for work at the archive's size: the demo's words, shuffled."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from articles import publishing
from articles.models import Article, Byline, Genre, Section, Tag, TaggedArticle
from authors.models import Author
from demo import content
from demo.markup import to_html
from photos.models import Photo

BATCH = 1000
SPAN = timedelta(days=365 * 12)
"""Seeded pieces lie in the twelve years before the demo's first."""
LAST = datetime(2024, 10, 1, tzinfo=UTC)


def seed(number: int, by: User, *, chance: int = 174) -> Iterator[int]:
    """Publishes `number` pieces in batches; yields how many are done. Needs a loaded demo."""
    writer = Writer(by, random.Random(chance + (Article.objects.aggregate(n=Max("pk"))["n"] or 0)))
    done = 0
    while done < number:
        done += writer.write(min(BATCH, number - done))
        yield done


class Writer:
    def __init__(self, by: User, chance: random.Random) -> None:
        self.by = by
        self.chance = chance
        self.sections = list(Section.objects.all())
        self.tags = list(Tag.objects.all()[:200])
        self.authors = list(Author.objects.all())
        self.photos = {photo.pk: photo for photo in Photo.objects.all()[:200]}
        self.titles, self.sapos, self.paragraphs = _phrases()

    @transaction.atomic
    def write(self, count: int) -> int:
        articles = Article.objects.bulk_create([self._article() for _ in range(count)])
        pick = self.chance.choice
        Byline.objects.bulk_create(
            Byline(article=article, author=pick(self.authors)) for article in articles
        )
        TaggedArticle.objects.bulk_create(
            TaggedArticle(content_object=article, tag=tag)
            for article in articles
            for tag in self.chance.sample(self.tags, min(3, len(self.tags)))
        )
        publishing.publish_archive(
            Article.objects.filter(pk__in=[article.pk for article in articles]).for_snapshot(),
            by=self.by,
            times={article.pk: article.created for article in articles},
            photos=self.photos,
        )
        return count

    def _article(self) -> Article:
        chance = self.chance
        head, tail = chance.choice(self.titles), chance.choice(self.titles)
        text = "\n\n".join(chance.sample(self.paragraphs, 4))
        return Article(
            title=f"{head[0]} {tail[1]}"[:180],
            sapo=chance.choice(self.sapos),
            body=to_html(text, {}),
            section=chance.choice(self.sections),
            genre=Genre.NEWS,
            lead_photo=chance.choice(list(self.photos.values())) if self.photos else None,
            created_by=self.by,
            created=LAST - SPAN * chance.random(),
        )


def _phrases() -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """Titles cut in halves, sapos, and paragraphs that stand alone."""
    titles, sapos, paragraphs = [], [], []
    # Those at a stage of the desk lend no words: the judged set stays as it was when they change.
    for piece in (row for row in content.pieces() if "stage" not in row):
        words = piece["title"].split(" ")
        titles.append((" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])))
        sapos.append(piece["sapo"])
        paragraphs += [block for block in _blocks(piece) if block[0] not in "#>-|["]
    return titles, sapos, paragraphs


def _blocks(piece: dict[str, Any]) -> list[str]:
    return [block.strip() for block in piece["body"].split("\n\n") if block.strip()]
