"""Public copies of a photo, made by the worker from its private original.

Copies of a ratio are shown when all of them stand ready; until then readers get the ones before.
Files are named by what is in them (Photo.edition), so a run that was broken off is simply run
again, and an old page finds its old files.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from outbox.queue import enqueue
from photos.crediting import with_credit
from photos.encoding import cut, dominant_color, pack
from photos.focus import find_focus
from photos.geometry import FREE, WIDTHS, Box, scaled, widths
from photos.likeness import fingerprint
from photos.models import Photo, RetiredFile
from photos.opening import as_seen

RENDER = "photos.render"
FORMS = ("webp", "jpeg", "avif")
# The one copy made while the person who uploads it waits.
FIRST = ("webp", 800)
_ORDER = ("5x3", FREE, "16x9", "1x1", "4x5")


def order(photo: Photo) -> None:
    """Have the worker bring the photo's copies up to date, after commit."""
    enqueue(RENDER, str(photo.pk))


def bring_up_to_date(photo: Photo, *, again: bool = False) -> int:
    """Make what copies are wanting, ratio by ratio, or all of them again. How many files were
    written."""
    stale = [r for r in _ORDER if again or photo.made.get(r) != wanted(photo, r)]
    if not stale:
        return 0
    with photo.original.open() as file, Image.open(file) as original:
        picture, _size = as_seen(original, max(_part_needed(photo, ratio) for ratio in stale))
    return sum(_render_ratio(photo, ratio, picture) for ratio in stale)


def wanted(photo: Photo, ratio: str) -> dict[str, object]:
    """The entry of Photo.made when all copies of the ratio stand ready."""
    fitting = list(widths(photo.box(ratio), ratio))
    return {"cut": photo.edition(ratio), **dict.fromkeys(FORMS, fitting)}


def first_copy(photo: Photo, picture: Image.Image) -> None:
    """One file readers can be shown at once, and what is found out by looking at the picture.

    Sets the unsaved photo's `made`, colour, fingerprint and, unless given, its focal point.
    """
    photo.color = dominant_color(picture)
    photo.fingerprint = fingerprint(picture)
    if photo.focal == (0.5, 0.5):
        photo.focal_x, photo.focal_y = find_focus(picture)
    form, width = FIRST
    whole = photo.box(FREE)
    size = scaled(whole, FREE, width)
    photo.made = {FREE: {"cut": photo.edition(FREE), form: [size[0]]}}
    _store(photo, FREE, form, cut(picture, (0, 0, *picture.size), size))


def files_of(photo: Photo) -> Iterator[str]:
    """Names of all public files the photo shows now."""
    for ratio, entry in photo.made.items():
        yield from photo.files_of(ratio, entry)


def _part_needed(photo: Photo, ratio: str) -> float:
    """How much of the original's width and height the widest copy of a ratio asks for."""
    left, _top, right, _bottom = photo.box(ratio)
    return min(1.0, WIDTHS[ratio][-1] / (right - left))


def _render_ratio(photo: Photo, ratio: str, picture: Image.Image) -> int:
    entry = wanted(photo, ratio)
    box = photo.box(ratio)
    count = 0
    for width in widths(box, ratio):
        copy = cut(picture, _in(picture, box, photo), scaled(box, ratio, width))
        for form in FORMS:
            _store(photo, ratio, form, copy)
            count += 1
    _show(photo, ratio, entry)
    return count


def _in(picture: Image.Image, box: Box, photo: Photo) -> Box:
    """The box of the original in a picture decoded smaller than it is."""
    across, down = picture.width / photo.width, picture.height / photo.height
    left, top = int(box[0] * across), int(box[1] * down)
    right, bottom = round(box[2] * across), round(box[3] * down)
    return left, top, max(left + 1, min(right, picture.width)), max(top + 1, bottom)


def _store(photo: Photo, ratio: str, form: str, copy: Image.Image) -> None:
    content = pack(copy, form)
    if settings.PHOTO_CREDIT_IN_FILES and form != "avif":
        content = with_credit(content, form, f"Ảnh: {photo.credit}", photo.rights_line)
    name = photo.file_name_of(ratio, photo.edition(ratio), copy.width, form)
    default_storage.save(name, ContentFile(content))


def _show(photo: Photo, ratio: str, entry: dict[str, object]) -> None:
    """From now on pages name the new copies; the old ones stay for pages still cached."""
    with transaction.atomic():
        now = Photo.objects.select_for_update().get(pk=photo.pk)
        replaced = entry
        if wanted(now, ratio) == entry:  # else somebody moved the frame, and ordered what he wants
            replaced = now.made.get(ratio)
            now.made[ratio] = entry
            now.save(update_fields=["made"])
        retire(now.files_of(ratio, replaced) if replaced else (), unless=set(files_of(now)))
    photo.made = now.made


def forget(photo: Photo, lost: set[str]) -> None:
    """Show no ratio any more of which a file is lost."""
    with transaction.atomic():
        now = Photo.objects.select_for_update().get(pk=photo.pk)
        now.made = {r: e for r, e in now.made.items() if not lost & now.files_of(r, e)}
        now.save(update_fields=["made"])


def retire(names: Iterable[str], *, unless: set[str]) -> None:
    """Note that no page names these files any more, except the ones that are shown."""
    rows = [RetiredFile(name=name) for name in sorted(set(names) - unless)]
    RetiredFile.objects.bulk_create(rows, ignore_conflicts=True)
    RetiredFile.objects.filter(name__in=unless).delete()
