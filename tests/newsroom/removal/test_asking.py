"""The pages of a correction that is asked for, and its panel on the desk board."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Correction, CorrectionRequest
from articles.removals import remove
from newsroom.board.queries import MOST_COUNTED
from tests.articles.test_correction_requests import TOLD, asked
from tests.articles.test_removals import ORDER
from tests.factories.articles import chief, make_article, make_published
from tests.factories.people import make_user
from tests.newsroom.desk import change, page_of

pytestmark = pytest.mark.django_db

FORM = {**TOLD, "due": "30/11/2026 17:00"}
SAID = {"wrong": "Trung tá", "right": "Thượng tá"}


def ask_page(article):
    return reverse("admin:correction-ask", args=[article.pk])


def decline_page(request):
    return reverse("admin:correction-decline", args=[request.article_id, request.pk])


@pytest.fixture
def desk(client):
    client.force_login(chief())
    return client


def test_request_typed_in_stands_on_the_page_and_the_button_leads_there(desk):
    article = make_published().article
    assert desk.get(change(article)).content.decode().count(f'href="{ask_page(article)}"') == 1
    draft = make_article()
    assert f'href="{ask_page(draft)}"' not in desk.get(change(draft)).content.decode()
    assert desk.post(ask_page(article), FORM).status_code == 302
    request = CorrectionRequest.objects.get()
    assert timezone.localtime(request.due).strftime("%H:%M %d") == "17:00 30"
    page = desk.get(ask_page(article)).content.decode()
    assert page.count("Tôi là Thượng tá.") == 1
    assert page.count(f'href="{decline_page(request)}"') == 1


def test_refusals_keep_the_words(desk):
    answer = desk.post(ask_page(make_published().article), {**FORM, "ground": "conclusion"})
    assert list(answer.context["form"].errors) == ["number"]
    assert "Tôi là Thượng tá." in answer.content.decode()
    answer = desk.post(ask_page(make_article()), FORM)
    assert len(answer.context["form"].non_field_errors()) == 1
    assert not CorrectionRequest.objects.exists()


def test_declined_with_a_reason_it_is_done(desk):
    request = asked(make_published().article)
    assert list(desk.post(decline_page(request), {"reason": ""}).context["form"].errors) == [
        "reason"
    ]
    assert desk.post(decline_page(request), {"reason": "Không đúng."}).status_code == 302
    assert desk.get(decline_page(request)).url == ask_page(request.article)
    assert "Không cải chính, " in desk.get(ask_page(request.article)).content.decode()
    assert not CorrectionRequest.objects.open().exists()


def test_correction_page_offers_the_requests_it_may_answer(desk):
    request = asked(make_published().article)
    page = page_of(request.article, "correct")
    assert desk.get(page).context["form"]["answers"].value() == [request.pk]
    typed = {**SAID, "answers": [request.pk]}
    assert [desk.post(page, typed).status_code for _n in range(2)] == [302, 302]
    assert Correction.objects.get().requests.get() == request
    assert "answers" not in desk.get(page).context["form"].fields


def test_forged_request_of_another_piece_is_refused(desk):
    mine, foreign = asked(make_published().article), asked(make_published().article)
    typed = {**SAID, "answers": [foreign.pk]}
    answer = desk.post(page_of(mine.article, "correct"), typed)
    assert list(answer.context["form"].errors) == ["answers"]
    assert not Correction.objects.exists()
    crossed = reverse("admin:correction-decline", args=[mine.article_id, foreign.pk])
    assert desk.post(crossed, {"reason": "x"}).status_code == 404
    assert CorrectionRequest.objects.open().count() == 2


@pytest.mark.parametrize("role", ["Phóng viên", "Kế toán", "Quản trị hệ thống"])
def test_others_have_none_of_these_pages(client, role):
    request = asked(make_published().article)
    client.force_login(make_user(role))
    assert client.post(ask_page(request.article), FORM).status_code == 403
    assert client.post(decline_page(request), {"reason": "x"}).status_code == 403
    client.force_login(make_user("Biên tập viên"))
    assert client.post(decline_page(request), {"reason": "x"}).status_code == 403
    assert CorrectionRequest.objects.open().get() == request


# --- the board ------------------------------------------------------------------------------------


def panel(client, user):
    client.force_login(user)
    shown = client.get("/admin/").context["panels"]
    return next((one for one in shown if one.name == "corrections"), None)


def test_board_shows_what_is_due_soonest_first(client):
    now, writer = timezone.now(), make_user("Phóng viên")
    later = asked(make_published(created_by=writer).article, due=now + timedelta(days=3))
    other = make_published(created_by=chief()).article
    late = asked(other, due=now - timedelta(hours=1))
    found = panel(client, make_user("Biên tập viên"))
    assert (found.count, found.rows) == ("2", [late, later])
    page = client.get("/admin/?section=&person=toi&genre=&priority=&due=").content.decode()
    assert page.count("board-row--late") == 1
    assert 'Cải chính đến hạn <span class="board-list__count">2<' in page
    assert panel(client, writer).rows == [later]
    assert panel(client, make_user("Phóng viên")) is None


def test_board_leads_who_may_correct_to_the_correction(client):
    article = asked(make_published().article).article
    for role, page in (
        ("Biên tập viên", change(article)),
        ("Thư ký tòa soạn", page_of(article, "correct")),
    ):
        assert panel(client, make_user(role)).count == "1"
        assert client.get("/admin/").content.decode().count(f'href="{page}"') == 1


def test_removed_piece_is_named_to_those_alone_who_see_removals(client):
    request = asked(make_published().article)
    remove(request.article, by=chief(), **ORDER)
    assert panel(client, make_user("Biên tập viên")) is None
    assert panel(client, make_user("Thư ký tòa soạn")).rows == [request]


def test_count_stops_at_two_hundred(client):
    first = asked(make_published().article)
    fields = ("article", "by", "ground", "asked_by", "words", "due")
    told = {name: getattr(first, name) for name in fields}
    CorrectionRequest.objects.bulk_create(CorrectionRequest(**told) for _n in range(199))
    assert panel(client, chief()).count == "200"
    CorrectionRequest.objects.create(**told)
    found = panel(client, chief())
    assert (found.count, len(found.rows)) == (f"hơn {MOST_COUNTED}", 8)
