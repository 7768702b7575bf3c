"""Credit and copyright written into a public copy, and nothing else."""

from xml.sax.saxutils import escape

from core.vietnamese import clean_line

_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\
<x:xmpmeta xmlns:x="adobe:ns:meta/">\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">\
<photoshop:Credit>{credit}</photoshop:Credit>\
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>\
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""

_MOST = 300


def with_credit(content: bytes, form: str, credit: str, rights: str) -> bytes:
    """The copy with both lines in XMP and, in a JPEG, in IPTC too; not a pixel changes.

    `content` is what photos/encoding.py wrote, "jpeg" or "webp". Raises ValueError for another
    form: a place for text in an AVIF cannot be made without moving the picture in it.
    """
    credit, rights = clean_line(credit)[:_MOST], clean_line(rights)[:_MOST]
    xmp = _XMP.format(credit=escape(credit), rights=escape(rights)).encode()
    if form == "jpeg":
        return _into_jpeg(content, xmp, _iptc(credit, rights))
    if form == "webp":
        return _into_webp(content, xmp)
    raise ValueError(f"no credit is written into {form}")


def _into_jpeg(content: bytes, xmp: bytes, iptc: bytes) -> bytes:
    # The first segment, JFIF, keeps its place: old readers look for it nowhere else.
    after = 4 + int.from_bytes(content[4:6])
    resource = b"8BIM\x04\x04\0\0" + len(iptc).to_bytes(4) + iptc + b"\0" * (len(iptc) % 2)
    segments = _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp)
    segments += _segment(0xED, b"Photoshop 3.0\0" + resource)
    return content[:after] + segments + content[after:]


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2) + body


def _iptc(credit: str, rights: str) -> bytes:
    datasets = ((1, 90, b"\x1b%G"), (2, 0, b"\0\4"), (2, 110, credit.encode()))
    return b"".join(
        bytes((0x1C, record, number)) + len(value).to_bytes(2) + value
        for record, number, value in (*datasets, (2, 116, rights.encode()))
    )


def _into_webp(content: bytes, xmp: bytes) -> bytes:
    """A plain file, one VP8 chunk, becomes an extended one: size and flags, picture, text."""
    frame = content[26:30]  # after RIFF, chunk head, frame tag and start code
    if content[12:16] != b"VP8 ":
        raise ValueError("not a WebP as photos/encoding.py writes it")
    width, height = (int.from_bytes(frame[at : at + 2], "little") & 0x3FFF for at in (0, 2))
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + _chunk(b"VP8X", b"\x04\0\0\0" + size) + content[12:] + _chunk(b"XMP ", xmp)
    return _chunk(b"RIFF", body)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
