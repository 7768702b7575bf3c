"""The page that shows every component: complete, for staff alone, kept nowhere."""

import re

import pytest
from django.conf import settings

from articles.models import PublishedVersion
from catalogue import register, samples, tokens
from demo.sign_ins import PEOPLE
from tests.biendoi.reader_pages import CSP
from tests.factories.people import make_user
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

HOME = "/_/components/"


def text(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def staff(client):
    client.force_login(make_user("Phóng viên"))
    return client


def test_every_component_has_a_sample():
    """A new one wants a function in catalogue/samples.py."""
    folder = settings.BASE_DIR / "templates" / "components"
    assert register.components() == sorted(path.stem for path in folder.glob("*.html"))
    bare = [name for name in register.components() if not register.samples(name, None)]
    assert bare == []


def test_every_sample_is_of_a_component():
    assert sorted(set(register._made) - set(register.components())) == []


@pytest.mark.parametrize("with_photo", [False, True])
def test_catalogue_draws_every_sample_by_day_and_by_night(staff, with_photo):
    photo = make_photo() if with_photo else None
    page = text(staff.get(HOME))
    assert re.findall(r'id="mau-([\w-]+)"', page) == register.components()
    count = sum(len(register.samples(name, photo)) for name in register.components())
    assert page.count('<div class="catalogue__pane" data-theme="light">') == count + 1  # colours
    assert page.count('<div class="catalogue__pane" data-theme="dark">') == count + 1
    assert page.count("Chưa có dữ liệu mẫu") == 0
    assert (page.count('<img class="photo') > 0) == with_photo


def test_catalogue_costs_the_sign_in_and_one_photo(staff, django_assert_num_queries):
    make_photo()
    with django_assert_num_queries(3):  # session, person, photo
        staff.get(HOME)


@pytest.mark.parametrize("name", register.components())
def test_component_alone_draws_its_samples(staff, name):
    response = staff.get(f"{HOME}{name}/")
    assert text(response).count('<h2 class="catalogue__name">') == len(register.samples(name, None))
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("address", ["", "teaser/", "tokens.css"])
def test_catalogue_is_kept_nowhere_and_under_the_readers_policy(staff, address):
    response = staff.get(f"{HOME}{address}")
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")
    policy = response["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if part)
    framed = {"frame-ancestors": "'self'"} if address == "teaser/" else {}
    assert directives == CSP | framed


@pytest.mark.parametrize("address", ["", "teaser/", "tokens.css"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_catalogue_is_for_staff_alone(client, address, signed_in):
    if signed_in:
        client.force_login(make_user())
    response = client.get(f"{HOME}{address}")
    assert response.status_code == 302
    assert response["Location"] == f"/admin/login/?next={HOME}{address}"


@pytest.mark.parametrize("role", [role for role, *_rest in PEOPLE])
def test_catalogue_opens_for_every_role(client, role):
    client.force_login(make_user(role))
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize("name", ["khong-co", "../base", "teaser.html", "%00", "TEASER"])
def test_component_that_is_not_there_is_not_found(staff, name):
    assert staff.get(f"{HOME}{name}/").status_code == 404


def test_post_is_not_taken(staff):
    assert staff.post(HOME).status_code == 405


# --- tokens -----------------------------------------------------------------------------------


def test_tokens_are_read_from_the_sheet_by_day():
    colours = {token.name: token.value for token in tokens.tokens("color")}
    assert colours["color-page"] == "#fdfcf8"
    assert [token.name for token in tokens.tokens("space")] == [f"space-{n}" for n in range(1, 8)]


def test_every_token_has_a_class_that_shows_it(staff):
    sheet = text(staff.get(f"{HOME}tokens.css"))
    assert sheet.count(".token--color-page { background: var(--color-page); }") == 1
    shown = set(re.findall(r"\.token--([a-z0-9-]+) ", sheet))
    named = set(re.findall(r'token--([a-z0-9-]+)"', text(staff.get(HOME))))
    assert named == shown


# --- the samples ------------------------------------------------------------------------------


def test_samples_bear_what_pieces_may_bring():
    longest = PublishedVersion._meta.get_field("title").max_length
    assert len(samples.LONG_TITLE[: samples.TITLE_LENGTH]) == longest
    assert 280 <= len(samples.LONG_TITLE) <= 320
