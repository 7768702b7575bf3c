"""Photos looked at one by one: by click, key, swipe and address."""

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from photos.intake import admit, inspect
from photos.models import Photo
from tests.factories.articles import make_published
from tests.factories.photos import make_photo, picture
from tests.journeys.waiting import until

pytestmark = pytest.mark.journey

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def story(site):
    photos = [make_photo(caption=f"Tuần tra chặng {n}.", alt=f"Chặng {n}") for n in range(1, 5)]
    body = "".join(f'<figure data-photo="{photo.pk}"></figure>' for photo in photos)
    return make_published(title="Đường tuần tra", genre="phong-su-anh", body=body)


def count(page):
    return page.locator(".viewer__count")


def opened(page, version, place):
    expect(count(page)).to_have_text(f"Ảnh {place}/4")
    expect(page.locator(".viewer__caption")).to_contain_text(f"Tuần tra chặng {place}.")
    expect(page.locator(".viewer__caption")).to_contain_text("Ảnh: Viết Hà")
    expect(page.locator(".viewer__photo")).to_have_attribute("alt", f"Chặng {place}")
    expect(page).to_have_url(f"{version.get_absolute_url()}#anh-{place}")


def closed(page, version):
    expect(page.locator(".viewer")).to_be_hidden()
    expect(page).to_have_url(version.get_absolute_url())


def test_viewer_by_click_and_keys(visit, story, shot):
    page = visit(**PHONE)
    page.goto(story.get_absolute_url())
    page.locator(".figure__open").nth(1).click()
    opened(page, story, 2)
    shot(page, "xem-anh-390")
    for key, place in (("ArrowRight", 3), ("End", 4), ("ArrowRight", 4), ("Home", 1)):
        page.keyboard.press(key)
        opened(page, story, place)
    expect(page.get_by_role("button", name="Ảnh trước")).to_be_disabled()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    closed(page, story)
    expect(page.locator(".figure__open").nth(1)).to_be_focused()


def test_focus_stays_within_the_viewer(visit, story):
    page = visit(**PHONE)
    page.goto(story.get_absolute_url())
    page.locator(".figure__open").first.click()
    opened(page, story, 1)
    for _press in range(12):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.closest('.viewer, body').className")
        assert focused in {"viewer", ""}  # the viewer, or the browser's own bar


def test_back_closes_and_a_link_opens(visit, story):
    page = visit(**PHONE)
    page.goto(story.get_absolute_url())
    page.locator(".figure__open").first.click()
    opened(page, story, 1)
    page.keyboard.press("ArrowRight")
    page.go_back()  # not to the photo before, but to the piece
    closed(page, story)
    page.go_forward()
    opened(page, story, 2)
    other = visit(**PHONE)
    other.goto(f"{story.get_absolute_url()}#anh-3")
    opened(other, story, 3)
    other.go_back()
    closed(other, story)


@pytest.mark.parametrize("part", ["#anh-99", "#anh-0", "#anh-", "#y-kien", "#anh-1x"])
def test_address_of_no_photo_opens_nothing(visit, story, part):
    page = visit(**PHONE)
    page.goto(story.get_absolute_url() + part)
    page.wait_for_timeout(300)
    expect(page.locator(".viewer")).to_be_hidden()
    assert page.console_errors == []


def swipe(page, start, end, y=300):
    session = page.context.new_cdp_session(page)

    def touch(kind, points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", [{"x": start, "y": y}])
    for step in range(1, 6):
        touch("touchMove", [{"x": start + (end - start) * step / 5, "y": y}])
    touch("touchEnd", [])


def test_swipe_turns_to_the_neighbours(visit, story):
    page = visit(**PHONE)
    page.goto(story.get_absolute_url())
    page.locator(".figure__open").nth(1).click()
    opened(page, story, 2)
    swipe(page, 320, 60)
    opened(page, story, 3)
    swipe(page, 60, 320)
    opened(page, story, 2)
    swipe(page, 200, 220)  # a tremble
    opened(page, story, 2)


def test_only_the_neighbours_are_fetched_ahead(visit, site):
    photos = [make_photo() for _n in range(8)]
    body = "".join(f'<figure data-photo="{photo.pk}"></figure>' for photo in photos)
    story = make_published(genre="phong-su-anh", body=f"<p>{'Chữ ' * 9000}</p>{body}")
    page = visit(**PHONE)
    asked = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(f"{story.get_absolute_url()}#anh-4")
    expect(count(page)).to_have_text("Ảnh 4/8")

    def seen():
        return [any(photo.key in url for url in asked) for photo in photos]

    until(page, lambda: seen()[2:5], [True] * 3)
    page.wait_for_timeout(500)
    assert seen()[6:] == [False] * 2


def test_picture_is_enlarged_and_dragged(visit, site, shot):
    body = f'<figure data-photo="{make_photo().pk}"></figure>'
    version = make_published(title="Đồ họa", genre="infographic", body=body)
    page = visit(viewport={"width": 390, "height": 844})
    page.goto(f"{version.get_absolute_url()}#anh-1")
    larger, photo = page.get_by_role("button", name="Phóng to"), page.locator(".viewer__photo")
    expect(larger).to_be_visible()
    for _press in range(3):
        larger.click()
    assert photo.bounding_box()["width"] == 390 * 3
    shot(page, "do-hoa-phong-to-390")
    before = page.locator(".viewer__stage").evaluate("stage => stage.scrollLeft")
    page.mouse.move(300, 350)
    page.mouse.down()
    page.mouse.move(200, 350)
    page.mouse.up()
    assert page.locator(".viewer__stage").evaluate("stage => stage.scrollLeft") == before + 100
    expect(count(page)).to_have_text("Ảnh 1/1")
    for _press in range(3):
        page.keyboard.press("-")
    expect(page.get_by_role("button", name="Thu nhỏ")).to_be_disabled()


def test_tall_picture_is_whole_at_first_and_then_read_by_scrolling(visit, site):
    content = inspect(ContentFile(picture("navy", (900, 2000))))
    tall = admit(Photo(caption="Đồ họa cao.", credit="Viết Hà"), content, by=None)
    version = make_published(genre="infographic", body=f'<figure data-photo="{tall.pk}"></figure>')
    page = visit(**PHONE)
    page.goto(f"{version.get_absolute_url()}#anh-1")
    stage, photo = page.locator(".viewer__stage"), page.locator(".viewer__photo")
    expect(photo).to_be_visible()
    assert photo.bounding_box()["height"] == stage.bounding_box()["height"]
    for _press in range(3):
        page.get_by_role("button", name="Phóng to").tap()
    box = photo.bounding_box()
    assert round(box["height"] / box["width"], 1) == 2.2
    assert stage.evaluate("stage => stage.scrollHeight") > stage.bounding_box()["height"] * 2
    stage.evaluate("stage => stage.scrollTo(0, 1e6)")
    assert stage.evaluate("stage => stage.scrollTop + stage.clientHeight >= stage.scrollHeight - 1")
