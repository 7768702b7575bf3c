"""From working copy to the words, names and captions a reader gets. Writes nothing.

Shapes of the JSON columns of a version:
  bylines  [{author, name, slug, role, role_name, rank, post, unit, staff}]
  tags     [{id, name, slug}]        topics  [{id, name, slug}]
  photos   the lead first, then one for each figure of the body, in order:
           {photo, lead, caption, credit, alt, illustration, made_by_ai}
           {recording, lead, caption, credit, title, made_by_ai}, {document, the same}
           The first name tells the kind; its number is null where the library has none such.
           made_by_ai is missing from versions older than the label.
           {recording, …, main: true} after the lead: the film that opens a video piece.
  codes    [{code, key}]             related [article id]
  facts    {name: text or true}, of the genre's own; the names are in articles/genres.py
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from articles.figures import rows_of, rows_shown_by
from articles.genres import reader_facts
from articles.models import Article, Byline, Genre, PublishedVersion
from core.dates import HANOI
from core.html import figures, plain_text
from core.vietnamese import document_codes, slug
from photos.models import Photo


def snapshot(
    article: Article,
    *,
    first_published_at: datetime,
    valid_from: datetime,
    photos: Mapping[int, Photo] | None = None,
) -> PublishedVersion:
    """An unsaved version of the working copy as it stands.

    Give an article from Article.objects.for_snapshot(), and photos by id where many are made:
    otherwise the photos of the body cost one query. So do its recordings and its documents.
    """
    day = first_published_at.astimezone(HANOI).date()
    bylines = [_byline(byline, day) for byline in article.bylines.all()]
    version = PublishedVersion(
        article=article,
        valid_from=valid_from,
        first_published_at=first_published_at,
        slug=article.slug or slug(article.title) or "bai",
        section=article.section,
        root_section_id=article.section.root_id,
        genre=article.genre,
        kicker=article.kicker,
        title=article.title,
        short_title=article.short_title,
        social_title=article.social_title,
        sapo=article.sapo,
        body=article.body,
        source=article.source,
        signature=article.signature or _signature(article, day),
        lead_photo=article.lead_photo,
        series=article.series,
        part=article.part,
        bylines=bylines,
        tags=_all_named(item.tag for item in article.tagged_items.all()),
        topics=_all_named(article.topics.all()),
        photos=_uses(article, photos),
        codes=_codes(article),
        related=[row.other_id for row in article.related_rows.all()],
        facts=reader_facts(article),
    )
    version.sha256 = version.content_hash()
    return version


def next_version(article: Article, at: datetime) -> PublishedVersion:
    """What readers would get if the working copy were published at a time: an unsaved version, or
    the one live then where it says the same."""
    live = article.versions.live(at).first()
    first = first_published_at(article, at)
    version = snapshot(article, first_published_at=first, valid_from=at)
    return live if live and live.sha256 == version.sha256 else version


def first_published_at(article: Article, at: datetime) -> datetime:
    """When readers first saw the piece, or `at` where they have not."""
    shown = article.versions.shown_by(at).order_by("valid_from").first()
    return shown.first_published_at if shown else at


def printed_uses(article: Article) -> list[dict[str, Any]]:
    """The photos, films and papers of the working copy with the words printed under them, as a
    version would freeze them now."""
    return _uses(article, None)


def _all_named(terms: Iterable[Any]) -> list[dict[str, Any]]:
    """Each once; what was merged into another, as an old revision may still have it, is that."""
    rows = {row.pk: row for row in (term.merged_into or term for term in terms)}
    return [{"id": row.pk, "name": row.name, "slug": row.slug} for row in rows.values()]


def _byline(byline: Byline, day: date) -> dict[str, Any]:
    """Rank, post and unit are those of the day of publication, whatever came later."""
    author = byline.author
    posting = author.posting_on(day)
    return {
        "author": author.pk,
        "name": byline.pen_name.name if byline.pen_name else author.name,
        "slug": author.slug,
        "role": byline.role,
        "role_name": byline.get_role_display(),
        "rank": posting.rank if posting else "",
        "post": posting.post if posting else "",
        "unit": posting.unit.printed_name if posting and posting.unit else "",
        "staff": author.staff,
    }


def _signature(article: Article, day: date) -> str:
    """Writers from outside sign with rank, post and unit; staff are named under the title."""
    signed = []
    for byline in article.bylines.all():
        posting = byline.author.posting_on(day)
        if byline.role == Byline.Role.TEXT and not byline.author.staff and posting:
            signed.append(posting.printed(byline.author.full_name or byline.author.name))
    return " – ".join(signed)[:300]


def _uses(article: Article, photos: Mapping[int, Photo] | None) -> list[dict[str, Any]]:
    placed = figures(article.body)
    if photos is None:
        rows = rows_shown_by(article)
    else:
        rows = rows_of((figure.kind, figure.number) for figure in placed if figure.kind != "photo")
        rows |= {("photo", pk): photo for pk, photo in photos.items()}
    uses = []
    if article.lead_photo:
        uses.append(_photo_use(article.lead_photo, article.lead_caption, lead=True))
    if article.recording and article.genre == Genre.VIDEO:
        uses.append({**_file_use(article.recording, "recording"), "main": True})
    for figure in placed:
        row = rows.get((figure.kind, figure.number))
        if figure.kind == "photo":
            uses.append(_photo_use(row, figure.caption, lead=False))
        else:
            uses.append(_file_use(row, figure.kind, figure.caption))
    return uses


def _photo_use(photo: Photo | None, caption: str, *, lead: bool) -> dict[str, Any]:
    photo = photo or Photo()  # gone from the library, it keeps its place and its caption
    return {
        "photo": photo.pk,
        "lead": lead,
        "caption": caption or photo.caption,
        "credit": photo.credit,
        "alt": photo.alt or caption or photo.caption,
        "illustration": photo.illustration,
        "made_by_ai": photo.made_by_ai,
    }


def _file_use(row: Any, kind: str, caption: str = "") -> dict[str, Any]:
    """Of a recording or a document."""
    return {
        kind: row.pk if row else None,
        "lead": False,
        "caption": caption or getattr(row, "caption", ""),
        "credit": row.credit if row else "",
        "title": row.title if row else "",
        "made_by_ai": getattr(row, "made_by_ai", False),
    }


def _codes(article: Article) -> list[dict[str, str]]:
    text = "\n".join([article.title, article.sapo, plain_text(article.body)])
    return [{"code": found.code, "key": found.key} for found in document_codes(text)]
