"""What of a reader's words can be stored, and the sentences for what cannot."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from comments.models import NAME_LENGTH, TEXT_LENGTH
from core.numbers import number
from core.vietnamese import clean, clean_line

EMAIL_LENGTH = 254
# What stands for the words and the name of who had his data erased.
ERASED_TEXT = "(Người gửi đã yêu cầu xóa.)"
ERASED_NAME = "Bạn đọc"


def checked(name: str, email: str, text: str) -> dict[str, str]:
    """The words as they will be stored. Lengths are in code points after cleaning.

    Raises ValidationError by field: name, email, text; every refusal at once.
    """
    words = {"name": clean_line(name), "email": clean_line(email).lower(), "text": _tidy(text)}
    refusals = {}
    if not words["name"]:
        refusals["name"] = "Xin cho biết tên của bạn."
    elif len(words["name"]) > NAME_LENGTH:
        refusals["name"] = too_long("Tên", words["name"], NAME_LENGTH)
    if words["email"] and not is_email(words["email"]):
        refusals["email"] = "Địa chỉ thư điện tử chưa đúng. Bạn có thể để trống ô này."
    if refusal := _refusal_of(words["text"]):
        refusals["text"] = refusal
    if refusals:
        raise ValidationError(refusals)
    return words


def checked_text(text: str) -> str:
    """The text alone, as checked() has it; raises ValidationError by field: text."""
    text = _tidy(text)
    if refusal := _refusal_of(text):
        raise ValidationError({"text": refusal})
    return text


def _refusal_of(text: str) -> str:
    if not text:
        return "Bạn chưa viết ý kiến."
    return too_long("Ý kiến", text, TEXT_LENGTH) if len(text) > TEXT_LENGTH else ""


def _tidy(text: str) -> str:
    """No blanks at line ends, at most one empty line between two paragraphs."""
    lines = "\n".join(line.rstrip() for line in clean(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def too_long(what: str, words: str, limit: int) -> str:
    """The sentence that refuses words longer than `limit` code points."""
    return (
        f"{what} dài {number(len(words))} ký tự, quá mức {number(limit)} ký tự. Xin viết gọn hơn."
    )


def is_email(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= EMAIL_LENGTH
