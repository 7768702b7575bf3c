"""Pins, abbreviations and the report of what readers miss: who may, what is refused."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.publishing import withdraw
from search import report
from search.indexing import index
from search.models import MOST_PINS, Abbreviation, Asked, Pin
from search.queries import search
from search.report import Week
from tests.factories.articles import chief, make_article, make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

SEE = ["Biên tập viên", "Trưởng ban"]
TEACH = ["Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"]
OTHERS = ["Cộng tác viên", "Phóng viên", "Kế toán", "Quản trị hệ thống", "Người duyệt bình luận"]
ADD_PIN, ADD_SHORT = reverse("admin:search_pin_add"), reverse("admin:search_abbreviation_add")
WEEK = reverse("admin:search-in-vain")
NAMES = ("asked", "pin", "abbreviation")


@pytest.fixture
def desk(client):
    client.force_login(make_user("Thư ký tòa soạn"))
    return client


def errors(response):
    form = response.context["adminform"].form
    return {name: list(sentences) for name, sentences in form.errors.items()}


# --- rights ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "see", "teach"),
    [(role, role not in OTHERS, role in TEACH) for role in (*SEE, *TEACH, *OTHERS)],
)
def test_who_sees_and_who_teaches(client, role, see, teach):
    client.force_login(make_user(role))
    lists = [reverse(f"admin:search_{name}_changelist") for name in NAMES]
    looked = {client.get(address).status_code for address in (*lists, WEEK)}
    article = make_published().article
    client.post(ADD_PIN, {"term": "bão", "article": article.pk, "position": 1})
    client.post(ADD_SHORT, {"short": "XYZ", "full": "Xa yêu zời"})
    assert looked == ({200} if see else {403})
    made = (Pin.objects.count(), Abbreviation.objects.filter(short="XYZ").count())
    assert made == ((1, 1) if teach else (0, 0))
    Asked.objects.create(day=timezone.localdate(), term="bão to", count=4, hits=0)
    page = client.get(WEEK).content.decode()
    assert [words in page for words in ("bão to", "Ghim bài")] == [see, teach]


@pytest.mark.parametrize("role", [*SEE, *OTHERS])
def test_forged_deletion_is_refused(client, role):
    pin = Pin.objects.create(term="bão", article=make_published().article)
    client.force_login(make_user(role))
    address = reverse("admin:search_pin_delete", args=[pin.pk])
    assert client.post(address, {"post": "yes"}).status_code in {302, 403}
    assert Pin.objects.count() == 1


def test_nobody_writes_what_readers_asked(desk):
    assert desk.get("/admin/search/asked/add/").status_code == 403


# --- pins -----------------------------------------------------------------------------------------


def test_words_are_cleaned_at_the_door(desk):
    article = make_published().article
    typed = "  Ba\u0303o \u200bsố\u00a0 3 "
    desk.post(ADD_PIN, {"term": typed, "article": article.pk, "position": 1})
    pin = Pin.objects.get()
    assert (pin.term, pin.key) == ("Bão số 3", "bao so 3")


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        ({"term": ""}, {"term": []}),
        ({"term": "%…"}, {"term": ["Hãy viết bằng chữ cái hoặc chữ số."]}),
        ({"term": "BÃO"}, {"article": ["Bài này đã được ghim cho chữ ấy."]}),
        ({"term": "lũ", "position": "0"}, {"position": []}),
    ],
)
def test_pin_is_refused(desk, sent, refused):
    article = make_published().article
    Pin.objects.create(term="bao", article=article)
    answer = desk.post(ADD_PIN, {"term": "bão", "article": article.pk, "position": 1, **sent})
    told = errors(answer)
    assert (answer.status_code, set(told), Pin.objects.count()) == (200, set(refused), 1)
    assert all(told[name] == words for name, words in refused.items() if words)


def test_a_term_takes_five_pins(desk):
    pieces = [make_published().article for _n in range(MOST_PINS + 1)]
    for piece in pieces:
        answer = desk.post(ADD_PIN, {"term": "bão", "article": piece.pk, "position": 1})
    assert errors(answer) == {"term": ["Mỗi chữ ghim được nhiều nhất 5 bài."]}
    assert Pin.objects.count() == MOST_PINS


def test_pin_to_what_readers_cannot_open_shows_nowhere(desk, clock):
    clock.now = timezone.now() + timedelta(hours=1)
    gone, draft = make_published(title="Đã gỡ"), make_article(title="Nháp")
    index([gone])
    for article in (gone.article, draft):
        Pin.objects.create(term="bão", article=article)
    assert [row.title for row in search("bão").items] == ["Đã gỡ"]
    withdraw(gone.article, by=chief(), reason="Sai")
    clock.forward(minutes=1)
    assert (search("bão").items, search("đã gỡ").items) == ([], [])
    page = desk.get(reverse("admin:search_pin_changelist")).content.decode()
    assert page.count('alt="Không"') == 2


def test_report_leads_to_the_form_with_the_word_in_it(desk):
    Asked.objects.create(day=timezone.localdate(), term="bão số 3", count=4, hits=0)
    page = desk.get(WEEK).content.decode()
    assert f'href="{ADD_PIN}?term=b%C3%A3o%20s%E1%BB%91%203"' in page
    form = desk.get(ADD_PIN, {"term": "bão số 3"}).content.decode()
    assert 'value="bão số 3"' in form


# --- abbreviations --------------------------------------------------------------------------------


def test_abbreviation_is_known_at_once_and_forgotten_at_once(desk):
    index([make_published(title="Xa yêu zời")])
    assert search("xyz").items == []
    desk.post(ADD_SHORT, {"short": "XYZ", "full": "Xa yêu zời"})
    assert [row.title for row in search("xyz").items] == ["Xa yêu zời"]
    pk = Abbreviation.objects.get(short="XYZ").pk
    desk.post(reverse("admin:search_abbreviation_delete", args=[pk]), {"post": "yes"})
    assert search("xyz").items == []


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        *(({"short": ""}, "short"), ({"full": ""}, "full"), ({"short": "x" * 21}, "short")),
        *(({"full": "x" * 121}, "full"), ({"short": "…"}, "short"), ({"short": "bdbp"}, "short")),
        ({"short": "xa yeu zoi"}, "full"),
    ],
)
def test_abbreviation_is_refused(desk, sent, field):
    count = Abbreviation.objects.count()
    answer = desk.post(ADD_SHORT, {"short": "XYZ", "full": "Xa yêu zời", **sent})
    assert (answer.status_code, set(errors(answer))) == (200, {field})
    assert Abbreviation.objects.count() == count


# --- the report -----------------------------------------------------------------------------------

MONDAY = date(2026, 11, 23)


def asked(term, day=MONDAY, **facts):
    Asked.objects.create(**{"term": term, "day": day, "count": 3, "hits": 0, **facts})


def test_week_tells_what_found_nothing_and_what_nobody_opened():
    asked("không có", count=2)
    asked("không có", MONDAY + timedelta(days=6), count=5)
    asked("tuần khác", MONDAY + timedelta(days=7), count=9)
    asked("hôm sau có", count=9)
    asked("hôm sau có", MONDAY + timedelta(days=1), hits=4, chosen=1, ranks=1)
    asked("không ai mở", hits=12)
    asked("hiếm", hits=12, count=2)
    asked("chỉ mở", count=0, chosen=4, ranks=4)
    week = Week.of(MONDAY + timedelta(days=3))
    assert [(row.term, row.asked) for row in report.in_vain(week)] == [("không có", 7)]
    assert [(row.term, row.hits) for row in report.left_alone(week)] == [("không ai mở", 12)]


def test_what_was_helped_is_told():
    asked("bdbp")
    asked("bão", count=2)
    asked("khác", count=1)
    Pin.objects.create(term="Bão", article=make_article())
    told = [(row.term, row.helped) for row in report.in_vain(Week.of(MONDAY))]
    assert told == [("bdbp", True), ("bão", True), ("khác", False)]


@pytest.mark.parametrize(
    ("raw", "start"),
    [
        *(("2026-11-26", "23/11/2026"), ("26/11/2026", "23/11/2026")),
        *(("NaN", None), ("31/02/2026", None), ("01/01/0001", None), ("31/12/9999", None)),
    ],
)
def test_week_is_read_from_the_address_or_is_this_one(desk, raw, start):
    this = Week.of(timezone.localdate()).start
    page = desk.get(WEEK, {"tuan": raw})
    told = f"<strong>{start or f'{this:%d/%m/%Y}'} – "
    assert (page.status_code, told in page.content.decode()) == (200, True)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_report_costs_ten_queries(desk, count, django_assert_num_queries):
    for n in range(count):
        asked(f"không {n}", timezone.localdate())
        asked(f"có {n}", timezone.localdate(), hits=3)
    with django_assert_num_queries(10):
        page = desk.get(WEEK).content.decode()
    assert page.count("<tr>") == 2 * count + 2
