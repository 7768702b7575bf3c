"""The first guess for the focal point."""

import time
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageFilter

from photos.focus import find_focus


def scene(at, size=(1200, 800), color="#c68863"):
    """A soft sky over soft land, and somebody standing there."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image = Image.blend(image, Image.new("RGB", size, "#7fa8c9"), 0.7)
    x, y = at[0] * size[0], at[1] * size[1]
    draw = ImageDraw.Draw(image)
    draw.ellipse((x - 40, y - 60, x + 40, y + 60), color)
    draw.rectangle((x - 20, y - 20, x - 10, y - 10), "black")
    draw.rectangle((x + 10, y - 20, x + 20, y - 10), "black")
    return image


@pytest.mark.parametrize("at", [(0.25, 0.3), (0.5, 0.5), (0.8, 0.4), (0.3, 0.75)])
def test_focus_is_on_the_face(at):
    across, down = find_focus(scene(at))
    assert abs(across - at[0]) < 0.06
    assert abs(down - at[1]) < 0.06


def test_focus_is_on_what_is_sharp():
    noise = Image.frombytes("L", (800, 500), Random(1).randbytes(400_000))
    image = noise.filter(ImageFilter.GaussianBlur(12))
    image.paste(noise.crop((0, 0, 120, 120)), (560, 120))
    across, down = find_focus(image.convert("RGB"))
    assert abs(across - 620 / 800) < 0.05
    assert abs(down - 180 / 500) < 0.05


@pytest.mark.parametrize("color", ["black", "white", "#7fa8c9", "#c68863"])
@pytest.mark.parametrize("size", [(600, 400), (1, 1), (3, 900), (900, 3), (7, 7), (90, 8)])
def test_focus_of_one_colour_is_the_centre(color, size):
    across, down = find_focus(Image.new("RGB", size, color))
    assert (round(across, 2), round(down, 2)) == (0.5, 0.5)


def test_focus_is_the_same_each_time_and_leaves_the_picture_alone():
    image = scene((0.3, 0.3))
    before = image.tobytes()
    assert len({find_focus(image) for _time in range(5)}) == 1
    assert image.tobytes() == before


def test_focus_of_grey_is_found_too():
    across, _down = find_focus(scene((0.25, 0.5)).convert("L"))
    assert abs(across - 0.25) < 0.06


def test_focus_is_found_fast():
    image = scene((0.3, 0.3), size=(6000, 4000))
    started = time.process_time()
    find_focus(image)
    assert time.process_time() - started < 0.2
