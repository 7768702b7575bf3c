"""Four people take a piece through all steps, with a return and a correction, by buttons alone."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, Byline, Progress, PublishedVersion
from tests.factories.articles import make_section
from tests.factories.people import make_author, make_user
from tests.journeys import newsroom
from tests.journeys.newsroom import sign_in

pytestmark = pytest.mark.journey

TITLE = "Lớp học đêm ở bản xa"
REASON = "Thiếu ý kiến của nhà trường."


@pytest.fixture
def people(site):
    return {
        "writer": make_user("Phóng viên", full_name="Đặng Viết Hà"),
        "editor": make_user("Biên tập viên", full_name="Lê Thị Khánh Vy"),
        "chief": make_user("Tổng biên tập", full_name="Hoàng Sơn Lâm"),
        "secretary": make_user("Thư ký tòa soạn", full_name="Phạm Thu Lê"),
    }


@pytest.fixture
def article(people):
    words = {"title": TITLE, "sapo": "Tiếng kẻng nhỏ.", "body": "<p>Lớp có 19 học viên.</p>"}
    made = Article.objects.create(section=make_section(), created_by=people["writer"], **words)
    Byline.objects.create(article=made, author=make_author(user=people["writer"]))
    return made


def from_board(page):
    """Opens the piece where the board has it first."""
    page.goto("/admin/")
    page.locator(".board-row__title", has_text=TITLE).first.click()
    page.wait_for_url("**/change/**")


def press(page, label):
    panel = page.locator(".progress-panel")
    newsroom.press(page, panel.get_by_role("button", name=label, exact=True))


def leaves(page):
    """Nobody else is told that this one still sits at the piece."""
    page.goto("/admin/")


def at(page, stage):
    expect(page.locator(".progress-panel__stage")).to_contain_text(stage)


def hand_in_and_return(writer, editor, shot):
    from_board(writer)
    press(writer, "Gửi biên tập")
    at(writer, "Chờ biên tập")
    leaves(writer)
    from_board(editor)
    press(editor, "Nhận biên tập")
    at(editor, "Đang biên tập")
    editor.get_by_text("Trả lại…").click()
    editor.get_by_label("Lý do, tác giả sẽ đọc").fill(REASON)
    shot(editor, "desk-1-tra-lai")
    press(editor, "Trả tác giả")
    leaves(editor)
    writer.goto("/admin/")
    expect(writer.locator(".board-list--returned")).to_contain_text(REASON)
    shot(writer, "desk-2-ban-cua-phong-vien")


def approve(chief, shot):
    from_board(chief)
    chief.get_by_role("link", name="Duyệt…").click()
    shot(chief, "desk-3-duyet")
    chief.get_by_role("button", name="Duyệt", exact=True).click()
    at(chief, "Đã duyệt")
    leaves(chief)


def release(secretary):
    from_board(secretary)
    secretary.get_by_role("button", name="Lưu và xuất bản…").click()
    secretary.get_by_role("button", name="Xuất bản", exact=True).click()
    at(secretary, "Đã xuất bản")
    leaves(secretary)


def test_four_people_one_piece(visit, people, article, shot):
    plain = {"java_script_enabled": False}
    writer, editor = visit(**plain), visit()
    chief, secretary = visit(viewport={"width": 390, "height": 844}, **plain), visit(**plain)
    for name, page in {
        "writer": writer,
        "editor": editor,
        "chief": chief,
        "secretary": secretary,
    }.items():
        sign_in(page, people[name])
    hand_in_and_return(writer, editor, shot)
    from_board(writer)
    writer.locator("#id_sapo").fill("Tiếng kẻng nhỏ, theo lời thầy hiệu trưởng.")
    press(writer, "Gửi biên tập")
    leaves(writer)
    from_board(editor)
    press(editor, "Nhận biên tập")
    press(editor, "Chuyển trình bày, soát lỗi")
    leaves(editor)
    from_board(secretary)
    press(secretary, "Trình duyệt")
    leaves(secretary)
    approve(chief, shot)
    release(secretary)
    version = PublishedVersion.objects.get()
    assert (version.approved_by, version.sapo) == (
        people["chief"],
        "Tiếng kẻng nhỏ, theo lời thầy hiệu trưởng.",
    )
    editor.goto(f"/admin/articles/article/{article.pk}/change/")
    editor.locator("#id_sapo").fill("Tiếng kẻng nhỏ, theo lời thầy hiệu phó.")
    editor.get_by_role("button", name="Lưu", exact=True).click()
    at(editor, "Đang cập nhật")
    press(editor, "Trình duyệt")
    leaves(editor)
    approve(chief, shot)
    release(secretary)
    assert PublishedVersion.objects.live().get().sapo == "Tiếng kẻng nhỏ, theo lời thầy hiệu phó."
    assert Progress.objects.get(pk=article.pk).stage == "released"
    chief.goto("/admin/")
    shot(chief, "desk-4-ban-lam-viec-dien-thoai")
