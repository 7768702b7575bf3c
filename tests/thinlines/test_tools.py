"""The reader's tools of a piece as they go out, and what their scripts weigh."""

import gzip
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from core.storage import without_comments
from tests.factories.articles import make_published
from tests.factories.photos import make_photo

SCRIPTS = settings.BASE_DIR / "static" / "js"
MOST = 12 * 1024  # bytes, compressed, of all scripts a piece's page can come to load

BUTTON = re.compile(r"<(a|button) ([^>]*)>([^<]+)</")


def tools(client, version):
    page = client.get(version.get_absolute_url()).content.decode()
    return re.findall(r'<div class="reader-tools.*?</div>', page, re.DOTALL)


def weight(name):
    """As it goes out."""
    script = without_comments((SCRIPTS / name).read_text())
    return len(gzip.compress(script.encode(), 9, mtime=0))


def imported(name):
    """The names of a script and of all that it can come to import."""
    found, waiting = set(), {name}
    while waiting:
        text = (SCRIPTS / (script := waiting.pop())).read_text()
        found.add(script)
        waiting |= set(re.findall(r'(?:from|import)\s*\(?"\./([\w.]+)"', text)) - found
    return found


def test_scripts_of_a_piece_and_the_worker_are_light():
    names = imported("reader.js") | imported("site.js") | {"reads.js", "worker.js"}
    assert {"listening.js", "viewer.js", "keeping.js", "copies.js", "memory.js"} < names
    # They have a budget of their own: tests/comments/test_fresh.py.
    names -= {"comments.js", "fresh.js"}
    weights = {name: weight(name) for name in sorted(names)}
    assert sum(weights.values()) <= MOST, weights


def test_scripts_loaded_before_anybody_asks_are_lighter():
    names = {"site.js", "reader.js", "keeping.js", "copies.js", "memory.js", "reads.js"}
    assert sum(map(weight, names)) <= 7 * 1024
    assert weight("site.js") <= 600  # waited for by the first paint


@pytest.mark.django_db
def test_tools_stand_at_head_and_foot_hidden_until_they_work(client):
    head, foot = tools(client, make_published())
    shown = [
        [(words, "hidden" in facts) for _tag, facts, words in BUTTON.findall(bar)]
        for bar in (head, foot)
    ]
    assert shown == [
        [
            *(("Chia sẻ", False), ("Lưu bài", True), ("A−", True), ("A+", True)),
            ("Nghe bài", True),
        ],
        [
            *(("Zalo", False), ("Facebook", False), ("Thư điện tử", False)),
            *(("Sao chép liên kết", True), ("Lưu bài", True)),
            *(("Lưu vào tài khoản", False), ("In bài", True)),
            ("Gửi bằng ứng dụng khác", True),
        ],
    ]


@pytest.mark.django_db
def test_plain_links_carry_the_address_and_the_title(client):
    title = "“Ngày hội” & đêm: 100% dân bản, Điện Biên + Lai Châu"
    version = make_published(title=title)
    _head, foot = tools(client, version)
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', foot)]
    parts = [(urlsplit(link), parse_qs(urlsplit(link).query)) for link in links]
    address = f"{settings.SITE_URL}{version.get_absolute_url()}"
    assert [(link.scheme, link.netloc, query) for link, query in parts] == [
        ("https", "zalo.me", {"u": [address]}),
        ("https", "www.facebook.com", {"u": [address]}),
        ("mailto", "", {"subject": [title], "body": [address]}),
    ]


@pytest.mark.django_db
def test_viewer_stands_only_where_there_are_photos(client):
    for version, there in ((make_published(), 0), (make_published(lead_photo=make_photo()), 1)):
        page = client.get(version.get_absolute_url()).content.decode()
        assert page.count('<dialog class="viewer"') == there
