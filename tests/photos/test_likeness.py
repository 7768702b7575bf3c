"""The same picture again, and another one."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from photos.likeness import ALIKE, distance, fingerprint
from tests.photos.files import encoded

signed = st.integers(-(2**63), 2**63 - 1)


def scene(seed, size=(900, 600)):
    """Land, sky and some shapes, other ones for each seed."""
    dice = random.Random(seed)
    soft = Image.frombytes("L", (9, 6), dice.randbytes(54)).resize(size, Image.Resampling.BICUBIC)
    image = ImageOps.colorize(soft, "#203018", "#cfe0f0")
    draw = ImageDraw.Draw(image)
    for _shape in range(12):
        x, y = dice.randrange(size[0]), dice.randrange(size[1])
        color = tuple(dice.randbytes(3))
        draw.rectangle((x, y, x + dice.randrange(20, 250), y + dice.randrange(20, 250)), color)
    return image.filter(ImageFilter.GaussianBlur(1))


def reopened(image, form, **options):
    return Image.open(io.BytesIO(encoded(image, form, **options)))


SAME = {
    "smaller": lambda image: image.resize((300, 200)),
    "larger": lambda image: image.resize((1800, 1200)),
    "poor JPEG": lambda image: reopened(image.resize((640, 427)), "JPEG", quality=25),
    "WebP": lambda image: reopened(image, "WEBP", quality=50),
    "AVIF": lambda image: reopened(image, "AVIF", quality=50),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.15),
    "flatter": lambda image: ImageEnhance.Contrast(image).enhance(0.8),
    "grey": lambda image: image.convert("L"),
    "sharper": lambda image: image.filter(ImageFilter.SHARPEN),
    "cut": lambda image: image.crop((12, 9, 885, 588)),
}
OTHER = {
    "mirrored": ImageOps.mirror,
    "upside down": ImageOps.flip,
    "turned": lambda image: image.transpose(Image.Transpose.ROTATE_90),
    "negative": ImageOps.invert,
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
@pytest.mark.parametrize("seed", range(5))
def test_picture_is_known_again(seed, change):
    image = scene(seed)
    assert distance(fingerprint(image), fingerprint(change(image))) <= ALIKE


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER)
@pytest.mark.parametrize("seed", range(5))
def test_changed_picture_is_another(seed, change):
    image = scene(seed)
    assert distance(fingerprint(image), fingerprint(change(image))) > ALIKE


def test_other_pictures_are_far():
    prints = [fingerprint(scene(seed)) for seed in range(40)]
    assert min(distance(a, b) for at, a in enumerate(prints) for b in prints[:at]) > ALIKE


@given(st.binary(min_size=72, max_size=72))
def test_fingerprint_fits_a_signed_column(pixels):
    assert -(2**63) <= fingerprint(Image.frombytes("L", (9, 8), pixels)) < 2**63


def test_fingerprint_of_darker_to_the_right_everywhere_is_all_ones():
    pixels = bytes(range(200, 110, -10)) * 8
    assert fingerprint(Image.frombytes("L", (9, 8), pixels)) == -1


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (9, 8), (600, 400)])
@pytest.mark.parametrize("color", ["black", "white", "teal"])
def test_fingerprint_of_one_colour_is_zero(color, size):
    assert fingerprint(Image.new("RGB", size, color)) == 0


@given(signed, signed)
def test_distance_is_a_distance(one, other):
    assert distance(one, one) == 0
    assert distance(one, other) == distance(other, one)
    assert distance(one, other) == f"{(one ^ other) % 2**64:b}".count("1")
