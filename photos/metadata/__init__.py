"""What a picture file says of itself, in XMP, IPTC and EXIF, read into one set of facts.

Nothing here decodes pixels, and nothing here raises: a file that says nonsense says nothing.
"""

import hashlib
from typing import Any

from photos.metadata.containers import Blocks, find_blocks
from photos.metadata.exif import read_exif
from photos.metadata.facts import Facts
from photos.metadata.iptc import read_iptc
from photos.metadata.moments import more_exact
from photos.metadata.places import without_places
from photos.metadata.xmp import read_xmp

__all__ = ["Facts", "read"]

_CHOSEN = ("caption", "byline", "credit", "agency", "copyright", "keywords", "place", "taken_at")
_FIELDS = (*_CHOSEN, "latitude", "longitude")


def read(content: bytes) -> Facts:
    """The facts of a JPEG, PNG, WebP, AVIF or HEIC file; the empty Facts of anything else.

    A field comes whole from one source: XMP, else IPTC, else EXIF. IPTC goes first where its own
    checksum tells that a program wrote it after XMP (guidance of the Metadata Working Group; only
    that EXIF, meant for ASCII and filled by cameras, comes last here).
    """
    blocks = find_blocks(content)
    said = {"XMP": read_xmp(blocks.xmp), "IPTC": read_iptc(blocks.iptc)}
    if _iptc_is_newer(blocks):
        said = {"IPTC": said["IPTC"], "XMP": said["XMP"]}
    said["EXIF"] = read_exif(blocks.exif)

    chosen: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for name in _FIELDS:
        for source, facts in said.items():
            value = getattr(facts, name)
            if value not in {"", (), None}:
                chosen[name], sources[name] = value, source
                break
    for source, facts in said.items():
        if more_exact(facts.taken_at, chosen.get("taken_at")):
            chosen["taken_at"], sources["taken_at"] = facts.taken_at, source
            break
    _take_out_places(chosen)
    guessed = tuple(name for name, source in sources.items() if name in said[source].guessed)
    return Facts(
        **chosen,
        camera_serial=any(facts.camera_serial for facts in said.values()),
        made_by_ai=any(facts.made_by_ai for facts in said.values()),
        guessed=guessed,
        sources=sources,
    )


def _take_out_places(chosen: dict[str, Any]) -> None:
    """Coordinates typed into the words are a place as much as those of the camera."""
    for name in ("caption", "place"):
        words, place = without_places(chosen.get(name, ""))
        if place is not None:
            chosen[name] = words
            if chosen.get("latitude") is None:
                chosen["latitude"], chosen["longitude"] = place
    kept = [without_places(word)[0] for word in chosen.get("keywords", ())]
    if kept:
        chosen["keywords"] = tuple(filter(None, kept))


def _iptc_is_newer(blocks: Blocks) -> bool:
    made = hashlib.md5(blocks.iptc, usedforsecurity=False).digest()
    return bool(blocks.iptc) and len(blocks.iptc_digest) == len(made) and blocks.iptc_digest != made
