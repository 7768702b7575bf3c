"""XMP: the packet of RDF that Adobe's and the agencies' programs write."""

import re
from collections import defaultdict
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from photos.metadata.exif import placed
from photos.metadata.facts import Facts, joined, line, prose, words
from photos.metadata.moments import moment

# A packet with every layer of a long Photoshop history; a caption needs a thousandth of it.
MOST_BYTES = 2**20

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_EXIF = "{http://ns.adobe.com/exif/1.0/}"
_DRONE = "{http://www.dji.com/drone-dji/1.0/}"
_IPTC = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_IPTC_EXTRA = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
_PLACE = (f"{_IPTC}Location", f"{_PHOTOSHOP}City", f"{_PHOTOSHOP}State", f"{_PHOTOSHOP}Country")
_TAKEN = (f"{_PHOTOSHOP}DateCreated", f"{_EXIF}DateTimeOriginal")
_SERIALS = (
    "{http://ns.adobe.com/exif/1.0/aux/}SerialNumber",
    "{http://ns.adobe.com/exif/1.0/aux/}LensSerialNumber",
    "{http://cipa.jp/exif/1.0/}BodySerialNumber",
    "{http://cipa.jp/exif/1.0/}LensSerialNumber",
)
# The camera's own, and what drones write beside it.
_POSITION = (
    (f"{_EXIF}GPSLatitude", f"{_DRONE}GpsLatitude", f"{_EXIF}GPSDestLatitude"),
    (f"{_EXIF}GPSLongitude", f"{_DRONE}GpsLongitude", f"{_EXIF}GPSDestLongitude"),
)
# Of the newscodes "trainedAlgorithmicMedia" and "compositeWithTrainedAlgorithmicMedia".
_TRAINED = re.compile("trainedAlgorithmicMedia", re.IGNORECASE)
# 21,32,5N and 21,32.0833N, and -21.5347 from programs that did not read the book.
_DEGREES = re.compile(
    r"(?P<sign>[-+]?)(?P<degrees>\d{1,3}(?:\.\d{1,20})?)"
    r"(?:,(?P<minutes>\d{1,2}(?:\.\d{1,20})?))?(?:,(?P<seconds>\d{1,2}(?:\.\d{1,20})?))?"
    r"(?P<side>[NSEW]?)",
    re.ASCII,
)


def read_xmp(packet: bytes) -> Facts:
    said = _properties(packet)

    def first(*names: str) -> str:
        return next((text for name in names for text in said[name] if text.strip()), "")

    latitude, longitude = _position(*(first(*names) for names in _POSITION))
    times = (moment(first(name)) for name in _TAKEN)
    return Facts(
        caption=prose(first(f"{_DC}description")) or line(first(f"{_PHOTOSHOP}Headline")),
        byline=joined(said[f"{_DC}creator"]),
        credit=line(first(f"{_PHOTOSHOP}Credit")),
        agency=line(first(f"{_PHOTOSHOP}Source")),
        copyright=line(first(f"{_DC}rights")),
        keywords=words(said[f"{_DC}subject"]),
        place=joined([first(name) for name in _PLACE]),
        taken_at=next(filter(None, times), None),
        latitude=latitude,
        longitude=longitude,
        camera_serial=bool(first(*_SERIALS)),
        made_by_ai=bool(_TRAINED.search(first(f"{_IPTC_EXTRA}DigitalSourceType"))),
    )


def _properties(packet: bytes) -> defaultdict[str, list[str]]:
    """Texts by property, the Vietnamese or the default one of several languages first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    root = _parsed(packet)
    if root is None:
        return found
    for tree in root.iter(f"{_RDF}RDF"):
        for description in tree.iterfind(f"{_RDF}Description"):
            for name, text in description.attrib.items():
                found[name].append(text)
            for element in description:
                found[element.tag].extend(_texts(element))
    return found


def _parsed(packet: bytes) -> Element | None:
    if len(packet) > MOST_BYTES:
        return None
    try:
        return ElementTree.fromstring(packet.strip(b"\0 \t\r\n"), forbid_dtd=True)
    except (SyntaxError, ValueError, LookupError):  # broken, forbidden, in no known charset
        return None


def _texts(element: Element) -> list[str]:
    items = element.findall(f"{_RDF}*/{_RDF}li")
    items.sort(key=_language)
    whole = element.get(f"{_RDF}resource") or "".join(element.itertext())
    return ["".join(item.itertext()) for item in items] or [whole]


def _language(item: Element) -> int:
    language = item.get(_LANGUAGE, "")
    return 0 if language.startswith("vi") else 1 if language in {"", "x-default"} else 2


def _position(latitude: str, longitude: str) -> tuple[float, float] | tuple[None, None]:
    north, east = _degrees(latitude), _degrees(longitude)
    return (None, None) if north is None or east is None else placed(north, east)


def _degrees(text: str) -> float | None:
    found = _DEGREES.fullmatch(text.strip())
    if not found:
        return None
    parts = (float(found[name] or 0) for name in ("degrees", "minutes", "seconds"))
    value = sum(part / 60**power for power, part in enumerate(parts))
    return -value if found["sign"] == "-" or found["side"] in {"S", "W"} else value
