"""Six press photos at once: a reporter drops them, reads what is told, and looks them over."""

import re

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from photos.models import Photo
from tests.factories.people import make_user
from tests.journeys.newsroom import sign_in
from tests.photos.exif_files import CAPTION, iptc, jpeg, press_photo
from tests.photos.files import encoded

pytestmark = pytest.mark.journey

TURNED = "tuan-tra\u202egpj.exe.jpg"
LONG = f"{'Cột mốc 1369 Móng Cái ' * 5}.jpg"
PHONE = {"width": 390, "height": 844}


def landscape(sun, size=(1600, 1000)):
    """Hills below a sky, the sun at that part of the width."""
    across, down = size
    image = Image.linear_gradient("L").resize(size)
    image = Image.merge(
        "RGB", [image.point(lambda v: 90 + v // 3), image, image.point(lambda v: 255 - v // 2)]
    )
    draw = ImageDraw.Draw(image)
    at = int(across * sun)
    draw.ellipse((at - 130, 150, at + 130, 410), fill="#ffd97a")
    draw.polygon([(0, down), (0, 700), (at, 480), (across, 780), (across, down)], fill="#31573f")
    draw.polygon([(0, down), (at // 2, 640), (across, 900), (across, down)], fill="#1d3a29")
    return image


@pytest.fixture
def files(tmp_path):
    """Two good ones, one mute, one old, one that looks like the first, one that is no picture."""
    first = landscape(0.2)
    old = iptc(declared=False, caption=b"\xd0\xf4\xcc\x6e Bi\xea\x6e ph\x6f\xcc\x6e\x67")
    contents = {
        "Biên giới (1).JPG": press_photo(first),
        TURNED: press_photo(landscape(0.8), caption="Can bo don bien phong giup dan gat lua."),
        LONG: encoded(landscape(0.5)),
        "anh cu.jpg": jpeg(iptc=old, picture=encoded(landscape(0.65))),
        "Biên giới (1) nhỏ.jpg": press_photo(first.resize((1200, 750))),
        "don-thu.jpg": b"%PDF-1.7 not a picture",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


@pytest.fixture
def reporter(site):
    return make_user("Phóng viên", full_name="Đặng Viết Hà")


def test_six_files_dropped_told_corrected_and_stored(visit, reporter, files, shot):
    page, phone = visit(viewport={"width": 1280, "height": 900}), visit(viewport=PHONE)
    sign_in(page, reporter)
    page.goto("/admin/photos/photo/tai-len/")
    shot(page, "20-tai-anh-trong")
    send(page, files, shot)
    read_results(page, shot)
    sign_in(phone, reporter)
    phone.goto("/admin/photos/photo/tai-len/")
    shot(phone, "24-tai-anh-dien-thoai")
    phone.locator("input[type=file]").set_input_files([files[0], files[5]])
    expect(phone.get_by_role("link", name="Mở ảnh số")).to_be_visible()
    assert no_sideways(phone)
    shot(phone, "24-tu-choi-dien-thoai")
    phone.goto("/admin/photos/photo/soat/")
    shot(phone, "25-soat-dien-thoai")
    assert no_sideways(phone)
    look_over(page, shot)
    # 422 for a file that is refused is an answer; the console tells of it all the same.
    consoles = page.console_errors + phone.console_errors
    assert [line for line in consoles if "422" not in line] == []


def send(page, files, shot):
    """Slowly enough that the bars are seen; leaving meanwhile is asked about."""
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    conditions = {"offline": False, "latency": 50, "downloadThroughput": -1}
    slow.send("Network.emulateNetworkConditions", conditions | {"uploadThroughput": 60_000})
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_role("progressbar").first).to_be_visible()
    expect(
        page.locator("[data-state]", has_text=re.compile(r"Đang gửi, \d+%")).first
    ).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(2)
    expect(page.locator("[data-onward]")).to_be_hidden()
    shot(page, "21-dang-gui")
    slow.send("Network.emulateNetworkConditions", conditions | {"uploadThroughput": -1})
    status = page.get_by_role("status")
    expect(status).to_have_text("Đã xong 6 trên 6 tệp. 1 tệp không nhận.", timeout=30_000)


def read_results(page, shot):
    expect(page.get_by_text("Tệp này không phải ảnh JPEG, PNG hay WebP.")).to_be_visible()
    expect(page.get_by_text("Ảnh có ghi tọa độ nơi chụp.").first).to_be_visible()
    expect(page.get_by_text("Ảnh chưa có chú thích: hãy ghi khi soát.")).to_be_visible()
    expect(page.get_by_text("Phần chú thích viết bằng bảng mã cũ")).to_be_visible()
    box = page.locator("[data-alike]:visible")
    expect(box.first.get_by_role("heading")).to_have_text("Có thể đã có trong kho")
    shot(page, "22-da-gui")
    twin = page.locator("[data-arrival]", has_text="Biên giới (1) nhỏ.jpg")
    twin.get_by_role("button", name="Bỏ ảnh mới").click()
    expect(twin.get_by_text("Đã bỏ ảnh mới vào thùng rác.")).to_be_visible()
    keep = page.get_by_role("button", name="Giữ cả hai")
    for left in range(keep.count() - 1, -1, -1):
        keep.first.click()
        expect(keep).to_have_count(left)
    shot(page, "23-da-chon")


def look_over(page, shot):
    page.get_by_role("link", name="Soát thông tin 4 ảnh").click()
    expect(page.locator("[data-row]")).to_have_count(4)
    shot(page, "26-soat")
    shared = page.locator("[data-shared]")
    shared.get_by_label("Nơi chụp").fill("Móng Cái, Quảng Ninh")
    shared.get_by_role("button", name="Điền ngay vào ô trống").click()
    expect(shared.get_by_role("status")).to_have_text("Đã điền 4 ô.")
    wrong = page.get_by_text("Can bo don bien phong giup dan gat lua.")
    wrong.fill("Cán bộ Đồn Biên phòng giúp dân gặt lúa.")
    page.get_by_role("button", name="Đã soát, lưu 4 ảnh").click()
    expect(page.get_by_text("Hãy ghi chú thích: ai, ở đâu, khi nào.")).to_be_visible()
    expect(page.get_by_text("Đã soát 2 ảnh.")).to_be_visible()
    shot(page, "27-soat-thieu")
    shared.get_by_label("Người chụp").fill("Viết Hà")
    mute = page.locator("[data-row]", has_text="Cột mốc")
    mute.get_by_label("Chú thích").fill("Cột mốc 1369.")
    page.get_by_role("button", name="Đã soát, lưu 2 ảnh").click()
    page.wait_for_url("**/admin/photos/photo/")
    expect(page.get_by_text("Đã soát 2 ảnh.")).to_be_visible()
    shot(page, "28-ve-kho")
    assert set(Photo.objects.in_library().values_list("caption", "checked")) == {
        (CAPTION, True),
        ("Cán bộ Đồn Biên phòng giúp dân gặt lúa.", True),
        ("Cột mốc 1369.", True),
        ("Đồn Biên phòng", True),
    }


def no_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_lost_connection_is_told_and_the_file_sent_again(page, reporter, files, shot):
    sign_in(page, reporter)
    page.goto("/admin/photos/photo/tai-len/")
    page.route("**/tai-len/tep/", lambda route: route.abort())
    page.locator("input[type=file]").set_input_files(files[:2])
    expect(page.get_by_text("Mất kết nối, ảnh chưa gửi được.")).to_have_count(2)
    expect(page.get_by_role("status")).to_have_text("Đã xong 0 trên 2 tệp. 2 tệp chưa gửi được.")
    shot(page, "29-mat-ket-noi")
    page.unroute("**/tai-len/tep/")
    page.locator("[data-arrival]").first.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_role("status")).to_have_text("Đã xong 1 trên 2 tệp. 1 tệp chưa gửi được.")
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_role("status")).to_have_text("Đã xong 2 trên 2 tệp.")


def test_leaving_while_files_are_under_way_is_asked_about(page, reporter, files):
    sign_in(page, reporter)
    page.goto("/admin/photos/photo/tai-len/")
    page.route("**/tai-len/tep/", lambda route: None)
    # Browsers ask only a person who has touched the page.
    page.locator(".uploads__zone").click(position={"x": 5, "y": 5})
    page.locator("input[type=file]").set_input_files(files[:1])
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Kho ảnh").first.click()
    page.wait_for_url("**/admin/photos/photo/")
    assert asked == ["beforeunload"]


def test_without_a_script_all_files_go_in_one_form(visit, reporter, files, shot):
    page = visit(java_script_enabled=False, viewport=PHONE)
    sign_in(page, reporter)
    page.goto("/admin/photos/photo/tai-len/")
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Tải lên").click()
    expect(page.locator("[data-arrival]")).to_have_count(6)
    expect(page.get_by_role("link", name="Soát thông tin 5 ảnh")).to_be_visible()
    shot(page, "30-khong-kich-ban")
    twin = page.locator("[data-arrival]", has_text="Biên giới (1) nhỏ.jpg")
    twin.get_by_role("button", name="Bỏ ảnh mới").click()
    expect(page.get_by_text("vào thùng rác.")).to_be_visible()
    assert Photo.objects.in_library().count() == 4
