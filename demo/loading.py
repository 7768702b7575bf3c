"""Puts the demo newspaper into an empty store. Goes through the same doors as people do."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from threading import Lock
from typing import Any

from django.core.files.base import ContentFile
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from articles import publishing
from articles.corrections import correct
from articles.models import Article, Byline, Genre, RelatedArticle, Section, Series, Topic
from authors.models import Author, PenName, Posting, Succession, Unit
from comments import moderation
from comments.models import Comment, Status
from core.dates import HANOI
from demo import content
from demo.desk import send_on_their_way
from demo.markup import to_html
from demo.pictures import draw
from demo.reads import load_reads
from demo.sign_ins import PEOPLE, SIGN_INS, make_people, make_reader
from photos.intake import admit, inspect
from photos.models import Photo

__all__ = ["SIGN_INS", "load_newspaper"]

Progress = Callable[[int, int], None]
"""Told (pictures and pieces done, of how many)."""


def load_newspaper(progress: Progress = lambda done, total: None, *, workers: int = 2) -> None:
    """Everything of demo/content, with accounts for each role. For a store without articles.

    Pictures stand for themselves; all the rest is one transaction. So a load that was broken
    off can simply be run again.
    """
    pictures, pieces = content.read("photos")["photo"], content.pieces()
    count = Counter(progress, len(pictures) + len(pieces))
    people = make_people()
    make_reader()
    photos = load_photos(pictures, people["phongvienanh"], count, workers=workers)
    with transaction.atomic():
        sections = load_sections()
        authors = load_authors(load_units())
        _tie_accounts(people, authors)
        cast = content.read("cast")
        desk = Desk(
            writer=people["phongvien"],
            sections=sections,
            authors=authors,
            topics=_load_named(Topic, cast["topic"]),
            series=_load_named(Series, cast["series"]),
            photos=photos,
        )
        articles = desk.write(pieces, count)
        _publish(pieces, articles, photos, by=people["tongbientap"])
        send_on_their_way(pieces, articles, people)
        _correct(pieces, articles, by=people["thuky"])
        _load_comments(pieces, articles, by=people["duyetbinhluan"])
        load_reads(timezone.now())


class Counter:
    """Counts what is done, from whichever thread."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0
        self.lock = Lock()

    def one_more(self) -> None:
        with self.lock:
            self.done += 1
            self.progress(self.done, self.total)


def load_sections() -> dict[str, Section]:
    made: dict[str, Section] = {}
    for position, row in enumerate(content.read("sections")["section"], start=1):
        parent = made.get(row.get("parent", ""))
        section = Section(
            id=row["id"],
            slug=row["slug"],
            name=row["name"],
            description=row.get("description", ""),
            parent=parent,
            position=position,
        )
        section.full_clean()
        section.save()
        made[section.slug] = section
    _restart_ids(Section)
    return made


def _restart_ids(model: type[Any]) -> None:
    """Rows came with ids of their own: PostgreSQL's counter must go on after them."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def load_units() -> dict[str, Unit]:
    cast = content.read("cast")
    made: dict[str, Unit] = {}
    for row in cast["unit"]:
        made[row["key"]] = Unit.objects.create(
            name=row["name"],
            short_name=row.get("short_name", ""),
            parent=made.get(row.get("parent", "")),
            since=row.get("since"),
        )
    for row in cast.get("succession", []):
        Succession.objects.create(
            predecessor=made[row["predecessor"]],
            successor=made[row["successor"]],
            on=row["date"],
            note=row.get("note", ""),
        )
    return made


def load_authors(units: dict[str, Unit]) -> dict[str, Author]:
    made = {}
    for row in content.read("cast")["author"]:
        author = Author.objects.create(
            name=row["name"],
            full_name=row.get("full_name", ""),
            staff=row["staff"],
            bio=row.get("bio", ""),
        )
        for name in row.get("pen_names", []):
            PenName.objects.create(author=author, name=name)
        for held in row.get("posting", []):
            Posting.objects.create(
                author=author,
                since=held["since"],
                rank=held.get("rank", ""),
                post=held.get("post", ""),
                unit=units.get(held.get("unit", "")),
            )
        made[row["key"]] = author
    return made


def _tie_accounts(people: dict[str, User], authors: dict[str, Author]) -> None:
    for _role, username, _name, key in PEOPLE:
        if key in authors:
            authors[key].user = people[username]
            authors[key].save(update_fields=["user"])


def _load_named(model: type[Any], rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {
        row["key"]: model.objects.create(name=row["name"], description=row.get("description", ""))
        for row in rows
    }


def load_photos(
    rows: list[dict[str, Any]], by: User, count: Counter, *, workers: int
) -> dict[str, Photo]:
    """Photos by key. Drawing and encoding release the interpreter: two threads fill two cores."""

    def load(row: dict[str, Any]) -> Photo:
        photo = _load_photo(row, by)
        count.one_more()
        if workers > 1:
            connection.close()
        return photo

    if workers == 1:
        return {row["key"]: load(row) for row in rows}
    with ThreadPoolExecutor(workers) as pool:
        return {row["key"]: photo for row, photo in zip(rows, pool.map(load, rows), strict=True)}


def _load_photo(row: dict[str, Any], by: User) -> Photo:
    picture = BytesIO()
    draw(row["scene"], row["seed"]).save(picture, "JPEG", quality=90)
    arrival = inspect(ContentFile(picture.getvalue()))
    if known := Photo.objects.filter(sha256=arrival.sha256).first():
        return known
    photo = Photo(
        caption=row["caption"],
        credit=row["credit"],
        alt=row["alt"],
        place=row.get("place", ""),
        illustration=True,
        focal_x=row["focal"][0],
        focal_y=row["focal"][1],
    )
    return admit(photo, arrival, by=by)


@dataclass
class Desk:
    """Types the demo's pieces into working copies."""

    writer: User
    sections: dict[str, Section]
    authors: dict[str, Author]
    topics: dict[str, Topic]
    series: dict[str, Series]
    photos: dict[str, Photo]

    def write(self, pieces: list[dict[str, Any]], count: Counter) -> dict[str, Article]:
        articles = {}
        for piece in pieces:
            articles[piece["key"]] = self._write(piece)
            count.one_more()
        for piece in pieces:
            for position, key in enumerate(piece.get("related", []), start=1):
                RelatedArticle.objects.create(
                    article=articles[piece["key"]], other=articles[key], position=position
                )
        return articles

    def _write(self, piece: dict[str, Any]) -> Article:
        words = ("kicker", "title", "short_title", "sapo", "lead_caption", "signature", "source")
        article = Article(
            **{name: piece.get(name, "") for name in words},
            section=self.sections[piece["section"]],
            genre=Genre(piece["genre"]),
            body=to_html(piece["body"], {key: photo.pk for key, photo in self.photos.items()}),
            lead_photo=self.photos.get(piece.get("lead_photo", "")),
            series=self.series.get(piece.get("series", "")),
            part=piece.get("part") or None,
            facts=piece.get("facts", {}),
            created_by=self.writer,
            created=_written(piece),
        )
        article.full_clean(exclude=["slug"])
        article.save()
        article.tags.set(piece.get("tags", []))
        article.topics.set([self.topics[key] for key in piece.get("topics", [])])
        Byline.objects.bulk_create(
            Byline(
                article=article,
                author=self.authors[line["author"]],
                role=line.get("role", Byline.Role.TEXT),
                position=position,
            )
            for position, line in enumerate(piece.get("bylines", []), start=1)
        )
        return article


def published_at(piece: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(piece["published"]).replace(tzinfo=HANOI)


def _written(piece: dict[str, Any]) -> datetime:
    return published_at(piece) - timedelta(hours=3) if "published" in piece else timezone.now()


def _publish(
    pieces: list[dict[str, Any]],
    articles: dict[str, Article],
    photos: dict[str, Photo],
    *,
    by: User,
) -> None:
    times = {
        articles[piece["key"]].pk: published_at(piece) for piece in pieces if "published" in piece
    }
    publishing.publish_archive(
        Article.objects.filter(pk__in=times).for_snapshot(),
        by=by,
        times=times,
        photos={photo.pk: photo for photo in photos.values()},
    )
    for piece in pieces:
        article = articles[piece["key"]]
        if piece.get("state") == "scheduled":
            at = timezone.now() + timedelta(hours=piece["hours"])
            publishing.publish(article, by=by, at=at)
        elif piece.get("state") == "withdrawn":
            publishing.withdraw(article, by=by, reason=piece["reason"])


def _correct(pieces: list[dict[str, Any]], articles: dict[str, Article], *, by: User) -> None:
    """Said now, so that the home page of a new demo has one to show."""
    for piece in pieces:
        for said in piece.get("correction", []):
            correct(articles[piece["key"]], by=by, **said)


def _load_comments(pieces: list[dict[str, Any]], articles: dict[str, Article], *, by: User) -> None:
    for piece in pieces:
        for row in piece.get("comment", []):
            comment = _load_comment(piece, articles[piece["key"]], row, None, by)
            for reply in row.get("reply", []):
                if comment.status == Status.APPROVED:
                    _load_comment(piece, articles[piece["key"]], reply, comment, by)


def _load_comment(
    piece: dict[str, Any], article: Article, row: dict[str, Any], parent: Comment | None, by: User
) -> Comment:
    comment = moderation.submit(
        article=article, name=row["name"], email="", text=row["text"], parent=parent
    )
    if row["status"] == Status.APPROVED:
        moderation.approve(comment, by=by)
    elif row["status"] == Status.REJECTED:
        moderation.reject(comment, by=by, reason="Không phù hợp nội dung bài.")
    elif row["status"] == Status.SPAM:
        moderation.mark_spam(comment, by=by)
    sent = min(published_at(piece) + timedelta(hours=row.get("hours", 1)), timezone.now())
    # Demo readers wrote in their own time; nothing but the clock is set aside here.
    Comment.objects.filter(pk=comment.pk).update(created=sent)
    comment.refresh_from_db()
    return comment
