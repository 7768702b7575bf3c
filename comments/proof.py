"""A sum that a browser does before it sends, where COMMENT_PROOF_BITS says so: nothing to one
reader, much to whoever sends thousands.

static/js/proving.js looks for a number with which the digest of stamp, text and number begins with
so many zero bits. Nobody is refused without it (an old browser, no script, a page without HTTPS has
none): it is only told on the card.
"""

from collections.abc import Mapping
from hashlib import sha256

from django.conf import settings

_LONGEST = 20
"""Digits of a number."""


def holds(sent: Mapping[str, str]) -> bool:
    """Whether the fields as they were sent, `stamp`, `text` and `proof`, hold the sum asked for."""
    bits = settings.COMMENT_PROOF_BITS
    number = sent.get("proof", "")
    if not bits:
        return True
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST):
        return False
    # A form sends the ends of lines as two signs, the script counts one.
    text = sent.get("text", "").replace("\r\n", "\n")
    told = "\n".join((sent.get("stamp", ""), text, number)).encode(errors="replace")
    return int.from_bytes(sha256(told).digest()) >> (256 - bits) == 0
