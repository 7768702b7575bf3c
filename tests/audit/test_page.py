"""The page “Nhật ký”: who may read what of it, and how it is found."""

import json

import pytest
from django.urls import reverse

from audit.log import record
from audit.models import Entry
from tests.factories.articles import make_article
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:audit_entry_changelist")
READERS = ["Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"]


@pytest.fixture
def reader(client):
    client.force_login(make_user("Thư ký tòa soạn", full_name="Thư Ký"))
    return client


def told(response):
    return [entry.number for entry, *_rest in response.context["told"]]


def acted(**facts):
    return record("articles.approved", by=None, **facts).number


@pytest.mark.parametrize("role", READERS)
def test_those_who_answer_for_the_paper_read_all(client, role):
    client.force_login(make_user(role))
    number = acted(about=make_article(title="Tuần tra"))
    response = client.get(LIST)
    assert told(response)[0] == number
    assert "Tuần tra" in response.content.decode()


@pytest.mark.parametrize("role", ["Phóng viên", "Biên tập viên", "Trưởng ban", "Kế toán"])
def test_others_do_not(client, role):
    client.force_login(make_user(role))
    row = reverse("admin:audit_entry_change", args=[acted()])
    for address in (LIST, row, reverse("admin:audit-export", args=["csv"])):
        assert client.get(address).status_code == 403
    assert client.post(LIST, {"q": "x"}).status_code == 403


def test_keeper_of_the_machine_reads_of_accounts_and_of_no_piece(client):
    keeper = make_user("Quản trị hệ thống")
    client.force_login(keeper)
    hidden = acted(about=make_article(title="Tuần tra đêm"))
    response = client.get(LIST)
    assert {entry.act for entry, *_rest in response.context["told"]} == {"accounts.signed_in"}
    assert "Tuần tra đêm" not in response.content.decode()
    assert client.get(reverse("admin:audit_entry_change", args=[hidden])).status_code == 302
    taken = b"".join(client.get(reverse("admin:audit-export", args=["jsonl"])))
    assert {json.loads(line)["act"] for line in taken.splitlines()} == {"accounts.signed_in"}


def test_row_is_shown_and_never_changed(reader):
    number = acted(facts={"reason": "Đã đọc"})
    row = reverse("admin:audit_entry_change", args=[number])
    assert reader.get(row).status_code == 200
    assert reader.post(row, {"act": "x"}).status_code == 403
    delete = reverse("admin:audit_entry_delete", args=[number])
    assert reader.post(delete, {"post": "yes"}).status_code == 403
    assert reader.get(reverse("admin:audit_entry_add")).status_code == 403
    assert Entry.objects.get(pk=number).act == "articles.approved"


def test_found_by_words_without_marks(reader):
    number = acted(about=make_article(title="Đồn Biên phòng Hòa Bình"))
    acted(about=make_article(title="Đồn Biên phòng khác"))
    for words in ("hoa binh", "HÒA BÌNH", "bình  đồn"):
        assert told(reader.get(LIST, {"q": words})) == [number]
    assert told(reader.get(LIST, {"q": "không có"})) == []


def test_found_by_person_act_row_and_period(reader):
    editor, article = make_user("Biên tập viên"), make_article()
    number = record("articles.approved", by=editor, about=article).number
    acted()
    assert told(reader.get(LIST, {"nguoi": editor.pk})) == [number]
    assert told(reader.get(LIST, {"viec": "articles.approved", "nguoi": editor.pk})) == [number]
    assert told(reader.get(LIST, {"loai": "articles.article", "ma": article.pk})) == [number]
    assert told(reader.get(LIST, {"tu": "1/1/2000", "den": "2/1/2000"})) == []
    assert number in told(reader.get(LIST, {"tu": "1/1/2000"}))


@pytest.mark.parametrize(
    "odd",
    [{"nguoi": "999999"}, {"viec": "x"}, {"tu": "31/2/2026"}, {"truoc": "-1"}, {"truoc": "9" * 30}],
)
def test_odd_question_is_answered_with_a_sentence(reader, odd):
    response = reader.get(LIST, odd)
    assert (response.status_code, told(response)) == (200, [])
    assert reader.get(reverse("admin:audit-export", args=["csv"]), odd).status_code == 404


def test_pages_follow_the_numbers(reader, monkeypatch):
    monkeypatch.setattr("audit.finding.PAGE_SIZE", 2)
    numbers = [acted() for _n in range(5)]
    first = reader.get(LIST, {"viec": "articles.approved"})
    assert told(first) == [numbers[4], numbers[3]]
    assert first.context["next"] == f"viec=articles.approved&truoc={numbers[3]}"
    later = reader.get(f"{LIST}?{first.context['next']}")
    assert told(later) == [numbers[2], numbers[1]]
    last = reader.get(LIST, {"viec": "articles.approved", "truoc": numbers[1]})
    assert (told(last), last.context["next"]) == ([numbers[0]], "")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_costs_the_same_for_any_number_of_entries(reader, django_assert_num_queries, count):
    """Session, user, two kinds of rights, people, entries."""
    article = make_article()
    for _n in range(count):
        acted(about=article)
    with django_assert_num_queries(6):
        assert len(told(reader.get(LIST, {"viec": "articles.approved"}))) == count


def test_what_is_found_is_taken_along_and_that_is_told(reader):
    number = acted()
    address = reverse("admin:audit-export", args=["jsonl"])
    response = reader.get(address, {"viec": "articles.approved"})
    [line] = b"".join(response).splitlines()
    assert json.loads(line)["number"] == number
    assert response["Content-Disposition"] == 'attachment; filename="nhat-ky.jsonl"'
    entry = Entry.objects.newest_first().first()
    assert entry.act == "audit.exported"
    assert entry.facts == {"format": "jsonl", "asked": {"viec": "articles.approved"}}
    assert reader.get(reverse("admin:audit-export", args=["xlsx"])).status_code == 404


def test_history_of_a_piece_tells_what_was_done_to_it(reader):
    article = make_article()
    acted(about=article, facts={"reason": "Đã đọc kỹ", "secret": "ô khác"})
    acted(about=make_article())
    page = reader.get(reverse("admin:articles_article_history", args=[article.pk]))
    _before, *steps = page.content.decode().split('<li class="save save--step">')
    assert len(steps) == 1
    log = steps[0].partition("</li>")[0]
    assert "Lý do: <bdi>Đã đọc kỹ</bdi>" in log
    assert "ô khác" not in log


@pytest.mark.parametrize(
    ("role", "offered"), [("Thư ký tòa soạn", True), ("Quản trị hệ thống", False)]
)
def test_the_report_is_offered_to_who_may_read_it(client, role, offered):
    client.force_login(make_user(role))
    page = client.get(LIST).content.decode()
    assert (f'href="{reverse("admin:removal-report")}"' in page) == offered
