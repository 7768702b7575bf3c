"""Pages cost the same queries with 100,000 pieces in the store; no list walks through it."""

import tracemalloc
from datetime import timedelta

import pytest
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from articles import queries, usage
from articles.models import (
    Article,
    PublishedVersion,
    Section,
    SitemapMonth,
    Tag,
    TagListing,
    UnitListing,
)
from authors.models import Unit
from comments import moderation
from tests.factories.articles import chief, make_article, make_published, make_section
from tests.factories.photos import make_photo

COUNT = 100_000
SECTIONS = 14


def copies(model, first, changed):
    """INSERT of COUNT copies of a row: every column as it is, but those in `changed` (SQL of n)."""
    columns = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(changed.get(column, f"t.{column}") for column in columns)
    table = model._meta.db_table
    return (
        f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers "
        f"WHERE n < {COUNT}) INSERT INTO {table} ({', '.join(columns)}) "
        f"SELECT {values} FROM numbers CROSS JOIN {table} t WHERE t.id = {first}"
    )


@pytest.fixture(scope="module")
def store(django_db_setup, django_db_blocker):
    """Filled once for all tests here: their transactions stand within its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        newest = filled()
        connection.check_constraints()  # here once, and not at the end of each test
        yield newest
        transaction.set_rollback(True)


@pytest.fixture
def archive(store, db):
    return store


def filled():
    """A piece with everything on its page, newest of 100,001 in fourteen sections and one tag."""
    sections = [make_section() for _ in range(SECTIONS)]
    photo = make_photo()
    old = make_published(
        at=timezone.now() - timedelta(days=1), tags=("Biên giới",), lead_photo=photo
    )
    UnitListing.objects.create(
        unit=Unit.objects.create(name="Đồn Biên phòng Ia Pnôn"),
        version=old,
        article=old.article,
        first_published_at=old.first_published_at,
    )
    tops = {m: m.objects.aggregate(n=Max("pk"))["n"] for m in (Article, PublishedVersion)}
    article, version = f"({tops[Article]} + n)", f"({tops[PublishedVersion]} + n)"
    section = f"({sections[0].pk} + n % {SECTIONS})"
    if connection.vendor == "postgresql":
        time = "(t.first_published_at - n * interval '1 minute')"
    else:
        time = "datetime(t.first_published_at, '-' || n || ' minutes')"
    moved = {"article_id": article, "first_published_at": time}
    with connection.cursor() as cursor:
        cursor.execute(copies(Article, old.article_id, {"id": article, "section_id": section}))
        placed = {"section_id": section, "root_section_id": section, "valid_from": time}
        cursor.execute(copies(PublishedVersion, old.pk, {"id": version, **placed, **moved}))
        for model in (TagListing, UnitListing):
            listing = model.objects.get(version=old)
            row = {"id": f"({listing.pk} + n)", "version_id": version, **moved}
            cursor.execute(copies(model, listing.pk, row))
        tables = [Article, PublishedVersion, TagListing, UnitListing]
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
    newest = make_published(
        tags=("Biên giới",),
        lead_photo=photo,
        section=sections[0],
        body=f'<p>Chữ.</p><figure data-photo="{photo.pk}"><figcaption>Ảnh.</figcaption></figure>',
    )
    for n in range(3):
        comment = moderation.submit(
            article=newest.article, name=f"Bạn đọc {n}", email="", text=f"Ý kiến số {n}."
        )
        moderation.approve(comment, by=chief())
    make_article(title="Bản nháp")
    return newest


def test_pages_cost_the_same_with_100_000_pieces(archive, client, django_assert_num_queries):
    assert PublishedVersion.objects.live().count() == COUNT + 2
    section = Section.objects.get(pk=archive.section_id)
    tag, unit = Tag.objects.get(), Unit.objects.get()
    addresses = {
        "/": 7,
        section.get_absolute_url(): 5,
        f"{section.get_absolute_url()}?truoc={cursor_in_the_middle()}": 5,
        f"{section.get_absolute_url()}?ngay={yesterday()}": 5,
        "/tin-moi/": 2,
        "/luu-tru/": 5,
        f"/luu-tru/{yesterday():%Y/%m}/": 5,
        f"/luu-tru/{yesterday():%Y/%m/%d}/": 4,
        archive.get_absolute_url(): 9,
        f"/tag/{tag.slug}-{tag.pk}.html": 3,
        f"/tag/{tag.slug}-{tag.pk}.html?truoc={cursor_in_the_middle()}": 3,
        f"/don-vi/{unit.slug}-{unit.pk}.html": 5,
        f"/don-vi/{unit.slug}-{unit.pk}.html?truoc={cursor_in_the_middle()}": 5,
        "/rss/tin-moi.rss": 1,
        "/rss/tin-moi.day-du.rss": 3,
        f"/rss/the/{tag.slug}-{tag.pk}.rss": 2,
        "/sitemap.xml": 1,
        "/sitemap-trang.xml": 6,
        **dict.fromkeys(busiest_month(), 3),
        "/news-sitemap.xml": 1,
    }
    for address, cost in addresses.items():
        with django_assert_num_queries(cost):
            assert client.get(address).status_code == 200


def yesterday():
    return timezone.localdate() - timedelta(days=1)


def busiest_month():
    """The addresses of the first and the last file of the month with most pieces: over 40,000."""
    month = SitemapMonth.objects.order_by("-versions")[0]
    assert month.versions > 40_000
    year, number = month.name
    return [f"/sitemap-{year}-{number}.xml", f"/sitemap-{year}-{number}-{month.parts[-1]}.xml"]


def test_no_file_of_the_sitemap_grows_with_the_archive(archive, client):
    """Addresses, bytes and memory of the largest file of the month with most pieces."""
    first, _last = busiest_month()
    client.get(first)
    tracemalloc.start()
    page = client.get(first).content
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 1_000 < page.count(b"<url>") <= 2_100
    assert len(page) < 1_500_000
    assert peak < 60_000_000
    index = client.get("/sitemap.xml").content
    assert index.count(b"<sitemap>") < 100


def cursor_in_the_middle():
    middle = timezone.now() - timedelta(days=1, minutes=COUNT / 2)
    return f"{int(middle.timestamp() * 1_000_000)}-1"


def test_photos_in_bodies_are_found_without_a_walk_through_the_archive(archive):
    photo = make_photo()
    draft = make_article(body=f'<figure data-photo="{photo.pk}"></figure>')
    assert list(usage.named_in_bodies({photo.pk})) == [draft]
    plan = usage.named_in_bodies({photo.pk}).explain() + "\n"
    assert "Seq Scan on articles_article" not in plan
    assert "SCAN articles_article\n" not in plan


def test_no_list_walks_through_the_archive(archive):
    """Asked of the planner, since a clock would tell of the machine."""
    sections = queries.in_section(Section.objects.get(pk=archive.section_id))[:21]
    day = timezone.now() - timedelta(days=2)
    lists = [
        *(queries.latest()[:21], sections, queries.tagged(Tag.objects.get())[:21]),
        queries.about_unit(Unit.objects.get().pk)[:21],
        queries.published_between(day, day + timedelta(days=1))[:21],
    ]
    for rows in lists:
        plan = rows.explain()
        assert "Seq Scan on articles_publishedversion" not in plan
        assert "SCAN articles_publishedversion\n" not in plan + "\n"
        assert "TEMP B-TREE" not in plan
