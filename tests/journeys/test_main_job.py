"""One piece all the way: a reporter writes it, the secretary publishes it, a reader answers it,
a moderator lets the answer through; then it is corrected, and taken down."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article, PublishedVersion, Section, Topic
from photos.models import Photo
from tests.factories.people import make_author, make_user
from tests.factories.photos import make_photo, picture
from tests.journeys.newsroom import choose_photo, editor_of, pick, sign_in

pytestmark = pytest.mark.journey

TITLE = "Cán bộ Biên phòng tham gia cấp ủy địa phương ở Quảng Ninh"
SAPO = "Đề án số 174-ĐA/TU đưa cán bộ các đồn Biên phòng về cùng lo việc với cấp ủy cơ sở."
FIRST = "Năm 2016, Tỉnh ủy Quảng Ninh ban hành Đề án số 174-ĐA/TU."
SECOND = "Sau ba năm, hội nghị đánh giá được tổ chức ngày 17-7-2019."
REMARK = "Ở quê tôi, từ ngày có anh bộ đội về sinh hoạt cùng chi bộ, họp bản đông hẳn."


@pytest.fixture
def desk(site):
    Section.objects.create(name="Biên phòng toàn dân", slug="bien-phong-toan-dan")
    Topic.objects.create(name="Đề án 174 ở Quảng Ninh")
    make_author("Viết Hà")
    return {
        "reporter": make_user("Phóng viên", full_name="Đặng Viết Hà"),
        "secretary": make_user("Phó Tổng biên tập", full_name="Phạm Thu Lê"),
        "moderator": make_user("Người duyệt bình luận", full_name="Mai Phương Thảo"),
        "photo": make_photo(caption="Đường lên bản sau mưa.", credit="Khánh Vy"),
    }


def test_one_piece_from_keyboard_to_approved_comment(visit, desk, shot, tmp_path):
    reporter, secretary, moderator = visit(), visit(), visit()
    reader = visit(java_script_enabled=False)
    phone = visit(viewport={"width": 390, "height": 844}, color_scheme="dark")

    sign_in(reporter, desk["reporter"])
    own_photo = upload_photo(reporter, tmp_path, shot)
    article = write_piece(reporter, own_photo, desk["photo"], shot)
    assert reader.goto(f"/can-bo-post{article.pk}.html").status == 404
    assert TITLE not in reader.goto("/").text()

    sign_in(secretary, desk["secretary"])
    publish(secretary, article, shot)
    address = read_piece(reader, article, shot)
    phone.goto(address)
    shot(phone, "08-bai-tren-dien-thoai")

    comment(reader, address, shot)
    sign_in(moderator, desk["moderator"])
    approve(moderator, shot)
    reader.goto(address)
    expect(reader.locator(".comments").get_by_text(REMARK)).to_be_visible()
    shot(reader, "12-y-kien-da-dang")

    correct(secretary, article, reader, address, shot)
    take_down(secretary, article, reader, address, shot)
    consoles = [p.console_errors for p in (reporter, secretary, moderator, phone)]
    assert consoles == [[], [], [], []]


def upload_photo(page, folder, shot):
    file = folder / "Biên giới (1).JPG"
    file.write_bytes(picture("#4a7c59", size=(1400, 900)))
    page.goto("/admin/photos/photo/add/")
    page.locator("#id_original").set_input_files(file)
    page.locator("#id_caption").fill("Cán bộ đồn Biên phòng họp cùng chi bộ bản.")
    page.locator("#id_alt").fill("Sườn núi xanh.")
    page.locator("input[name=_save]").click()
    expect(page.get_by_text("Hãy ghi người chụp hoặc nguồn ảnh.")).to_be_visible()
    caption = page.locator("#id_caption")
    expect(caption).to_have_value("Cán bộ đồn Biên phòng họp cùng chi bộ bản.")
    shot(page, "01-anh-thieu-nguoi-chup")
    page.locator("#id_original").set_input_files(file)
    page.locator("#id_credit").fill("Viết Hà")
    page.locator("input[name=_save]").click()
    page.wait_for_url(re.compile(r"/admin/photos/photo/$"))
    return Photo.objects.get(credit="Viết Hà")


def write_piece(page, lead, inside, shot):
    page.goto("/admin/articles/article/add/")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_sapo").fill(f"Biên phòng - {SAPO}")
    text = editor_of(page)
    text.click()
    page.keyboard.type(FIRST)
    page.keyboard.press("Enter")
    choose_photo(page, page.get_by_role("button", name="Chèn ảnh từ kho"), inside)
    page.locator(".editor-figure").get_by_text("Ảnh: Khánh Vy").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(SECOND)
    choose_photo(page, page.locator("[data-choose]"), lead)
    page.locator("[data-photo-field]").get_by_text("Ảnh: Viết Hà").wait_for()
    page.locator("#id_section").select_option(label="Biên phòng toàn dân")
    page.locator("#id_tags").fill("Bộ đội Biên phòng, Quảng Ninh")
    pick(page, "topics", "Đề án 174")
    pick(page, "bylines-0-author", "Viết Hà")
    shot(page, "02-viet-bai")
    expect(page.get_by_role("button", name="Lưu và xuất bản…")).to_have_count(0)
    page.get_by_role("button", name="Lưu và xem trước").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text(TITLE)
    shot(page, "03-xem-truoc")
    return Article.objects.get(title=TITLE)


def publish(page, article, shot):
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator("#id_kicker").fill("Xây dựng cơ sở")
    shot(page, "04-thu-ky-mo-bai")
    page.get_by_role("button", name="Lưu và xuất bản…").click()
    page.locator("#id_at").fill("1/10/2023 10:51")
    page.get_by_role("button", name="Xuất bản", exact=True).click()
    expect(page.get_by_text("Giờ đã qua.")).to_be_visible()
    expect(page.locator("#id_at")).to_have_value("1/10/2023 10:51")
    shot(page, "05-gio-da-qua")
    page.locator("#id_at").fill("")
    page.get_by_role("button", name="Xuất bản", exact=True).click()
    expect(page.get_by_text(f"Đã đăng “{TITLE}”.")).to_be_visible()
    shot(page, "06-da-dang")


def read_piece(page, article, shot):
    """The address by which a reader gets there from the home page."""
    page.goto("/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.wait_for_load_state()
    body = page.locator(".article__body").inner_text()
    assert body.split("\n\n") == [FIRST, "Đường lên bản sau mưa. Ảnh: Khánh Vy", SECOND]
    assert page.locator(".sapo").inner_text() == f"Biên phòng - {SAPO}"
    expect(page.locator(".article > .figure").get_by_text("Ảnh: Viết Hà")).to_be_visible()
    assert (
        page.get_by_role("link", name="Bộ đội Biên phòng")
        .get_attribute("href")
        .startswith("/tag/bo-doi-bien-phong-")
    )
    assert [image.get_attribute("alt") for image in page.locator(".article img").all()] == [
        "Sườn núi xanh.",
        "Một ngôi nhà.",
    ]
    assert page.context.cookies() == []
    shot(page, "07-bai-da-dang")
    return re.sub(r"^https?://[^/]+", "", page.url)


def comment(page, address, shot):
    page.goto(address)
    page.get_by_label("Tên của bạn").fill("Nguyễn Thị Sen")
    page.get_by_label("Ý kiến", exact=True).fill(REMARK)
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_text("Đang chờ duyệt")).to_be_visible()
    expect(page.get_by_text(REMARK)).to_be_visible()
    shot(page, "09-y-kien-dang-cho")
    assert REMARK not in page.goto(address).text()


def approve(page, shot):
    page.get_by_role("link", name="Ý kiến", exact=True).click()
    shot(page, "10-hang-doi-duyet")
    page.locator("#result_list tbody tr").get_by_role("link").first.click()
    shot(page, "11-duyet-mot-y-kien")
    page.get_by_role("button", name="Duyệt đăng").click()
    page.wait_for_url("**/admin/comments/comment/hang-cho/")


def correct(page, article, reader, address, shot):
    """Readers keep what was approved until the change is approved as well."""
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator("#id_sapo").fill(f"{SAPO} Đã bổ sung số liệu.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đang đăng, có sửa đổi chưa đăng")).to_be_visible()
    assert "Đã bổ sung số liệu." not in reader.goto(address).text()
    page.get_by_role("button", name="Lưu và xuất bản…").click()
    page.get_by_role("button", name="Xuất bản", exact=True).click()
    expect(page.get_by_text("Đã đăng “")).to_be_visible()
    reader.goto(address)
    assert reader.locator(".sapo").inner_text().endswith("Đã bổ sung số liệu.")
    expect(reader.get_by_text("Cập nhật:")).to_be_visible()
    shot(reader, "13-bai-da-cap-nhat")


def take_down(page, article, reader, address, shot):
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.get_by_role("link", name="Ngừng đăng…").click()
    page.locator("#id_reason").fill("Đơn vị đề nghị kiểm tra lại số liệu.")
    page.get_by_role("button", name="Ngừng đăng").click()
    expect(page.get_by_text("ngừng đăng từ")).to_be_visible()
    assert reader.goto(address).status == 410
    shot(reader, "14-bai-da-go")
    assert TITLE not in reader.goto("/").text()
    assert PublishedVersion.objects.filter(article=article).count() == 2
