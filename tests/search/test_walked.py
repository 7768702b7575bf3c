"""What a walk through the issue brought to light: ways of writing, pins, names in addresses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Genre, Tag, TagAlias
from authors.models import Author
from search import names, turning
from search.analysis import sheet
from search.indexing import index
from search.models import Pin
from search.queries import Filters, search
from search.query import parse
from search.snippets import highlighted, snippet
from search.spelling import suggestion
from search.turning import turn_to
from tests.factories.articles import make_many_published, make_published
from tests.factories.units import make_unit, rename

pytestmark = pytest.mark.django_db


def found(query):
    return [version.title for version in search(query).items]


@pytest.mark.parametrize(
    "query",
    [
        *("174ĐA/TU", "174đa/tu", "174ĐA TU", "11qđ/tu", "LC-923p", "chuyên án LC/923p"),
        *("174đatu", "174DATU", "11qđtu", "2016/03/21", "2016-03-21", "21/3/16", "21.03.16"),
        *("174-Đ", "174-đa/t", "đề án 174-Đ", "174Đ", "11-q", "LC923", "lc-923", "chuyên án LC923"),
        *("quy định11", "34/NĐ-CP", "nghị định 34/nđ", "34-nd-cp", "34NĐCP"),
        *("3/2016", "tháng 3/2016", "thang 3 nam 2016", "tháng 03-2016", "Tháng 3 năm 2016"),
    ],
)
def test_numbers_and_months_are_found_however_they_are_written(query):
    body = (
        "<p>Đề án 174-ĐA/TU, quy định 11-QĐ/TU, chuyên án LC923p, nghị định 34/2014/NĐ-CP.</p>"
        "<p>Ngày 21 tháng 3 năm 2016.</p>"
    )
    index([make_published(title="Có", body=body), make_published(title="Không")])
    assert found(query) == ["Có"]


@pytest.mark.parametrize(
    "query", ["4/2016", "tháng 4 năm 2016", "174TU/ĐA", "L-923p", "22/3/16", "17-Đ", "LC92"]
)
def test_another_month_or_number_is_not(query):
    index([make_published(body="<p>174-ĐA/TU, LC923p, ngày 21/3/2016, ngày 4/3/2017.</p>")])
    assert found(query) == []


def test_number_half_typed_is_marked_where_it_stands():
    index([make_published(title="Chuyên án A723p", body="<p>Chuyên án A723p, nhóm A7234.</p>")])
    results = search("A723")
    texts = [highlighted(results.query, "Mã A723p"), snippet(results.query, "<p>A7234.</p>", "")]
    assert [[part.text for part in text if part.hit] for text in texts] == [["A723p"], []]
    assert [version.title for version in results.items] == ["Chuyên án A723p"]


@pytest.mark.parametrize("newest_first", [False, True])
def test_document_that_is_named_weighs_more_than_the_words_around_it(newest_first):
    near = make_published(title="Nghị định của Chính phủ về biên giới", ago=timedelta(0))
    index([near, make_published(title="Có", body="<p>Theo Nghị định 34/2014/NĐ-CP.</p>")])
    typed = "nghị định 34/2014/nđ-cp của Chính phủ về biên giới"
    results = search(typed, newest_first=newest_first)
    assert ([row.title for row in results.items], results.loose) == (["Có"], True)
    other = search(typed.replace("34", "35"))
    assert ([row.title for row in other.items], other.loose) == ([near.title], True)


@pytest.mark.parametrize("typed", ["21/3/2016", "ngày 21 tháng 3 năm 2016", "3/2016", "T3/2016"])
@pytest.mark.parametrize("printed", ["21-3-2016", "ngày 21 tháng 3 năm 2016", "21.03.2016"])
def test_date_is_marked_where_it_stands(typed, printed):
    query = parse(typed)
    text = f"{'Xưa ' * 50}ký {printed}, sửa 22/4/2016."
    for parts in (highlighted(query, text), snippet(query, f"<p>{text}</p>", "")):
        assert [part.text for part in parts if part.hit] == [printed]
    both = [part.text for part in highlighted(parse(f"ký {typed}"), text) if part.hit]
    assert both == [f"ký {printed}"]


def test_what_is_typed_is_no_filter():
    piece = make_published(title="Chợ phiên")
    index([piece])
    asked = (f"muc{piece.section_id}", f"goc{piece.root_section_id}", f"muc-{piece.section_id}")
    assert [found(query) for query in asked] == [[], [], []]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("BĐBP Quảng Ninh", "Bộ đội Biên phòng tỉnh Quảng Ninh"),
        ("Bộ Chỉ huy Bộ đội Biên phòng Quảng Ninh", "Bộ Chỉ huy BĐBP Quảng Ninh"),
        ("Bộ đội Biên phòng Quảng Ninh", "BĐBP Quảng Ninh"),
        ("TP.HCM", "Thành phố Hồ Chí Minh"),
        ("Thành phố Hồ Chí Minh", "TP.HCM"),
        ("TP Hạ Long", "thành phố Hạ Long"),
        ("U.B.N.D. xã", "Ủy ban nhân dân xã"),
        ("đồn BP Trà Lĩnh", "đồn Biên phòng Trà Lĩnh"),
    ],
)
def test_what_is_short_within_a_name_is_understood(typed, printed):
    make_unit("Bộ Chỉ huy BĐBP Quảng Ninh", short_name="BĐBP Quảng Ninh")
    index([make_published(title="Có", body=f"<p>Tin từ {printed}.</p>"), make_published()])
    assert found(typed) == ["Có"]


@pytest.mark.parametrize(
    "typed",
    [
        *("BĐBP Tuyên Quang", "Bộ đội Biên phòng Tuyên Quang", "bdbp tuyen quang"),
        *("Ban Chỉ huy BĐBP Tuyên Quang", "Ban Chỉ huy Bộ đội Biên phòng Tuyên Quang"),
        *("BĐBP Hà Giang", "Bộ đội Biên phòng Hà Giang", "Bộ Chỉ huy BĐBP Hà Giang"),
    ],
)
@pytest.mark.parametrize("printed", ["BĐBP Hà Giang", "Ban Chỉ huy Bộ đội Biên phòng Tuyên Quang"])
def test_unit_is_found_by_both_its_names_as_everybody_says_them(typed, printed):
    rename(make_unit("Bộ Chỉ huy BĐBP Hà Giang"), make_unit("Ban Chỉ huy BĐBP Tuyên Quang"))
    index([make_published(title="Có", body=f"<p>Tin từ {printed}.</p>"), make_published()])
    assert found(typed) == ["Có"]


def test_names_of_which_another_is_a_part_are_asked_for_once():
    rename(make_unit("Bộ Chỉ huy BĐBP Hà Giang"), make_unit("Ban Chỉ huy BĐBP Tuyên Quang"))
    [clause] = parse("BĐBP Hà Giang", names.names()).needed
    written_out = ("bo·doi", "doi·bien", "bien·phong")
    assert clause == (
        ("bdbp", "ha", "giang"),
        ("bdbp·tuyen", "tuyen·quang"),
        (*written_out, "ha", "giang"),
        (*written_out, "phong·ha", "ha·giang"),
        (*written_out, "phong·tuyen", "tuyen·quang"),
    )


def test_synonym_finds_the_pieces_of_its_tag():
    tag = Tag.objects.create(name="Ma túy")
    TagAlias.objects.create(tag=tag, name="hàng trắng")
    index([make_published(title="Có", body="<p>Ma túy.</p>"), make_published()])
    assert found("hang trang") == ["Có"]


def test_who_was_asked_and_a_figure_in_words_are_found_and_what_the_desk_keeps_is_not():
    asked = {"interviewee": "Nông Thị Mẩy", "consent": True, "questions_sent": "2026-01-02"}
    talk = make_published(title="Hỏi", genre=Genre.INTERVIEW, facts=asked)
    told = {"text_alternative": "Bắt giữ 17 vụ.\nThu 5 kg."}
    figure = make_published(title="Hình", genre=Genre.INFOGRAPHIC, facts=told)
    index([talk, figure])
    asked = ("nong thi may", "bắt giữ 17 vụ", "2/1/2026")
    assert [found(query) for query in asked] == [["Hỏi"], ["Hình"], []]


@pytest.mark.parametrize("typed", ["bieen phofng", "bie6n pho2ng", "bieenf phongf"])
def test_keys_of_a_keyboard_that_was_off_are_understood(typed):
    index([make_published(title="Đồn Biên phòng")])
    assert suggestion(search(typed).query, timezone.now()) == "biên phòng"


def test_number_of_a_case_is_no_keyboard_that_was_off():
    index([make_published(title="A lên nương")])
    assert suggestion(search("A723").query, timezone.now()) == ""


def test_pin_stands_first_and_not_where_a_filter_keeps_it_out():
    pinned, other = make_published(title="Sổ tay"), make_published(title="Bão số 3")
    Pin.objects.create(term="bão", article=pinned.article)
    index([pinned, other])
    assert found("bao") == ["Sổ tay", "Bão số 3"]
    narrowed = search("bao", filters=Filters(section=other.section_id))
    assert [version.title for version in narrowed.items] == ["Bão số 3"]


def test_pin_stands_once_however_the_pages_are_turned(monkeypatch):
    """It is the oldest hit, so by its rank it would stand on the last page."""
    monkeypatch.setattr(turning, "PAGE_SIZE", 2)
    now = timezone.now()
    pieces = make_many_published([now - timedelta(days=n) for n in range(1, 6)], sapo="Bão số 3.")
    index(pieces)
    Pin.objects.create(term="bão", article=pieces[-1].article)
    first = search("bao")
    second = search("bao", turn=turn_to(first.next_cursor))
    back = search("bao", turn=turn_to(second.previous_cursor, back=True))
    beyond = search("bao", turn=turn_to("-9_0"))
    shown = [[row.pk for row in page.items] for page in (first, second, back, beyond)]
    newest, middle = [pieces[4].pk, pieces[0].pk, pieces[1].pk], [pieces[2].pk, pieces[3].pk]
    assert shown == [newest, middle, newest, []]
    assert (second.next_cursor, first.count) == ("", 5)
    by_time = search("bao", newest_first=True, turn=turn_to(f"0_{sheet(pieces[3]).place}"))
    assert [row.pk for row in by_time.items] == [pieces[4].pk]


def test_address_names_no_author_and_no_unit_without_a_live_piece(client):
    index([make_published(title="Chợ phiên")])
    author, unit = Author.objects.create(name="Kín Tiếng"), make_unit("Đồn Kín")
    asked = {"q": "cho", "tac-gia": author.pk, "don-vi": unit.pk}
    page = client.get("/tim-kiem/", asked).content.decode()
    assert [words in page for words in ("Kín Tiếng", "Đồn Kín", "<mark>Chợ</mark>")] == [
        *(False, False),
        True,
    ]
