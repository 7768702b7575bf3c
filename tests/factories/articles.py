from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone

from accounts.models import User
from articles import publishing
from articles.models import (
    Article,
    Byline,
    PublishedVersion,
    Section,
    Tag,
    TaggedArticle,
    Topic,
)
from authors.models import Author
from core.html import photo_captions
from photos.models import Photo
from tests.factories.people import make_author, make_user

_numbers = count(1)


def make_section(**facts: object) -> Section:
    n = next(_numbers)
    return Section.objects.create(**{"name": f"Chuyên mục {n}", "slug": f"chuyen-muc-{n}", **facts})


def make_article(*, tags: tuple[str, ...] = (), byline: bool = True, **facts: object) -> Article:
    """A working copy that may be published as it is."""
    defaults = {
        "title": "Tăng cường cán bộ Biên phòng cho cơ sở",
        "sapo": "Những cán bộ gắn bó với bản làng, góp sức xây dựng hệ thống chính trị.",
        "body": "<p>Đồn Biên phòng phối hợp với cấp ủy địa phương.</p>",
    }
    facts.setdefault("section", Section.objects.first() or make_section())
    facts.setdefault("created_by", User.objects.first() or make_user("Phóng viên"))
    article = Article.objects.create(**{**defaults, **facts})
    article.tags.set(tags)
    if byline:
        Byline.objects.create(article=article, author=make_author())
    return article


def chief() -> User:
    """The one who may publish; the same person throughout a test."""
    found = User.objects.filter(username="tong-bien-tap").first()
    return found or make_user("Tổng biên tập", username="tong-bien-tap")


def make_published(
    *, at: datetime | None = None, ago: timedelta = timedelta(hours=1), **facts: object
) -> PublishedVersion:
    """A piece before readers since a time in the past, an hour ago unless told."""
    article = make_article(**facts)
    time = at or timezone.now() - ago
    shown = {number for number, _caption in photo_captions(article.body)} | {article.lead_photo_id}
    [version] = publishing.publish_archive(
        Article.objects.filter(pk=article.pk).for_snapshot(),
        by=chief(),
        times={article.pk: time},
        photos=Photo.objects.in_bulk(shown - {None}),
    )
    return version


def make_topic(name: str = "Biên giới bình yên", **facts: object) -> Topic:
    return Topic.objects.create(name=name, **facts)


def make_many_published(
    times: Iterable[datetime],
    *,
    tags: tuple[str, ...] = (),
    topics: tuple[Topic, ...] = (),
    author: Author | None = None,
    **facts: object,
) -> list[PublishedVersion]:
    """A piece for each time, all alike but for their numbered titles, in a dozen queries."""
    times = list(times)
    facts.setdefault("section", Section.objects.first() or make_section())
    facts.setdefault("created_by", User.objects.first() or make_user("Phóng viên"))
    words = {"sapo": "Một dòng dẫn.", "body": "<p>Đồn Biên phòng.</p>", **facts}
    rows = [Article(**{"title": f"Tin số {next(_numbers)}", **words}) for _time in times]
    articles = Article.objects.bulk_create(rows)
    kept = [Tag.objects.get_or_create(name=name)[0] for name in tags]
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=article, tag=tag) for article in articles for tag in kept
    )
    for topic in topics:
        topic.articles.add(*articles)
    if author:
        Byline.objects.bulk_create(Byline(article=article, author=author) for article in articles)
    pks = [article.pk for article in articles]
    photo = facts.get("lead_photo")
    return publishing.publish_archive(
        Article.objects.filter(pk__in=pks).order_by("pk").for_snapshot(),
        by=chief(),
        times=dict(zip(pks, times, strict=True)),
        photos={photo.pk: photo} if photo else {},
    )
