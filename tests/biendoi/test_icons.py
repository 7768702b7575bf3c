"""The mark in every form, and the manifest that tells phones of it."""

import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from PIL import Image

from deploy import icons
from tests.biendoi.reader_pages import personal_traces
from tests.factories.articles import make_section

FOLDER = Path(settings.BASE_DIR) / "static" / "img"
GREEN = (15, 74, 51, 255)
SIDES = {
    "icon-192.png": (192, 192),
    "icon-512.png": (512, 512),
    "icon-maskable-512.png": (512, 512),
    "apple-touch-icon.png": (180, 180),
    "share.png": (1200, 630),
}


def test_manifest_tells_name_colours_and_icons(client):
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    assert personal_traces(response) == []
    told = json.loads(response.content)
    icons_told = told.pop("icons")
    assert told == {
        "id": "/",
        "name": "Báo Biên phòng",
        "short_name": "Biên phòng",
        "description": settings.MASTHEAD["slogan"],
        "lang": "vi",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": "#0f4a33",
        "background_color": "#fdfcf8",
    }
    assert [(icon["src"], icon["sizes"], icon["purpose"]) for icon in icons_told] == [
        ("/static/img/icon-192.png", "192x192", "any"),
        ("/static/img/icon-512.png", "512x512", "any"),
        ("/static/img/icon-maskable-512.png", "512x512", "maskable"),
    ]


@pytest.mark.parametrize(("name", "size"), SIDES.items())
def test_icon_has_its_size_and_few_bytes(name, size):
    with Image.open(FOLDER / name) as picture:
        assert (picture.format, picture.size) == ("PNG", size)
    assert (FOLDER / name).stat().st_size <= 8_000


@pytest.mark.parametrize("name", ["icon-maskable-512.png", "apple-touch-icon.png"])
def test_icon_that_systems_cut_is_green_to_its_corners(name):
    with Image.open(FOLDER / name) as picture:
        whole = picture.convert("RGBA")
        width, height = whole.size
        corners = {whole.getpixel((x, y)) for x in (0, width - 1) for y in (0, height - 1)}
    assert corners == {GREEN}


def test_maskable_icon_keeps_its_mark_in_the_middle_four_fifths():
    with Image.open(FOLDER / "icon-maskable-512.png") as picture:
        drawn = picture.convert("RGB")
    marked = [
        ((x - 255.5) ** 2 + (y - 255.5) ** 2) ** 0.5
        for x in range(0, 512, 4)
        for y in range(0, 512, 4)
        if drawn.getpixel((x, y)) != GREEN[:3]
    ]
    assert max(marked) <= 512 * 0.4


def test_favicon_is_a_real_icon_of_three_sizes(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Content-Type"]) == (200, "image/x-icon")
    assert response["Cache-Control"] == "public, max-age=86400"
    assert personal_traces(response) == []
    with Image.open(io.BytesIO(response.content)) as icon:
        assert icon.format == "ICO"
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_svg_is_the_mark_that_the_script_draws():
    text = (FOLDER / "favicon.svg").read_text(encoding="utf-8")
    assert text == icons.svg()
    assert ET.fromstring(text).attrib["viewBox"] == "0 0 32 32"


def test_files_are_what_the_script_draws(tmp_path, monkeypatch):
    monkeypatch.setattr(icons, "FOLDER", tmp_path)
    icons.main()
    for name in SIDES:
        with Image.open(tmp_path / name) as drawn, Image.open(FOLDER / name) as kept:
            assert drawn.convert("RGBA").tobytes() == kept.convert("RGBA").tobytes()


@pytest.mark.django_db
def test_pages_lead_to_icons_that_are_there(client):
    make_section()
    page = client.get("/").content.decode()
    links = dict(re.findall(r'<link rel="(icon|apple-touch-icon|manifest)" href="([^"]*)"', page))
    assert links == {
        "icon": "/static/img/favicon.svg",
        "apple-touch-icon": "/static/img/apple-touch-icon.png",
        "manifest": "/manifest.webmanifest",
    }
    for name in ("favicon.svg", "apple-touch-icon.png"):
        assert (FOLDER / name).is_file()
