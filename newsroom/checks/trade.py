"""Checks of the trade and of the law: what readers must be told, and what must not reach them."""

import re
from collections.abc import Iterator

from django.conf import settings

from articles.models import Genre
from core.vietnamese import tone_key
from newsroom.checks import secrets
from newsroom.checks.registry import Piece, Said, Shown, check
from newsroom.checks.wording import around
from photos import rights

TITLE_LENGTH = 120
SAPO_LENGTH = 450
LEAST_SAPO = 40

_MINORS = re.compile(
    r"(?<!\w)(?:các cháu|cháu (?:bé|trai|gái)|em bé|trẻ em|trẻ nhỏ|thiếu nhi|thiếu niên|học sinh|"
    r"trẻ mồ côi)(?!\w)",
    re.IGNORECASE,
)
_INFORMANTS = re.compile(
    r"(?<!\w)(?:người (?:cung cấp tin|báo tin|tố giác|đưa tin)|nguồn tin (?:riêng|mật)|nhân chứng|"
    r"cơ sở bí mật|quần chúng (?:cung cấp|báo) tin|đặc tình)(?!\w)",
    re.IGNORECASE,
)
_MADE_BY_AI = re.compile(
    r"(?<!\w)(?:(?:ảnh|hình|minh họa|đồ họa)[^.\n]{0,20}(?:AI|trí tuệ nhân tạo)(?!\w)"
    r"|Midjourney|DALL-E|Stable Diffusion)",
)
_WORD = re.compile(r"[^\W_]+")


@check("title-length", "Độ dài tít", limit=TITLE_LENGTH)
def title_length(piece: Piece) -> Iterator[Said]:
    length, most = len(piece.texts.get("title", "")), piece.limits["title-length"]
    if length > most:
        yield Said(f"Tít dài {length} ký tự, nên trong {most} ký tự.", "title")


@check("sapo-length", "Độ dài sapo", limit=SAPO_LENGTH)
def sapo_length(piece: Piece) -> Iterator[Said]:
    length, most = len(piece.texts.get("sapo", "")), piece.limits["sapo-length"]
    if length > most:
        yield Said(f"Sapo dài {length} ký tự, nên trong {most} ký tự.", "sapo")
    elif 0 < length < LEAST_SAPO:
        yield Said(f"Sapo chỉ có {length} ký tự.", "sapo")


@check("prefix", "Gõ thêm tên báo đầu sapo")
def prefix(piece: Piece) -> Iterator[Said]:
    """The page prints it: typed as well it stands there twice."""
    name = re.escape(settings.MASTHEAD["sapo_prefix"].strip(" -–—"))
    typed = re.compile(rf"\s*\(?{name}(?: online)?\)?\s*[-–—:]", re.IGNORECASE)
    for field in ("sapo", "body"):
        if found := typed.match(piece.texts.get(field, "")):
            yield Said("Trang báo tự in tên báo ở đầu, không cần gõ.", field, found[0].strip())


@check("photo-rights", "Quyền và chú thích ảnh", refused_anyway=True)
def photo_rights(piece: Piece) -> Iterator[Said]:
    for shown in piece.photos:
        for reason in rights.blocks(shown.photo, piece.day):
            yield _of_photo(shown, reason)


@check("photo-facts", "Lưu ý về ảnh")
def photo_facts(piece: Piece) -> Iterator[Said]:
    for shown in piece.photos:
        for reason in rights.warnings(shown.photo, piece.day):
            yield _of_photo(shown, reason)


@check("ai", "Chưa đánh dấu ảnh do AI tạo")
def ai(piece: Piece) -> Iterator[Said]:
    """Readers get the label from the library's mark, so the mark must stand where words say so."""
    for shown in piece.photos:
        told = f"{shown.caption} {shown.photo.credit}"
        if not shown.photo.made_by_ai and (found := _MADE_BY_AI.search(told)):
            reason = "chú thích nói do AI tạo mà trong kho chưa đánh dấu"
            yield _of_photo(shown, reason, around(told, *found.span()))


@check("minors", "Trẻ em trong ảnh")
def minors(piece: Piece) -> Iterator[Said]:
    """A reminder where the words name children and nobody said of the photos that they show any."""
    for shown in piece.photos:
        if not shown.photo.minors and (found := _MINORS.search(shown.caption)):
            reason = "chú thích nói đến trẻ em, ảnh chưa đánh dấu có trẻ em"
            yield _of_photo(shown, reason, around(shown.caption, *found.span()))


@check("informants", "Người báo tin, nhân chứng")
def informants(piece: Piece) -> Iterator[Said]:
    for field, line in piece.lines():
        if found := _INFORMANTS.search(line):
            sentence = f"Có “{found[0]}”: tên, ảnh, nơi ở của người ấy có được phép nêu không?"
            yield Said(sentence, field, around(line, *found.span()))
            return


@check("consent", "Người trả lời phỏng vấn đồng ý", refused_anyway=True)
def consent(piece: Piece) -> Iterator[Said]:
    if piece.article.genre == Genre.INTERVIEW and not piece.article.facts.get("consent"):
        yield Said("Chưa ghi người trả lời đồng ý cho đăng.", "consent")


@check("coordinates", "Tọa độ trong bài", blocking=True)
def coordinates(piece: Piece) -> Iterator[Said]:
    for field, line in piece.lines():
        for span in secrets.coordinates(line):
            yield Said("Có tọa độ của một nơi. Hãy bỏ đi.", field, around(line, *span))
    for link in piece.links:
        if secrets.names_a_place(link.href):
            yield Said("Đường dẫn mang tọa độ của một nơi. Hãy bỏ đi.", "body", link.href)


@check("case-codes", "Bí số chuyên án")
def case_codes(piece: Piece) -> Iterator[Said]:
    for field, line in piece.lines():
        for start, end in secrets.case_codes(line):
            sentence = f"Có bí số chuyên án “{line[start:end]}”: đã được phép nêu chưa?"
            yield Said(sentence, field, around(line, start, end))


@check("old-names", "Tên đơn vị đã đổi")
def old_names(piece: Piece) -> Iterator[Said]:
    """A piece that says the new name as well knows what it does: history may use the old one."""
    if not piece.renames:
        return
    texts = {field: _words_of(text) for field, text in piece.texts.items()}
    for rename in piece.renames:
        old, new = _words_of(rename.old), _words_of(rename.new)
        if any(new in text for text in texts.values()):
            continue
        field = next((field for field, text in texts.items() if old in text), None)
        if field:
            day = f"{rename.on.day}-{rename.on.month}-{rename.on.year}"
            sentence = f"“{rename.old}” từ {day} là “{rename.new}”."
            yield Said(sentence, field, rename.old)


@check("links", "Đường dẫn hỏng trong báo")
def links(piece: Piece) -> Iterator[Said]:
    for link in piece.links:
        if link.wrong:
            yield Said(f"{link.wrong}: {link.href}", "body", link.href)


def _words_of(text: str) -> str:
    """For comparing whole words: " đồn biên phòng trà lĩnh "."""
    return f" {' '.join(_WORD.findall(tone_key(text)))} "


def _of_photo(shown: Shown, reason: str, words: str = "") -> Said:
    """The number stands in the passage: another photo in its place is asked about anew."""
    name = f"{shown.name[0].upper()}{shown.name[1:]}"
    passage = f"ảnh số {shown.photo.pk}: {words or reason}"
    return Said(f"{name}: {reason}.", shown.field, passage)
