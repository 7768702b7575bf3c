"""An uploaded PDF is opened in a process of its own: a few kilobytes may unfold to gigabytes or
draw for minutes, and whoever waits for a page must not feel it.

The two share a folder. The parent lays down UPLOAD and starts `python -m multimedia.quarantine`;
the child leaves CLEAN, then OUTCOME, then the pictures, each under its name only when it is whole.
"""

import io
import json
import logging
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from PIL import Image

from multimedia.previews import draw
from multimedia.stripping import Refused, pdf

SECONDS = 20
MEMORY = 600_000_000
HEAVIEST = 100_000_000  # bytes of the clean copy: what was packed may come out unpacked
BLOCK = 1 << 20
TOO_COMPLEX = (
    "Tài liệu quá phức tạp: mở ra tốn quá nhiều thời gian hoặc bộ nhớ của máy chủ. "
    "Hãy xuất lại một bản PDF gọn hơn."
)
UPLOAD, CLEAN, OUTCOME = "upload.pdf", "clean.pdf", "outcome.json"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sheets:
    """A document written anew. pictures: (WebP, width, height) of the first page and of those
    after it that were drawn in time."""

    page_count: int
    clean: bytes
    pictures: list[tuple[bytes, int, int]]


def prepare(upload: IO[bytes], *, seconds: int = SECONDS, memory: int = MEMORY) -> Sheets:
    """seconds: of the clock and of the processor; memory: bytes of address space.

    Raises Refused, also where not even the first page could be drawn within these bounds.
    """
    with tempfile.TemporaryDirectory(prefix="pdf-") as name:
        folder = Path(name)
        upload.seek(0)
        with (folder / UPLOAD).open("wb") as copy:
            shutil.copyfileobj(upload, copy, BLOCK)
        with _few_at_once:
            _run(folder, seconds, memory)
        return _left_in(folder)


# Each may take `memory`: many uploads at once must not take the machine.
_few_at_once = threading.BoundedSemaphore(2)


def _run(folder: Path, seconds: int, memory: int) -> None:
    command = [sys.executable, "-m", "multimedia.quarantine"]
    try:
        done = subprocess.run(  # noqa: S603 -- this very module, in a folder of ours
            [*command, str(folder), str(seconds), str(memory)],
            cwd=Path(__file__).parent.parent,
            env={},  # nothing of the site's secrets
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.warning("PDF stopped after %s seconds", seconds)
        return
    if done.returncode:
        logger.warning("PDF ended with %s: %s", done.returncode, done.stderr[-500:])


def _left_in(folder: Path) -> Sheets:
    try:
        outcome = json.loads((folder / OUTCOME).read_bytes())
    except FileNotFoundError:
        raise Refused(TOO_COMPLEX) from None
    if "refused" in outcome:
        raise Refused(outcome["refused"])
    clean, pictures = folder / CLEAN, list(_pictures(folder))
    if not pictures or clean.stat().st_size > HEAVIEST:
        raise Refused(TOO_COMPLEX)
    return Sheets(outcome["pages"], clean.read_bytes(), pictures)


def _pictures(folder: Path) -> Iterator[tuple[bytes, int, int]]:
    page = 1
    while (place := folder / f"{page}.webp").exists():
        content = place.read_bytes()
        yield content, *Image.open(io.BytesIO(content)).size
        page += 1


def _work(folder: Path) -> None:
    try:
        with (folder / UPLOAD).open("rb") as upload, (folder / CLEAN).open("w+b") as clean:
            pages = pdf.rewrite(upload, clean)
            clean.flush()
            _leave(folder / OUTCOME, json.dumps({"pages": pages}).encode())
            for page, (picture, _width, _height) in enumerate(draw(clean), 1):
                _leave(folder / f"{page}.webp", picture)
    except Refused as refusal:
        _leave(folder / OUTCOME, json.dumps({"refused": str(refusal)}).encode())


def _leave(place: Path, content: bytes) -> None:
    draft = place.with_suffix(".part")
    draft.write_bytes(content)
    draft.replace(place)


def main(folder: str, seconds: str, memory: str) -> None:
    # The processor's seconds end it even when the parent was killed.
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _work(Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
