"""What a browser sends of a long text: only what changed, with a sum of what it changed from.

Places are counted in bytes of UTF-8, where a browser and Python mean the same by a number.
"""

from typing import Any
from zlib import crc32

_KEYS = {"at", "cut", "put", "sum"}


class NotASplice(ValueError):
    """It says nothing that could be meant."""


def spliced(before: str, splice: dict[str, Any]) -> str | None:
    """The text after {"at": byte, "cut": bytes, "put": text, "sum": CRC-32 of all bytes before};
    None where the text before is not the one that was meant. Raises NotASplice."""
    if splice.keys() != _KEYS or not isinstance(splice["put"], str):
        raise NotASplice
    at, cut, whole = (splice[key] for key in ("at", "cut", "sum"))
    if any(type(number) is not int or number < 0 for number in (at, cut, whole)):
        raise NotASplice
    source = before.encode()
    if crc32(source) != whole:
        return None
    if at + cut > len(source):
        raise NotASplice
    try:
        return (source[:at] + splice["put"].encode() + source[at + cut :]).decode()
    except UnicodeError:
        raise NotASplice from None
