"""XML read as a stream: one element at a time, and nothing of what was read is kept.

No document types, so no entities of the file's own making; nothing is fetched from anywhere.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from comments.importing.records import Harmless, Unreadable


def elements(
    file: BinaryIO, root: str, done: Callable[[list[str], str], bool]
) -> Iterator[tuple[list[str], Element]]:
    """(names of the elements it stands in, element) at the end of each, inner ones first; names
    without their namespace. What `done` says of (those names, its own) is let go once it was given.
    Raises Unreadable, also where the outermost is not `root`."""
    try:
        yield from _walk(iterparse(Harmless(file), ("start", "end"), forbid_dtd=True), root, done)
    except Unreadable:
        raise
    except ParseError as error:
        line, column = error.position
        raise Unreadable(f"Tệp hỏng từ dòng {line}, cột {column + 1}.") from None
    except DefusedXmlException:
        raise Unreadable("Tệp khai báo DOCTYPE hoặc thực thể riêng nên không được đọc.") from None
    except (LookupError, ValueError):
        raise Unreadable(
            "Không đọc được bảng mã mà tệp XML khai báo; hãy đổi tệp sang UTF-8."
        ) from None


def _walk(
    events: Iterable[tuple[str, Element]], root: str, done: Callable[[list[str], str], bool]
) -> Iterator[tuple[list[str], Element]]:
    path: list[str] = []
    open_elements: list[Element] = []
    for event, element in events:
        if event == "start":
            if not path and local(element) != root:
                raise Unreadable(f"Tệp không phải loại này: nó không mở đầu bằng <{root}>.")
            path.append(local(element))
            open_elements.append(element)
            continue
        path.pop()
        open_elements.pop()
        yield path, element
        if open_elements and done(path, local(element)):
            open_elements[-1].remove(element)


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def texts(element: Element) -> dict[str, str]:
    """What stands in the children of an element that are of its own kind, by their names. What
    stands there twice, and not the same, is told by neither."""
    told: dict[str, str] = {}
    for child in element:
        name, text = local(child), (child.text or "").strip()
        if child.tag == element.tag.removesuffix(local(element)) + name:
            told[name] = text if told.get(name, text) == text else ""
    return told
