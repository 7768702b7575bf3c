"""Pictures with what agencies, cameras and old programs write into them, and readers of parts.

Bytes are put together here by the books of each format, apart from the product's own reading;
exiftool is the third opinion. REQUIRE_EXIFTOOL=1 makes its absence a failure.
"""

import json
import os
import shutil
import struct
import subprocess
import zlib
from datetime import datetime
from hashlib import md5
from itertools import starmap
from xml.sax.saxutils import escape

import pytest
from PIL import Image

from core.dates import HANOI
from photos.metadata import Facts
from tests.photos.files import SECRET, encoded

EXIFTOOL = shutil.which("exiftool")
needs_exiftool = pytest.mark.skipif(
    not EXIFTOOL and os.environ.get("REQUIRE_EXIFTOOL") != "1", reason="no exiftool here"
)

CAPTION = "Cán bộ Đồn Biên phòng Cửa khẩu Móng Cái tuần tra đường biên, mốc 1369."
BYLINE = "Nguyễn Thị Ngọc Huyền"
PLACE = ("Mốc 1369", "Móng Cái", "Quảng Ninh", "Việt Nam")
KEYWORDS = ("tuần tra", "biên giới", "Móng Cái")
POST = (21.5347222, 107.9525)
"""Latitude and longitude: 21°32'05" N, 107°57'09" E."""


def base(form="JPEG", size=(48, 32)):
    return encoded(Image.linear_gradient("L").resize(size).convert("RGB"), form)


# --- the three vocabularies -------------------------------------------------------------------


IIM = {"keywords": 25, "date": 55, "time": 60, "byline": 80, "city": 90, "sublocation": 92}
IIM |= {"province": 95, "country": 101, "headline": 105, "credit": 110, "source": 115}
IIM |= {"rights": 116, "caption": 120}


def dataset(record, number, value):
    return bytes((0x1C, record, number)) + struct.pack(">H", len(value)) + value


def iptc(charset="utf-8", *, declared=True, **texts):
    """An IIM block. Names as in `IIM`; a list is a repeated dataset."""
    block = dataset(1, 90, b"\x1b%G") if declared else b""
    block += dataset(2, 0, b"\0\4")
    for name, value in texts.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            content = one if isinstance(one, bytes) else one.encode(charset)
            block += dataset(2, IIM[name], content)
    return block


NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "aux": "http://ns.adobe.com/exif/1.0/aux/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def xmp(elements="", head="", **attributes):
    """A packet; attributes are named photoshop_Credit for photoshop:Credit."""
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMESPACES.items())
    plain = " ".join(
        f'{name.replace("_", ":")}="{escape(text, {chr(34): "&quot;"})}"'
        for name, text in attributes.items()
    )
    return (
        f'{head}<x:xmpmeta xmlns:x="adobe:ns:meta/" {spaces}><rdf:RDF>'
        f'<rdf:Description rdf:about="" {plain}>{elements}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


def alt(name, **languages):
    """Texts by language: vi="…", x_default="…"."""
    items = "".join(
        f'<rdf:li xml:lang="{language.replace("_", "-")}">{escape(text)}</rdf:li>'
        for language, text in languages.items()
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def bag(name, *texts, kind="Bag"):
    items = "".join(f"<rdf:li>{escape(text)}</rdf:li>" for text in texts)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"


def ascii_text(text, charset="utf-8"):
    return 2, text.encode(charset) + b"\0"


def wide_text(text):
    return 1, text.encode("utf-16-le") + b"\0\0"


def undefined(content):
    return 7, content


def rationals(*parts, order="<"):
    return 5, b"".join(struct.pack(order + "II", *part) for part in parts)


_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}


def _directory(entries, at, order):
    """A TIFF directory that will lie at that offset, its values after it."""
    values_at = at + 2 + 12 * len(entries) + 4
    head, values = struct.pack(order + "H", len(entries)), b""
    for tag, (kind, value) in sorted(entries.items()):
        head += struct.pack(order + "HHI", tag, kind, len(value) // _WIDTHS[kind])
        if len(value) <= 4:
            head += value.ljust(4, b"\0")
        else:
            head += struct.pack(order + "I", values_at + len(values))
            values += value + b"\0" * (len(value) % 2)
    return head + b"\0" * 4 + values


def exif(main=None, camera=None, gps=None, order="<"):
    """A TIFF structure of three directories, little-endian or big-endian (">")."""
    main = dict(main or {})
    pointers = {0x8769: camera, 0x8825: gps}
    pointers = {tag: entries for tag, entries in pointers.items() if entries}
    blank = main | dict.fromkeys(pointers, (4, b"\0" * 4))
    at = 8 + len(_directory(blank, 8, order))
    below = b""
    for tag, entries in pointers.items():
        main[tag] = 4, struct.pack(order + "I", at + len(below))
        below += _directory(entries, at + len(below), order)
    mark = b"II*\0" if order == "<" else b"MM\0*"
    return mark + struct.pack(order + "I", 8) + _directory(main, 8, order) + below


def gps(latitude, longitude, north="N", east="E", order="<"):
    """Each coordinate as degrees, minutes and seconds, of rational numbers."""
    return {
        1: ascii_text(north),
        2: rationals(*latitude, order=order),
        3: ascii_text(east),
        4: rationals(*longitude, order=order),
    }


POST_GPS = ((21, 1), (32, 1), (5, 1)), ((107, 1), (57, 1), (9, 1))

# --- one press photo, in each vocabulary ------------------------------------------------------

TAKEN = datetime(2023, 10, 1, 10, 51, tzinfo=HANOI)
TEXTS = {
    "caption": CAPTION,
    "byline": BYLINE,
    "credit": "Viết Hà/TTXVN",
    "agency": "Thông tấn xã Việt Nam",
    "copyright": "© 2023 Báo Biên phòng",
}
SAID = Facts(**TEXTS, keywords=KEYWORDS, place=", ".join(PLACE), taken_at=TAKEN)

IPTC = iptc(
    caption=CAPTION,
    byline=BYLINE,
    credit=TEXTS["credit"],
    source=TEXTS["agency"],
    rights=TEXTS["copyright"],
    keywords=KEYWORDS,
    date="20231001",
    time="105100+0700",
    **dict(zip(("sublocation", "city", "province", "country"), PLACE, strict=True)),
)
XMP = xmp(
    alt("dc:description", x_default=CAPTION)
    + bag("dc:creator", BYLINE, kind="Seq")
    + alt("dc:rights", x_default=TEXTS["copyright"])
    + bag("dc:subject", *KEYWORDS)
    + f"<photoshop:City>{PLACE[1]}</photoshop:City>",
    photoshop_Credit=TEXTS["credit"],
    photoshop_Source=TEXTS["agency"],
    photoshop_State=PLACE[2],
    photoshop_Country=PLACE[3],
    photoshop_DateCreated="2023-10-01T10:51:00+07:00",
    Iptc4xmpCore_Location=PLACE[0],
)
EXIF = exif(
    {0x010E: ascii_text(CAPTION), 0x013B: ascii_text(BYLINE), 0x8298: ascii_text("© 2023")},
    {0x9003: ascii_text("2023:10:01 10:51:00"), 0xA431: ascii_text("SERIAL-0042")},
    gps(*POST_GPS),
)


def without_sources(facts):
    return Facts(**{**facts.__dict__, "sources": {}})


# --- put into files ---------------------------------------------------------------------------


def segment(marker, body):
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def photoshop(iim, digest=None):
    def resource(number, data):
        head = b"8BIM" + struct.pack(">H", number) + b"\0\0" + struct.pack(">I", len(data))
        return head + data + b"\0" * (len(data) % 2)

    body = b"Photoshop 3.0\0" + resource(0x03ED, b"\0" * 16) + resource(0x0404, iim)
    return body + (resource(0x0425, digest) if digest is not None else b"")


def jpeg(*, exif=b"", iptc=b"", xmp=b"", digest=None, comment=b"", picture=None):
    segments = [(0xE1, b"Exif\0\0" + exif)] if exif else []
    segments += [(0xED, photoshop(iptc, digest))] if iptc else []
    segments += [(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp)] if xmp else []
    segments += [(0xFE, comment)] if comment else []
    content = picture or base()
    return content[:20] + b"".join(starmap(segment, segments)) + content[20:]


def press_photo(image, **texts):
    """A JPEG as an agency sends it: IPTC and EXIF with the post's coordinates. Texts as iptc()."""
    said = {"caption": CAPTION, "byline": BYLINE, "credit": "Viết Hà/TTXVN", **texts}
    return jpeg(exif=EXIF, iptc=iptc(**said), comment=SECRET, picture=encoded(image, quality=90))


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks, last=False):
    """Chunks after the header, or after the pixels, where exiftool puts them."""
    content = base("PNG")
    at = len(content) - 12 if last else 33
    return content[:at] + b"".join(starmap(chunk, chunks)) + content[at:]


def raw_profile(kind, content):
    """ImageMagick's chunk."""
    figures = f"\n{kind}\n{len(content):8}\n{content.hex()}\n".encode()
    return b"zTXt", f"Raw profile type {kind}".encode() + b"\0\0" + zlib.compress(figures)


def xmp_text(packet, *, packed=False):
    body = zlib.compress(packet) if packed else packet
    return b"iTXt", b"XML:com.adobe.xmp\0" + bytes((packed, 0)) + b"\0\0" + body


def digest_of(iim):
    return md5(iim).digest()


# --- exiftool ---------------------------------------------------------------------------------


def exiftool_writes(path, *arguments):
    subprocess.run(
        ["exiftool", "-q", "-overwrite_original", *arguments, str(path)], check=True, timeout=60
    )
    return path.read_bytes()


def exiftool_reads(path, content):
    """What exiftool knows of the file, by "Group:Tag", without what every picture has."""
    path.write_bytes(content)
    done = subprocess.run(
        ["exiftool", "-j", "-G1", "-a", "-u", "-U", "-ee", str(path)],
        check=True,
        capture_output=True,
        timeout=60,
    )
    tags = json.loads(done.stdout)[0]
    nature = ("ExifTool", "System", "File", "Composite", "SourceFile")
    return {name: value for name, value in tags.items() if not name.startswith(nature)}


def exiftool_reads_all(folder):
    """exiftool_reads() of every file in the folder, by file name."""
    done = subprocess.run(
        ["exiftool", "-j", "-G1", "-a", "-u", "-U", "-ee", str(folder)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    nature = ("ExifTool", "System", "File", "Composite", "SourceFile")
    return {
        tags["System:FileName"]: {n: v for n, v in tags.items() if not n.startswith(nature)}
        for tags in json.loads(done.stdout)
    }


# --- parts of a file --------------------------------------------------------------------------


def parts(content):
    """The names of all parts of a JPEG, PNG, WebP or AVIF file, in order, to its last byte."""
    if content[:2] == b"\xff\xd8":
        return _jpeg_parts(content)
    if content[:4] == b"\x89PNG":
        return _png_parts(content)
    if content[:4] == b"RIFF":
        return _webp_parts(content)
    return _avif_parts(content)


_MARKERS = {0xC0: "SOF0", 0xC2: "SOF2", 0xC4: "DHT", 0xDA: "SOS", 0xDB: "DQT", 0xFE: "COM"}
_MARKERS |= {0xE0 + number: f"APP{number}" for number in range(16)}


def _jpeg_parts(content):
    names, at = [], 2
    while content[at : at + 2] != b"\xff\xd9":
        assert content[at] == 0xFF, at
        marker = content[at + 1]
        body = content[at + 4 : at + 2 + struct.unpack_from(">H", content, at + 2)[0]]
        at += 4 + len(body)
        label = body.split(b"\0")[0].decode("latin-1") if marker & 0xF0 == 0xE0 else ""
        names.append(f"{_MARKERS[marker]} {label}".strip())
        while marker == 0xDA and (
            content[at] != 0xFF or content[at + 1] in {0, *range(0xD0, 0xD8)}
        ):
            at += 1
    assert at + 2 == len(content), "bytes after the end"
    return names


def _png_parts(content):
    names, at = [], 8
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        names.append(kind.decode())
        at += 12 + length
    assert at == len(content), "bytes after the end"
    return names


def _webp_parts(content):
    assert struct.unpack_from("<I", content, 4)[0] + 8 == len(content), "bytes after the end"
    names, at = [], 12
    while at < len(content):
        kind, length = struct.unpack_from("<4sI", content, at)
        names.append(kind.decode())
        at += 8 + length + length % 2
    assert at == len(content)
    return names


def _avif_parts(content):
    names = []
    for kind, body in _boxes(content):
        names.append(kind)
        if kind != "meta":
            continue
        for inner, data in _boxes(body[4:]):
            names.append(f"meta/{inner}")
            if inner == "iinf":
                names += [f"item {item[8:12].decode()}" for _kind, item in _boxes(data[6:])]
            if inner == "iprp":
                properties = next(held for name, held in _boxes(data) if name == "ipco")
                names += [f"property {name}" for name, _data in _boxes(properties)]
    return names


def _boxes(content):
    at = 0
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        yield kind.decode(), content[at + 8 : at + length]
        at += length
    assert at == len(content), "bytes after the end"
