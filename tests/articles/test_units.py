"""All about a unit: named in words or by who signed, across its names, old pieces included."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from articles import units
from articles.effects import LIST_UNITS
from articles.models import PublishedVersion, UnitListing
from articles.publishing import publish, withdraw
from articles.units import Finder, relist_after
from authors.models import Posting
from outbox.models import Effect
from outbox.queue import run_due
from tests.biendoi.reader_pages import personal_traces, titles
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
    make_section,
)
from tests.factories.clock import MORNING
from tests.factories.people import make_author, make_user
from tests.factories.photos import make_photo
from tests.factories.units import make_officer, make_unit, rename
from tests.newsroom.desk import send

pytestmark = pytest.mark.django_db


def address(unit):
    return f"/don-vi/{unit.slug}-{unit.pk}.html"


def named(text):
    return set(Finder().named(text))


def listed(version):
    rows = UnitListing.objects.filter(version=version).order_by("pk")
    return [row.unit for row in rows]


# --- finding names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Cán bộ Đồn Biên phòng Trà Lĩnh lên đường.",
        "ĐỒN BIÊN PHÒNG TRÀ LĨNH",
        "“Đồn Biên phòng\u00a0Trà Lĩnh”, (BĐBP)",
        "Đồn Biên phòng\u200b Trà Lĩnh",
    ],
)
def test_name_is_found_as_people_write_it(text):
    unit = make_unit("Đồn Biên phòng Trà Lĩnh")
    assert named(text) == {unit.pk}


@pytest.mark.parametrize(
    "text",
    [
        *("Đồn Biên phòng Trà Linh", "Đồn Biên phòng Trà", "Biên phòng Trà Lĩnh"),
        *("Đồn Biên phòng. Trà Lĩnh", "Đồn Biên phòng\nTrà Lĩnh", "Đồn Biên phòng Trà Lĩnhh", ""),
    ],
)
def test_other_words_are_not_the_name(text):
    make_unit("Đồn Biên phòng Trà Lĩnh")
    assert named(text) == set()


def test_both_places_of_the_tone_are_one_name():
    unit = make_unit("Bộ Chỉ huy BĐBP Khánh Hòa")
    assert named("Bộ Chỉ huy BĐBP Khánh Hoà") == {unit.pk}


def test_longer_of_two_names_from_one_word_is_meant():
    short, long = make_unit("Hải đội 2"), make_unit("Hải đội 2 Quảng Ninh")
    assert named("Tàu của Hải đội 2 Quảng Ninh") == {long.pk}
    assert named("Tàu của Hải đội 2") == {short.pk}


def test_name_within_a_longer_text_is_named_as_well():
    post = make_unit("Đồn Biên phòng Bình Liêu", "Đồn Bình Liêu")
    command = make_unit("BĐBP tỉnh Quảng Ninh", "BĐBP Quảng Ninh")
    assert named("Đồn Biên phòng Bình Liêu, BĐBP Quảng Ninh") == {post.pk, command.pk}
    assert named("Đồn Bình Liêu") == {post.pk}


def test_name_of_strangers_tells_nothing_and_of_kin_all():
    one, other = make_unit("Hải đội 2"), make_unit("Hải đội 2")
    assert named("Hải đội 2") == set()
    rename(one, other)
    assert named("Hải đội 2") == {one.pk, other.pk}


def test_single_word_is_no_name():
    make_unit("Báo", "Đồn")
    assert named("Báo viết về Đồn.") == set()


def test_name_with_signs_is_found():
    unit = make_unit("Cục Phòng, chống ma túy và tội phạm BĐBP")
    assert named("Cục Phòng, chống ma tuý và tội phạm BĐBP") == {unit.pk}


# --- listing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["title", "sapo", "body", "signature", "caption", "lead"])
def test_unit_is_found_wherever_a_reader_reads_it(place):
    unit = make_unit("Đồn Biên phòng Trà Lĩnh")
    words = "Đồn Biên phòng Trà Lĩnh"
    photo = make_photo()
    figure = f'<figure data-photo="{photo.pk}"><figcaption>{words}</figcaption></figure>'
    facts = {
        "body": {"body": f"<p>{words}</p>"},
        "caption": {"body": f"<p>Chữ.</p>{figure}"},
        "lead": {"lead_photo": photo, "lead_caption": words},
    }.get(place, {place: words})
    assert listed(publish(make_article(**facts), by=chief())) == [unit]


def test_fullest_name_is_listed_first():
    command = make_unit("BĐBP Quảng Ninh")
    post = make_unit("Đồn Biên phòng Bình Liêu")
    version = make_published(title="BĐBP Quảng Ninh khen Đồn Biên phòng Bình Liêu")
    assert listed(version) == [post, command]


def test_signing_officer_lists_the_unit_of_that_day(clock):
    old, new = make_unit("Đồn Biên phòng A Pa"), make_unit("Đồn Biên phòng Pa Ủ")
    officer = make_officer(old, since=date(2020, 1, 1))
    officer.postings.create(since=date(2026, 2, 1), unit=new)
    article = make_article(byline=False)
    article.bylines.create(author=officer)
    before = make_published(at=clock.after(days=-60), byline=False)
    before.article.bylines.create(author=officer)
    assert listed(publish(article, by=chief())) == [new]


def test_ambiguous_unit_is_known_by_its_officer():
    make_unit("Hải đội 2")
    unit = make_unit("Hải đội Biên phòng 2 Quảng Ninh", "Hải đội 2")
    article = make_article(byline=False)
    article.bylines.create(author=make_officer(unit))
    assert listed(publish(article, by=chief())) == [unit]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_listing_costs_three_queries_for_any_number(count, django_assert_num_queries):
    for n in range(count):
        make_unit(f"Đồn Biên phòng số {n}")
    versions = make_many_published([MORNING] * count, author=make_officer(make_unit()))
    with django_assert_num_queries(3):
        assert len(list(units.unit_lines(versions))) == count


# --- the page ---------------------------------------------------------------------------------


@pytest.fixture
def family():
    """A unit that was renamed, with pieces under each name and one under both."""
    old = make_unit("BĐBP tỉnh Quảng Ninh", "BĐBP Quảng Ninh")
    new = make_unit("Ban Chỉ huy BĐBP Quảng Ninh", "BCH BĐBP Quảng Ninh", parent=make_unit("Bộ Tư"))
    rename(old, new, note="Theo tổ chức mới.")
    section = make_section(name="Xã hội", slug="xa-hoi")
    hour = timedelta(hours=1)
    facts = {"section": section}
    make_published(title="Cũ", sapo="BĐBP tỉnh Quảng Ninh.", at=MORNING - 3 * hour, **facts)
    both = "Ban Chỉ huy BĐBP Quảng Ninh, trước là BĐBP tỉnh Quảng Ninh."
    make_published(title="Cả hai", sapo=both, at=MORNING - 2 * hour, **facts)
    make_published(title="Mới", sapo="Ban Chỉ huy BĐBP Quảng Ninh", at=MORNING - hour, **facts)
    make_published(title="Khác", at=MORNING, **facts)
    return old, new


def test_page_of_either_name_shows_the_pieces_of_both_once(client, family):
    for unit in family:
        response = client.get(address(unit))
        page = response.content.decode()
        assert titles(response) == ["Mới", "Cả hai", "Cũ"]
        assert f"<h1>{unit.name}</h1>" in page
        assert personal_traces(response) == []


def test_page_tells_the_history_and_the_parent(client, family):
    old, new = family
    page = client.get(address(new)).content.decode()
    history = page.partition('class="renamings"')[2].partition("</ul>")[0]
    assert f'Trước ngày 01/07/2025 là <a href="{address(old)}">{old.name}</a>' in history
    assert f"từ ngày 01/07/2025 là {new.name}." in history
    assert "Theo tổ chức mới." in history
    assert "Đơn vị cấp trên: Bộ Tư</p>" in page  # no piece about it: no link


def test_page_leaves_out_what_is_not_live(client, family, clock):
    draft = {"sapo": "Ban Chỉ huy BĐBP Quảng Ninh"}
    make_article(title="Nháp", **draft)
    scheduled = publish(make_article(title="Hẹn giờ", **draft), by=chief(), at=clock.after(hours=1))
    gone = make_published(title="Gỡ", at=MORNING, **draft)
    withdraw(gone.article, by=chief(), reason="Theo lệnh.")
    expired = make_published(title="Hết hạn", at=MORNING, **draft)
    PublishedVersion.objects.filter(pk=expired.pk).update(valid_until=clock.now)
    assert titles(client.get(address(family[0]))) == ["Mới", "Cả hai", "Cũ"]
    clock.now = scheduled.valid_from
    assert titles(client.get(address(family[0])))[0] == "Hẹn giờ"


def test_unit_without_a_live_piece_tells_not_even_its_name(client):
    unit = make_unit()
    for asked in (address(unit), f"/don-vi/x-{unit.pk}.html"):
        response = client.get(asked)
        assert response.status_code == 404
        assert not response.has_header("Location")


def test_wrong_slug_of_a_unit_is_sent_on_for_good(client, family):
    response = client.get(f"/don-vi/x-{family[0].pk}.html")
    assert (response.status_code, response["Location"]) == (301, address(family[0]))


@pytest.mark.parametrize("number", ["0", "999999", "9" * 18, "9" * 19, "x", "-1"])
def test_unit_of_unknown_number_is_not_found(client, number):
    assert client.get(f"/don-vi/x-{number}.html").status_code == 404


@pytest.mark.parametrize("cursor", ["?truoc=x", "?sau=1", "?truoc=99999999999999999-1&sau=-"])
def test_cursor_not_of_ours_is_not_found(client, family, cursor):
    assert client.get(address(family[0]) + cursor).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 30])
def test_unit_page_costs_the_same_for_any_number(client, count, django_assert_num_queries):
    old, new = make_unit("Đồn Biên phòng A Pa"), make_unit("Đồn Biên phòng Pa Ủ")
    rename(old, new)
    make_many_published(
        [MORNING - timedelta(hours=n) for n in range(count)],
        sapo="Đồn Biên phòng A Pa nay là Đồn Biên phòng Pa Ủ.",
        lead_photo=make_photo(),
    )
    # Unit, two generations, their pieces in two, the renamings, whose pages open, the menu.
    with django_assert_num_queries(8):
        assert len(titles(client.get(address(new)))) == min(count, 20)


def test_pages_of_a_unit_lose_and_double_nothing_both_ways(client):
    old, new = make_unit("Đồn Biên phòng A Pa"), make_unit("Đồn Biên phòng Pa Ủ")
    rename(old, new)
    names = (
        "Đồn Biên phòng A Pa.",
        "Đồn Biên phòng Pa Ủ.",
        "Đồn Biên phòng A Pa, Đồn Biên phòng Pa Ủ",
    )
    versions = []
    for n, name in enumerate(names):
        times = [MORNING - timedelta(minutes=m // 2, seconds=n) for m in range(15 + n)]
        versions += make_many_published(times, sapo=name)
    versions.sort(key=lambda v: (v.first_published_at, v.article_id), reverse=True)

    def turn(response, way):
        return response.content.decode().partition(f'rel="{way}" href="')[2].split('"')[0]

    pages = [client.get(address(new))]
    while link := turn(pages[-1], "next"):
        pages.append(client.get(address(new) + link))
    read = [title for page in pages for title in titles(page)]
    assert read == [version.title for version in versions]
    back = pages[-1]
    for earlier in pages[-2::-1]:
        back = client.get(address(new) + turn(back, "prev"))
        assert titles(back) == titles(earlier)
        assert turn(back, "next") == turn(earlier, "next")


def test_units_that_merge_lead_to_each_other(client):
    one, two, heir = (
        make_unit(f"Bộ Chỉ huy BĐBP {name}") for name in ("Bình Ba", "Gia Tư", "Gia Năm")
    )
    rename(one, heir)
    rename(two, heir)
    make_published(title="Chuyện", sapo=f"{two.name} lên đường.")
    assert titles(client.get(address(one))) == ["Chuyện"]


def test_article_leads_to_the_units_it_names(client, django_assert_num_queries):
    unit = make_unit("Đồn Biên phòng Trà Lĩnh")
    version = make_published(sapo="Đồn Biên phòng Trà Lĩnh lên đường.")
    with django_assert_num_queries(7):  # one of them for the units, one for the comments' policy
        page = client.get(version.get_absolute_url()).content.decode()
    assert f'<a href="{address(unit)}">Đồn Biên phòng Trà Lĩnh</a>' in page


# --- units made or renamed later --------------------------------------------------------------


def test_unit_entered_later_finds_the_old_pieces(client, settings):
    version = make_published(sapo="Đồn Biên phòng Trà Lĩnh lên đường.")
    client.force_login(make_user("Thư ký tòa soạn"))
    sent = {"name": "Đồn Biên phòng Trà Lĩnh", "succeeded_by-TOTAL_FORMS": 0}
    sent["succeeded_by-INITIAL_FORMS"] = 0
    response = client.post(reverse("admin:authors_unit_add"), sent)
    assert response.status_code == 302
    assert listed(version) == []
    run_due()
    assert [unit.name for unit in listed(version)] == ["Đồn Biên phòng Trà Lĩnh"]


def test_unit_corrected_later_leaves_the_pieces_it_is_not_named_in(client):
    unit = make_unit("Đồn Biên phòng Trà Linh")
    wrong = make_published(sapo="Đồn Biên phòng Trà Linh lên đường.")
    right = make_published(sapo="Đồn Biên phòng Trà Lĩnh lên đường.")
    client.force_login(make_user("Thư ký tòa soạn"))
    change = reverse("admin:authors_unit_change", args=[unit.pk])
    assert send(client, change, name="Đồn Biên phòng Trà Lĩnh").status_code == 302
    run_due()
    assert (listed(wrong), listed(right)) == ([], [unit])


def test_unit_saved_unchanged_asks_for_nothing(client):
    unit = make_unit()
    client.force_login(make_user("Thư ký tòa soạn"))
    assert send(client, reverse("admin:authors_unit_change", args=[unit.pk])).status_code == 302
    assert Effect.objects.count() == 0


def test_listing_goes_on_batch_by_batch_where_it_was_broken_off(monkeypatch):
    monkeypatch.setattr(units, "BATCH", 2)
    versions = make_many_published([MORNING] * 5, sapo="Đồn Biên phòng Trà Lĩnh.")
    unit = make_unit()
    assert relist_after(0) == versions[1].pk
    assert relist_after(versions[1].pk) == versions[3].pk
    assert relist_after(versions[3].pk) == versions[4].pk
    assert relist_after(versions[4].pk) is None
    assert relist_after(0) == versions[1].pk  # again: nothing changes
    assert [listed(version) for version in versions] == [[unit]] * 5


def test_relisting_leaves_the_versions_no_reader_will_see():
    gone = make_published(sapo="Đồn Biên phòng Trà Lĩnh.")
    PublishedVersion.objects.update(valid_until=timezone.now() - timedelta(minutes=1))
    waiting = publish(
        make_article(sapo="Đồn Biên phòng Trà Lĩnh."),
        by=chief(),
        at=timezone.now() + timedelta(hours=1),
    )
    unit = make_unit()
    relist_after(0)
    assert (listed(gone), listed(waiting)) == ([], [unit])


@pytest.mark.parametrize("count", [1, 3, 30])
def test_relisting_costs_the_same_for_any_number(count, django_assert_num_queries):
    make_many_published([MORNING] * count, sapo="Đồn Biên phòng Trà Lĩnh.")
    make_unit()
    with django_assert_num_queries(7):
        relist_after(0)


def test_pieces_that_were_there_before_the_rows_are_asked_for():
    migration = import_module("articles.migrations.0010_ask_for_the_units_of_old_pieces")
    migration.ask(apps, None)
    assert Effect.objects.count() == 0  # an empty newspaper has nothing to list
    version = make_published(sapo="Đồn Biên phòng Trà Lĩnh.")
    unit = make_unit()
    migration.ask(apps, None)
    assert list(Effect.objects.values_list("kind", "key")) == [(LIST_UNITS, "0")]
    run_due()
    assert listed(version) == [unit]
    assert Effect.objects.count() == 0


def test_paper_itself_is_no_unit_of_its_pieces(settings):
    paper = make_unit(settings.MASTHEAD["name"])
    author = make_author("Viết Hà", staff=True)
    Posting.objects.create(author=author, since=date(2020, 1, 1), post="Phóng viên", unit=paper)
    body = f"<p>Phóng viên {paper.name} trao đổi với ông.</p>"
    make_many_published([MORNING], author=author, body=body)
    assert not UnitListing.objects.filter(unit=paper).exists()
