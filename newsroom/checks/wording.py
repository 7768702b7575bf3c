"""Checks of the letters: spelling styles, doubled words, signs, figures, old fonts."""

import re
from collections import Counter
from collections.abc import Iterator

from newsroom.checks.doubling import doubled
from newsroom.checks.registry import Piece, Said, check

AROUND = 24

_OLD_TONE = re.compile(r"(?<![qQ])(?:[òóỏõọ][ae]|[ùúủũụ]y)(?![^\W\d_])", re.IGNORECASE)
_NEW_TONE = re.compile(r"(?<![qQ])(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])", re.IGNORECASE)
_ETH = re.compile(r"[Ðð]\w*")
_SPACES = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_BEFORE_SIGN = re.compile(r"(?<=\w)[ \u00a0]+[,.;:!?](?![.\w])")
_ISO_DATE = re.compile(r"(?<![\w/.-])[0-3]?\d/[01]?\d/(?:19|20)\d\d(?![\w/-])")
_COMMA_THOUSANDS = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:,\d{3})+(?![\w,]|\.\d)")
# Five digits in a row; not a telephone, a code or part of one.
_BARE_THOUSANDS = re.compile(r"(?<![\w.,/+-])[1-9]\d{4,8}(?![\w/-]|[.,]\d)(?=[ \u00a0]\w)")
# Signs where the old fonts had letters; between letters no Vietnamese text has them.
_OLD_FONT = re.compile(
    r"[^\W\d_][®¸¶·¹¨»¾¼½©«¬§¦¥¤¢£ªµ][^\W\d_]|(?<!\w)[®§][^\W\d_]"
    r"|[bcdghklmnprstvx]ß|[a-z][ÊÔÕÖÜÞ]|[aeoAEO]ä[iupcmn]?(?!\w)|ñoä"
    r"|(?i:[eo]â|aâ|[aeou][ûõï]|öô|öù|ñoà|ñöô)[^\W\d_]"
)


def around(text: str, start: int, end: int) -> str:
    """The passage with the words next to it, as it can be found again."""
    left = text.rfind(" ", 0, max(0, start - AROUND)) + 1 if start > AROUND else 0
    left = max(left, start - 2 * AROUND)  # what it is about must stand in it, spaces or none
    right = text.find(" ", min(len(text), end + AROUND))
    return text[left : right if right >= 0 else len(text)].strip()[:120]


def _each(piece: Piece, pattern: re.Pattern[str], sentence: str) -> Iterator[Said]:
    """A finding for each place of the pattern; {0} of the sentence is what stands there."""
    # Most texts have none: asked of each as a whole first, that is a tenth of the time.
    wanted = {name for name, text in piece.texts.items() if pattern.search(text)}
    for field, line in piece.lines():
        if field not in wanted:
            continue
        for found in pattern.finditer(line):
            passage = around(line, *found.span())
            yield Said(sentence.format(found[0].strip()), field, passage)


@check("mixed-tones", "Lẫn hai kiểu đặt dấu thanh (hòa, hoà)")
def mixed_tones(piece: Piece) -> Iterator[Said]:
    styles = {"old": _OLD_TONE, "new": _NEW_TONE}
    counts: Counter[str] = Counter()
    for text in piece.texts.values():
        counts.update({name: len(style.findall(text)) for name, style in styles.items()})
    if not (counts["old"] and counts["new"]):
        return
    # The press writes hòa; where most of the piece does not, it is still that which is asked for.
    yield from _each(piece, _WORD_WITH_NEW_TONE, "Trong bài có cả hai kiểu đặt dấu thanh: “{0}”.")


_WORD_WITH_NEW_TONE = re.compile(
    r"(?:(?!qu[ỳýỷỹỵ])[^\W\d_]){0,3}(?<![qQ])(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])", re.IGNORECASE
)


@check("eth", "Chữ Ð lạ thay cho Đ")
def eth(piece: Piece) -> Iterator[Said]:
    yield from _each(piece, _ETH, "“{0}” viết bằng chữ Ð của tiếng khác.")


@check("doubled-words", "Chữ lặp")
def doubled_words(piece: Piece) -> Iterator[Said]:
    for field, line in piece.lines():
        for start, end in doubled(line):
            yield Said(f"Lặp chữ: “{line[start:end]}”.", field, around(line, start, end))


@check("spaces", "Dấu cách thừa")
def spaces(piece: Piece) -> Iterator[Said]:
    yield from _each(piece, _BEFORE_SIGN, "Thừa dấu cách trước “{0}”.")
    typed = {**piece.texts, "body": piece.raw_body}
    for field, text in typed.items():
        for line in text.split("\n"):
            for found in _SPACES.finditer(line):
                yield Said("Hai dấu cách liền nhau.", field, around(line, *found.span()))


@check("quotes", "Ngoặc kép chưa đóng")
def quotes(piece: Piece) -> Iterator[Said]:
    for field, line in piece.lines():
        opened, closed = line.count("“"), line.count("”")
        if opened > closed:
            at = line.rindex("“")
            yield Said("Ngoặc kép mở mà chưa đóng.", field, around(line, at, at + 1))
        elif closed > opened:
            at = line.index("”")
            yield Said("Ngoặc kép đóng mà chưa mở.", field, around(line, at, at + 1))


@check("dates-numbers", "Ngày tháng, con số chưa theo lối báo")
def dates_numbers(piece: Piece) -> Iterator[Said]:
    yield from _each(piece, _ISO_DATE, "Ngày “{0}”: báo viết 17-7-2019.")
    yield from _each(piece, _COMMA_THOUSANDS, "Số “{0}”: báo viết 5.000, không dùng dấu phẩy.")
    yield from _each(piece, _BARE_THOUSANDS, "Số “{0}” chưa có dấu chấm hàng nghìn.")


@check("old-font", "Chữ hỏng của phông cũ (TCVN3, VNI)", blocking=True)
def old_font(piece: Piece) -> Iterator[Said]:
    found = list(
        _each(piece, _OLD_FONT, "“{0}” là chữ hỏng của phông cũ: hãy chuyển mã rồi dán lại.")
    )
    # One alone may be a foreign name.
    if len(found) > 1:
        yield from found


@check("capitals", "Tít toàn chữ hoa")
def capitals(piece: Piece) -> Iterator[Said]:
    for field in ("title", "sapo"):
        text = piece.texts.get(field, "")
        letters = [letter for letter in text if letter.isalpha()]
        if len(letters) >= 12 and all(letter.isupper() for letter in letters):
            yield Said("Viết toàn chữ hoa.", field)
