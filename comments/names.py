"""Names that the newsroom alone speaks under, however they are spelled."""

from comments.matching import letters_of

# As their letters run on, without marks: to be found within longer names too.
_WITHIN = ("toasoan", "baobienphong", "banbientap")
# What may be a piece of somebody's own name, as in “Lê Quân Trí”.
_WHOLE = ("quantri", "banquantri", "quantrivien")


def speaks_for_the_house(name: str) -> bool:
    """Whether readers would take it for the newspaper's: “Tòa soạn.”, “TòaSоạn” with a Cyrillic о,
    “Thư ký tòa soạn”."""
    letters = letters_of(name)
    return letters in _WHOLE or any(within in letters for within in _WITHIN)
