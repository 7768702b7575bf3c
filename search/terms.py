"""How a word is looked for, the same in the index and in a query."""

import re

from core.vietnamese import clean_line, fold

_SIGNS = re.compile(r"[\W_]+")


def terms(text: str) -> list[str]:
    """The words of a text without marks, signs inside them as hyphens: 174-ĐA/TU → 174-da-tu.

    So “biên giới” in quotation marks, 174–ĐA/TU and 21/3/2016 are found however they are written.
    """
    words = (_SIGNS.sub("-", word).strip("-") for word in fold(clean_line(text)).split())
    return [word for word in words if word]
