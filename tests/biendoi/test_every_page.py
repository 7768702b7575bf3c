"""A walk through every page a reader can come to, by its links, and through every template."""

import html
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles.models import PublishedVersion, RelatedArticle, Series
from articles.publishing import publish
from comments import own_data
from comments.models import DataRequest
from core.dates import long_datetime
from search.indexing import index
from tests.biendoi.reader_pages import missing_duties, personal_traces
from tests.comments.factories import make_approved, send
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
    make_section,
    make_topic,
)
from tests.factories.people import make_author
from tests.factories.photos import make_photo
from tests.factories.units import make_unit
from tests.readership.factories import make_reads

pytestmark = pytest.mark.django_db

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Parts of pages, and pages of the back-office.
PARTS = ("components/", "admin/", "newsroom/", "catalogue/", "emails/")
# Pages of one reader each, which tests/readers/test_every_page.py sees to.
PARTS += ("readers/", "account/", "socialaccount/")
# What a limit, a database and a search engine that are away answer: tests/biendoi/test_views.py and
# tests/search/test_opensearch.py see to them.
SENT_BY_NO_ADDRESS = {"429.html", "503.html", "search/away.html"}


def pages():
    """Every template that is a whole page for readers: it fills one of the shells."""
    names = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    shell = re.compile(r"{% extends [^%]*\"(?:lite/)?(?:base|site)\.html\"")
    whole = {name for name in names if shell.search((TEMPLATES / name).read_text())}
    shells = {"base.html", "site.html", "lite/base.html"}
    return {name for name in whole | shells if not name.startswith(PARTS)}


@pytest.fixture
def paper(clock):
    """A small paper with something on every kind of page."""
    start = clock.after(days=-1)
    parent = make_section(name="Xã hội", slug="xa-hoi")
    child = make_section(name="Y tế", slug="y-te", parent=parent)
    photo, author = make_photo(), make_author("Viết Hà")
    many = make_many_published(
        [start - timedelta(hours=n) for n in range(25)],
        section=child,
        tags=("Quảng Ninh",),
        topics=(make_topic(),),
        author=author,
        lead_photo=photo,
        series=Series.objects.create(name="Giữ mốc"),
        part=2,
    )
    make_unit("Đồn Biên phòng Trà Lĩnh")
    report = make_article(
        section=parent,
        sapo="Đồn Biên phòng Trà Lĩnh.",
        body=f'<p>Đề án 174-ĐA/TU.</p><figure data-photo="{photo.pk}"></figure>',
        tags=("Đề án",),
    )
    RelatedArticle.objects.create(article=report, other=many[0].article)
    version = publish(report, by=chief())
    index([*many, version])
    make_reads({version: 2, many[0]: 1})
    for _n in range(25):
        make_approved(version, parent=make_approved(version))
    return version


def links(response):
    """The addresses of this site that a page leads to."""
    if "html" not in response.headers.get("Content-Type", ""):
        return set(re.findall(rf"{settings.SITE_URL}([^<\"\s]*)", response.content.decode()))
    found = {
        html.unescape(link) for link in re.findall(r'(?:href|src|action)="([^"]*)"', text(response))
    }
    here = response.request["PATH_INFO"]
    full = {here + link if link.startswith("?") else link for link in found}
    return {link.partition("#")[0] for link in full if not urlsplit(link).scheme} - {""}


def text(response):
    return response.content.decode()


# Files, and where forms are sent to.
NO_PAGES = ("/static/", "/media/", "/binh-luan/gui/", "/binh-luan/thich/", "/tai-khoan/")


def walk(client):
    """Every answer by address, from the home page on, static files and pictures left out."""
    seen, waiting = {}, {"/", "/sitemap.xml", "/news-sitemap.xml", "/robots.txt", "/healthz"}
    while waiting:
        address = waiting.pop()
        if address.startswith(NO_PAGES):
            continue
        seen[address] = client.get(address)
        waiting |= links(seen[address]) - seen.keys()
    return seen


_walked = []


@pytest.fixture
def walked(request):
    """(the answers of one walk by address, the moment of it): the tests that only read them share
    one walk in each process."""
    if not _walked:
        request.getfixturevalue("paper")
        _walked[:] = [walk(Client()), request.getfixturevalue("clock").now]
    return _walked


def test_every_link_leads_to_a_page(walked):
    seen, _now = walked
    assert {
        address: page.status_code for address, page in seen.items() if page.status_code != 200
    } == {}
    # Articles, older pages of section, tag, topic and author, older comments, replies, feeds, maps.
    assert len(seen) > 90


FOREIGN = re.compile(
    # A block of data for machines runs nothing.
    r"<script(?! type=\"module\" src=\"/static/| type=\"application/ld\+json\">)|"
    r"<style|\sstyle=|\son[a-z]+=|"
    r"(?:src|srcset|action)=\"(?:https?:)?//|"
    r"<link[^>]+href=\"(?:https?:)?//(?!127\.0\.0\.1:8000/)"
)


def test_every_answer_is_for_everybody(walked):
    seen, _now = walked
    traces = {address: personal_traces(page) for address, page in seen.items()}
    assert {address: found for address, found in traces.items() if found} == {}


def test_every_page_keeps_the_law_and_our_own_house(walked):
    """The lines of the law; one title, one head, Vietnamese; nothing inline, nothing foreign."""
    seen, now = walked
    for address, answer in seen.items():
        if answer["Content-Type"].startswith("text/html"):
            page = text(answer)
            assert (address, missing_duties(page, long_datetime(now))) == (address, [])
            counts = [page.count(part) for part in ("<h1", "<title>", '<html lang="vi">')]
            assert (address, counts) == (address, [1, 1, 1])
            assert (address, FOREIGN.findall(page)) == (address, [])


def test_every_page_for_searchers_has_one_address_and_one_card(walked):
    """Its own address, with the place in a list where it is an older page of one, and what others
    show beside a link to it."""
    seen, _now = walked
    for address, answer in seen.items():
        page = text(answer)
        if answer["Content-Type"].startswith("text/html") and "noindex" not in page:
            path = address.partition("?")[0]
            # The lite edition of a page is no page of its own to them.
            lite = path.startswith("/lite/")
            own = settings.SITE_URL + path.removeprefix("/lite")
            # The way back may lead to the first page, which goes by its plain address.
            older = 'rel="prev' in page
            if not lite and older and {"truoc", "sau"} & parse_qs(urlsplit(address).query).keys():
                own = html.escape(settings.SITE_URL + address)
            lines = [
                re.findall(rf'<{line}="([^"]*)">', page)
                for line in ('link rel="canonical" href', 'meta property="og:url" content')
            ]
            assert (address, lines) == (address, [[own], [] if lite else [own]])
            assert (address, page.count('property="og:title"')) == (address, int(not lite))
            assert (address, page.count("application/ld+json") <= 1) == (address, True)


def test_every_page_template_is_visited_and_carries_the_lines_of_the_law(paper, clock, settings):
    """Walk, send, break: until each template for readers has been seen in an answer."""
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(raise_request_exception=False)
    answers = list(walk(client).values())
    answers.append(client.get("/", headers={"Host": "evil.example"}))
    answers.append(client.get("/khong-co/"))
    answers.append(client.get("/ngoai-tuyen/"))  # a browser without a line shows it, no link does
    answers.append(client.get("/xa-hoi/?ngay=2026-02-28"))  # by a form, no link leads there
    gone = make_published(at=clock.after(hours=-9))
    PublishedVersion.objects.filter(pk=gone.pk).update(valid_until=clock.after(hours=-8))
    answers.append(client.get(gone.get_absolute_url()))
    answers.append(client.get(f"/lite{gone.get_absolute_url()}"))
    answers.append(send(client, paper, text=""))
    receipt = send(client, paper)["Location"]
    kept = own_data.token_of(DataRequest.objects.create(email="mai@example.vn"))
    answers.append(client.get(reverse("comment-data-kept", args=[kept])))
    answers += [client.get(receipt + step) for step in ("", "sua/", "rut-lai/")]
    client.force_login(chief())  # who may not sign people up
    answers.append(client.get(reverse("admin:accounts_user_add")))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_publishedversion RENAME TO broken")
    answers.append(client.get("/"))
    html_answers = [a for a in answers if a["Content-Type"].startswith("text/html")]
    visited = {part.name for answer in html_answers for part in answer.templates}
    assert pages() - visited == SENT_BY_NO_ADDRESS
    missing = [
        (answer.request["PATH_INFO"], missing_duties(text(answer), long_datetime(clock.now)))
        for answer in html_answers
    ]
    assert [row for row in missing if row[1]] == []
