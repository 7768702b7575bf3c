"""Texts that break text functions, for the properties."""

import unicodedata

from hypothesis import strategies as st

MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
_BASES = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
VIETNAMESE_LETTERS = sorted(
    {
        form
        for base in "aăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
        for form in (
            unicodedata.normalize("NFC", base + tone),
            unicodedata.normalize("NFC", base + tone).upper(),
        )
        if not form.isascii()
    }
    | {"đ", "Đ"}
)
_TRAPS = (
    "ÐðƉɖ\u00a0\u202f\u200b\u200c\u200d\ufeff\u00ad\u202e\x00\x0b\r\n\t\u2028\u0085"
    " /-.,&#0123456789"
    "\ufe0f\ufe0e\u20e3\u0336\u0344👨👩🏳🌈❤İßΣσ\ud83d\udc00อุ์\u0958\u212a\u1100\u1161\u0ccb"
)

any_text = st.text(st.characters(), max_size=60) | st.text(
    st.sampled_from(_TRAPS + MARKS + _BASES + "".join(VIETNAMESE_LETTERS)), max_size=60
)
vietnamese_text = st.text(
    st.sampled_from("".join(VIETNAMESE_LETTERS) + _BASES + _BASES.upper() + " -,.0123456789"),
    max_size=60,
)
