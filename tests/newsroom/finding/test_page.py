"""The newsroom's search box: who finds what, what is shown, what it costs."""

import html
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Article, Genre, Progress
from photos.library import trash
from search import names
from search.desk import keeping
from tests.factories.articles import chief, make_article, make_published, make_section
from tests.factories.people import make_author, make_user
from tests.factories.photos import make_photo
from tests.factories.units import make_officer, make_unit, rename
from tests.newsroom.desk import change

pytestmark = pytest.mark.django_db

FIND = reverse("admin:find")
WRITERS = ["Cộng tác viên", "Phóng viên", "Phóng viên ảnh"]
EDITORS = ["Biên tập viên", "Trưởng ban", "Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"]
_LINK = re.compile(r'<p class="finds__title"><a href="([^"]+)">(.*?)</a>')


def rows(response):
    """(address, title) of each row of the page."""
    page = response.content.decode()
    return [
        (address, html.unescape(re.sub("<.*?>", "", title)))
        for address, title in _LINK.findall(page)
    ]


def titles(client, text, **asked):
    return [title for _address, title in rows(client.get(FIND, {"q": text, **asked}))]


@pytest.fixture
def desk(client):
    chief()  # who enters what a test says nothing of
    client.force_login(make_user("Biên tập viên"))
    return client


def test_all_kinds_stand_on_one_page(desk):
    unit = make_unit("Đồn Biên phòng Trà Lĩnh")
    article = make_article(title="Bão vào Trà Lĩnh", byline=False)
    photo = make_photo(caption="Chợ Trà Lĩnh", unit=unit)
    author = make_officer(unit, name="Lò Văn Sơn")
    page = desk.get(FIND, {"q": "tra linh"})
    assert rows(page) == [
        (change(article), "Bão vào Trà Lĩnh"),
        (reverse("admin:photos_photo_change", args=[photo.pk]), "Chợ Trà Lĩnh"),
        (reverse("admin:authors_author_change", args=[author.pk]), "Lò Văn Sơn"),
        (reverse("admin:authors_unit_change", args=[unit.pk]), "Đồn Biên phòng Trà Lĩnh"),
    ]
    text = page.content.decode()
    assert "Bão vào <mark>Trà Lĩnh</mark>" in text
    assert "Đại úy Lò Văn Sơn, Đồn trưởng Đồn Biên phòng <mark>Trà Lĩnh</mark>" in text
    assert "no-store" in page["Cache-Control"]


def test_snippet_is_cut_from_the_text_and_safe(desk):
    make_article(title="Tin", body=f"<p>{'trước ' * 60}cột mốc số 1 &lt;b&gt; {'sau ' * 60}</p>")
    page = desk.get(FIND, {"q": "cot moc"}).content.decode()
    assert "trước trước <mark>cột mốc</mark> số 1 &lt;b&gt; sau" in page


def test_renamed_unit_tells_its_new_name(desk):
    rename(make_unit("BĐBP Hà Giang"), make_unit("BCH Tuyên Quang"))
    page = desk.get(FIND, {"q": "ha giang", "loai": "don-vi"}).content.decode()
    assert "nay là BCH Tuyên Quang" in page


def test_what_a_person_saved_is_found_at_once(desk):
    article = make_article(title="Tít cũ")
    Article.objects.filter(pk=article.pk).update(title="Thuyền cứu hộ")
    assert titles(desk, "thuyen cuu ho") == ["Thuyền cứu hộ"]
    assert titles(desk, "tit cu") == []


# --- rights ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", WRITERS)
def test_writer_finds_own_drafts_and_what_readers_saw_and_learns_of_no_other(client, role):
    writer = make_user(role)
    make_article(title="Mật danh của tôi", created_by=writer)
    signed = make_article(title="Mật danh tôi ký", byline=False, created_by=chief())
    signed.bylines.create(author=make_author("Người Viết", user=writer))
    other = make_user("Phóng viên")
    body = "<p>Mật danh Hải Âu.</p>"
    make_article(title="Mật danh của người khác", body=body, created_by=other)
    make_published(title="Mật danh đã đăng", created_by=chief())
    client.force_login(writer)
    expected = ["Mật danh của tôi", "Mật danh tôi ký", "Mật danh đã đăng"]
    page = client.get(FIND, {"q": "mật danh"})
    assert sorted(title for _address, title in rows(page)) == expected
    assert 'class="finds__count">3<' in page.content.decode()
    for text in ("Mật danh Hải Âu", "người khác", "hai au"):
        page = client.get(FIND, {"q": text}).content.decode()
        assert "của người khác" not in page.replace(f'value="{text}"', "")
        assert "Hải Âu" not in page.replace(text, "")


@pytest.mark.parametrize("role", EDITORS)
def test_editor_finds_every_draft(client, role):
    make_article(title="Mật danh của người khác", created_by=chief())
    client.force_login(make_user(role))
    assert titles(client, "mat danh") == ["Mật danh của người khác"]


def test_piece_withdrawn_before_its_hour_stays_hidden_from_other_writers(client, clock):
    article = make_article(title="Mật danh hẹn giờ", created_by=chief())
    publishing.publish(article, by=chief(), at=clock.after(hours=2))
    client.force_login(make_user("Phóng viên"))
    assert titles(client, "mat danh") == []
    clock.forward(hours=2)
    assert titles(client, "mat danh") == ["Mật danh hẹn giờ"]


@pytest.mark.parametrize("role", ["Quản trị hệ thống", "Người duyệt bình luận"])
def test_role_without_content_finds_nothing_and_has_no_box(client, role):
    make_published(title="Mật danh")
    client.force_login(make_user(role))
    assert client.get(FIND, {"q": "mat danh"}).status_code == 403
    assert "tim-toa-soan" not in client.get("/admin/").content.decode()


def test_accountant_finds_pieces_and_authors_but_no_photos(client):
    make_published(title="Mật danh")
    make_photo(caption="Mật danh")
    client.force_login(make_user("Kế toán"))
    assert titles(client, "mat danh") == ["Mật danh"]
    assert titles(client, "mat danh", loai="anh") == ["Mật danh"]  # as if no kind was named


def test_stranger_is_asked_to_sign_in(client):
    answer = client.get(FIND, {"q": "mat danh"})
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/")


def test_photo_in_the_trash_is_not_found(desk):
    photo = make_photo(caption="Tuần tra")
    assert titles(desk, "tuan tra") == ["Tuần tra"]
    trash(photo, by=chief())
    assert titles(desk, "tuan tra") == []


def test_piece_in_the_trash_is_not_found(desk):
    article = make_article(title="Mật danh")
    assert titles(desk, "mat danh") == ["Mật danh"]
    Progress.objects.filter(article=article).update(trashed_at=timezone.now())
    assert titles(desk, "mat danh") == []


def test_coordinates_find_no_photo(desk):
    make_photo(caption="Tuần tra", location="22.12345, 106.54321")
    assert titles(desk, "22.12345") == []


# --- filters --------------------------------------------------------------------------------------


def test_filters_narrow(desk, clock):
    make_section()
    sport = make_section(name="Thể thao", slug="the-thao", parent=make_section(slug="xa-hoi"))
    make_article(title="Hội thao nháp", section=sport, genre=Genre.BRIEF)
    own = get_user(desk)
    make_article(title="Hội thao khác", section=make_section(slug="khac"), created_by=own)
    publishing.publish(make_article(title="Hội thao đăng"), by=chief())
    publishing.publish(make_article(title="Hội thao hẹn"), by=chief(), at=clock.after(hours=3))
    gone = publishing.publish(make_article(title="Hội thao gỡ"), by=chief())
    clock.forward(minutes=1)
    publishing.withdraw(gone.article, by=chief(), reason="Sai")
    make_photo(caption="Hội thao ảnh")
    pieces = {"loai": "bai"}
    found = {
        key: sorted(titles(desk, "hoi thao", **asked))
        for key, asked in {
            "section": {**pieces, "muc": "the-thao"},
            "root": {**pieces, "muc": "xa-hoi"},
            "genre": {**pieces, "the-loai": "tin-van"},
            "draft": {**pieces, "tinh-trang": "nhap"},
            "scheduled": {**pieces, "tinh-trang": "hen-gio"},
            "live": {**pieces, "tinh-trang": "dang"},
            "withdrawn": {**pieces, "tinh-trang": "da-go"},
            "mine": {"cua-toi": "1"},
            "unchecked": {"loai": "anh", "anh-nao": "chua-soat"},
            "usable": {"loai": "anh", "anh-nao": "duoc-dung"},
        }.items()
    }
    assert found == {
        "section": ["Hội thao nháp"],
        "root": ["Hội thao nháp"],
        "genre": ["Hội thao nháp"],
        "draft": ["Hội thao khác", "Hội thao nháp"],
        "scheduled": ["Hội thao hẹn"],
        "live": ["Hội thao đăng"],
        "withdrawn": ["Hội thao gỡ"],
        "mine": ["Hội thao khác"],
        "unchecked": [],
        "usable": ["Hội thao ảnh"],
    }


def test_period_narrows_by_the_day_of_the_last_change(desk):
    old, new = make_article(title="Hội thao cũ"), make_article(title="Hội thao mới")
    Article.objects.filter(pk=old.pk).update(modified=timezone.now() - timedelta(days=40))
    day = timezone.localdate() - timedelta(days=30)
    assert titles(desk, "hoi thao", tu=f"{day:%d/%m/%Y}") == [new.title]
    assert titles(desk, "hoi thao", den=f"{day:%d/%m/%Y}") == [old.title]


@pytest.mark.parametrize(
    "asked",
    [
        *({"muc": "\x00"}, {"the-loai": "x"}, {"tinh-trang": "x"}, {"loai": "x"}, {"tu": "NaN"}),
        *({"den": "31/02/2016"}, {"cua-toi": "x"}, {"loai[]": "bai"}, {"anh-nao": "x"}),
        {"den": "31/12/9999"},
    ],
)
def test_odd_filter_narrows_nothing(desk, asked):
    make_article(title="Hội thao")
    assert titles(desk, "hoi thao", **asked) == ["Hội thao"]


@pytest.mark.parametrize("cursor", ["x", "-1", "NaN_NaN", "1_", "9" * 50 + "_1", "1e3_2"])
def test_cursor_not_of_ours_is_not_found(desk, cursor):
    assert desk.get(FIND, {"q": "a", "loai": "bai", "truoc": cursor}).status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        *("174-ĐA", "AND", '"', "*", "%", "' OR 1=1", ":", "a" * 10_000, "(" * 5_000, "💥", "\x00"),
        *("§la·bai", "†cho", "<script>alert(1)</script>", "13/2016", "0/0000", "99/9999"),
    ],
)
def test_odd_query_is_answered(desk, text):
    make_article(title="Chợ phiên")
    page = desk.get(FIND, {"q": text})
    assert (page.status_code, "<script>alert" in page.content.decode()) == (200, False)


def test_empty_result_offers_another_way_to_write_it(desk):
    page = desk.get(FIND, {"q": "khong co gi het"}).content.decode()
    assert "Không tìm thấy gì cho “<bdi>khong co gi het</bdi>”" in page
    assert "Gõ vài chữ vào ô tìm ở đầu trang" in desk.get(FIND).content.decode()


# --- pages and cost -------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["", "moi"])
def test_pages_follow_without_loss_or_doubling(desk, order):
    expected = [make_article(title=f"Hội thao {n}", byline=False).title for n in range(45)]
    read, address = [], f"?q=hoi+thao&loai=bai&sap={order}"
    while address:
        page = desk.get(FIND + address)
        read += [title for _address, title in rows(page)]
        address = html.unescape(
            page.content.decode().partition('rel="next" href="')[2].partition('"')[0]
        )
    assert sorted(read) == sorted(expected)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_costs_fourteen_queries(desk, count, django_assert_num_queries):
    unit = make_unit("Đồn Hội Thao")
    rename(unit, make_unit("Trạm Hội Thao"))
    for n in range(count):
        make_article(title=f"Hội thao {n}", byline=False)
        make_officer(unit, name=f"Hội Thao {n}")
    make_photo(caption="Hội thao", unit=unit)
    while keeping.catch_up(1000):
        pass
    names.names()
    with django_assert_num_queries(14):
        page = desk.get(FIND, {"q": "hoi thao"})
    assert len(rows(page)) == 2 * min(count, 5) + 3


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_of_pieces_costs_ten_queries(desk, count, django_assert_num_queries):
    for n in range(count):
        make_article(title=f"Hội thao {n}", byline=False)
    while keeping.catch_up(1000):
        pass
    names.names()
    with django_assert_num_queries(10):
        page = desk.get(FIND, {"q": "hoi thao", "loai": "bai"})
    assert len(rows(page)) == min(count, 20)


def test_box_stands_on_every_page_and_keeps_what_was_typed(desk):
    for address in ("/admin/", "/admin/articles/article/", change(make_article())):
        assert 'id="tim-toa-soan"' in desk.get(address).content.decode()
    page = desk.get(FIND, {"q": 'a "b" <c>'}).content.decode()
    assert 'name="q" value="a &quot;b&quot; &lt;c&gt;" maxlength' in page


# --- the lists of the admin -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/admin/articles/article/", "bo doi bien phong"),
        ("/admin/photos/photo/", "tháng 9/2026"),
        ("/admin/authors/author/", "Đại úy lo van"),
        ("/admin/authors/unit/", "ha giang"),
    ],
)
def test_lists_of_the_admin_are_searched_alike(desk, address, text):
    make_article(title="Tin của BĐBP")
    make_photo(caption="Tuần tra", taken_on=date(2026, 9, 2))
    rename(make_unit("BĐBP Hà Giang"), make_unit("BCH Tuyên Quang"))
    make_officer(None, name="Lò Văn Sơn")
    page = desk.get(address, {"q": text})
    assert page.context["cl"].result_count == (2 if "unit" in address else 1)
    assert desk.get(address, {"q": "khong co gi"}).context["cl"].result_count == 0
