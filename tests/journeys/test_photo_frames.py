"""A photo's frames in a real browser: dragged, cut by hand, and what readers then get."""

import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from outbox.queue import run_due
from photos.geometry import FREE, RATIOS, crop_box
from photos.intake import admit, inspect
from photos.models import Collection, Consent, Licence, Photo
from tests.factories.articles import make_published
from tests.factories.people import make_author, make_user
from tests.factories.photos import make_photo
from tests.journeys.newsroom import press, sign_in

pytestmark = pytest.mark.journey

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
_SHAPES = [shape for shape in RATIOS.values() if shape]


def hills(size=(1600, 1000), sky="#9fc5e8"):
    """A sky, a hill, and a face at the upper right."""
    image = Image.new("RGB", size, sky)
    draw, (width, height) = ImageDraw.Draw(image), size
    draw.polygon([(0, height), (width * 0.4, height * 0.45), (width, height)], fill="#4a7c59")
    draw.ellipse((width * 0.75, height * 0.1, width * 0.85, height * 0.3), fill="#c68642")
    return image


def bring_in(image, **facts):
    out = BytesIO()
    image.save(out, "JPEG", quality=90)
    words = {"caption": "Cột mốc bên sườn núi.", "credit": "Khánh Vy", "alt": "Sườn núi xanh."}
    photo = admit(Photo(**{**words, **facts}), inspect(ContentFile(out.getvalue())), by=None)
    Photo.objects.filter(pk=photo.pk).update(focal_x=0.5, focal_y=0.5)
    photo.refresh_from_db()
    return photo


@pytest.fixture
def desk(page, site):
    """The desk's head before the library; nothing on the way may break the page's policy."""
    sign_in(page, make_user("Tổng biên tập", full_name="Phạm Thu Lê"))
    yield page
    assert page.console_errors == []


def open_photo(page, photo):
    page.goto(f"/admin/photos/photo/{photo.pk}/change/")
    cut(page)


def cut(page):
    """Waits for the script to have cut every frame."""
    page.locator("[data-ratio='5x3'][data-box]").wait_for()


def boxes(page):
    """Ratio → [left, top, right, bottom], as the page shows them."""
    found = page.locator("[data-ratio]").evaluate_all(
        "rows => rows.map(row => [row.dataset.ratio, row.dataset.box.split(' ').map(Number)])"
    )
    return {ratio: tuple(box) for ratio, box in found}


def boxes_of(photo):
    return {ratio: photo.box(ratio) for ratio in RATIOS if ratio != FREE}


def drag(page, place, across, down):
    """From the middle of a place by so much of the picture's width and height."""
    held, seen = place.bounding_box(), page.locator("[data-whole]").bounding_box()
    x, y = held["x"] + held["width"] / 2, held["y"] + held["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across * seen["width"], y + down * seen["height"], steps=5)
    page.mouse.up()


def test_page_cuts_where_the_server_cuts(desk):
    """The same figures, whatever the size, the point and the frame."""
    open_photo(desk, bring_in(hills()))
    asked = [
        (size, shape, focal, frame)
        for size in ((1600, 1000), (1001, 1503), (333, 3000), (6000, 4000))
        for shape in _SHAPES
        for focal in ((0.5, 0.5), (0, 1), (0.3333, 0.777), (0.25, 0.125))
        for frame in (None, (0.1, 0.2, 0.6, 0.5), (0.0005, 0.3, 0.9995, 0.4321))
    ]
    found = desk.evaluate(
        """async (asked) => {
          const { cropBox } = await import("/static/js/newsroom/photo-frames.js")
          return asked.map(([size, shape, focal, frame]) => cropBox(size, shape, focal, frame))
        }""",
        asked,
    )
    names = {shape: name for name, shape in RATIOS.items()}
    expected = [crop_box(size, names[shape], focal, frame) for size, shape, focal, frame in asked]
    assert [tuple(box) for box in found] == expected


def test_focal_point_and_a_cut_by_hand_reach_the_readers(desk, visit, shot):
    photo, reader = bring_in(hills()), visit()
    run_due()
    make_published(title="Cột mốc trên núi", lead_photo=photo)
    before = home_shows(reader, photo)

    open_photo(desk, photo)
    assert boxes(desk) == boxes_of(photo)
    move_point(desk)
    shown = cut_by_hand(desk, shot)
    save(desk, photo)
    assert (photo.focal, list(photo.crops)) == ((0.79, 0.3), ["5x3"])
    assert boxes(desk) == shown == boxes_of(photo)
    left, top, right, bottom = photo.box("5x3")
    assert (right - left, bottom - top) < (1000, 600)

    run_due()
    assert home_shows(reader, photo) != before
    desk.locator("[data-ratio='5x3']").get_by_role("button", name="Bỏ cắt tay").click()
    save(desk, photo)
    assert (photo.focal, photo.crops) == ((0.79, 0.3), {})
    shot(desk, "anh-da-luu")


def home_shows(reader, photo):
    """The cut of 5:3 that readers get: the one the photo's newest copies have, and no other."""
    photo.refresh_from_db()
    named = set(re.findall(rf"{photo.key}-5x3-(\w+)-", reader.goto("/").text()))
    assert named == {photo.made["5x3"]["cut"]}
    return named


def move_point(page):
    point = page.locator("[data-point]")
    drag(page, point, 0.3, -0.3)
    points_to(page, "0.8", "0.2")
    point.press("ArrowLeft")
    point.press("Shift+ArrowDown")
    points_to(page, "0.79", "0.3")


def points_to(page, across, down):
    expect(page.locator("#id_focal_x")).to_have_value(across)
    expect(page.locator("#id_focal_y")).to_have_value(down)


def cut_by_hand(page, shot):
    ratio, frame = page.locator("[data-ratio='5x3']"), page.locator("[data-cut]")
    ratio.get_by_role("button", name="Cắt tay").click()
    drag(page, page.locator("[data-corner='nw']"), 0.4, 0.4)
    drag(page, frame, -0.2, -0.2)
    frame.press("ArrowRight")
    shot(page, "anh-cat-tay")
    shown = boxes(page)
    ratio.get_by_role("button", name="Xong").click()
    return shown


def save(page, photo):
    press(page, page.locator("input[name=_continue]"))
    page.locator(".messagelist .success").wait_for()
    cut(page)
    photo.refresh_from_db()


def test_point_is_typed_where_scripts_are_off(visit):
    photo = bring_in(hills())
    page = visit(java_script_enabled=False)
    sign_in(page, make_user("Phóng viên ảnh"))
    page.goto(f"/admin/photos/photo/{photo.pk}/change/")
    page.locator("#id_focal_x").fill("0.25")
    page.locator("input[name=_save]").click()
    page.locator(".messagelist .success").wait_for()
    photo.refresh_from_db()
    assert photo.focal == (0.25, 0.5)


def test_finger_sets_the_point(visit):
    photo = bring_in(hills())
    page = visit(**PHONE)
    sign_in(page, make_user("Phóng viên ảnh"))
    open_photo(page, photo)
    picture = page.locator("[data-whole]")
    size = picture.bounding_box()
    picture.tap(position={"x": size["width"] * 0.75, "y": size["height"] * 0.25})
    expect(page.locator("#id_focal_x")).not_to_have_value("0.5")
    assert float(page.locator("#id_focal_x").input_value()) == pytest.approx(0.75, abs=0.01)
    assert float(page.locator("#id_focal_y").input_value()) == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize("width", [1280, 390])
def test_library_picker_and_photo_fit_the_window(visit, shot, width):
    one, many = fill_library()
    page = visit(viewport={"width": width, "height": 844})
    sign_in(page, make_user("Tổng biên tập", full_name="Phạm Thu Lê"))
    for name, address in {
        "kho-anh": "/admin/photos/photo/",
        "chon-anh": "/admin/photos/photo/?_popup=1&_to_field=id",
        "mot-anh": f"/admin/photos/photo/{one.pk}/change/",
        "bo-anh": "/admin/photos/collection/",
        "mot-bo-anh": f"/admin/photos/collection/{many.pk}/change/",
        "thay-anh-goc": f"/admin/photos/photo/{one.pk}/thay-anh-goc/",
        "lich-su-anh": f"/admin/photos/photo/{one.pk}/history/",
        "them-mot-anh": "/admin/photos/photo/add/",
    }.items():
        page.goto(address)
        shot(page, f"{name}-{width}")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (name, wide) == (name, 0)
    page.goto("/admin/photos/photo/")
    page.locator(".action-select").first.check()
    page.locator("select[name=action]").select_option(label="Thêm vào bộ ảnh…")
    page.locator("button[name=index]").click()
    expect(page.get_by_role("button", name="Thêm vào bộ")).to_be_visible()
    shot(page, f"them-vao-bo-{width}")
    assert page.console_errors == []


def fill_library():
    """(a photo with everything, a collection)"""
    one = bring_in(
        hills(sky="#f4cccc"),
        caption="Cán bộ Đồn Biên phòng Móng Cái cùng Nhân dân bản Lục Phủ dựng lại cột mốc "
        "sau bão, sáng 17-7-2026, khi nước suối vừa rút.",
        place="Lục Phủ, Quảng Ninh",
        minors=True,
        consent=Consent.GIVEN,
        location="21.52500, 107.97000",
        photographer=make_author("Khánh Vy"),
    )
    bring_in(hills(size=(1500, 1000), sky="#f4cccc"), caption="Cùng cột mốc ấy, ảnh gửi lại.")
    run_due()
    bring_in(hills((900, 1400)), for_online=False, caption="Ảnh dọc.")
    bring_in(hills((1800, 700)), caption="", credit="", alt="", checked=False)
    bring_in(hills((700, 700)), licence=Licence.UNKNOWN, made_by_ai=True, consent=Consent.MISSING)
    for n in range(4):
        make_photo(caption=f"Ảnh thứ {n}.")
    make_published(title="Dựng lại cột mốc sau bão", lead_photo=one)
    many = Collection.objects.create(name="Bão số 3 ở Quảng Ninh", note="Cho số thứ bảy.")
    for position, photo in enumerate(Photo.objects.order_by("pk")[:3], 1):
        many.items.create(photo=photo, position=position, caption="Chú thích ở bộ này.")
    return one, many
