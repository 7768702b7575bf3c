"""Whatever is typed or stands in a piece: no error, the same lexemes however it is encoded, and
snippets that are the text itself."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from core.vietnamese import clean_line, fold
from search.analysis import bares, pairs, syllables
from search.query import MAX_TERMS, parse
from search.snippets import highlighted, snippet
from tests.core.strategies import any_text, vietnamese_text

few = settings(max_examples=50, deadline=None)
STYLES = {"hòa": "hoà", "thủy": "thuỷ", "khóe": "khoé", "lũy": "luỹ", "xòe": "xoè", "úy": "uý"}
SIGNS = set("'\"\\|&!():*<>%^~-+{}[]/?,. ")
"""Of the query languages of engines; no lexeme has one."""


def lexemes(query):
    """All that a question hands to an engine."""
    clauses = {clause for tier in query.tiers().values() for clause in tier}
    return {lexeme for clause in clauses for row in clause for lexeme in row}


@few
@given(any_text)
def test_any_text_is_taken_apart(text):
    words = syllables(text)
    assert all(words)
    assert not SIGNS & set("".join([*words, *bares(words), *pairs(bares(words))]))


@few
@given(any_text)
def test_any_text_is_a_query_and_no_sign_reaches_an_engine(text):
    query = parse(text)
    assert len(query.needed) <= MAX_TERMS
    assert not SIGNS & set("".join(lexemes(query)))
    assert all(row for clause in query.needed for row in clause)


@few
@given(vietnamese_text)
def test_decomposed_is_the_same(text):
    apart = unicodedata.normalize("NFD", text)
    assert syllables(apart) == syllables(text)
    assert lexemes(parse(apart)) == lexemes(parse(text))


@few
@given(vietnamese_text)
def test_eth_is_the_same_as_the_letter_it_looks_like(text):
    borrowed = text.replace("đ", "ð").replace("Đ", "Ð")
    assert lexemes(parse(borrowed)) == lexemes(parse(text))


@few
@given(st.lists(st.sampled_from([*STYLES, "biên", "Quảng"]), min_size=1, max_size=5))
def test_other_style_of_tone_is_the_same(words):
    other = " ".join(STYLES.get(word, word) for word in words)
    assert syllables(other) == syllables(" ".join(words))


@few
@given(vietnamese_text)
def test_case_and_marks_left_out_find_the_same_needed(text):
    assert bares(syllables(text.upper())) == bares(syllables(text))
    assert bares(syllables(fold(text))) == bares(syllables(text))


@few
@given(any_text, any_text)
def test_marks_change_nothing_of_a_line(query, text):
    line = clean_line(text)
    parts = highlighted(parse(query), line)
    assert "".join(part.text for part in parts) == line
    assert all(part.text for part in parts)


words = st.lists(
    st.sampled_from("cột mốc biên giới đồn, chợ; một <b> & “hai” ba.".split()), max_size=90
)


@few
@given(words, st.sampled_from(["mốc", "bien gioi", "chợ đồn", "zzz", "<b>"]))
def test_snippet_is_a_part_of_the_text_cut_between_words(words, typed):
    text = " ".join(words)
    html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    parts = snippet(parse(typed), f"<p>{html}</p>", "")
    told = "".join(part.text for part in parts)
    inner = told.removeprefix("… ").removesuffix(" …")
    assert f" {inner} " in f" {text} " or not parts
    assert (told != inner) == (len(words) > 34 and bool(parts))
    assert all(syllables(part.text) for part in parts if part.hit)
