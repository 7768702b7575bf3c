"""An independent reader finds nothing told in what readers get, and much in what came in."""

import json
import os
import re
import shutil
import subprocess

import pytest

from tests.multimedia.mp3_files import sound
from tests.multimedia.mp4_files import audio, fragmented, movie, positions, video
from tests.multimedia.webm_files import film

needs_exiftool = pytest.mark.skipif(
    not shutil.which("exiftool") and os.environ.get("REQUIRE_EXIFTOOL") != "1",
    reason="no exiftool here",
)
TELLING = re.compile(
    r"gps|location|latitude|longitude|make|model|artist|author|comment|title|picture|software"
    r"|creat|modif|date|encoder|vendor|compressorname|handlerdesc|muxing|writing|serial|lyrics",
    re.IGNORECASE,
)
SAYS_NOTHING = {"", "0000:00:00 00:00:00", None}


def exiftool_reads(path, content):
    """What exiftool knows of the file, samples of tracks among it, by "Group:Tag"."""
    path.write_bytes(content)
    done = subprocess.run(
        ["exiftool", "-j", "-G1", "-a", "-u", "-U", "-ee3", "-api", "LargeFileSupport=1", path],
        check=True,
        capture_output=True,
        timeout=60,
    )
    tags = json.loads(done.stdout)[0]
    nature = ("ExifTool", "System", "File", "Composite", "SourceFile")
    return {name: value for name, value in tags.items() if not name.startswith(nature)}


def telling(tags):
    return {
        name: value
        for name, value in tags.items()
        if (TELLING.search(name.partition(":")[2]) and value not in SAYS_NOTHING)
        or "Secret" in str(value)
    }


@needs_exiftool
@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (movie(), "mp4"),
        (movie(early=True), "mp4"),
        (movie([video(), positions(b"meta", b"camm")], brands=(b"qt  ",)), "mov"),
        (movie([video(), positions(b"text", b"text")]), "mp4"),
        (movie([audio()], brands=(b"M4A ", b"isom")), "m4a"),
        (fragmented(), "mp4"),
        (film(), "webm"),
        (film(open_end=True), "webm"),
        (sound(), "mp3"),
    ],
)
def test_exiftool_finds_nothing_told(stripped, tmp_path, content, suffix):
    before = telling(exiftool_reads(tmp_path / f"goc.{suffix}", content))
    after = telling(exiftool_reads(tmp_path / f"sach.{suffix}", stripped(content)[1]))
    assert len(before) > 1
    assert after == {}
