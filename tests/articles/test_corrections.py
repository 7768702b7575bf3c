"""“Cải chính, xin lỗi”: who says it, what is kept of it, and where readers find it."""

import html
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from articles import queries, signals
from articles.corrections import correct
from articles.models import Article, Correction, PublishedVersion
from articles.publishing import publish, withdraw
from biendoi import environment
from core.dates import short_datetime
from demo.sign_ins import PEOPLE
from tests.biendoi.reader_pages import personal_traces
from tests.factories.articles import chief, make_article, make_many_published, make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

TITLE = "Thông tin cải chính, xin lỗi"
SPEAKERS = ["Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"]


def say(version, wrong="Trung tá", right="Thượng tá", note=""):
    return correct(version.article, by=chief(), wrong=wrong, right=right, note=note)


def say_many(versions, start):
    """One correction a piece, a minute apart from `start` back, the first one newest."""
    Correction.objects.bulk_create(
        Correction(
            article=version.article,
            title=version.title,
            section_name=version.section.name,
            first_published_at=version.first_published_at,
            wrong=f"sai {n}",
            right=f"đúng {n}",
            by=chief(),
            published_at=start - timedelta(minutes=n),
        )
        for n, version in enumerate(versions)
    )


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def words(response):
    """(wrong, right) of each correction on a page, in order."""
    found = re.findall(r"<dd>(.*?)</dd>", text(response), re.DOTALL)
    found = [html.unescape(word) for word in found]
    return list(zip(found[::2], found[1::2], strict=True))


# --- the act ----------------------------------------------------------------------------------


def test_correction_keeps_what_readers_were_shown(clock):
    version = make_published(title="Tít đã đăng", at=clock.after(days=-2))
    Article.objects.filter(pk=version.article_id).update(title="Tít đang sửa")
    said = say(version, " Trung tá ", "Thượng tá", "Do nhầm tài liệu.")
    said.refresh_from_db()
    assert (said.title, said.section_name) == ("Tít đã đăng", version.section.name)
    assert said.first_published_at == version.first_published_at
    assert (said.wrong, said.right, said.note) == ("Trung tá", "Thượng tá", "Do nhầm tài liệu.")
    assert (said.by, said.published_at, str(said)) == (chief(), clock.now, "Tít đã đăng")


def test_correction_of_a_withdrawn_piece_names_what_was_shown_last(clock):
    version = make_published(title="Tít đầu", at=clock.after(days=-2))
    Article.objects.filter(pk=version.article_id).update(title="Tít sau")
    publish(version.article, by=chief())
    clock.forward(minutes=1)
    withdraw(version.article, by=chief(), reason="Sai.")
    clock.forward(minutes=1)
    assert say(version).title == "Tít sau"


@pytest.mark.parametrize("role", [role for role, *_rest in PEOPLE])
def test_correcting_is_for_those_who_speak_for_the_paper(role):
    version, user = make_published(), make_user(role)
    if role in SPEAKERS:
        assert correct(version.article, by=user, wrong="a", right="b").by == user
    else:
        with pytest.raises(PermissionDenied):
            correct(version.article, by=user, wrong="a", right="b")
    assert Correction.objects.count() == int(role in SPEAKERS)


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"wrong": ""}, {"wrong"}),
        ({"wrong": " \u200b\n"}, {"wrong"}),
        ({"right": ""}, {"right"}),
        ({"wrong": "", "right": ""}, {"wrong", "right"}),
        ({"wrong": "Hòa", "right": "Ho\u0300a"}, {"right"}),
        ({"wrong": "a" * 2001}, {"wrong"}),
        ({"note": "a" * 2001}, {"note"}),
    ],
)
def test_correction_that_says_nothing_is_refused(typed, refused):
    with pytest.raises(ValidationError) as error:
        say(make_published(), **typed)
    assert set(error.value.message_dict) == refused
    assert Correction.objects.count() == 0


def test_piece_nobody_has_seen_has_nothing_to_correct(clock):
    scheduled = make_article()
    publish(scheduled, by=chief(), at=clock.after(days=1))
    for article in (make_article(), scheduled):
        with pytest.raises(ValidationError, match="chưa từng đăng"):
            correct(article, by=chief(), wrong="a", right="b")


def test_double_click_says_it_once(django_capture_on_commit_callbacks):
    told = []
    signals.corrected.connect(lambda correction, **_: told.append(correction), weak=False)
    receiver = signals.corrected.receivers[-1]
    version = make_published()
    with django_capture_on_commit_callbacks(execute=True):
        first, again, other = say(version), say(version), say(version, right="Đại tá")
    signals.corrected.receivers.remove(receiver)
    assert (first, told) == (again, [first, other])


@pytest.mark.parametrize("column", ["wrong", "right", "note", "title", "section_name"])
def test_correction_that_is_out_never_changes(column):
    say(make_published())
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.update(**{column: "khác"})


def test_piece_with_a_correction_is_kept():
    article = say(make_published()).article
    PublishedVersion.objects.all().delete()
    with pytest.raises(ProtectedError):
        article.delete()


# --- on the piece -----------------------------------------------------------------------------


def test_piece_carries_its_corrections(client, clock):
    version, other = make_published(), make_published()
    say(version, note="Do nhầm <tài liệu>.")
    clock.forward(minutes=1)
    say(version, "ngày 3", "ngày 4")
    response = client.get(version.get_absolute_url())
    assert words(response) == [("ngày 3", "ngày 4"), ("Trung tá", "Thượng tá")]
    assert text(response).count(f'id="cai-chinh">{TITLE}</h2>') == 1
    assert text(response).count("<p>Do nhầm &lt;tài liệu&gt;.</p>") == 1
    assert text(client.get(other.get_absolute_url())).count(TITLE) == 0


def test_lite_edition_of_a_piece_carries_them_too(client):
    version = make_published()
    say(version)
    response = client.get(f"/lite{version.get_absolute_url()}")
    assert words(response) == [("Trung tá", "Thượng tá")]
    assert text(response).count(f'id="cai-chinh">{TITLE}</h2>') == 1


@pytest.mark.parametrize(("count", "asked"), [(0, 0), (1, 1), (3, 1), (30, 1)])
def test_piece_without_corrections_costs_nothing_more(count, asked, django_assert_num_queries):
    version = make_published()
    say_many([version] * count, timezone.now())
    shown = queries.for_reader(version.article_id)
    with django_assert_num_queries(asked):
        assert len(queries.corrections_of(shown)) == count


def test_statement_says_it_in_one_line():
    version = make_published()
    assert say(version).statement == "Đã đăng: “Trung tá”. Sửa lại là: “Thượng tá”."
    said = say(version, "ba", "bốn", "Do nhầm.")
    assert said.statement == "Đã đăng: “ba”. Sửa lại là: “bốn”. Do nhầm."


# --- all of them ------------------------------------------------------------------------------


def test_list_tells_which_piece_was_wrong(client, clock):
    live = make_published(title="Bài còn", at=clock.after(days=-2))
    gone = make_published(title="Bài gỡ", at=clock.after(days=-2))
    for version in (live, gone):
        say(version)
        clock.forward(minutes=1)
    withdraw(gone.article, by=chief(), reason="Sai.")
    clock.forward(minutes=1)
    page = text(client.get("/cai-chinh/"))
    named = [
        re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", part.split("</p>")[0])))
        for part in page.split('<p class="correction__piece">')[1:]
    ]
    where = f"chuyên mục {live.section.name}, đăng {short_datetime(live.first_published_at)}"
    assert named == [f"Bài “Bài gỡ”, {where}, nay không còn đăng.", f"Bài “Bài còn”, {where}."]
    assert re.findall(r'href="([^"]*-post[^"]*)"', page) == [live.get_absolute_url()]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_costs_the_same_for_any_number(client, count, django_assert_num_queries):
    start = timezone.now() - timedelta(days=1)
    say_many(make_many_published([start] * count), start)
    with django_assert_num_queries(2):  # the menu; the corrections with their links
        response = client.get("/cai-chinh/")
    assert len(words(response)) == min(count, 20)
    assert personal_traces(response) == []


def test_list_is_read_to_its_end_newest_first(client):
    start = timezone.now() - timedelta(days=1)
    say_many(make_many_published([start] * 45), start)
    read, address = [], "/cai-chinh/"
    while address:
        response = client.get(address)
        read += words(response)
        more = re.search(r'rel="next" href="([^"]+)"', text(response))
        address = more and f"/cai-chinh/{more[1]}"
    assert read == [(f"sai {n}", f"đúng {n}") for n in range(45)]


@pytest.mark.parametrize("cursor", ["x", "1", "1-2-3", "9" * 30, "9" * 18 + "-1", "%00", "-"])
def test_cursor_not_of_ours_is_not_found(client, cursor):
    assert client.get(f"/cai-chinh/?truoc={cursor}").status_code == 404


def test_list_without_a_correction_says_so(client):
    assert text(client.get("/cai-chinh/")).count("Chưa có lời cải chính nào.") == 1


def test_words_are_escaped_wherever_they_stand(client):
    nasty = """<img src=x onerror="alert('1')">"""
    version = make_published(title=nasty)
    say(version, nasty, f"{nasty} đúng", nasty)
    for address in ("/", "/cai-chinh/", version.get_absolute_url()):
        response = client.get(address)
        assert text(response).count("<img src=x") == 0
        assert words(response) == [(nasty, f"{nasty} đúng")]


# --- on the home page -------------------------------------------------------------------------


def test_home_page_says_sorry_for_seven_days(client, clock):
    say(make_published(at=clock.after(days=-2)))
    heading = f'id="cai-chinh"><a href="/cai-chinh/">{TITLE}</a></h2>'
    for moment, shown in ((0, 1), (6.99, 1), (0.02, 0)):
        clock.forward(days=moment)
        assert text(client.get("/")).count(heading) == shown


@pytest.mark.parametrize("count", [1, 3, 30])
def test_home_page_shows_every_correction_at_one_cost(client, count, django_assert_num_queries):
    start = timezone.now() - timedelta(hours=1)
    say_many(make_many_published([start] * count), start)
    with django_assert_num_queries(7):
        response = client.get("/")
    assert len(words(response)) == count


def test_days_on_the_home_page_are_no_fewer_than_the_law_wants(monkeypatch, settings):
    assert settings.CORRECTION_DAYS == 7
    for typed in ("6", "0", "-7", "x"):
        monkeypatch.setenv("CORRECTION_DAYS", typed)
        with pytest.raises(environment.WrongSetting):
            environment.integer("CORRECTION_DAYS", 7, least=7)
    monkeypatch.setenv("CORRECTION_DAYS", "30")
    assert environment.integer("CORRECTION_DAYS", 7, least=7) == 30


def test_feed_of_sapos_says_that_a_piece_was_corrected(client):
    wrong, right = make_published(title="Bài sai"), make_published(title="Bài đúng")
    correct(wrong.article, by=chief(), wrong="Hai", right="Ba")
    feed = client.get(reverse("latest-feed")).content.decode()
    items = {
        item.partition("<title>")[2].partition("<")[0]: item for item in feed.split("<item>")[1:]
    }
    assert "<category>Cải chính</category>" in items[wrong.title]
    assert "(Bài có thông tin cải chính, xin lỗi.)" in items[wrong.title]
    assert "ải chính" not in items[right.title]
