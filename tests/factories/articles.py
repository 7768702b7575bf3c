from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone

from accounts.models import User
from articles import publishing
from articles.models import Article, Byline, PublishedVersion, Section
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
    photos = {article.lead_photo_id: article.lead_photo} if article.lead_photo else {}
    [version] = publishing.publish_archive(
        Article.objects.filter(pk=article.pk).for_snapshot(),
        by=chief(),
        times={article.pk: time},
        photos=photos,
    )
    return version
