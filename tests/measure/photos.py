"""The numbers of the photo library on this machine.

    python -m tests.measure.photos              one photo of 24 megapixels
    python -m tests.measure.photos --run 500    so many in one worker, for its memory

Writes into a scratch folder and a scratch database. Not a test: machines differ.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings_test")

import django

django.setup()

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test.utils import setup_databases
from PIL import Image

from demo import content
from demo.pictures import draw
from photos.intake import admit, inspect
from photos.models import Photo
from photos.rendering import bring_up_to_date, files_of

SIZE = (6000, 4000)


def picture(seed: int) -> bytes:
    """A JPEG as a camera of 24 megapixels writes: a drawn scene under the grain of a sensor."""
    rows = content.read("photos")["photo"]
    row = rows[seed % len(rows)]
    scene = draw(row["scene"], row["seed"]).resize(SIZE, Image.Resampling.BICUBIC)
    tile = Image.frombytes("L", (1000, 800), Random(seed).randbytes(800_000))
    grain = Image.new("L", SIZE)
    for left in range(0, SIZE[0], 1000):
        for top in range(0, SIZE[1], 800):
            grain.paste(tile, (left, top))
    noisy = Image.blend(scene, Image.merge("RGB", [grain] * 3), 0.06)
    out = io.BytesIO()
    noisy.save(out, "JPEG", quality=92)
    return out.getvalue()


def memory(line: str = "VmHWM") -> float:
    """The most this process has held so far, in MB; "VmRSS": what it holds now."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition(f"{line}:")[2].split()[0]) / 1000


def take_in(path: Path) -> tuple[Photo, float]:
    """An admitted photo, and the seconds from the last byte to its first copy."""
    upload = ContentFile(path.read_bytes(), name=path.name)
    began = time.monotonic()
    photo = admit(Photo(caption="Ảnh đo.", credit="Máy đo"), inspect(upload), by=None)
    return photo, time.monotonic() - began


def report(path: Path) -> None:
    photo, seconds = take_in(path)
    print(f"original             {photo.original.size / 1e6:6.1f} MB, 24 MP JPEG")
    print(f"first copy after     {seconds:6.2f} s   (wanted: 1.5)")
    began = time.process_time()
    count = bring_up_to_date(photo)
    print(f"all {count} copies       {time.process_time() - began:6.1f} s of CPU   (wanted: 15)")
    for ratio in ("5x3", "free"):
        sizes = {
            form: {
                each.width: default_storage.size(each.name) for each in photo.copies(ratio, form)
            }
            for form in ("avif", "jpeg")
        }
        lead, old = sizes["avif"][1170], sizes["jpeg"][1600]
        print(f"{ratio:5} 390 px DPR 3    {lead / 1000:6.1f} kB AVIF   (wanted: 90)")
        saved = 1 - lead / old
        print(f"      one JPEG 1600   {old / 1000:6.1f} kB: {saved:.0%} saved (wanted: 40%)")
    print(f"all files            {sum(map(default_storage.size, files_of(photo))) / 1e6:6.2f} MB")


def many(paths: list[Path], count: int) -> None:
    """Photos are rendered one after the other, as the worker does."""
    photos = [take_in(path)[0] for path in paths]
    began, cpu = time.monotonic(), time.process_time()
    for done in range(1, count + 1):
        bring_up_to_date(photos[done % len(photos)], again=True)
        if done in {5, 10, 20, 50} or done % 100 == 0 or done == count:
            each = (time.process_time() - cpu) / done
            print(
                f"{done:4} photos: {memory('VmRSS'):6.0f} MB now, {memory():6.0f} MB at most, "
                f"{each:5.2f} s of CPU each, {time.monotonic() - began:6.0f} s",
                flush=True,
            )


def measure(paths: list[Path], count: int) -> None:
    setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    if count:
        many(paths, count)
    else:
        report(paths[0])
    print(f"memory at most       {memory():6.0f} MB   (wanted: 350)")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", type=int, default=0, metavar="COUNT")
    parser.add_argument("pictures", type=Path, nargs="*", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.pictures:
        measure(arguments.pictures, arguments.run)
        return
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{seed}.jpg") for seed in range(4 if arguments.run else 1)]
        for seed, path in enumerate(paths):
            path.write_bytes(picture(seed))
        # In a process of its own: drawing the pictures took more memory than working on them.
        command = [sys.executable, "-m", "tests.measure.photos", f"--run={arguments.run}", *paths]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
