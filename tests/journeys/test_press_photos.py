"""Twenty press photos on their way: from a photographer's card to readers, and not a word of the
post they were taken at leaves the house."""

import colorsys
import re
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from articles.models import Article, Section
from outbox.queue import run_due
from photos.models import Photo, PhotoAct
from tests.factories.people import make_author, make_user
from tests.journeys.newsroom import choose_photo, editor_of, pick, sign_in
from tests.photos.exif_files import exiftool_reads_all, needs_exiftool, press_photo
from tests.photos.files import SECRET
from tests.photos.test_public_bytes import OF_ANY_PICTURE, named_pictures

pytestmark = pytest.mark.journey

COUNT = 20
TITLE = "Một buổi tuần tra ở mốc 1369"
DEED = ("tuần tra dọc đường biên", "giúp dân gặt lúa", "khám bệnh cho bà con", "dạy chữ ban đêm")
SENT = "Chiến sĩ Đồn Biên phòng Móng Cái {deed}, ngày thứ {day} của đợt công tác."
LEAD, INSIDE = "Ảnh mở đầu bài.", "Vẫn tấm ảnh ấy, lời khác."


def card(number, path):
    """One picture as the camera and the agency's program left it."""
    shade = tuple(round(255 * part) for part in colorsys.hsv_to_rgb(number / COUNT, 0.45, 0.8))
    image = Image.new("RGB", (900, 600), shade)
    draw = ImageDraw.Draw(image)
    for peak in range(4):
        left = (number * 137 + peak * 411) % 900
        top = 150 + (number * 71 + peak * 97) % 270
        draw.polygon([(left - 250, 600), (left, top), (left + 250, 600)], fill="#3c6e47")
    draw.ellipse((630, 70, 730, 200), fill="#c68642")
    caption = SENT.format(deed=DEED[number % len(DEED)], day=number + 1)
    path.write_bytes(press_photo(image, caption=caption, date="20231001"))
    return caption


@needs_exiftool
def test_press_photos_from_the_card_to_the_reader(visit, shot, tmp_path, settings):
    Section.objects.create(name="Biên phòng toàn dân", slug="bien-phong-toan-dan")
    make_author("Viết Hà")
    files = [tmp_path / f"BBP_{number:04}.JPG" for number in range(COUNT)]
    captions = [card(number, path) for number, path in enumerate(files)]
    photographer, secretary, reader = visit(), visit(), visit()

    sign_in(photographer, make_user("Phóng viên ảnh", full_name="Đặng Viết Hà"))
    send(photographer, files, shot)
    check(photographer, captions, shot)
    run_due()
    photo = Photo.objects.get(caption=captions[0])
    frame(photographer, photo, shot)
    run_due()

    sign_in(secretary, make_user("Phó Tổng biên tập", full_name="Phạm Thu Lê"))
    find_and_collect(secretary, shot)
    publish(secretary, photo, shot)
    read(reader, photo, shot)
    prove_clean(reader, tmp_path / "public", settings)
    assert [page.console_errors for page in (photographer, secretary, reader)] == [[], [], []]


def send(page, files, shot):
    page.goto("/admin/photos/photo/tai-len/")
    page.locator("#id_files").set_input_files(files)
    expect(page.locator(".arrival--in")).to_have_count(COUNT, timeout=60_000)
    expect(page.get_by_text("Ảnh có ghi tọa độ nơi chụp.").first).to_be_visible()
    shot(page, "20-hai-muoi-anh-da-gui")
    assert "21.53472" not in page.content()
    assert Photo.objects.filter(checked=False).count() == COUNT


def check(page, captions, shot):
    page.locator("[data-onward]").click()
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(COUNT)
    typed = [rows.nth(n).locator("textarea").first.input_value() for n in range(COUNT)]
    assert sorted(typed) == sorted(captions)
    for n in range(COUNT):
        rows.nth(n).get_by_label("mô tả cho người khiếm thị").fill(f"Núi xanh, ảnh {n + 1}.")
    shot(page, "21-soat-hai-muoi-anh")
    page.get_by_role("button", name=f"Đã soát, lưu {COUNT} ảnh").click()
    expect(page.get_by_text(f"Đã soát {COUNT} ảnh")).to_be_visible()
    assert Photo.objects.filter(checked=True).count() == COUNT
    stored = Photo.objects.order_by("pk").first()
    assert (stored.credit, stored.place, stored.location) == (
        *("Viết Hà/TTXVN", "", "21.53472, 107.95250"),
    )


def frame(page, photo, shot):
    """Focused on the face, and cut by hand for the square."""
    page.goto(f"/admin/photos/photo/{photo.pk}/change/")
    page.locator("#id_focal_x").fill("0.75")
    page.locator("#id_focal_y").fill("0.2")
    page.locator("[data-ratio='1x1']").get_by_role("button", name="Cắt tay").click()
    cut = page.locator("[data-cut]")
    for _step in range(5):
        cut.press("ArrowRight")
    page.locator("[data-ratio='1x1']").get_by_role("button", name="Xong").click()
    shot(page, "22-diem-nhin-va-cat-tay")
    page.locator("input[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()
    photo.refresh_from_db()
    assert (photo.focal, list(photo.crops)) == ((0.75, 0.2), ["1x1"])
    assert photo.acts.first().kind == PhotoAct.Kind.CHANGED


def find_and_collect(page, shot):
    page.goto("/admin/photos/photo/?q=gat+lua+mong+cai")
    expect(page.locator(".action-select")).to_have_count(COUNT // len(DEED))
    shot(page, "23-tim-trong-kho")
    page.goto("/admin/photos/photo/")
    expect(page.locator(".action-select")).to_have_count(COUNT)
    shot(page, "24-kho-anh")


def publish(page, photo, shot):
    page.goto("/admin/articles/article/add/")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_sapo").fill("Hai mươi tấm ảnh của một chuyến đi.")
    editor_of(page).click()
    page.keyboard.type("Trời vừa sáng, tổ tuần tra lên đường.")
    page.keyboard.press("Enter")
    with page.expect_popup() as popup:
        page.get_by_role("button", name="Chèn ảnh từ kho").click()
    popup.value.wait_for_load_state()
    shot(popup.value, "25-chon-anh")
    popup.value.close()
    choose_photo(page, page.get_by_role("button", name="Chèn ảnh từ kho"), photo)
    caption = page.locator(".editor-figure figcaption")
    caption.click(click_count=3)
    page.keyboard.type(INSIDE)
    choose_photo(page, page.locator("[data-choose]"), photo)
    page.locator("#id_lead_caption").fill(LEAD)
    page.locator("#id_section").select_option(label="Biên phòng toàn dân")
    pick(page, "bylines-0-author", "Viết Hà")
    page.get_by_role("button", name="Lưu và xuất bản…").click()
    shot(page, "26-trang-duyet")
    page.get_by_role("button", name="Xuất bản", exact=True).click()
    expect(page.get_by_text(f"Đã đăng “{TITLE}”.")).to_be_visible()
    page.goto(f"/admin/photos/photo/{photo.pk}/change/")
    expect(page.locator(".photo-page__facts").get_by_text(TITLE).first).to_be_visible()
    shot(page, "27-dung-o-dau")


def read(page, photo, shot):
    article = Article.objects.get(title=TITLE)
    page.goto("/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator(".figure__caption")).to_have_text([LEAD, INSIDE])
    expect(page.locator(".figure__credit")).to_have_text(["Ảnh: Viết Hà/TTXVN"] * 2)
    page.wait_for_load_state()
    seen = page.locator(".figure img").first.evaluate("image => image.currentSrc")
    assert f"{photo.key}-free-" in seen
    assert seen.endswith(".avif")
    assert page.url.endswith(f"-post{article.pk}.html")
    shot(page, "28-bai-co-hai-lan-mot-anh")


def prove_clean(page, folder, settings):
    """All the site names and all that lies in the public folder, by one independent reader."""
    folder.mkdir()
    addresses = ["/", page.url, "/rss/tin-moi.rss", "/bien-phong-toan-dan/"]
    names = named_pictures(*(page.request.get(address).text() for address in addresses))
    assert len(names) >= 15
    for number, name in enumerate(sorted(names)):
        with urlopen(f"{settings.SITE_URL}{urlsplit(name).path}") as answer:
            content = answer.read()
        (folder / f"named-{number}{re.sub(r'.*([.])', r'.', name)}").write_bytes(content)
    stored = [path for photo in Photo.objects.all() for path in public_files(photo, settings)]
    assert len(stored) >= COUNT * 3 * 14
    for number, path in enumerate(stored):
        (folder / f"stored-{number}{path.suffix}").write_bytes(path.read_bytes())
    for name, tags in exiftool_reads_all(folder).items():
        assert {tag.partition(":")[0] for tag in tags} <= OF_ANY_PICTURE, name
        assert SECRET not in (folder / name).read_bytes()


def public_files(photo, settings):
    return sorted((settings.MEDIA_ROOT / "anh" / photo.key[:2]).glob(f"{photo.key}*"))
