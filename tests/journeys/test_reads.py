"""A reader looks at a piece and is counted, once; the piece then stands among the most read."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from outbox.models import Effect
from outbox.queue import run_due
from readership.buffering import buffer
from readership.models import Read
from tests.factories.articles import make_many_published
from tests.factories.photos import make_photo
from tests.readership.factories import PHONE, make_reads

pytestmark = pytest.mark.journey

# The browser of the journeys says that it is driven, and is not counted as it is.
BY_HAND = "Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false })"
ASKING = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })"
TITLE = "Giữ bình yên vùng biên Móng Cái"


@pytest.fixture
def pieces(site):
    buffer._reads.clear()
    times = [timezone.now() - timedelta(hours=n) for n in range(1, 4)]
    yield make_many_published(times, title=TITLE, lead_photo=make_photo())
    buffer._reads.clear()


@pytest.fixture
def reader(visit):
    """A person's telephone. `beacons` lists what it sent."""

    def reader(*scripts, **options):
        page = visit(user_agent=PHONE, viewport={"width": 390, "height": 844}, **options)
        for script in scripts:
            page.add_init_script(script)
        page.beacons = []
        page.on(
            "request",
            lambda sent: sent.url.endswith("/doc/") and page.beacons.append(sent.post_data),
        )
        return page

    return reader


def glance(page, version):
    page.goto(version.get_absolute_url())
    page.mouse.wheel(0, 600)


def look(page, version):
    """Long enough to be counted, and nothing is told."""
    glance(page, version)
    page.wait_for_timeout(2_500)


def look_and_tell(page, version):
    with page.expect_response("**/doc/"):
        glance(page, version)


def counted():
    buffer.flush()
    Effect.objects.update(due=timezone.now())
    run_due()
    return list(Read.objects.order_by("piece").values_list("piece", flat=True))


def test_reader_is_counted_once(reader, pieces, shot):
    one, other, _third = (version.article_id for version in pieces)
    page = reader(BY_HAND)
    with page.expect_response("**/doc/") as answer:
        page.goto(pieces[0].get_absolute_url())  # and only looks
    assert (answer.value.status, page.beacons) == (204, [str(one)])
    look(page, pieces[0])
    look_and_tell(page, pieces[1])
    assert page.beacons == [str(one), str(other)]
    assert page.context.cookies() == []
    assert counted() == [one, other]
    page.evaluate("localStorage.clear()")
    look_and_tell(page, pieces[0])  # the server knows as well
    assert (page.beacons, counted()) == ([str(one), str(other), str(one)], [one, other])
    page.goto("/doc-nhieu/")
    expect(page.locator("#\\32 4-gio ~ ol li")).to_have_count(2)
    assert page.console_errors == []


def test_who_does_not_look_or_does_not_want_is_not_counted(reader, pieces):
    driven, asking = reader(), reader(BY_HAND, ASKING)
    plain = reader(java_script_enabled=False)
    for page in (driven, asking):
        look(page, pieces[0])
    plain.goto(pieces[0].get_absolute_url())
    hasty = reader(BY_HAND)
    hasty.goto(pieces[0].get_absolute_url())
    hasty.goto("/")
    assert [page.beacons for page in (driven, asking, plain, hasty)] == [[], [], [], []]
    assert counted() == []


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lists_fit_any_screen_without_scripts(visit, pieces, shot, width, scheme):
    make_reads({version: 3 - n for n, version in enumerate(pieces)})
    page = visit(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=False
    )
    for name, address in (("doc-nhieu", "/doc-nhieu/"), ("trang-chu-doc-nhieu", "/")):
        page.goto(address)
        expect(page.get_by_role("heading", name="Đọc nhiều", exact=True)).to_be_visible()
        box = page.locator("main").bounding_box()
        assert box["x"] + box["width"] <= width
        shot(page, f"{name}-{width}-{scheme}")
