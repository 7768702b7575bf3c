"""A reader's own pages: what they cost, who may open them, and what forged requests get."""

import json
import re
import unicodedata

import pytest
from django.test import Client

from comments.models import Discussion, Mode
from readers.models import Profile, SavedPiece
from tests.comments.factories import withdraw
from tests.factories.articles import make_published
from tests.readers.factories import PASSWORD, make_reader, sign_in, text_of

pytestmark = pytest.mark.django_db

# Session and reader, the menu of sections; the footer's links are kept by the process.
FRAME = 3


@pytest.fixture
def reader(client):
    user = make_reader()
    sign_in(client, user)
    return user


def many_saved(profile, count):
    for n in range(count):
        version = make_published(title=f"Bài thứ {n}")
        SavedPiece.objects.create(reader=profile, article=version.article)


@pytest.mark.parametrize("address", ["", "ho-so/", "xoa/"])
def test_a_page_costs_the_frame_alone(client, reader, address, django_assert_num_queries):
    with django_assert_num_queries(FRAME):
        assert client.get(f"/tai-khoan/{address}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        *("/tai-khoan/", "/tai-khoan/thong-bao/", "/tai-khoan/da-luu/", "/tai-khoan/ho-so/"),
        "/binh-luan/cua-toi/",
    ],
)
def test_the_menu_of_the_account_tells_which_page_is_open(client, reader, address):
    open_ones = re.findall(r'<a href="([^"]+)" aria-current="page">', text_of(client.get(address)))
    assert open_ones == [address]


@pytest.mark.parametrize("address", ["dang-nhap/", "dang-ky/", "quen-mat-khau/"])
def test_a_page_for_strangers_costs_the_menu_alone(client, address, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = client.get(f"/tai-khoan/{address}")
    assert page.status_code == 200
    assert "sessionid" not in page.cookies


@pytest.mark.parametrize("count", [1, 3, 30])
def test_saved_pieces_cost_two_queries(client, reader, count, django_assert_num_queries):
    many_saved(reader.profile, count)
    with django_assert_num_queries(FRAME + 2):
        page = client.get("/tai-khoan/da-luu/")
    assert text_of(page).count('class="saved__title"') == min(count, 20)


def test_reader_pages_ask_nothing_of_accounts(client, clock, django_assert_num_queries):
    """Signed in or not, the same bytes for the same queries, and no cookie."""
    version = make_published()
    stranger = Client().get(version.get_absolute_url())
    sign_in(client, make_reader())
    with django_assert_num_queries(6) as queries:
        page = client.get(version.get_absolute_url())
    assert [q["sql"] for q in queries if "session" in q["sql"] or "accounts_user" in q["sql"]] == []
    assert (page.content, page.cookies.output()) == (stranger.content, "")
    assert "Cookie" not in page.get("Vary", "")


def test_the_profile_takes_a_name_and_wishes(client, reader):
    name = unicodedata.normalize("NFD", " Lò  Thị Mến ")
    client.post("/tai-khoan/ho-so/", {"name": name, "mail_replies": "on"})
    reader.refresh_from_db()
    profile = Profile.objects.get()
    assert (reader.full_name, profile.name) == ("Lò Thị Mến", "Lò Thị Mến")
    assert (profile.mail_replies, profile.mail_decisions) == (True, False)


def test_the_profile_refuses_a_name_that_cannot_be(client, reader):
    answer = client.post("/tai-khoan/ho-so/", {"name": "\u200b"})
    assert (answer.status_code, "Xin cho biết tên của bạn." in text_of(answer)) == (422, True)
    assert Profile.objects.get().name == "Nguyễn Văn An"


def test_a_name_is_dead_letters_on_every_page(client):
    user = make_reader("<script>alert(1)</script>{{7*7}}")
    sign_in(client, user)
    for address in ("", "ho-so/", "thong-bao/", "da-luu/", "xoa/"):
        page = text_of(client.get(f"/tai-khoan/{address}"))
        assert ("<script>alert" in page, "49" in page.split("<main")[1]) == (False, False)


@pytest.mark.parametrize(
    "address",
    [
        "ho-so/",
        "thong-bao/",
        "da-luu/",
        "bo-luu/",
        "xoa/",
        "giu-lai/",
        "thu-dien-tu/",
        "dang-xuat/",
    ],
)
def test_a_post_without_the_page_s_token_changes_nothing(address):
    client = Client(enforce_csrf_checks=True)
    user = make_reader()
    client.force_login(user, backend="readers.backends.ReaderBackend")
    answer = client.post(f"/tai-khoan/{address}", {"name": "Khác", "wish": "rut"})
    assert (answer.status_code, answer["Cache-Control"]) == (403, "no-store")
    profile = Profile.objects.get()
    assert (profile.name, profile.leaves_at) == (user.full_name, None)
    assert client.get("/tai-khoan/").status_code == 200


@pytest.mark.parametrize(
    "address", ["", "ho-so/", "thong-bao/", "da-luu/", "du-lieu/", "xoa/", "viet/1/"]
)
def test_strangers_sign_in_first(client, address):
    answer = client.get(f"/tai-khoan/{address}")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (
        302,
        "/tai-khoan/dang-nhap/",
    )


# --- saved pieces -----------------------------------------------------------------------------


def saved_titles(client):
    page = text_of(client.get("/tai-khoan/da-luu/"))
    parts = page.split('class="saved__title"><a href="')[1:]
    return [part.split(">", 1)[1].split("</a>")[0] for part in parts]


def save(client, ids, origin="http://testserver"):
    return client.post("/tai-khoan/luu/", {"bai": ids}, headers={"Origin": origin})


def test_a_piece_is_saved_once_and_taken_off(client, reader):
    first, second = make_published(title="Bài một"), make_published(title="Bài hai")
    assert save(client, first.article_id)["Location"] == "/tai-khoan/da-luu/"
    save(client, f"{second.article_id},{first.article_id}")
    assert saved_titles(client) == ["Bài hai", "Bài một"]
    client.post("/tai-khoan/bo-luu/", {"bai": second.article_id})
    assert saved_titles(client) == ["Bài một"]


def test_only_live_pieces_are_saved_and_shown(client, reader, clock):
    live, gone = make_published(title="Còn"), make_published(title="Đã gỡ")
    coming = make_published(title="Sắp đăng", at=clock.after(hours=1))
    save(client, f"{live.article_id},{gone.article_id},{coming.article_id},999999")
    assert SavedPiece.objects.count() == 2
    type(gone).objects.filter(pk=gone.pk).update(valid_until=clock.now)
    assert saved_titles(client) == ["Còn"]
    assert "Sắp đăng" not in text_of(client.get(f"/tai-khoan/da-luu/?them={coming.article_id}"))


def test_a_foreign_page_saves_nothing(client, reader):
    version = make_published()
    assert save(client, version.article_id, origin="https://evil.example").status_code == 403
    silent = client.post("/tai-khoan/luu/", {"bai": version.article_id})
    assert silent["Location"] == f"/tai-khoan/da-luu/?them={version.article_id}"
    assert SavedPiece.objects.count() == 0


@pytest.mark.parametrize("ids", ["", "x", "0", "-1", "1,,2", "9" * 19, "1;2", "1\x00"])
def test_what_names_no_piece_is_not_found(client, reader, ids):
    assert save(client, ids).status_code == 404
    assert client.post("/tai-khoan/da-luu/", {"bai": ids}).status_code == 404
    assert client.get("/tai-khoan/da-luu/", {"them": ids}).status_code == 200


def test_a_stranger_is_asked_again_after_signing_in(client):
    version = make_published(title="Bài cần giữ")
    asked = save(client, version.article_id)["Location"]
    assert asked == f"/tai-khoan/da-luu/?them={version.article_id}"
    way = client.get(asked)["Location"]
    back = sign_in(client, make_reader(), next=asked)["Location"]
    assert (way.partition("?")[0], back) == ("/tai-khoan/dang-nhap/", asked)
    assert "Bài cần giữ" in text_of(client.get(back))
    assert SavedPiece.objects.count() == 0
    client.post("/tai-khoan/da-luu/", {"bai": version.article_id})
    assert saved_titles(client) == ["Bài cần giữ"]


def test_a_list_grows_no_further_than_its_bound(client, reader, monkeypatch):
    monkeypatch.setattr("readers.saving.MOST", 2)
    many_saved(reader.profile, 2)
    save(client, make_published().article_id)
    assert SavedPiece.objects.count() == 2
    assert "Danh sách đã đủ 2 bài." in text_of(client.get("/tai-khoan/da-luu/"))


def test_older_saved_pieces_come_by_key_and_each_once(client, reader, clock):
    many_saved(reader.profile, 25)
    SavedPiece.objects.update(at=clock.now)  # ties
    first = client.get("/tai-khoan/da-luu/")
    cursor = first.context["page"].next_cursor
    second = client.get(f"/tai-khoan/da-luu/?truoc={cursor}")
    rows = [row.pk for page in (first, second) for row in page.context["page"].items]
    assert (len(rows), len(set(rows))) == (25, 25)
    assert client.get("/tai-khoan/da-luu/?truoc=x").status_code == 404


# --- a comment by one's account -----------------------------------------------------------------


def test_the_form_says_by_which_name_it_sends(client, reader):
    version = make_published()
    page = client.get(f"/tai-khoan/viet/{version.article_id}/")
    assert "Gửi với tên <bdi>Nguyễn Văn An</bdi>" in text_of(page)
    assert client.get("/tai-khoan/viet/999999/").status_code == 404
    assert client.get(f"/tai-khoan/viet/{version.article_id}/?tra-loi=7").status_code == 404


def test_who_comes_from_a_page_opened_before_is_told_why_there_is_no_form(client, reader):
    version = make_published()
    Discussion.objects.create(article=version.article, mode=Mode.CLOSED)
    closed = client.get(f"/tai-khoan/viet/{version.article_id}/?tra-loi=7")
    assert closed.status_code == 200
    assert "Bài này không nhận thêm ý kiến." in text_of(closed)
    assert 'name="text"' not in text_of(closed)
    withdraw(version)
    gone = client.get(f"/tai-khoan/viet/{version.article_id}/")
    assert (gone.status_code, gone["Cache-Control"]) == (410, "no-store")


# --- one's data ---------------------------------------------------------------------------------


def test_export_of_a_reader_who_did_nothing_yet(client, reader):
    answer = client.get("/tai-khoan/du-lieu/")
    told = json.loads(answer.content)
    assert told["tai_khoan"]["thu_dien_tu"] == [{"dia_chi": reader.email, "da_xac_nhan": True}]
    assert (told["y_kien"], told["bai_da_luu"], told["thong_bao"]) == ([], [], [])
    assert answer["Content-Disposition"].startswith('attachment; filename="du-lieu-cua-toi-')
    assert PASSWORD not in text_of(answer)
    assert reader.password not in text_of(answer)
