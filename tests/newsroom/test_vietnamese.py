"""Every screen of the back-office that a role can reach speaks Vietnamese and nothing else."""

import re
from collections import Counter
from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Article, RelatedArticle, Series, Topic
from authors.models import PenName, Posting, Succession, Unit
from demo.sign_ins import PEOPLE
from tests.comments.factories import make_approved, make_pending, make_rejected, make_spam
from tests.factories.articles import chief, make_article, make_published, make_section
from tests.factories.people import make_author, make_user
from tests.factories.photos import make_photo
from tests.newsroom.desk import ADD, change, page_of, send

pytestmark = pytest.mark.django_db

# A syllable that Vietnamese can write without marks: what is left of ASCII words is foreign.
_ONSET = "ngh|ng|gh|gi|kh|nh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx]"
_NUCLEUS = "uye|uya|oai|oay|uay|oeo|uyu|ieu|yeu|uoi|uou|[iuyo]?[aeiouy][iouya]?"
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_NUCLEUS})(?:ng|nh|ch|[cmnpt])?")
# Words of the trade that Vietnamese writes as they are, names, and units.
_OURS = set(
    "sapo rss zalo video infographic longform webp html jpeg png ttxvn gmt ctrl menu qncn"
    " webm pdf vtt srt svg cookie facebook google tcvn vni csv json jsonl tphcm"
    " antt atgt bch bpck bptd btl cand ccb chqs ckqt csb ctv dqtv dtts iuu lhpn llvt mttq"
    " ntm qptd ubnd".split()
)
_TOKEN = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|[\w-]+(?:\.[\w-]+)+|\w+(?:-\w+)+")
# What the rich-text editor is given to show: nobody reads the tags.
_MARKUP = re.compile(r"</?[a-z][^<>]*>")
_WAY_BACK = "_changelist_filters"
_NUMBER = re.compile(r"\d+")
# More than there are pieces in `newspaper`: each is in another state.
MOST_ROWS = 6
_SAID_BY = {"title", "aria-label", "placeholder", "alt", "label", "data-placeholder"}


# <code> holds marks that machines compare: hashes, the log's rows as they were sealed.
_UNREAD = {"script", "style", "svg", "code"}


class _Words(HTMLParser):
    """What a person reads or hears on a page, and the links and forms on it."""

    def __init__(self):
        super().__init__()
        self.words, self.links, self._silent = [], [], 0

    def handle_starttag(self, tag, pairs):
        attrs = dict(pairs)
        self._silent += tag in _UNREAD
        self.words += [value for name, value in pairs if name in _SAID_BY and value]
        if tag == "input" and attrs.get("type") in {"submit", "button", "reset"}:
            self.words.append(attrs.get("value", ""))
        if tag in {"a", "iframe"}:
            self.links.append(attrs.get("href") or attrs.get("src") or "")

    def handle_endtag(self, tag):
        self._silent -= tag in _UNREAD

    def handle_data(self, data):
        if not self._silent:
            self.words.append(data)


def read(response):
    page = _Words()
    page.feed(response.content.decode())
    return page.words


def foreign(words):
    """Words of three letters or more that Vietnamese cannot have."""
    found = set()
    for text in words:
        for word in _TOKEN.findall(_ADDRESS.sub(" ", _MARKUP.sub(" ", text))):
            plain = word.lower()
            if len(word) < 3 or not word.isascii() or plain in _OURS:
                continue
            if not _SYLLABLE.fullmatch(plain):
                found.add(word)
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Show counts", {"Show", "counts"}),
        ("Please correct the error below.", {"Please", "correct", "error", "below"}),
        ("Date: Today |", {"Date", "Today"}),
        ("Lưu và tiếp tục. Trang báo in theo tin của TTXVN, khuya nguy loan", set()),
        ('<p>Gọi <a href="tel:1">ngay</a> <strong>now</strong></p>', {"now"}),
        ("Xem an@example.vn, 174-ĐA/TU, phong-su, bienphong.com.vn", set()),
    ],
)
def test_foreign_words_are_told_from_vietnamese_ones(text, found):
    assert foreign([text]) == found


@pytest.fixture
def newspaper():
    """One of everything a screen can show."""
    section = make_section(name="Biên phòng toàn dân", slug="bien-phong-toan-dan")
    make_section(name="Cửa khẩu", slug="cua-khau", parent=section)
    photo = make_photo(caption="Đồn Biên phòng nhìn từ xa.", place="Quảng Ninh")
    unit = Unit.objects.create(name="Bộ đội Biên phòng Quảng Ninh", short_name="BĐBP Quảng Ninh")
    later = Unit.objects.create(name="Ban Chỉ huy Biên phòng", parent=unit)
    Succession.objects.create(predecessor=unit, successor=later, on=date(2025, 7, 1))
    author = make_author("Trần Khởi", full_name="Trần Văn Khởi", staff=False)
    Posting.objects.create(
        author=author, since=date(2019, 1, 1), rank="Đại tá", post="Chính ủy", unit=unit
    )
    PenName.objects.create(author=author, name="Hải Sơn")
    series = Series.objects.create(name="Dọc đường biên")
    words = {"section": section, "tags": ("Quảng Ninh", "Biên giới"), "lead_photo": photo}
    live = make_published(**words, series=series, part=1)
    live.article.topics.add(Topic.objects.create(name="Đề án ở Quảng Ninh"))
    RelatedArticle.objects.create(article=live.article, other=make_article(**words))
    scheduled, gone = make_article(**words), make_article(**words)
    publishing.publish(scheduled, by=chief(), at=timezone.now() + timedelta(days=1))
    publishing.publish(gone, by=chief(), until=timezone.now() + timedelta(days=2))
    publishing.withdraw(gone, by=chief(), reason="Kiểm tra lại số liệu.")
    root = make_approved(live)
    for make in (make_pending, make_rejected, make_spam):
        make(live, parent=root)
    return live.article


@pytest.fixture
def keeper(client):
    """Signed in as the one account that may do everything."""
    client.force_login(make_user("Tổng biên tập", username="quan-tri", is_superuser=True))
    return client


def crawl(client, start):
    """Every page of the back-office that leads on from here, each kind of question once.

    Two filters of a list say nothing together that neither says alone; where a form leads back to
    changes none of its words; and a seventh row has nothing that six before it had not.
    """
    seen, queue, rows = set(), [start], Counter()
    while queue:
        address = queue.pop()
        parts = urlsplit(address)
        asked = set(parse_qs(parts.query, keep_blank_values=True)) - {_WAY_BACK} or {""}
        kinds = {(parts.path, question) for question in asked}
        if kinds <= seen or "/jsi18n/" in parts.path or "/logout/" in parts.path:
            continue
        kind = _NUMBER.sub("0", parts.path), *sorted(asked)
        if rows[kind] == MOST_ROWS:
            continue
        rows[kind] += 1
        seen |= kinds
        response = client.get(address)
        if response.status_code in {301, 302}:
            queue.append(urljoin(address, response["Location"]))
            continue
        if not response["Content-Type"].startswith("text/html"):
            continue  # a file to be saved
        page = _Words()
        page.feed(response.content.decode())
        yield address, response.status_code, page.words
        queue += [
            joined
            for link in page.links
            if (joined := urljoin(address, link)).startswith("/admin/") and "#" not in link
        ]


def screens_of(client, role, newspaper):
    yield from crawl(client, reverse("admin:index"))
    for address in (
        *("/admin/khong-co/", "/admin/articles/article/0/change/"),
        *("/admin/articles/article/?q=kh%C3%B4ng+c%C3%B3", "/admin/articles/article/?e=1"),
        *("/admin/photos/photo/?_popup=1&_to_field=id", "/admin/articles/topic/add/?_popup=1"),
        reverse("admin:articles_article_delete", args=[newspaper.pk]),
        *(page_of(newspaper, name) for name in ("preview", "publish", "withdraw")),
        *("/admin/password_change/done/", "/admin/accounts/user/1/password/"),
    ):
        response = client.get(address, follow=True)
        yield address, response.status_code, read(response)


@pytest.mark.parametrize("role", [role for role, *_rest in PEOPLE])
def test_every_screen_of_a_role_speaks_vietnamese(client, newspaper, role):
    user = make_user(role, full_name="Phạm Thu Lê")
    client.force_login(user)
    Article.objects.filter(versions=None).update(created_by=user)
    found, statuses, count = {}, set(), 0
    for address, status, words in screens_of(client, role, newspaper):
        count += 1
        statuses.add(status)
        if english := foreign(words):
            found[address] = english
    assert found == {}
    assert statuses <= {200, 403, 404}
    assert count > 12


FORMS = {
    "article": ("/admin/articles/article/add/", {"part": "0", "slug": "a b", "section": "999"}),
    "topic": ("/admin/articles/topic/add/", {}),
    "section": ("/admin/articles/section/add/", {"slug": "Ă", "position": "x"}),
    "author": ("/admin/authors/author/add/", {"user": "999"}),
    "unit": ("/admin/authors/unit/add/", {"since": "31/02/2026"}),
    "photo": ("/admin/photos/photo/add/", {"taken_on": "hôm qua"}),
    "account": ("/admin/accounts/user/add/", {"password1": "123", "password2": "456"}),
    "account, weak": ("/admin/accounts/user/add/", {"password1": "123", "password2": "123"}),
    "password": ("/admin/password_change/", {"new_password1": "123", "new_password2": "124"}),
    "password, empty": ("/admin/password_change/", {}),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_refusal_speaks_vietnamese(keeper, newspaper, name):
    address, typed = FORMS[name]
    response = send(keeper, address, **typed)
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert foreign(read(response)) == set()


def test_refusals_of_rows_speak_vietnamese(keeper, newspaper):
    typed = {
        "bylines-TOTAL_FORMS": "2",
        "bylines-0-author": "999",
        "bylines-0-position": "x",
        "bylines-1-position": "2",
        "bylines-1-role": "khac",
        "bylines-1-author": "",
    }
    response = send(keeper, change(newspaper), **typed)
    assert response.context["errors"]
    assert foreign(read(response)) == set()


def test_a_form_without_its_counters_is_refused_in_vietnamese(keeper):
    response = keeper.post(ADD, {"title": "Tít"})
    assert response.status_code == 200
    assert foreign(read(response)) == {"TOTAL", "FORMS", "INITIAL"} & foreign(read(response))


@pytest.mark.parametrize(
    "typed",
    [{}, {"username": "ai", "password": "sai"}, {"username": "", "password": "x"}],
)
def test_the_door_speaks_vietnamese(client, typed):
    response = client.post("/admin/login/", typed) if typed else client.get("/admin/login/")
    assert foreign(read(response)) == set()


def test_lists_of_the_full_account_and_their_deletions_speak_vietnamese(keeper, newspaper):
    screens = list(crawl(keeper, reverse("admin:index")))
    found = {address: english for address, _, words in screens if (english := foreign(words))}
    assert found == {}
    assert {status for _address, status, _words in screens} == {200}
    doors = [address for address, _status, _words in screens if address.endswith("/delete/")]
    answers = [keeper.post(door, {"post": "yes"}, follow=True) for door in doors]
    assert set().union(*(foreign(read(answer)) for answer in answers)) == set()


def test_signing_out_and_a_new_password_are_told_in_vietnamese(client):
    user = make_user("Phóng viên", full_name="Đặng Viết Hà")
    client.force_login(user)
    new = "rung-nui-bien"
    typed = {"old_password": "mat-khau", "new_password1": new, "new_password2": new}
    changed = client.post("/admin/password_change/", typed, follow=True)
    for response in (changed, client.post("/admin/logout/")):
        assert response.status_code == 200
        assert foreign(read(response)) == set()
    assert "Xin chào, <strong>Đặng Viết Hà</strong>." in changed.content.decode()
