"""Files that jokers, broken cards and full disks send: judged from the header, in two seconds at
most, with a sentence; nothing half-stored."""

import os
import signal
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image

from outbox.models import Effect
from outbox.queue import run_due
from photos import intake
from photos.intake import NO_PICTURE, TOO_MANY_SCANS, admit, inspect
from photos.models import Photo
from photos.rendering import files_of
from tests.outbox.process import database_address
from tests.photos.files import bomb, encoded, plain, upload

SECONDS = 2


def refusal(content, name="anh.jpg"):
    began = time.monotonic()
    with pytest.raises(ValidationError) as caught:
        inspect(upload(content, name))
    assert time.monotonic() - began < SECONDS
    return caught.value.messages


def png(width, height, depth=8, color=2, body=b""):
    """A PNG whose header says what it likes."""

    def chunk(kind, content):
        checked = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checked)

    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    ends = chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + ends


def gif(frames):
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 400, 400, 0) + b"\x02\x02\x4c\x01\x00"
    return (
        b"GIF89a" + struct.pack("<HHBBB", 400, 400, 0x80, 0, 0) + b"\0" * 6 + frame * frames + b";"
    )


def jpeg_of_size(width, height):
    """A small JPEG whose header says it is another size."""
    content = plain(size=(400, 400))
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


# --- too large --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (bomb(13_000), "Ảnh 13.000×13.000 quá lớn, quá 60 triệu điểm."),
        (png(60_000, 60_000), "Ảnh 60.000×60.000 quá lớn, quá 60 triệu điểm."),
        (png(2**31 - 1, 2**31 - 1), "Ảnh 2.147.483.647×2.147.483.647 quá lớn, quá 60 triệu điểm."),
        (jpeg_of_size(60_000, 60_000), "Ảnh 60.000×60.000 quá lớn, quá 120 triệu điểm."),
        (jpeg_of_size(65_500, 400), "Ảnh 65.500×400 quá dài: cạnh dài hơn 10 lần cạnh ngắn."),
    ],
    ids=["13000 1-bit", "60000", "2 billion", "60000 jpeg", "strip"],
)
def test_picture_too_large_is_judged_by_its_header(content, told):
    assert refusal(content) == [told]


def test_progressive_jpeg_stands_in_memory_whole_and_may_be_half_as_large():
    content = encoded(Image.new("RGB", (8000, 8000)), progressive=True, quality=20)
    assert refusal(content) == ["Ảnh 8.000×8.000 quá lớn, quá 60 triệu điểm."]
    assert inspect(upload(encoded(Image.new("RGB", (8000, 8000)), quality=20))).size == (8000, 8000)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "I;16"])
def test_picture_that_is_laid_on_white_may_be_a_quarter_as_large(mode):
    content = encoded(Image.new(mode, (5600, 5600)), "PNG")
    assert refusal(content) == ["Ảnh 5.600×5.600 quá lớn, quá 30 triệu điểm."]


def test_jpeg_of_very_many_scans_is_refused():
    content = encoded(Image.effect_noise((400, 400), 60), progressive=True)
    at = content.rindex(b"\xff\xda")
    scan = content[at:-2]
    assert refusal(content[:at] + scan * 60 + content[-2:]) == [TOO_MANY_SCANS]


def test_bad_picture_does_not_wait_for_the_good_ones():
    """The header is judged before its turn comes."""
    with intake._decoding:
        assert refusal(png(60_000, 60_000)) == ["Ảnh 60.000×60.000 quá lớn, quá 60 triệu điểm."]


def test_header_that_lies_is_refused():
    content = png(7000, 7000, body=b"\0" * 1000)
    assert refusal(content) == ["Ảnh bị hỏng, không mở được. Hãy xuất lại từ máy ảnh."]


def test_jpeg_that_ends_before_its_header_says_is_grey_below_and_taken_in_no_time():
    """No decoder calls it an error: the person who checks the upload sees the grey."""
    began = time.monotonic()
    assert inspect(upload(jpeg_of_size(8000, 8000))).size == (8000, 8000)
    assert time.monotonic() - began < SECONDS


def test_large_pictures_take_little_memory():
    """100 megapixels in JPEG: decoded small. In a process of its own, for the peak is its own."""
    code = """
import io, os, sys
import django; django.setup()
from pathlib import Path
from PIL import Image
from django.core.files.base import ContentFile
from photos.intake import inspect
inspect(ContentFile(Path(sys.argv[1]).read_bytes(), name="anh.jpg"))
status = Path("/proc/self/status").read_text()
print(int(status.partition("VmHWM:")[2].split()[0]) // 1000)
"""
    path = Path(settings.MEDIA_ROOT).parent / "large.jpg"
    path.write_bytes(encoded(Image.new("RGB", (12_000, 8_300)), quality=30))
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "biendoi.settings_test"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert int(done.stdout) < 200


# --- not what it says -------------------------------------------------------------------------


def test_gif_of_20000_frames_is_not_opened():
    assert refusal(gif(20_000)) == [NO_PICTURE]


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a/*" + plain(form="GIF")[8:] + b"*/=1;alert(1)",
        b"<?php system($_GET['c']); ?>" + plain(),
        b"<html><script>alert(1)</script></html>" + plain(form="PNG"),
        b"#!/bin/sh\nrm -rf /\n",
        b"MZ" + b"\0" * 500,
    ],
    ids=["script in gif", "php before jpeg", "html before png", "shell", "exe"],
)
def test_polyglot_is_refused(content):
    assert refusal(content, "a.php.jpg") == [NO_PICTURE]


@pytest.mark.django_db
def test_html_inside_a_picture_reaches_no_reader():
    script = b"<script>alert(1)</script>"
    photo = admit(
        Photo(caption="a", credit="b"), inspect(upload(plain(form="PNG") + script)), by=None
    )
    run_due()
    photo.refresh_from_db()
    for name in files_of(photo):
        with default_storage.open(name) as file:
            assert script not in file.read()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        *("a.php.jpg", "../../../etc/passwd", "/etc/passwd", "..\\..\\a.jpg", ".htaccess", ""),
        "a" * 300 + ".jpg",
        "ảnh\u202egpj.exe",
        "CON.jpg",
        "a\0b.jpg",
        "a\nb.jpg",
        "<script>alert(1)</script>.jpg",
    ],
)
def test_name_of_a_file_names_nothing_of_ours(name):
    arrival = inspect(upload(plain(), name))
    photo = admit(Photo(caption="a", credit="b"), arrival, by=None)
    photo.refresh_from_db()
    assert photo.original.name == f"{photo.key[:2]}/{photo.key}-{arrival.sha256[:8]}.jpg"
    assert len(photo.file_name) <= 150
    assert not {"\0", "\n", "\u202e"} & set(photo.file_name)


# --- full disk --------------------------------------------------------------------------------

FILL = """
import resource, signal, sys
import django; django.setup()
from django.core.files.base import ContentFile
from photos.intake import NoRoom, admit, inspect
from photos.models import Photo
from tests.outbox.process import database_address
from tests.photos.files import encoded
from PIL import Image
arrival = inspect(ContentFile(encoded(Image.effect_noise((800, 800), 90)), name="a.jpg"))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
try:
    admit(Photo(caption="a", credit="b"), arrival, by=None)
except NoRoom:
    from django.conf import settings
    from pathlib import Path
    roots = (Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT))
    print([str(path) for root in roots for path in root.rglob("*") if path.is_file()])
"""


@pytest.mark.parametrize("most", [0, 1000, 300_000], ids=["first byte", "original", "large"])
def test_full_disk_leaves_nothing_half_stored(most):
    """A write that really fails, in a process that may write no more than so many bytes a file."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "biendoi.settings_test"}
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(most)],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "[]\n"


# --- a worker that is killed ------------------------------------------------------------------

RENDER = """
import django; django.setup()
from outbox.queue import run_due
print("ready", flush=True)
run_due()
"""


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_worker_killed_half_way_is_made_good_by_the_next():
    content = encoded(Image.effect_noise((2400, 1800), 60).convert("RGB"))
    photo = admit(Photo(caption="a", credit="b"), inspect(upload(content)), by=None)
    shown = photo.best_url()
    worker = subprocess.Popen(
        [sys.executable, "-c", RENDER],
        env={**os.environ, **_same_store(), "DJANGO_SETTINGS_MODULE": "biendoi.settings"},
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
    )
    try:
        worker.stdout.readline()
        folder = Path(settings.MEDIA_ROOT, "anh", photo.key[:2])
        deadline = time.monotonic() + 30
        while len(list(folder.glob(f"{photo.key}-5x3-*"))) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    photo.refresh_from_db()
    assert photo.best_url() == shown  # readers see what they saw
    assert len(list(folder.glob(f"{photo.key}-5x3-*"))) >= 3
    effect = Effect.objects.get()
    assert effect.claimed_until is not None
    Effect.objects.update(claimed_until=effect.created)  # its lease has lapsed
    assert run_due() == 1
    photo.refresh_from_db()
    assert len(photo.made) == 5
    assert [name for name in files_of(photo) if not default_storage.exists(name)] == []


def _same_store():
    return {"DATABASE_URL": database_address(), "VAR_DIR": str(settings.VAR_DIR)}


# --- many at once -----------------------------------------------------------------------------


# What a process of its own takes: in this one other tests left room, and holes, of all sizes.
MANY = """
import django, resource, threading; django.setup()
from photos.intake import inspect
from tests.photos.files import plain, upload
contents = [plain(color=(n, n, n), size=(2000, 2000), form="PNG") for n in range(40)]
memory = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
before, arrivals = memory(), []
take = lambda content: arrivals.append(inspect(upload(content)))
threads = [threading.Thread(target=take, args=[content]) for content in contents]
for thread in threads: thread.start()
for thread in threads: thread.join(timeout=60)
print(len(arrivals), memory() - before)
"""


def test_many_at_once_are_decoded_one_at_a_time():
    done = subprocess.run(
        [sys.executable, "-c", MANY],
        # One heap for all threads: how many the allocator opens is not what is asked here.
        env={**os.environ, **_same_store(), "MALLOC_ARENA_MAX": "1"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    taken, megabytes = done.stdout.split()
    assert int(taken) == 40
    # At once they would take 40 × 12 MB; kept are the small ones.
    assert float(megabytes) < 250
