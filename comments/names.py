"""Names that the newsroom alone speaks under, however they are spelled."""

import re

from comments.hearing import letters_of
from core.vietnamese import fold

# As their letters run on, without marks: to be found within longer names too.
_WITHIN = ("toasoan", "baobienphong", "banbientap", "tongbientap", "thukytoasoan", "quantrivien")
# What may be a piece of somebody's own name, as in “Lê Quân Trí”.
_WHOLE = ("quantri", "banquantri", "phongvien", "bientapvien", "nguoikiemduyet")
# A word of its own in a longer name.
_WORDS = ("bbt", "admin", "administrator", "mod", "moderator")

_BETWEEN = re.compile(r"[\W_]+")


def speaks_for_the_house(name: str) -> bool:
    """Whether readers would take it for the newspaper's: “Tòa soạn.”, “TòaSоạn” with a Cyrillic о,
    “Thư ký tòa soạn”."""
    letters = letters_of(name)
    if letters in _WHOLE or any(within in letters for within in _WITHIN):
        return True
    return any(fold(word) in _WORDS for word in _BETWEEN.split(name))
