"""The rich-text editor in a real browser: what is typed, pasted and chosen is what is kept."""

import json
import re
import unicodedata

import pytest
from playwright.sync_api import expect

from articles.models import Article, Section
from tests.factories.articles import make_article
from tests.factories.people import make_user
from tests.factories.photos import make_photo
from tests.journeys.newsroom import choose_photo, editor_of, sign_in

pytestmark = pytest.mark.journey

_VIETNAMESE_ONLY = """() => [...document.querySelectorAll(
  '.prose-editor button, .prose-editor-dialog *')].flatMap(
  (part) => [part.title, part.ariaLabel, part.placeholder,
    part.className.includes?.('material-icons') || part.childElementCount ? '' : part.textContent])
  .filter(Boolean)"""
_ENGLISH = re.compile(
    r"\b(bold|insert|remove|link|table|row|column|cell|header|delete|merge|split|update|cancel|edit"
    r"|title|undo|redo|paragraph|list|rule|heading|figure|image|toggle|add|yes|no)\b",
    re.IGNORECASE,
)


@pytest.fixture
def desk(page, site):
    """An editor before an empty piece; nothing on the way may break the page's policy."""
    Section.objects.create(name="Biên phòng toàn dân", slug="bien-phong-toan-dan")
    broken = []

    def note(what):
        broken.append(what)

    page.expose_function("policyBroken", note)
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (event) =>"
        " window.policyBroken(`${event.violatedDirective} ${event.blockedURI}`))"
    )
    sign_in(page, make_user("Biên tập viên", full_name="Lê Thị Khánh Vy"))
    write_in(page, "/admin/articles/article/add/")
    yield page
    assert (broken, page.console_errors) == ([], [])


def write_in(page, address):
    page.goto(address)
    editor_of(page).wait_for()
    editor_of(page).click()


def save(page):
    page.locator("#id_title").fill("Tít")
    page.locator("#id_section").select_option(label="Biên phòng toàn dân")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    return Article.objects.get()


def paste(page, html):
    """As the browser hands over what another program put on the clipboard."""
    editor_of(page).evaluate(
        """(target, html) => {
          const clipboardData = new DataTransfer()
          clipboardData.setData("text/html", html)
          const how = { clipboardData, bubbles: true, cancelable: true }
          target.dispatchEvent(new ClipboardEvent("paste", how))
        }""",
        html,
    )


def button(page, name):
    return page.locator(".prose-menubar").get_by_role("button", name=name, exact=True)


# --- typing -------------------------------------------------------------------------------------


def test_telex_composition_is_kept_letter_by_letter(desk):
    """Input methods hold a syllable open and rewrite it: d, dd → đ, đo, đoo → đô, đôn, đồn."""
    keyboard = desk.context.new_cdp_session(desk)
    words = {
        "Đồn": ["D", "Đ", "Đo", "Đô", "Đôn", "Đồn"],
        "Biên": ["B", "Bi", "Bie", "Biê", "Biên"],
        "phòng": ["p", "ph", "pho", "phon", "phong", "phòng"],
        "Trà": ["T", "Tr", "Tra", "Trà"],
        "Lĩnh": ["L", "Li", "Lin", "Linh", "Lĩnh"],
    }
    for word, steps in words.items():
        for step in steps:
            state = {"text": step, "selectionStart": len(step), "selectionEnd": len(step)}
            keyboard.send("Input.imeSetComposition", state)
        keyboard.send("Input.insertText", {"text": word + " " * (word != "Lĩnh")})
    expect(editor_of(desk)).to_have_text("Đồn Biên phòng Trà Lĩnh")
    body = save(desk).body
    assert body == "<p>Đồn Biên phòng Trà Lĩnh</p>"
    assert unicodedata.is_normalized("NFC", body)


def test_decomposed_text_and_eth_are_kept_repaired(desk):
    desk.keyboard.insert_text(unicodedata.normalize("NFD", "Ðồn Biên phòng"))
    assert save(desk).body == "<p>Đồn Biên phòng</p>"


def test_telex_works_in_the_caption_of_a_photo(desk):
    photo = make_photo(caption="", credit="Viết Hà")
    choose_photo(desk, button(desk, "Chèn ảnh từ kho"), photo)
    desk.locator(".editor-figure__caption").click()
    keyboard = desk.context.new_cdp_session(desk)
    for step in ("m", "mo", "mô", "môc", "mốc"):
        state = {"text": step, "selectionStart": len(step), "selectionEnd": len(step)}
        keyboard.send("Input.imeSetComposition", state)
    keyboard.send("Input.insertText", {"text": "mốc"})
    assert (
        f'<figure data-photo="{photo.pk}"><figcaption>mốc</figcaption></figure>' in save(desk).body
    )


# --- pasting from Word --------------------------------------------------------------------------

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator
content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head>
<body lang=VI><!--StartFragment-->%s<!--EndFragment--></body></html>"""
_MARKER = (
    "<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>%s"
    "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span><![endif]>"
)


def normal(text):
    return (
        f"<p class=MsoNormal style='margin-bottom:6.0pt'><span lang=VI>{text}<o:p></o:p></span></p>"
    )


def item(text, marker, level=1):
    style = f"margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level{level} lfo1"
    return f"<p class=MsoListParagraph style='{style}'>{_MARKER % marker}{text}<o:p></o:p></p>"


def li(*parts):
    return "".join(f"<li><p>{part}</p></li>" for part in parts)


NESTED = f"<ul>{li('Sâu nữa')}</ul>"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (
            normal("Đồn Biên phòng") + normal("&nbsp;") + normal("Quảng Ninh"),
            "<p>Đồn Biên phòng</p><p>Quảng Ninh</p>",
        ),
        (
            normal("<b>đậm</b> và <i style='mso-bidi-font-style:normal'>nghiêng</i>"),
            "<p><strong>đậm</strong> và <em>nghiêng</em></p>",
        ),
        (
            normal(
                '<a href="#_ftn1" name="_ftnref1">[1]</a> theo <a href="https://example.vn/a">đây</a>'
            ),
            '<p>[1] theo <a href="https://example.vn/a">đây</a></p>',
        ),
        (item("Bình Liêu", "·") + item("Hải Hà", "·"), f"<ul>{li('Bình Liêu', 'Hải Hà')}</ul>"),
        (item("Một", "1.") + item("Hai", "2."), f"<ol>{li('Một', 'Hai')}</ol>"),
        (
            item("Một", "1.") + normal("Xen giữa") + item("Hai", "2.") + item("Ba", "3."),
            f'<ol>{li("Một")}</ol><p>Xen giữa</p><ol start="2">{li("Hai", "Ba")}</ol>',
        ),
        (
            item("Một", "1.") + item("Trong", "o", 2) + item("Nữa", "o", 2) + item("Hai", "2."),
            f"<ol><li><p>Một</p><ul>{li('Trong', 'Nữa')}</ul></li><li><p>Hai</p></li></ol>",
        ),
        (
            item("Một", "·") + item("Sâu", "a)", 2) + item("Sâu nữa", "§", 3) + item("Ra", "·"),
            f"<ul><li><p>Một</p><ol><li><p>Sâu</p>{NESTED}</li></ol></li>{li('Ra')}</ul>",
        ),
        (item("Chấm", "·") + item("Số", "1."), f"<ul>{li('Chấm')}</ul><ol>{li('Số')}</ol>"),
        (
            normal('<img src="file:///C:/a.png"><v:shape><v:imagedata/></v:shape>Chữ'),
            "<p>Chữ</p>",
        ),
    ],
)
def test_paste_from_word_is_clean(desk, pasted, kept):
    paste(desk, WORD % pasted)
    body = save(desk).body.removesuffix("<p></p>")
    assert body == kept


def test_paste_from_elsewhere_is_left_to_the_editor(desk):
    paste(desk, '<p style="color:red">Chữ <strong>đậm</strong></p><script>x()</script>')
    assert save(desk).body == "<p>Chữ <strong>đậm</strong></p>"


# --- photos and boxes ---------------------------------------------------------------------------


def test_photo_from_the_library_stands_in_the_text_with_its_words(desk):
    photo = make_photo(caption="Đường lên bản sau mưa.", credit="Khánh Vy")
    choose_photo(desk, button(desk, "Chèn ảnh từ kho"), photo)
    figure = desk.locator(".editor-figure")
    figure.get_by_text("Ảnh: Khánh Vy").wait_for()
    expect(figure.locator("figcaption")).to_have_text("Đường lên bản sau mưa.")
    figure.locator("img").evaluate("(img) => img.decode()")
    figure.locator("figcaption").click()
    desk.keyboard.press("End")
    desk.keyboard.insert_text(" Tháng 7.")
    article = save(desk)
    caption = "<figcaption>Đường lên bản sau mưa. Tháng 7.</figcaption>"
    assert f'<figure data-photo="{photo.pk}">{caption}</figure>' in article.body
    assert article.body.count("<figure") == 1
    shown = desk.locator(".editor-figure figcaption")
    expect(shown).to_have_text("Đường lên bản sau mưa. Tháng 7.")


def test_same_photo_saved_twice_is_the_same_text(desk):
    photo = make_photo()
    body = f'<p>A</p><figure data-photo="{photo.pk}"><figcaption>Chú</figcaption></figure><p>B</p>'
    article = make_article(body=body)
    write_in(desk, f"/admin/articles/article/{article.pk}/change/")
    desk.get_by_role("button", name="Lưu", exact=True).click()
    desk.locator(".messagelist .success").wait_for()
    article.refresh_from_db()
    assert article.body == body


def test_lead_photo_is_chosen_shown_and_taken_off(desk):
    photo = make_photo(caption="Cột mốc.", credit="Khánh Vy")
    field = desk.locator("[data-photo-field]")
    expect(field.get_by_text("Chưa chọn ảnh.")).to_be_visible()
    choose_photo(desk, field.get_by_role("button", name="Chọn ảnh từ kho"), photo)
    field.get_by_text("Cột mốc. Ảnh: Khánh Vy").wait_for()
    field.locator("img").wait_for()
    field.get_by_role("button", name="Bỏ ảnh").click()
    expect(field.get_by_text("Chưa chọn ảnh.")).to_be_visible()
    choose_photo(desk, field.get_by_role("button", name="Chọn ảnh từ kho"), photo)
    field.get_by_text("Cột mốc. Ảnh: Khánh Vy").wait_for()
    assert save(desk).lead_photo == photo


def test_box_of_facts_is_put_round_a_paragraph_and_taken_off(desk):
    desk.keyboard.insert_text("Năm địa bàn")
    box = button(desk, "Hộp thông tin")
    box.click()
    expect(editor_of(desk).locator("aside p")).to_have_text("Năm địa bàn")
    box.click()
    expect(editor_of(desk).locator("aside")).to_have_count(0)
    box.click()
    assert save(desk).body.startswith("<aside><p>Năm địa bàn</p></aside>")


def test_link_and_table_are_made_in_vietnamese(desk):
    said = desk.evaluate(_VIETNAMESE_ONLY)
    desk.keyboard.insert_text("Quảng Ninh")
    desk.keyboard.press("Shift+Home")
    button(desk, "Liên kết").click()
    dialog = desk.locator(".prose-editor-dialog")
    dialog.locator("input").first.wait_for()
    said += desk.evaluate(_VIETNAMESE_ONLY)
    dialog.locator("input").first.fill("https://quangninh.example/")
    dialog.get_by_role("button", name="Lưu").click()
    dialog.wait_for(state="detached")
    editor_of(desk).locator("a").wait_for()
    editor_of(desk).focus()
    desk.keyboard.press("Control+End")
    desk.wait_for_function("String(getSelection()) === ''")
    desk.keyboard.press("Enter")
    button(desk, "Chèn bảng").click()
    desk.keyboard.insert_text("Địa bàn")
    said += desk.evaluate(_VIETNAMESE_ONLY)
    button(desk, "Thêm cột").click()
    button(desk, "Thêm hàng").click()
    assert [words for words in said if _ENGLISH.search(words)] == [], json.dumps(said)
    body = save(desk).body
    link = '<a href="https://quangninh.example/" title="">Quảng Ninh</a>'
    assert body.startswith(f"<p>{link}</p><table>")
    assert [body.count(tag) for tag in ("<tr>", "<th>", "<td>")] == [4, 4, 12]
    assert "<th><p>Địa bàn</p></th>" in body
