"""The drawn pictures of the demo: same seed, same picture; every entry complete."""

import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from demo.pictures import SCENES, draw

SMALL = (160, 100)
CONTENT = Path(__file__).parents[2] / "demo" / "content" / "photos.toml"
PHOTOS = tomllib.loads(CONTENT.read_text(encoding="utf-8"))["photo"]
FIELDS = {"key", "scene", "seed", "caption", "credit", "alt", "place", "focal"}
CREDITS = {"Viết Hà", "Thu Lê", "Khánh Vy", "Đức Trường", "Hoàng Sơn Lâm", "CTV"}
KEYS = {
    "nui": 8,
    "bien": 8,
    "moc": 8,
    "tuan-tra": 8,
    "ban-lang": 6,
    "tau": 6,
    "cua-khau": 4,
    "lop-hoc": 4,
    "le": 4,
    "cho-phien": 4,
}


@pytest.mark.parametrize("scene", SCENES)
def test_same_arguments_same_pixels(scene):
    assert draw(scene, 3, SMALL).tobytes() == draw(scene, 3, SMALL).tobytes()


@pytest.mark.parametrize("size", [(160, 100), (100, 100), (61, 97), (320, 90)])
def test_size_and_mode_are_honoured(size):
    picture = draw("moc", 1, size)
    assert picture.size == size
    assert picture.mode == "RGB"


def test_unknown_scene_is_refused():
    with pytest.raises(KeyError):
        draw("sao-hoa", 1, SMALL)


def test_every_picture_of_the_newspaper_is_another():
    drawn = {draw(photo["scene"], photo["seed"], SMALL).tobytes() for photo in PHOTOS}
    assert len(drawn) == len(PHOTOS)


def test_seeds_change_the_picture():
    assert len({draw("nui", seed, SMALL).tobytes() for seed in (0, 8, 32, 64)}) == 4


def test_every_scene_has_its_keys():
    assert Counter(photo["scene"] for photo in PHOTOS) == KEYS
    expected = {f"{scene}-{i + 1}" for scene, count in KEYS.items() for i in range(count)}
    assert {photo["key"] for photo in PHOTOS} == expected


@pytest.mark.parametrize("photo", PHOTOS, ids=lambda photo: photo["key"])
def test_entry_is_complete(photo):
    assert set(photo) == FIELDS
    assert photo["scene"] in SCENES
    assert photo["credit"] in CREDITS
    assert photo["caption"].startswith("Ảnh minh họa: ")
    assert photo["caption"].endswith(".")
    assert photo["alt"].endswith(".")
    assert photo["place"]
    assert len(photo["focal"]) == 2
    assert all(0 <= share <= 1 for share in photo["focal"])


def test_texts_are_composed_vietnamese_without_straight_quotes():
    for photo in PHOTOS:
        text = photo["caption"] + photo["alt"] + photo["place"]
        assert unicodedata.is_normalized("NFC", text)
        assert not set(text) & set("\"'")
