"""Files over the wire, where no nginx stands in front: public copies, and originals by link."""

import os
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.urls import reverse

from core.ranges import BLOCK
from core.storage import LINK_SECONDS, PrivateStorage
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(256)) * 4  # 1,024 bytes
LONG = os.urandom(BLOCK * 3 + 17)
FOR_GOOD = "public, max-age=31536000, immutable"
TYPES = {
    "avif": "image/avif",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "png": "image/png",
    "vtt": "text/vtt; charset=utf-8",
    "webm": "video/webm",
    "webp": "image/webp",
}
OUTSIDE = [
    "/media/../manage.py",
    "/media/../../../../etc/passwd",
    "/media/%2e%2e/%2e%2e/etc/passwd",
    "/media/..%2f..%2f..%2fetc/passwd",
    "/media//etc/passwd",
    "/media/anh/../../private/x.jpg",
    "/media/%2fetc%2fx.jpg",
    "/media/..\\..\\etc\\passwd",
]
ABSENT = [
    "/media/",
    "/media/anh/",
    "/media/khong-co.jpg",
    "/media/%00.jpg",
    "/media/" + "a" * 300 + ".jpg",
    "/media/" + "a/" * 3000 + "b.jpg",
    "/media/%ff%fe.jpg",
    "/media/\u0111\u1ed3n.jpg",
]


@pytest.fixture
def put():
    """Store a file, public unless told; its name. The file goes when the test is over."""
    stored = []

    def put(name, content=CONTENT, alias="default"):
        storage = storages[alias]
        stored.append((storage, storage.save(name, ContentFile(content))))
        return stored[-1][1]

    yield put
    for storage, name in stored:
        storage.delete(name)


@pytest.fixture
def film(put):
    """The address of a film of 1,024 bytes."""
    return default_storage.url(put("thu/phim.mp4"))


def body(response):
    return b"".join(response) if response.streaming else response.content


# --- public files -------------------------------------------------------------------------------


@pytest.mark.parametrize(("suffix", "kind"), TYPES.items())
def test_file_is_served_for_good_under_its_type(client, put, suffix, kind):
    response = client.get(default_storage.url(put(f"thu/tep.{suffix}")))
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Content-Type"] == kind
    assert response["Content-Length"] == "1024"
    assert response["Cache-Control"] == FOR_GOOD
    assert response["Accept-Ranges"] == "bytes"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert [response.has_header(name) for name in ("Set-Cookie", "Vary")] == [False, False]


@pytest.mark.parametrize(
    "name",
    [
        "x.html",
        "x.svg",
        "x.xml",
        "x.js",
        "x.php",
        "x.mp4.html",
        "x.jpg.part",
        "x",
        ".jpg",
        "x.JPG.",
    ],
)
def test_file_a_browser_could_run_is_not_served(client, name):
    place = Path(settings.MEDIA_ROOT) / "thu" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"<script>alert(1)</script>")
    assert client.get(f"/media/thu/{name}").status_code == 404
    place.unlink()


def test_draft_of_a_killed_write_is_not_served(client, put):
    place = Path(default_storage.path(put("thu/x.jpg"))).with_name(".abc123.part")
    place.write_bytes(b"half")
    assert client.get("/media/thu/.abc123.part").status_code == 404
    place.unlink()


def test_long_file_comes_in_blocks(client, put):
    response = client.get(default_storage.url(put("thu/dai.mp4", LONG)))
    blocks = list(response)
    assert [len(block) for block in blocks] == [BLOCK, BLOCK, BLOCK, 17]
    assert b"".join(blocks) == LONG


def test_empty_file_is_served(client, put):
    response = client.get(default_storage.url(put("thu/rong.vtt", b"")))
    assert (response.status_code, response["Content-Length"], body(response)) == (200, "0", b"")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_file_is_only_read(client, film, method):
    assert getattr(client, method)(film).status_code == 405


@pytest.mark.parametrize("address", [*OUTSIDE, *ABSENT])
def test_address_of_no_copy_is_not_found(client, address):
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    response = client.get(address)
    assert response.status_code == 404
    assert response.get("Cache-Control") != FOR_GOOD


def test_folder_named_like_a_picture_is_not_found(client):
    folder = Path(settings.MEDIA_ROOT) / "thu" / "thu-muc.jpg"
    folder.mkdir(parents=True)
    assert client.get("/media/thu/thu-muc.jpg").status_code == 404
    folder.rmdir()


def test_original_has_no_address(client):
    name = make_photo().original.name
    for address in (f"/media/{name}", f"/media/../private/{name}", f"/private/{name}", f"/{name}"):
        assert client.get(address).status_code == 404


# --- what the reader has already ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "of"), [("If-Modified-Since", "Last-Modified"), ("If-None-Match", "ETag")]
)
def test_copy_unchanged_since_is_not_sent_again(client, film, ask, of):
    first = client.head(film)
    again = client.get(film, headers={ask: first[of], "Range": "bytes=0-9"})
    assert (again.status_code, again.content) == (304, b"")
    assert [again[name] for name in ("Cache-Control", "ETag")] == [FOR_GOOD, first["ETag"]]


def test_copy_of_another_version_is_refused(client, film):
    response = client.get(film, headers={"If-Match": '"other"'})
    assert (response.status_code, response.get("Cache-Control")) == (412, None)


def test_file_written_anew_has_another_etag(client, film, put):
    before = client.head(film)["ETag"]
    put("thu/phim.mp4", CONTENT[::-1])
    assert client.head(film)["ETag"] != before


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-9"}])
def test_head_tells_of_the_whole_file_and_sends_nothing(client, film, headers):
    response = client.head(film, headers=headers)
    assert (response.status_code, response.streaming, body(response)) == (200, False, b"")
    assert response["Content-Length"] == "1024"
    assert response["Accept-Ranges"] == "bytes"
    assert not response.has_header("Content-Range")


# --- byte ranges --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=1000-", 1000, 1024),
        ("bytes=1000-9999", 1000, 1024),
        ("bytes=-24", 1000, 1024),
        ("bytes=-9999", 0, 1024),
    ],
)
def test_range_is_sent_alone(client, film, header, start, stop):
    response = client.get(film, headers={"Range": header})
    assert (response.status_code, body(response)) == (206, CONTENT[start:stop])
    assert response["Content-Range"] == f"bytes {start}-{stop - 1}/1024"
    assert response["Content-Length"] == str(stop - start)
    assert response["Content-Type"] == "video/mp4"
    assert response["Cache-Control"] == FOR_GOOD


def test_range_longer_than_a_block_is_whole(client, put):
    address = default_storage.url(put("thu/dai.mp4", LONG))
    response = client.get(address, headers={"Range": f"bytes=5-{BLOCK + 99}"})
    blocks = list(response)
    assert [len(block) for block in blocks] == [BLOCK, 95]
    assert b"".join(blocks) == LONG[5 : BLOCK + 100]


@pytest.mark.parametrize("header", ["bytes=0-1,5-6", "bytes=9-0", "items=0-9", "bytes=-", "x"])
def test_other_range_gets_the_whole_file(client, film, header):
    response = client.get(film, headers={"Range": header})
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert not response.has_header("Content-Range")


@pytest.mark.parametrize("header", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_range_behind_the_end_is_refused(client, film, header):
    response = client.get(film, headers={"Range": header})
    assert (response.status_code, response.content) == (416, b"")
    assert response["Content-Range"] == "bytes */1024"
    assert response.get("Cache-Control") is None


@pytest.mark.parametrize("of", ["Last-Modified", "ETag"])
def test_range_of_the_version_at_hand_is_sent(client, film, of):
    version = client.head(film)[of]
    response = client.get(film, headers={"Range": "bytes=0-9", "If-Range": version})
    assert (response.status_code, body(response)) == (206, CONTENT[:10])


@pytest.mark.parametrize("version", ['"other"', "Wed, 21 Oct 2015 07:28:00 GMT", 'W/"weak"', "x"])
def test_range_of_another_version_gets_the_whole_file(client, film, version):
    response = client.get(film, headers={"Range": "bytes=0-9", "If-Range": version})
    assert (response.status_code, body(response)) == (200, CONTENT)


def test_parts_make_the_file(client, put):
    address = default_storage.url(put("thu/dai.mp4", LONG))
    steps = range(0, len(LONG), 50_000)
    parts = [
        body(client.get(address, headers={"Range": f"bytes={step}-{step + 49_999}"}))
        for step in steps
    ]
    assert b"".join(parts) == LONG


def test_reader_who_goes_away_leaves_no_file_open(client, put):
    name = put("thu/dai.mp4", LONG)
    address, place = default_storage.url(name), Path(default_storage.path(name))
    for headers in ({}, {"Range": "bytes=5-"}, {"Range": "bytes=999999999-"}):
        client.get(address, headers=headers).close()
    unread = client.get(address)
    next(iter(unread))
    unread.close()
    client.head(address)
    client.get(address, headers={"If-Match": '"other"'}).close()
    assert [one for one in Path("/proc/self/fd").iterdir() if one.resolve() == place] == []


# --- files that moved to a bucket ---------------------------------------------------------------

BUCKET = {
    "BACKEND": "core.s3.PublicBucket",
    "OPTIONS": {
        "bucket_name": "anh",
        "url_protocol": "https:",
        "custom_domain": "tep.example.vn/anh",
    },
}


@pytest.fixture
def moved(settings):
    settings.STORAGES = {**settings.STORAGES, "default": BUCKET}


@pytest.mark.parametrize("name", ["anh/ab/x.webp", "anh/đồn.jpg"])
def test_old_address_leads_to_the_bucket(client, moved, name):
    response = client.get(f"/media/{name}")
    assert (response.status_code, response["Location"]) == (302, default_storage.url(name))
    assert response["Location"].startswith("https://tep.example.vn/anh/anh/")
    assert response["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("../x.jpg", "x.jpg"),
        ("a/../../x.jpg", "x.jpg"),
        ("//evil.example/x.jpg", "evil.example/x.jpg"),
        ("a%0dSet-Cookie:x.jpg", "a%0DSet-Cookie%3Ax.jpg"),
        ("x.jpg?next=//evil.example", "x.jpg"),
    ],
)
def test_old_address_leads_nowhere_else(client, moved, name, within):
    assert client.get(f"/media/{name}")["Location"] == f"https://tep.example.vn/anh/{within}"


@pytest.mark.parametrize("name", ["x.html", "a%0d%0aSet-Cookie:x.jpg", "..", "anh/"])
def test_old_address_of_what_was_never_served_leads_nowhere(client, moved, name):
    assert client.get(f"/media/{name}").status_code == 404


# --- originals by link --------------------------------------------------------------------------


def test_link_gives_the_original_to_keep(client, put):
    name = put("ab/abc.jpg", alias="private")
    response = client.get(storages["private"].url(name))
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == 'attachment; filename="abc.jpg"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("x.html", "application/octet-stream"),
        ("x.svg", "application/octet-stream"),
        ("x.cr3", "application/octet-stream"),
        ("x.mp4", "video/mp4"),
    ],
)
def test_original_of_any_kind_is_never_shown(client, put, name, kind):
    response = client.get(storages["private"].url(put(name, alias="private")))
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    response.close()


def test_original_keeps_its_vietnamese_name(client, put):
    name = put("Đồn_Biên_phòng.jpg", alias="private")
    response = client.get(storages["private"].url(name))
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C4%90%E1%BB%93n_Bi%C3%AAn_ph%C3%B2ng.jpg"
    )
    response.close()


def test_broken_download_of_an_original_goes_on(client, put):
    link = storages["private"].url(put("x.mp4", alias="private"))
    response = client.get(link, headers={"Range": "bytes=1000-"})
    assert (response.status_code, body(response)) == (206, CONTENT[1000:])
    assert response["Cache-Control"] == "private, no-store"


def test_lapsed_link_says_so(client, put, monkeypatch):
    link = storages["private"].url(put("x.jpg", alias="private"))
    later = signing.time.time() + LINK_SECONDS + 1
    monkeypatch.setattr(signing.time, "time", lambda: later)
    response = client.get(link)
    assert response.status_code == 410
    assert "Liên kết tải tệp đã hết hạn" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


# Named, for the signature tells the second: two processes of the suite must collect the same names.
SIGNED_ELSEWHERE = pytest.param(signing.dumps("x.jpg"), id="signed for another purpose")


@pytest.mark.parametrize(
    "token", ["x", "x.jpg", "..", "a:b:c", "%00", "%ff", "đồn", "a" * 5000, SIGNED_ELSEWHERE]
)
def test_forged_link_is_not_found(client, put, token):
    put("x.jpg", alias="private")
    assert client.get(f"/kho-rieng/{token}").status_code == 404


def test_link_changed_by_one_letter_is_not_found(client, put):
    link = storages["private"].url(put("x.jpg", alias="private"))
    place = link.rindex("/") + 3
    changed = link[:place] + ("A" if link[place] != "A" else "B") + link[place + 1 :]
    assert client.get(changed).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["khong-co.jpg", "../db.sqlite3", "../media/thu/x.jpg", "/etc/passwd", "a\x00.jpg", "", "."],
)
def test_true_link_to_no_original_is_not_found(client, name):
    """Not even our own signature leads out of the folder."""
    assert client.get(storages["private"].url(name)).status_code == 404


def test_link_is_of_no_use_where_originals_are_in_a_bucket(client, put, settings):
    link = PrivateStorage().url(put("x.jpg", alias="private"))
    private = {"BACKEND": "core.s3.PrivateBucket", "OPTIONS": {"bucket_name": "goc"}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    assert client.get(link).status_code == 404


def test_link_opens_for_many_at_once(client, put):
    link = storages["private"].url(put("x.mp4", LONG, alias="private"))
    got = []
    threads = [
        threading.Thread(target=lambda: got.append(body(client.get(link)) == LONG))
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [True] * 5


def test_link_stands_under_an_address_of_its_own(put):
    assert reverse("private-file", args=["x"]) == "/kho-rieng/x"


def test_file_half_written_is_not_served(client):
    name = default_storage.save("anh/ab/.abc.webp", ContentFile(b"RIFF"))
    assert default_storage.exists(name)
    assert client.get(f"/media/{name}").status_code == 404


def test_picture_that_is_missing_is_drawn_as_such_and_logged(client, caplog):
    response = client.get("/media/anh/ab/khong-co-5x3-800.avif")
    assert (response.status_code, response["Content-Type"]) == (404, "image/svg+xml")
    assert "Ảnh tạm thời chưa hiển thị được" in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    told = [record.message for record in caplog.records if record.name == "photos.views"]
    assert told == ["The picture anh/ab/khong-co-5x3-800.avif is missing"]


def test_film_that_is_missing_is_an_ordinary_refusal(client, db):
    response = client.get("/media/video/khong-co.mp4")
    assert (response.status_code, "text/html" in response["Content-Type"]) == (404, True)
