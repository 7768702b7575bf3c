"""The same words again, whatever marks, signs, blanks and capitals they come in."""

import hashlib

from core.vietnamese import fold


def digest_of(text: str) -> int:
    """63 bits of a text's letters and digits; of signs alone, of the signs."""
    letters = "".join(filter(str.isalnum, fold(text))) or text
    digest = hashlib.blake2b(letters.encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1
