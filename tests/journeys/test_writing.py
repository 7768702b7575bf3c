"""Words in a real browser: colliding, cut off, killed, without a line, and still there."""

import os
import re
import signal

import pytest
from playwright.sync_api import expect

from articles.models import Article, Section
from newsroom.models import Sitting
from tests.chromium import ARGUMENTS, find_chromium, main_process
from tests.factories.articles import chief, make_article
from tests.factories.people import make_user
from tests.journeys.newsroom import PASSWORD, editor_of, save, sign_in
from tests.journeys.waiting import until

pytestmark = pytest.mark.journey

KEPT = "Đã giữ bản gõ dở lúc"
COPIES = """async () => {
  const { user, piece } = document.querySelector("[data-writing]").dataset
  const { copiesOf } = await import("/static/js/newsroom/local-copy.js")
  return (await copiesOf(user, piece)).length
}"""


@pytest.fixture
def piece(site):
    Section.objects.create(name="Biên phòng toàn dân", slug="bien-phong-toan-dan")
    body = "<p>Đoạn một của bài.</p><p>Đoạn hai của bài.</p>"
    return make_article(title="Tít cũ", sapo="Sapo cũ.", body=body, created_by=chief())


@pytest.fixture
def an(piece):
    return make_user("Biên tập viên", username="an", full_name="Lê An")


@pytest.fixture
def binh(piece):
    return make_user("Biên tập viên", username="binh", full_name="Trần Bình")


def opened(page, user, piece):
    sign_in(page, user)
    reopened(page, piece)
    return page


def reopened(page, piece):
    where = f"{piece.pk}/change/" if piece else "add/"
    page.goto(f"/admin/articles/article/{where}")
    editor_of(page).wait_for()


def type_at_end(page, words):
    editor_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(words)


def kept(page):
    page.locator(".writing__kept", has_text=KEPT).wait_for()


def saved(page):
    page.locator(".messagelist .success").first.wait_for()


def test_open_syllable_is_neither_cut_nor_kept(visit, an, piece):
    page = opened(visit(), an, piece)
    editor_of(page).click()
    page.keyboard.press("Control+End")
    keyboard = page.context.new_cdp_session(page)
    for step in ("đ", "đô", "đôn"):
        state = {"text": step, "selectionStart": len(step), "selectionEnd": len(step)}
        keyboard.send("Input.imeSetComposition", state)
    with page.expect_request("**/go-do/"):  # the beat of a page that comes into sight
        page.evaluate("dispatchEvent(new Event('online'))")
    keyboard.send("Input.insertText", {"text": "đồn"})
    kept(page)
    assert [s.typed for s in Sitting.objects.with_words()] == [
        {"body": "<p>Đoạn một của bài.</p><p>Đoạn hai của bài.đồn</p>"}
    ]
    expect(editor_of(page)).to_contain_text(re.compile(r"bài\.đồn$"))


def test_two_editors_collide_and_both_texts_survive(visit, an, binh, piece, shot):
    one, two = opened(visit(), an, piece), visit()
    sign_in(two, binh)
    one.locator("#id_title").fill("Tít của An")
    kept(one)
    reopened(two, piece)
    notice = two.locator("[data-presence]")
    notice.get_by_text("Lê An đang sửa bài này").wait_for()
    notice.get_by_role("button", name="Giành quyền sửa").click()
    two.locator("#id_title").fill("Tít của Bình")
    type_at_end(two, " Bình viết thêm.")
    kept(two)
    one.locator("#id_sapo").fill("Sapo của An.")
    one.locator("[data-presence]").get_by_text("Trần Bình đã giành quyền sửa").wait_for()
    save(two)
    saved(two)
    save(one)
    one.locator(".meeting").wait_for()
    shot(one, "hai-nguoi-cung-sua")
    clash = one.locator(".clash", has=one.get_by_text("Tít", exact=True))
    clash.get_by_text("Lấy bản bên kia").click()
    clash = one.locator(".clash", has=one.get_by_text("Sapo", exact=True))
    clash.get_by_text("Theo ô bên dưới").click()
    save(one)
    saved(one)
    article = Article.objects.get()
    assert (article.title, article.sapo) == ("Tít của Bình", "Sapo của An.")
    assert article.body.endswith("<p>Đoạn hai của bài. Bình viết thêm.</p>")
    one.get_by_text("Chữ của bạn đã nhường chỗ").wait_for()
    assert [s.typed for s in Sitting.objects.with_words()] == [{"title": "Tít của An"}]


def test_browser_gone_mid_sentence_gives_the_words_back_elsewhere(visit, an, piece, shot):
    page = opened(visit(), an, piece)
    type_at_end(page, " Câu đang viết dở thì")
    kept(page)
    page.context.close()
    again = opened(visit(), an, piece)
    offer = again.locator("[data-offer]")
    offer.locator("summary").click()
    expect(offer).to_contain_text("Câu đang viết dở thì")
    shot(again, "ban-go-do")
    offer.get_by_role("link", name="Lấy lại").click()
    editor_of(again).get_by_text("Câu đang viết dở thì").wait_for()
    save(again)
    saved(again)
    assert Article.objects.get().body.endswith("bài. Câu đang viết dở thì</p>")
    assert not Sitting.objects.with_words().exists()


def test_page_closed_without_a_line_gives_the_words_back_here(visit, an, binh, piece):
    page = opened(visit(), an, piece)
    window = page.context
    window.set_offline(True)
    type_at_end(page, " Chữ không tới được tòa soạn.")
    page.get_by_text("Chưa nối được với tòa soạn.").wait_for()
    page.close()
    window.set_offline(False)
    window.clear_cookies()
    other = opened(window.new_page(), binh, piece)
    assert other.locator("[data-copy]").count() == 0
    window.clear_cookies()
    again = opened(window.new_page(), an, piece)
    copy = again.locator("[data-copy]")
    copy.get_by_text("Máy này giữ bản gõ dở").wait_for()
    copy.get_by_role("button", name="Lấy lại").click()
    editor_of(again).get_by_text("Chữ không tới được tòa soạn.").wait_for()
    other.close()
    save(again)
    saved(again)
    assert "Chữ không tới được tòa soạn." in Article.objects.get().body
    reopened(again, piece)
    assert again.locator("[data-copy], [data-offer]").count() == 0


@pytest.fixture
def start_browser(browser, site, tmp_path):
    """Starts a browser whose profile outlives it, as the one on a desk does."""
    profile, windows = tmp_path / "profile", []

    def start():
        facts = {"executable_path": find_chromium(), "args": ARGUMENTS}
        window = browser.browser_type.launch_persistent_context(profile, base_url=site, **facts)
        windows.append(window)
        return window.pages[0], main_process(profile)

    yield start
    windows[-1].close()


def test_browser_killed_mid_sentence_gives_the_words_back(start_browser, an, piece):
    page, process = start_browser()
    opened(page, an, piece)
    page.context.set_offline(True)
    type_at_end(page, " Câu đang viết dở thì")
    page.get_by_text("Chưa nối được với tòa soạn.").wait_for()
    until(page, lambda: page.evaluate(COPIES), 1)
    with page.expect_event("close"):
        os.kill(process, signal.SIGKILL)
    again, _process = start_browser()
    opened(again, an, piece)
    copy = again.locator("[data-copy]")
    copy.get_by_text("Máy này giữ bản gõ dở").wait_for()
    copy.get_by_role("button", name="Lấy lại").click()
    save(again)
    saved(again)
    assert Article.objects.get().body.endswith("bài. Câu đang viết dở thì</p>")


def test_new_piece_not_saved_yet_comes_back(visit, an, piece):
    page = opened(visit(), an, None)
    page.locator("#id_title").fill("Bài chưa lưu lần nào")
    kept(page)
    page.close()
    again = page.context.new_page()
    reopened(again, None)
    again.get_by_text("Bạn có bản gõ dở").wait_for()
    again.get_by_role("link", name="Lấy lại").click()
    expect(again.locator("#id_title")).to_have_value("Bài chưa lưu lần nào")


def test_line_gone_in_a_save_saves_once(visit, an, piece):
    page = opened(visit(), an, piece)
    page.locator("#id_title").fill("Tít mới")
    kept(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Mất mạng nên chưa gửi được.").wait_for()
    page.context.set_offline(False)
    assert Article.objects.get().title == "Tít cũ"

    def cut(route):
        """The post arrives, its answer does not."""
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/change/", cut)
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/change/")
    assert Article.objects.get().title == "Tít mới"
    reopened(page, piece)
    expect(page.locator("#id_title")).to_have_value("Tít mới")
    assert page.locator("[data-copy], [data-offer]").count() == 0


def test_session_that_died_is_renewed_in_the_page(visit, an, piece, shot):
    page = opened(visit(), an, piece)
    kept_cookies = [c for c in page.context.cookies() if c["name"] != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(kept_cookies)
    page.locator("#id_title").fill("Tít gõ sau khi hết phiên")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên đăng nhập").fill("an")
    dialog.get_by_label("Mật khẩu").fill("sai")
    dialog.get_by_role("button", name="Đăng nhập").click()
    dialog.get_by_role("alert").wait_for()
    shot(page, "dang-nhap-tai-cho")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập").click()
    kept(page)
    save(page)
    saved(page)
    assert Article.objects.get().title == "Tít gõ sau khi hết phiên"


def test_words_typed_after_a_refused_save_are_kept_too(visit, an, piece):
    make_article(title="Khác", slug="da-dung", created_by=chief())
    page = opened(visit(), an, piece)
    for words in ("Tít lần một", "Tít lần hai"):
        with page.expect_response("**/go-do/"):
            page.locator("#id_title").fill(words)
    page.locator("#id_slug").evaluate("field => field.value = 'da-dung'")
    save(page)
    page.locator(".errornote").first.wait_for()
    editor_of(page).wait_for()
    with page.expect_response(lambda answer: "từ chối" in (answer.request.post_data or "")):
        type_at_end(page, " Gõ sau khi bị từ chối.")
    sitting = Sitting.objects.get()
    assert sitting.typed["body"].endswith("bài. Gõ sau khi bị từ chối.</p>")
