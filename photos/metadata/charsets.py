"""Letters from fields that do not name their charset."""

import codecs
import unicodedata

_VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", letter + tone)
    for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯYđĐ"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
)


def decode(content: bytes) -> tuple[str, bool]:
    """The text, and whether its charset had to be guessed.

    UTF-8 is never taken by chance. Else the Windows page of Vietnamese (1258) where nothing but
    Vietnamese comes out, else that of the West (1252). Letters of TCVN3, VNI and other old fonts
    look like Western ones and stay as they are: a wrong guess would destroy them unseen.
    """
    content = content.rstrip(b"\0 ")
    text = _utf8(content)
    if text is not None:
        return text, False
    text = unicodedata.normalize("NFC", content.decode("cp1258", "replace"))
    if not _is_vietnamese(text):
        text = content.decode("cp1252", "replace")
    return text, True


def _utf8(content: bytes) -> str | None:
    """Fields of fixed length are cut anywhere: half a letter at the end does not count."""
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(content)
    except UnicodeDecodeError:
        return None
    whole = len(text.encode()) == len(content.removeprefix(codecs.BOM_UTF8))
    return text if whole or not text.isascii() else None


def _is_vietnamese(text: str) -> bool:
    letters = {char for char in text if ord(char) > 0x7F and unicodedata.category(char)[0] in "LMC"}
    return "\ufffd" not in text and letters <= _VIETNAMESE
