"""What may stay in a body, whoever wrote it: an editor, a paste from Word, an attacker."""

import time
import unicodedata
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.html import Figure, figures, photo_captions, plain_text, replace_figures, sanitise
from tests.core.strategies import any_text

TAGS = {
    *("p", "h2", "h3", "blockquote", "ul", "ol", "li", "hr", "br", "aside"),
    *("strong", "em", "u", "s", "sub", "sup", "a", "figure", "figcaption"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    *("href", "title", "start", "colspan", "rowspan"),
    *("data-photo", "data-recording", "data-document"),
}
PHOTO = '<figure data-photo="7"><figcaption>Chú thích.</figcaption></figure>'

_OPENING = [
    *(f"<{tag}>" for tag in sorted(TAGS)),
    *("<script>", "<style>", "<svg>", "<math>", "<template>", "<textarea>", "<div>", "<b>", "<!--"),
    *("<img src=x onerror=alert(1)>", "<p onclick='alert(1)' style='color:red'>", "<noscript>"),
    *('<a href="javascript:alert(1)">', "<a href=//evil.example>", '<a href="/\\evil.example">'),
    *('<a href="/&#x200B;/evil.example">', '<a title="<figure>" href="https://a.vn/<p></p>">'),
    *('<figure data-photo="7">', '<figure data-photo="x">', '<figure data-photo="١">'),
    *('<figure data-recording="5">', '<figure data-document="5" data-photo="7">'),
    *("<td colspan='2'>", '<ol start="3">', "<a href='  JaVa\tScript:alert(1)'>", "<br/"),
]
_CLOSING = [f"</{tag}>" for tag in (*sorted(TAGS), "script", "style", "svg", "div", "b")] + ["-->"]
_WORDS = [
    *(
        "Đồn Biên phòng",
        "50\u00a0km",
        "&nbsp;",
        "&#x200B;",
        "&lt;script&gt;",
        "&amp;#x200B;",
        "\u0301",
    ),
    *("Ðại hội", "a\u0323\u0302", "\u200b", '" onmouseover=alert(1) x="', "<", ">", "&", " ", "\n"),
]
soup = st.lists(
    st.sampled_from(_OPENING) | st.sampled_from(_CLOSING) | st.sampled_from(_WORDS) | any_text,
    max_size=14,
).map("".join)


class Markup(HTMLParser):
    """Tags and attributes of a page part as a browser would count them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def markup(html: str) -> list[tuple[str, dict[str, str | None]]]:
    return Markup(html).found


@settings(max_examples=400, deadline=None)
@given(soup)
def test_sanitise_twice_is_sanitise_once(html):
    once = sanitise(html)
    assert sanitise(once) == once


@settings(max_examples=400, deadline=None)
@given(soup)
def test_sanitise_leaves_only_the_tags_and_attributes_of_the_list(html):
    found = markup(sanitise(html))
    assert {tag for tag, _attributes in found} <= TAGS
    assert {name for _tag, attributes in found for name in attributes} <= ATTRIBUTES


@settings(max_examples=400, deadline=None)
@given(soup)
def test_sanitise_leaves_no_link_that_runs_or_leaves_the_site_unseen(html):
    for _tag, attributes in markup(sanitise(html)):
        address = "".join((attributes.get("href") or "").split()).replace("\\", "/").lower()
        assert not address.startswith(("//", "javascript:", "data:", "vbscript:"))


@settings(max_examples=400, deadline=None)
@given(soup)
def test_sanitise_leaves_nothing_unseen_and_only_whole_letters(html):
    text = unescape(sanitise(html))
    assert [char for char in text if char in "\u200b\u200c\ufeff\x00\u00ad\u202eÐð"] == []
    assert unicodedata.is_normalized("NFC", text)


@settings(max_examples=300, deadline=None)
@given(soup)
def test_sanitise_leaves_something_to_see_or_nothing_at_all(html):
    clean = sanitise(html)
    assert bool(clean) == bool(plain_text(clean) or figures(clean))


@settings(max_examples=300, deadline=None)
@given(soup)
def test_figures_counts_what_replace_figures_replaces(html):
    body = sanitise(html)
    drawn = []
    replace_figures(body, lambda position: str(drawn.append(position)))
    assert drawn == list(range(len(figures(body))))


@settings(max_examples=300, deadline=None)
@given(soup)
def test_replace_figures_leaves_no_figure(html):
    assert "<figure" not in replace_figures(sanitise(html), lambda _position: "")


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>Một</p><script>alert(1)</script>", "<p>Một</p>"),
        ("<p>Một</p><style>p{}</style>", "<p>Một</p>"),
        ('<p onclick="alert(1)" style="color:red" class="x" id="y">Một</p>', "<p>Một</p>"),
        ('<p><img src="x" onerror="alert(1)">Một</p>', "<p>Một</p>"),
        ("<div><h1>Tít</h1><p>Một</p></div>", "Tít<p>Một</p>"),
        ('<a href="javascript:alert(1)">Một</a>', "<a>Một</a>"),
        ('<a href="java\tscript:alert(1)">Một</a>', "<a>Một</a>"),
        ('<a href="data:text/html,x">Một</a>', "<a>Một</a>"),
        ('<a href="//evil.example">Một</a>', "<a>Một</a>"),
        ('<a href="/\\evil.example">Một</a>', "<a>Một</a>"),
        ('<a href="\\\\evil.example">Một</a>', "<a>Một</a>"),
        ('<a href=" /\t/evil.example">Một</a>', "<a>Một</a>"),
        ('<a href="&#x2f;&#x2f;evil.example">Một</a>', "<a>Một</a>"),
        ('<a href="/&#x200B;/evil.example">Một</a>', "<a>Một</a>"),
        ('<a href="/\u2060/evil.example">Một</a>', "<a>Một</a>"),
        ('<a href="/xa-hoi/" target="_blank">Một</a>', '<a href="/xa-hoi/">Một</a>'),
        ('<a href="mailto:a@b.vn">Một</a>', '<a href="mailto:a@b.vn">Một</a>'),
        ('<a href="tel:0912011882">Một</a>', '<a href="tel:0912011882">Một</a>'),
        ('<table><tr><td colspan="2">Một</td></tr></table>', None),
        ('<ol start="x"><li>Một</li></ol>', "<ol><li>Một</li></ol>"),
        ("<p>Một &lt;script&gt; hai</p>", "<p>Một &lt;script&gt; hai</p>"),
    ],
)
def test_sanitise_one_by_one(html, kept):
    whole_table = '<table><tbody><tr><td colspan="2">Một</td></tr></tbody></table>'
    assert sanitise(html) == (whole_table if kept is None else kept)


@pytest.mark.parametrize(
    "html",
    [
        unicodedata.normalize("NFD", "<p>Đồn Biên phòng</p>"),
        "<p>Ðồn Biên phòng</p>",
        "<p>&ETH;ồn Biên phòng</p>",
        "<p>Đồn&#x200B; Biên\u200b phòng</p>",
        "<p>Đồn&nbsp;Biên\u00a0phòng</p>",
    ],
)
def test_sanitise_repairs_text_however_it_was_written(html):
    assert sanitise(html) == "<p>Đồn Biên phòng</p>"


def test_sanitise_keeps_the_space_between_a_number_and_its_unit():
    assert sanitise("<p>dài 50&nbsp;km</p>") == "<p>dài 50&nbsp;km</p>"


@pytest.mark.parametrize(
    "html",
    [
        *("", " ", "<p></p>", "<p><br></p>", "<p>&nbsp;</p>", "<p>&#x200B;</p>", "<hr>"),
        *("<blockquote><p></p></blockquote>", "<ul><li><p> </p></li></ul>", "<script>x</script>"),
        *("<table><tr><td></td></tr></table>", "<figure></figure>", "<aside><h2></h2></aside>"),
        '<figure data-photo="x"><figcaption>Chú thích</figcaption></figure>',
    ],
)
def test_sanitise_empty_of_words_and_pictures_is_empty(html):
    assert sanitise(html) == ""


def test_sanitise_drops_empty_blocks_inside_one_another():
    quote = "<blockquote><p></p>\n<p><br></p></blockquote>"
    html = f"<p>Một</p>{quote}<ul><li><p></p></li><li>Hai</li></ul>"
    assert sanitise(html) == "<p>Một</p><ul><li>Hai</li></ul>"


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "7 ", "١", "1234567890123", "7&#10;"])
def test_sanitise_drops_a_figure_without_a_number_of_ours(number):
    html = f'<p>Một</p><figure data-photo="{number}"><figcaption>Chú thích</figcaption></figure>'
    assert sanitise(html) == "<p>Một</p>"


def test_sanitise_keeps_a_figure_alone():
    assert sanitise(PHOTO) == PHOTO


def test_sanitise_keeps_a_figure_beside_a_bare_one():
    assert sanitise(f"<figure>ba</figure>{PHOTO}<figure><p>bốn</p></figure>") == PHOTO


def test_sanitise_does_not_take_words_in_a_title_for_markup():
    html = '<p><a title="<figure>">Một</a></p><p>" onmouseover=alert(1) x="</p><figure>bỏ</figure>'
    kept = sanitise(html)
    assert [attributes for _tag, attributes in markup(kept)] == [{}, {"title": "<figure>"}, {}]


@pytest.mark.parametrize(
    "part",
    [
        *("<blockquote>", "<ul><li>", "<figure>", "<table>x", "<strong><em><u>", "<a href=x><p>"),
        *("<p></p>", "<a", "<!--", "chữ ", "<br>", PHOTO, '<p title="', "\u0301"),
    ],
)
def test_sanitise_takes_a_megabyte_in_a_moment(part):
    start = time.process_time()
    plain_text(sanitise(part * (1_000_000 // len(part))))
    assert time.process_time() - start < 10


def test_sanitise_keeps_the_words_of_a_too_deep_nest():
    deep = "<blockquote>" * 1000 + "<p>Một</p>" + "</blockquote>" * 1000 + "<p>Hai</p>"
    kept = sanitise(deep)
    assert plain_text(kept) == "Một\nHai"
    assert kept.count("<blockquote>") == kept.count("</blockquote>") == 400
    assert sanitise(kept) == kept


def test_sanitise_counts_no_depth_for_tags_nobody_closes():
    old = "<p>Một <li>Hai <br>" * 500
    assert plain_text(sanitise(old)) == "\n".join(["Một", "Hai"] * 500)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>Một</p><p>Hai</p>", "Một\nHai"),
        ("<p>Một<br>Hai</p>", "Một\nHai"),
        ("<ul><li><p>Một</p></li><li>Hai</li></ul>", "Một\nHai"),
        ("<table><tbody><tr><td>Một</td><td>Hai</td></tr></tbody></table>", "Một\nHai"),
        ("<p>Một &amp; &lt;hai&gt;</p>", "Một & <hai>"),
        ("<p>  Một \n hai </p>", "Một\nhai"),
        (PHOTO, "Chú thích."),
    ],
)
def test_plain_text_is_what_a_reader_reads(html, text):
    assert plain_text(html) == text


@settings(max_examples=200, deadline=None)
@given(soup)
def test_plain_text_has_no_blank_lines_and_no_tags(html):
    text = plain_text(sanitise(html))
    assert [line for line in text.split("\n") if line != line.strip()] == []
    assert text == "" or "" not in text.split("\n")


def test_photo_captions_gives_number_and_words_in_order():
    body = (
        '<p>Một</p><figure data-photo="7"><figcaption>Trạm <em>kiểm soát</em></figcaption></figure>'
        '<figure data-photo="12"></figure><figure data-photo="7"><figcaption></figcaption></figure>'
    )
    assert photo_captions(sanitise(body)) == [(7, "Trạm kiểm soát"), (12, ""), (7, "")]


def test_photo_captions_of_text_that_looks_like_a_figure_is_none():
    assert photo_captions(sanitise(f"<p>{PHOTO.replace('<', '&lt;')}</p>")) == []


def test_figures_are_of_three_kinds_in_order():
    body = (
        '<figure data-recording="5"><figcaption>Lễ <em>chào cờ</em></figcaption></figure><p>Một</p>'
        '<figure data-photo="7"></figure>'
        '<figure data-document="5"><figcaption></figcaption></figure>'
    )
    assert sanitise(body) == body
    assert figures(body) == [
        Figure("recording", 5, "Lễ chào cờ"),
        Figure("photo", 7, ""),
        Figure("document", 5, ""),
    ]
    assert photo_captions(body) == [(7, "")]


@pytest.mark.parametrize(
    "opener",
    [
        '<figure data-photo="7" data-recording="5">',
        '<figure data-document="x">',
        '<figure data-recording="">',
        '<figure data-recording="1234567890123">',
        '<figure data-file="5">',
    ],
)
def test_figure_that_shows_no_one_thing_goes(opener):
    html = f"<p>Một</p>{opener}<figcaption>Chữ</figcaption></figure><p>Hai</p>"
    assert sanitise(html) == "<p>Một</p><p>Hai</p>"


def test_replace_figures_counts_positions_and_leaves_the_rest():
    body = f"<p>Một</p>{PHOTO}<p>Hai</p>{PHOTO}"
    assert replace_figures(body, lambda position: f"[{position}]") == "<p>Một</p>[0]<p>Hai</p>[1]"
