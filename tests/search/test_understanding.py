"""Other names, marks, order, filters, snippets, suggestions: one small paper, many questions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Genre
from authors.models import PenName, Succession, Unit
from core.pagination import BadCursor
from search import names
from search.indexing import index
from search.journal import journal
from search.models import Asked, Pin
from search.queries import Filters, search
from search.snippets import highlighted, snippet
from search.turning import turn_to
from tests.factories.articles import make_published, make_section

pytestmark = pytest.mark.django_db


def put(*pieces):
    index(pieces)
    names.forget()


def titles(query, **options):
    return [version.title for version in search(query, **options).items]


def test_marks_as_typed_stand_first():
    nam = make_published(title="Tin ở phía nam", ago=timedelta(minutes=1))
    put(nam, make_published(title="Tin của một năm", ago=timedelta(days=9)))
    assert titles("năm") == ["Tin của một năm", "Tin ở phía nam"]
    assert titles("nam") == ["Tin ở phía nam", "Tin của một năm"]


def test_title_stands_before_sapo_before_text():
    words = {"sapo": "Vui.", "body": "<p>Bóng chuyền.</p>"}
    put(
        make_published(title="Một", sapo="Vui.", body="<p>Ngày hội đua ngựa.</p>"),
        make_published(title="Hai", sapo="Ngày hội đua ngựa.", body="<p>Vui.</p>"),
        make_published(title="Đua ngựa", **words),
    )
    assert titles("đua ngựa") == ["Đua ngựa", "Hai", "Một"]


def test_phrase_stands_before_scattered_and_quotes_ask_for_it():
    put(
        make_published(title="Giữ biên cương", ago=timedelta(days=5)),
        make_published(title="Biên bản về kim cương"),
    )
    assert titles("biên cương") == ["Giữ biên cương", "Biên bản về kim cương"]
    assert titles("“bien cuong”") == ["Giữ biên cương"]


def test_abbreviation_finds_the_full_name_and_back():
    put(make_published(title="Bộ đội Biên phòng ra quân"), make_published(title="BĐBP về bản"))
    assert sorted(titles("bdbp")) == ["BĐBP về bản", "Bộ đội Biên phòng ra quân"]
    assert sorted(titles("bo doi bien phong")) == ["BĐBP về bản", "Bộ đội Biên phòng ra quân"]


def test_unit_is_found_under_its_old_and_its_new_name():
    old = Unit.objects.create(name="BĐBP Hà Giang")
    new = Unit.objects.create(name="BCH Tuyên Quang")
    Succession.objects.create(predecessor=old, successor=new, on="2025-07-01")
    put(make_published(title="BĐBP Hà Giang khai hội"))
    assert titles("BCH Tuyên Quang") == ["BĐBP Hà Giang khai hội"]


def test_person_is_found_with_or_without_a_rank_and_by_another_name():
    piece = make_published(title="Bài của anh")
    author = piece.article.bylines.get().author
    PenName.objects.create(author=author, name="Hà Đông Bắc")
    put(piece)
    for query in (author.name, f"Thiếu tá {author.name}", "Hà Đông Bắc", "dai uy ha dong bac"):
        assert titles(query) == ["Bài của anh"]


def test_stop_syllables_do_not_drown_a_query():
    put(make_published(title="Chợ phiên trên núi"))
    assert titles("chợ phiên của những và các") == ["Chợ phiên trên núi"]


def test_filters_narrow():
    make_section(name="Xã hội")
    other = make_section(name="Thể thao")
    one = make_published(title="Hội thao một", genre=Genre.BRIEF)
    put(one, make_published(title="Hội thao hai", section=other, ago=timedelta(days=40)))
    today = timezone.localdate()
    assert titles("hội thao", filters=Filters(section=other.pk)) == ["Hội thao hai"]
    assert titles("hội thao", filters=Filters(genre=Genre.BRIEF)) == ["Hội thao một"]
    month = Filters(since=today - timedelta(days=30))
    assert titles("hội thao", filters=month) == ["Hội thao một"]
    assert titles("hội thao", filters=Filters(photos=True)) == []


def test_one_slip_leads_to_another_way_to_write_it(client):
    put(make_published(title="Đồn Biên phòng Trà Lĩnh"))
    page = client.get("/tim-kiem/?q=bien+phomg").content.decode()
    assert 'Có phải bạn tìm <a href="?q=bi%C3%AAn%20ph%C3%B2ng">' in page


def test_words_found_are_marked_with_their_spaces_and_escaped(client):
    put(make_published(title="Biên giới Tây Nam <b>", body="<p>Ở biên giới Tây Nam &lt;i&gt;.</p>"))
    query = search("bien gioi tay nam").query
    parts = highlighted(query, "Ở biên giới Tây Nam.")
    assert [(part.text, part.hit) for part in parts] == [
        ("Ở ", False),
        ("biên giới Tây Nam", True),
        (".", False),
    ]
    page = client.get("/tim-kiem/?q=bien+gioi+tay+nam").content.decode()
    assert "<mark>Biên giới Tây Nam</mark> &lt;b&gt;" in page


def test_snippet_is_cut_at_word_borders():
    html = f"<p>{'trước ' * 50}cột mốc số 1 {'sau ' * 50}</p>"
    parts = snippet(search("cột mốc").query, html, "")
    assert "".join(part.text for part in parts).startswith("… trước trước trước")
    assert [part.text for part in parts if part.hit] == ["cột mốc"]


def test_pinned_piece_stands_first():
    piece = make_published(title="Hướng dẫn khai báo")
    put(piece, make_published(title="Bão số 3"))
    Pin.objects.create(term="Bão", article=piece.article)
    assert titles("bao") == ["Hướng dẫn khai báo", "Bão số 3"]


def test_what_was_asked_is_counted_without_persons(client):
    client.get("/tim-kiem/?q=Khong+co+gi")
    client.get("/tim-kiem/?q=khong+co+gi")
    client.post("/tim-kiem/chon/", {"q": "khong co gi", "hang": "3"})
    journal.flush()
    row = Asked.objects.get()
    facts = (row.term, row.count, row.hits, row.chosen, row.ranks)
    assert facts == ("khong co gi", 2, 0, 1, 3)


def test_suggestions_are_the_same_for_all_and_may_be_kept(client):
    put(make_published(title="Chợ phiên vùng cao", tags=("Chợ phiên",)))
    answer = client.get("/tim-kiem/goi-y/?q=cho+ph")
    assert [(row["kind"], row["text"]) for row in answer.json()["items"]] == [
        ("Thẻ", "Chợ phiên"),
        ("Bài", "Chợ phiên vùng cao"),
    ]
    assert answer["Cache-Control"] == "public, max-age=300"
    assert client.get("/tim-kiem/goi-y/?q=c").json() == {"items": []}


def test_feed_and_description_are_there(client):
    put(make_published(title="Chợ phiên"))
    assert "Chợ phiên</title>" in client.get("/tim-kiem/rss/?q=cho").content.decode()
    page = client.get("/opensearch.xml")
    assert "/tim-kiem/?q={searchTerms}" in page.content.decode()


@pytest.mark.parametrize("cursor", ["-1", "NaN_NaN", "1_", "_", "9" * 50 + "_1", "1e3_2"])
def test_odd_cursor_is_refused(cursor):
    with pytest.raises(BadCursor):
        turn_to(cursor)


@pytest.mark.parametrize(
    "raw",
    ["tu=NaN", "den=31/02/2016", "muc=%00", "tac-gia=-1", "don-vi=9e9", "the-loai[]=x", "sap=x"],
)
def test_odd_filter_is_left_out(client, raw):
    put(make_published(title="Chợ phiên"))
    page = client.get(f"/tim-kiem/?q=cho&{raw}")
    assert (page.status_code, "<mark>Chợ</mark>" in page.content.decode()) == (200, True)


@pytest.mark.parametrize(
    "query", ["(" * 5000, "ấ" * 10_000, "§muc1", "†cho", "cho·phien", "'a' | 'b'"]
)
def test_no_sign_reaches_an_engine(client, query):
    put(make_published(title="Chợ phiên"))
    assert client.get("/tim-kiem/", {"q": query}).status_code == 200
