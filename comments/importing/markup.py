"""XML read as a stream: one element at a time, and nothing of what was read is kept.

No document types, so no entities of the file's own making; nothing is fetched from anywhere.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from comments.importing.records import Harmless, Unreadable


def elements(
    file: BinaryIO, done: Callable[[list[str], str], bool]
) -> Iterator[tuple[list[str], Element]]:
    """(names of the elements it stands in, element) at the end of each, inner ones first; names
    without their namespace. What `done` says of (those names, its own) is let go once it was given.
    Raises Unreadable."""
    path: list[str] = []
    open_elements: list[Element] = []
    try:
        for event, element in iterparse(Harmless(file), ("start", "end"), forbid_dtd=True):
            if event == "start":
                path.append(local(element))
                open_elements.append(element)
                continue
            path.pop()
            open_elements.pop()
            yield path, element
            if open_elements and done(path, local(element)):
                open_elements[-1].remove(element)
    except ParseError as error:
        line, column = error.position
        raise Unreadable(f"Tệp hỏng từ dòng {line}, cột {column + 1}.") from None
    except DefusedXmlException:
        raise Unreadable("Tệp khai báo DOCTYPE hoặc thực thể riêng nên không được đọc.") from None
    except (LookupError, ValueError):
        raise Unreadable(
            "Không đọc được bảng mã mà tệp XML khai báo; hãy đổi tệp sang UTF-8."
        ) from None


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def texts(element: Element) -> dict[str, str]:
    """What stands in the children of an element, by their names."""
    return {local(child): (child.text or "").strip() for child in element}
