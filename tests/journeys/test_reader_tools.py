"""The tools of a piece: size of letters, copying and sending its address, hearing it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.factories.articles import make_published
from tests.factories.photos import make_photo

pytestmark = pytest.mark.journey

PHONE = {"viewport": {"width": 390, "height": 844}}

# A browser with voices, whose sentences end when the test says so.
VOICES = """
window.said = [];
class Utterance { constructor(text) { this.text = text; } }
const listeners = [];
let voices = [{ lang: "en-US", name: "Anna" }];
let current = null;
const synthesis = {
  getVoices: () => voices,
  addEventListener: (_name, listener) => listeners.push(listener),
  removeEventListener: () => {},
  speak(utterance) { said.push([utterance.text, utterance.rate]); current = utterance; },
  cancel() {
    const one = current;
    current = null;
    one?.onerror?.({ error: "interrupted" });
    one?.onend?.({});
  },
};
Object.defineProperty(window, "speechSynthesis", { value: synthesis });
window.SpeechSynthesisUtterance = Utterance;
window.finish = () => { const one = current; current = null; one.onend({}); };
window.voiceCame = () => {
  voices = [...voices, { lang: "vi_VN", name: "Linh" }];
  listeners.forEach((each) => each());
};
"""
SHARES = """
window.shared = [];
navigator.share = async (what) => { shared.push(what); };
"""


@pytest.fixture
def version(site):
    body = (
        "<p>Câu một. Câu hai?</p>"
        f'<figure data-photo="{make_photo().pk}"><figcaption>Chú thích.</figcaption></figure>'
        "<h2>Tít phụ</h2><blockquote><p>Lời trích.</p></blockquote>"
        "<table><tr><td>Xã</td><td>12 hộ</td></tr></table>"
        f"<p>{'Một hai ba bốn, ' * 20}hết.</p>"
    )
    return make_published(
        title="Giữ đất", sapo="Dòng dẫn.", body=body, lead_photo=make_photo(), ago=timedelta(days=1)
    )


def tool(page, name, place="head"):
    return page.locator(f".reader-tools--{place} [data-tool={name}]")


def size(page):
    return page.evaluate("getComputedStyle(document.documentElement).fontSize")


def test_size_of_letters_is_kept_from_page_to_page(visit, version, shot):
    page = visit(**PHONE)
    page.goto(version.get_absolute_url())
    assert size(page) == "16px"
    for _press in range(5):
        tool(page, "larger").click()
    expect(page.locator(".reader-tools--head [role=status]")).to_have_text("Cỡ chữ 150%")
    shot(page, "bai-chu-to-390")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for address in ("/", version.get_absolute_url()):
        page.goto(address)
        assert size(page) == "24px"
    tool(page, "smaller").click()
    assert size(page) == "20px"


def test_nothing_moves_when_the_tools_appear(visit, version):
    page = visit(**PHONE)
    page.add_init_script(VOICES)
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver((list) => "
        "{ for (const one of list.getEntries()) shifts += one.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(version.get_absolute_url())
    expect(tool(page, "save")).to_be_visible()
    page.evaluate("voiceCame()")
    expect(tool(page, "listen")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("shifts") == 0


def test_tools_are_large_enough_for_a_finger(visit, version):
    page = visit(**PHONE)
    page.goto(version.get_absolute_url())
    expect(tool(page, "save")).to_be_visible()
    for one in page.locator(".reader-tools__tool:visible").all():
        box = one.bounding_box()
        assert min(box["width"], box["height"]) >= 44, one.text_content()


def test_address_is_copied_and_said(visit, version, site):
    page = visit(**PHONE, permissions=["clipboard-read", "clipboard-write"])
    page.goto(version.get_absolute_url())
    tool(page, "copy", "foot").click()
    expect(page.locator(".reader-tools--foot [role=status]")).to_have_text("Đã sao chép liên kết.")
    address = f"{site}{version.get_absolute_url()}"
    assert page.evaluate("navigator.clipboard.readText()") == address


def test_sending_is_offered_where_the_device_can(visit, version, site):
    plain = visit(**PHONE)
    plain.add_init_script("delete Navigator.prototype.share")
    plain.goto(version.get_absolute_url())
    expect(tool(plain, "save")).to_be_visible()
    expect(tool(plain, "send", "foot")).to_be_hidden()
    tool(plain, "share").click()  # leads to the links at the foot
    expect(plain.get_by_role("link", name="Zalo")).to_be_in_viewport()
    able = visit(**PHONE)
    able.add_init_script(SHARES)
    able.goto(version.get_absolute_url())
    tool(able, "share").click()
    tool(able, "send", "foot").click()
    what = {"title": "Giữ đất", "url": f"{site}{version.get_absolute_url()}"}
    assert able.evaluate("shared") == [what, what]


def test_piece_is_read_aloud_from_its_title_to_its_end(visit, version, shot):
    page = visit(**PHONE)
    page.add_init_script(VOICES)
    page.goto(version.get_absolute_url())
    expect(tool(page, "save")).to_be_visible()
    expect(tool(page, "listen")).to_be_hidden()  # an English voice is none
    page.evaluate("voiceCame()")
    tool(page, "listen").click()
    bar = page.get_by_role("region", name="Nghe bài")
    expect(bar).to_be_visible()
    expect(page.locator(".is-read-aloud")).to_have_text("Giữ đất")
    shot(page, "nghe-bai-390")
    for _sentence in range(5):
        page.evaluate("finish()")
    expect(page.locator(".is-read-aloud")).to_have_text("Lời trích.")
    texts = [text for text, _rate in page.evaluate("said")]
    assert texts[0] == "Giữ đất"
    assert texts[1].endswith("Dòng dẫn.")
    while page.evaluate("said.length") < 30 and bar.is_visible():
        page.evaluate("finish()")
    texts = [text for text, _rate in page.evaluate("said")]
    assert "Xã, 12 hộ" in texts
    assert max(map(len, texts)) <= 180
    assert [text for text in texts if "Chú thích" in text] == []
    assert " ".join(texts[-2:]).endswith("hết.")
    expect(bar).to_be_hidden()
    expect(page.locator(".is-read-aloud")).to_have_count(0)


def test_reading_pauses_goes_on_at_another_speed_and_keeps_its_place(visit, version):
    page = visit(**PHONE)
    page.add_init_script(VOICES)

    def listen():
        page.goto(version.get_absolute_url())
        page.evaluate("voiceCame()")
        tool(page, "listen").click()
        expect(page.get_by_role("region", name="Nghe bài")).to_be_visible()

    def said():
        return page.evaluate("said.at(-1)")

    listen()
    for _sentence in range(3):
        page.evaluate("finish()")
    assert said() == ["Câu hai?", 1]
    page.get_by_role("button", name="Tạm dừng").click()
    count = page.evaluate("said.length")
    page.get_by_label("Tốc độ").select_option("1.5")
    assert page.evaluate("said.length") == count  # at rest
    page.get_by_role("button", name="Đọc tiếp").click()
    assert said() == ["Câu hai?", 1.5]
    listen()  # a new visit
    assert said() == ["Câu hai?", 1.5]
    page.get_by_role("button", name="Thôi nghe").click()
    expect(tool(page, "listen")).to_be_focused()
    listen()
    assert said() == ["Giữ đất", 1.5]


@pytest.mark.parametrize("width", [320, 390])
def test_without_scripts_words_and_links_remain(visit, version, shot, width):
    page = visit(viewport={"width": width, "height": 844}, java_script_enabled=False)
    page.goto(version.get_absolute_url())
    expect(page.get_by_text("Câu một. Câu hai?")).to_be_visible()
    expect(page.locator(".reader-tools__tool:visible")).to_have_text(
        ["Chia sẻ", "Zalo", "Facebook", "Thư điện tử", "Lưu vào tài khoản"]
    )
    expect(page.locator(":is(.listening, .viewer):visible")).to_have_count(0)
    shot(page, f"bai-khong-script-{width}")
    page.goto("/da-luu/")
    expect(page.get_by_text("Trình duyệt đang tắt JavaScript")).to_be_visible()
    page.goto(version.get_absolute_url())
    with page.expect_navigation():
        page.locator(".figure__open").first.click()
    assert page.url.partition("/media/anh/")[1] == "/media/anh/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_lite_edition_fits_any_screen(visit, version, shot, width, scheme):
    page = visit(
        viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=False
    )
    address = f"/lite{version.get_absolute_url()}"
    pages = {"trang-dau": "/lite/", "muc": f"/lite/{version.section.slug}/", "bai": address}
    for name, place in (pages | {"bai-co-anh": f"{address}?anh=1"}).items():
        page.goto(place)
        box = page.locator("main").bounding_box()
        assert box["x"] + box["width"] <= width
        shot(page, f"lite-{name}-{width}-{scheme}")
    page.goto(address)
    page.get_by_role("link", name="Hiện ảnh trong bài").click()
    expect(page.locator("main img")).to_have_count(2)
