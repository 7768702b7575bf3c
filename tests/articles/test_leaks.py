"""What was never approved, or was taken back, is on no public byte of any public address."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import (
    Article,
    Byline,
    CodeListing,
    PublishedVersion,
    RelatedArticle,
    Section,
    Series,
    Tag,
    Topic,
)
from articles.publishing import publish, withdraw
from authors.models import Author, Unit
from search.indexing import index
from tests.biendoi.reader_pages import titles
from tests.factories.articles import chief, make_article, make_published, make_section, make_topic
from tests.factories.people import make_author
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

SECRET = "Zyxomat"


def unit_of(name):
    """A unit that only this piece names."""
    return Unit.objects.get_or_create(name=f"Đồn {SECRET} {name}")[0]


def words(name):
    """A secret word in every place where a piece holds words."""
    secret = f"{SECRET} {name}"
    photo = make_photo(caption=secret, credit=secret, alt=secret)
    return {
        "title": f"{secret} tít",
        **dict.fromkeys(("kicker", "short_title", "social_title", "sapo", "source"), secret),
        "signature": secret,
        "slug": f"{SECRET.lower()}-{name}",
        "body": f'<p>{secret} 999-ĐA/{name.upper()[:3]}XX.</p><figure data-photo="{photo.pk}">'
        f"<figcaption>{secret}</figcaption></figure>",
        "lead_photo": photo,
        "lead_caption": secret,
        "series": Series.objects.create(name=f"{secret} loạt"),
        "part": 1,
    }


@pytest.fixture
def paper(clock):
    """A live piece in every list; around it, in the same lists, all that must not be seen."""
    section = make_section(name="Xã hội", slug="xa-hoi")
    author, topic = make_author("Viết Hà"), make_topic()
    past = clock.after(days=-2)

    def copy(name, **facts):
        article = make_article(
            byline=False, section=section, tags=("Quảng Ninh", f"{SECRET} {name}"), **facts
        )
        Byline.objects.create(article=article, author=author)
        Byline.objects.create(article=article, author=make_author(f"{SECRET} {name}"))
        article.topics.add(topic, make_topic(f"{SECRET} {name}"))
        return article

    def archived(name):
        facts = words(name)
        version = make_published(at=past, section=section, tags=("Quảng Ninh",), **facts)
        return version.article

    draft = copy("draft", **words("draft"))
    scheduled = copy("scheduled", **words("scheduled"))
    publish(scheduled, by=chief(), at=clock.after(days=1))
    cancelled = copy("cancelled", **words("cancelled"))
    publish(cancelled, by=chief(), at=clock.after(days=1))
    withdraw(cancelled, by=chief(), reason=SECRET)
    withdrawn = archived("withdrawn")
    withdraw(withdrawn, by=chief(), reason=SECRET)
    expired = archived("expired")
    PublishedVersion.objects.filter(article=expired).update(valid_until=clock.after(days=-1))
    returning = archived("returning")
    withdraw(returning, by=chief(), reason=SECRET)
    publish(returning, by=chief(), at=clock.after(days=1))
    hidden = [draft, scheduled, cancelled, withdrawn, expired, returning]

    live = make_published(
        at=past, title="Có mặt", section=section, tags=("Quảng Ninh", "Có mặt")
    ).article
    Byline.objects.create(article=live, author=author)
    live.topics.add(topic)
    for position, other in enumerate(hidden):
        RelatedArticle.objects.create(article=live, other=other, position=position)
    publish(live, by=chief())
    # The desk goes on working on the live piece, and has its next version wait for its hour.
    Article.objects.filter(pk=live.pk).update(**words("update"))
    live.tags.set([f"{SECRET} update"])
    clock.forward(minutes=1)
    publish(live, by=chief(), at=clock.after(days=1))
    Article.objects.filter(pk=live.pk).update(**words("edit"))
    clock.forward(minutes=1)
    index(PublishedVersion.objects.filter(article__in=hidden, valid_until=None))
    index(PublishedVersion.objects.live())
    return live


def addresses_of_days(now):
    yield from ("/tin-moi/", "/luu-tru/", f"/luu-tru/{now.year}/")
    for days in (-2, -1, 0, 1):
        day = (now + timedelta(days=days)).date()
        yield from (f"/luu-tru/{day:%Y/%m}/", f"/luu-tru/{day:%Y/%m/%d}/")
        yield f"/xa-hoi/?ngay={day.isoformat()}"


def addresses():
    """Every public address that a reader, a machine or a guesser could ask for."""
    yield from ("/", "/robots.txt", "/sitemap.xml", "/news-sitemap.xml", "/rss/tin-moi.rss")
    yield from ("/lite/", "/da-luu/", "/ngoai-tuyen/", "/sw.js")
    yield from ("/rss/", "/rss/tin-moi.day-du.rss", "/manifest.webmanifest")
    yield from ("/tim-kiem/", "/tim-kiem/?q=Zyx0mat", "/tim-kiem/?q=don", "/healthz", "/khong-co/")
    now = timezone.now()
    for days in (-40, 0, 1, 40):
        day = now + timedelta(days=days)
        yield f"/sitemap-{day.year}-{day.month}.xml"
    for section in Section.objects.all():
        yield from (f"/{section.slug}/", f"/{section.slug}/?truoc=1-1")
        yield from (f"/lite/{section.slug}/", f"/lite/{section.slug}/?truoc=1-1")
        yield from (f"/rss/{section.slug}-{section.pk}.rss", f"/rss/x-{section.pk}.rss")
        yield f"/rss/{section.slug}-{section.pk}.day-du.rss"
    yield from addresses_of_days(now)
    yield from (f"/van-ban/{row.key}.html" for row in CodeListing.objects.all())
    lists = [("tag", Tag), ("chu-de", Topic), ("tac-gia", Author)]
    lists += [("loat-bai", Series), ("don-vi", Unit)]
    for folder, model in lists:
        feeds = "/rss/the" if folder == "tag" else f"/rss/{folder}"
        for row in model.objects.all():
            for name in ("x", row.slug) if SECRET.lower() not in row.slug else ("x",):
                yield from (f"{feeds}/{name}-{row.pk}.rss", f"{feeds}/{name}-{row.pk}.day-du.rss")
            guessed = f"/{folder}/x-{row.pk}.html"
            yield from (guessed, f"{guessed}?truoc=", f"{guessed}?truoc=9999999999999999-1")
            if SECRET.lower() not in row.slug:
                yield f"/{folder}/{row.slug}-{row.pk}.html"
    for article in Article.objects.all():
        yield from (f"/x-post{article.pk}.html", f"/binh-luan/{article.pk}/")
        yield from (f"/lite/x-post{article.pk}.html", f"/con-dang/?bai={article.pk}")
        yield f"/binh-luan/gui/{article.pk}/"


def answer(client, address):
    """Status, headers and body as they go over the wire."""
    response = client.get(address)
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{response.status_code}\n{head}\n{response.content.decode()}".lower()


def test_secret_words_are_on_no_public_byte(paper):
    client = Client()
    told = [a for a in addresses() if SECRET.lower() in answer(client, a)]
    assert told == []


def test_live_piece_stands_in_every_list_alone(paper, client):
    topic, author = paper.topics.get(), paper.bylines.last().author
    tag = Tag.objects.get(name="Quảng Ninh")
    for address in (
        "/",
        "/xa-hoi/",
        f"/tag/quang-ninh-{tag.pk}.html",
        f"/chu-de/{topic.slug}-{topic.pk}.html",
        f"/tac-gia/{author.slug}-{author.pk}.html",
        "/tim-kiem/?q=don+bien+phong",
    ):
        assert titles(client.get(address)) == ["Có mặt"]
    assert titles(client.get(f"/co-mat-post{paper.pk}.html")) == []  # its related pieces


def test_search_for_a_secret_word_finds_nothing(paper, client):
    names = ("draft", "scheduled", "cancelled", "withdrawn", "expired", "returning")
    for name in names:
        assert titles(client.get("/tim-kiem/", {"q": f"{SECRET} {name}"})) == []


def test_tomorrow_the_scheduled_pieces_are_there(paper, clock, client):
    clock.forward(days=1)
    assert sorted(titles(client.get("/xa-hoi/"))) == [
        f"{SECRET} returning",
        f"{SECRET} scheduled tít",  # the newest is printed large, with its full title
        f"{SECRET} update",
    ]
