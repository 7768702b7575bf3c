"""A PDF written anew from its pages alone: what the pages draw, and links to web addresses.

Nothing of the old catalogue comes along: no properties, XMP, attachments, scripts, forms to fill
in, actions, bookmarks, comments, older states of the file. The pictures are not decoded.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from multimedia.stripping.edits import BROKEN, CUT, Refused
from multimedia.stripping.jpeg import jpeg2000_without_metadata, without_metadata

MAX_PAGES = 1000
MAX_OBJECTS = 500_000
NO_DOCUMENT = "Tệp này không phải tài liệu PDF."
LOCKED = "Tài liệu có mật khẩu hoặc khóa bản quyền. Hãy lưu lại một bản không khóa."

_OF_PAGE = {
    *("/Type", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"),
    *("/Rotate", "/Contents", "/Group", "/UserUnit"),
}
_DROPPED = {
    *("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/JS", "/EF", "/AF", "/Thumb", "/Usage"),
    *("/Measure", "/PtData", "/VP", "/OPI", "/StructParent", "/StructParents", "/Alternates"),
}
# What stands in these is called as the maker of the file liked: /AA may be a font.
_NAMED = {
    *("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties"),
    *("/CharProcs", "/Colorants"),
}
# Remarks between colleagues, what plays or opens something; links are written anew.
_ANNOTATIONS_DROPPED = {
    *("/Popup", "/Text", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"),
    "/Link",
}
_UNSEEN = 2 | 32
_ADDRESSES = ("http://", "https://", "mailto:")


def rewrite(source: BinaryIO, target: BinaryIO) -> int:
    """How many pages it has. Raises Refused, MemoryError."""
    reader = _opened(source)
    try:
        writer = PdfWriter()
        _Sweep().through(reader)
        for page in reader.pages:
            annotations = page.get("/Annots")
            for name in set(page) - _OF_PAGE:
                del page[name]
            added = writer.add_page(page)
            _annotate(writer, added, annotations)
        layers = reader.root_object.get("/OCProperties")
        if layers:
            writer.root_object[NameObject("/OCProperties")] = layers.get_object().clone(writer)
        writer.metadata = None
        writer.write(target)
        return len(reader.pages)
    except (Refused, MemoryError):
        raise
    except Exception:  # noqa: BLE001 -- of broken files pypdf raises many kinds
        raise Refused(BROKEN) from None


def _opened(file: BinaryIO) -> PdfReader:
    size = file.seek(0, 2)
    file.seek(0)
    if file.read(5) != b"%PDF-":
        raise Refused(NO_DOCUMENT)
    file.seek(max(0, size - 1024))
    if b"%%EOF" not in file.read():
        raise Refused(CUT)
    try:
        reader = PdfReader(file)
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- of broken files pypdf raises many kinds
        raise Refused(BROKEN) from None
    if locked:
        raise Refused(LOCKED)
    if not pages:
        raise Refused("Tài liệu không có trang nào.")
    if pages > MAX_PAGES:
        raise Refused(f"Tài liệu có {pages} trang, quá {MAX_PAGES} trang.")
    return reader


class _Sweep:
    """Goes once through everything the pages hold and takes out what is not drawn."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._ahead: list[tuple[Any, bool]] = []

    def through(self, reader: PdfReader) -> None:
        for page in reader.pages:
            for key in _OF_PAGE & set(page):
                self._meet(page.raw_get(key), named=False)
            for annotation, _drawn in _shown(page.get("/Annots")):
                self._meet(annotation["/AP"], named=False)
        self._meet(reader.root_object.get("/OCProperties"), named=False)
        while self._ahead:
            self._clear(*self._ahead.pop())

    def _meet(self, value: Any, *, named: bool) -> None:
        found = value.get_object() if isinstance(value, IndirectObject) else value
        if not isinstance(found, DictionaryObject | ArrayObject) or id(found) in self._seen:
            return
        self._seen.add(id(found))
        if len(self._seen) > MAX_OBJECTS:
            raise Refused(BROKEN)
        self._ahead.append((found, named))

    def _clear(self, found: Any, named: bool) -> None:
        if isinstance(found, ArrayObject):
            for value in found:
                self._meet(value, named=False)
            return
        if not named:
            for name in _DROPPED & set(found):
                del found[name]
        if isinstance(found, EncodedStreamObject):
            _clear_picture(found)
        for name in list(found):
            if name != "/Parent":
                self._meet(found.raw_get(name), named=not named and name in _NAMED)


def _clear_picture(stream: EncodedStreamObject) -> None:
    filters = stream.get("/Filter")
    names = list(filters) if isinstance(filters, ArrayObject) else [filters]
    clear = {"/DCTDecode": without_metadata, "/JPXDecode": jpeg2000_without_metadata}.get(
        str(names[-1]) if names else ""
    )
    if clear is None:
        return
    content = stream.get_data() if len(names) > 1 else stream._data  # noqa: SLF001 -- kept as it is
    stream._data = clear(content)  # noqa: SLF001 -- set_data() knows Flate alone
    stream[NameObject("/Filter")] = NameObject(names[-1])
    options = stream.get("/DecodeParms")
    if isinstance(options, ArrayObject):
        stream[NameObject("/DecodeParms")] = options[-1]


def _shown(annotations: Any) -> Iterator[tuple[DictionaryObject, StreamObject]]:
    """Annotations with a look of their own: stamps, signatures, what was filled in, highlights."""
    for one in (annotations.get_object() if annotations else None) or ():
        annotation = one.get_object()
        if not isinstance(annotation, DictionaryObject) or "/Rect" not in annotation:
            continue
        dropped = str(annotation.get("/Subtype")) in _ANNOTATIONS_DROPPED
        hidden = int(annotation.get("/F", 0)) & _UNSEEN
        look = None if dropped or hidden else _look(annotation)
        if look is not None:
            yield annotation, look


def _look(annotation: DictionaryObject) -> StreamObject | None:
    look = annotation.get("/AP", {}).get("/N")
    look = look.get_object() if look is not None else None
    if isinstance(look, DictionaryObject) and not isinstance(look, StreamObject):
        look = look.get(str(annotation.get("/AS", "/Off")))
        look = look.get_object() if look is not None else None
    return look if isinstance(look, StreamObject) else None


def _annotate(writer: PdfWriter, page: PageObject, annotations: Any) -> None:
    kept = ArrayObject()
    for annotation, look in _shown(annotations):
        drawn: Any = look.clone(writer)
        looks = {NameObject("/N"): drawn.indirect_reference or drawn}
        kept.append(_annotation("/Stamp", annotation, {"/AP": DictionaryObject(looks)}))
    for address, link in _links(annotations):
        action = {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): address}
        kept.append(_annotation("/Link", link, {"/A": DictionaryObject(action)}))
    if kept:
        page[NameObject("/Annots")] = kept


def _links(annotations: Any) -> Iterator[tuple[Any, DictionaryObject]]:
    for one in (annotations.get_object() if annotations else None) or ():
        link = one.get_object()
        if not isinstance(link, DictionaryObject) or "/Rect" not in link:
            continue
        action = link.get("/A", {}) if link.get("/Subtype") == "/Link" else {}
        address = action.get("/URI", "") if isinstance(action, DictionaryObject) else ""
        if str(address).lower().startswith(_ADDRESSES):
            yield address, link


def _annotation(
    subtype: str, old: DictionaryObject, more: dict[str, DictionaryObject]
) -> DictionaryObject:
    sides: Any = old["/Rect"]
    corners = ArrayObject(corner.get_object() for corner in sides)
    new = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject(subtype),
        "/Rect": corners,
        "/F": NumberObject(4),
        "/Border": ArrayObject([NumberObject(0)] * 3),
        **more,
    }
    return DictionaryObject({NameObject(name): value for name, value in new.items()})
