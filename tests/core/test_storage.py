"""Files on disk: whole under their name or not there at all; private ones by links that lapse."""

import os
import re
import stat
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core import signing
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.urls import resolve

from biendoi import settings as production
from core.storage import LINK_SECONDS, PrivateStorage, PublicStorage, move, name_in_link

KINDS = [PublicStorage, PrivateStorage]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def everything(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.parametrize("kind", KINDS)
def test_file_comes_back_as_it_went(kind, tmp_path):
    storage = kind(tmp_path)
    content = bytes(range(256)) * 1000
    assert storage.save("anh/ab/x.jpg", ContentFile(content)) == "anh/ab/x.jpg"
    with storage.open("anh/ab/x.jpg") as file:
        assert file.read() == content
    assert everything(tmp_path) == ["anh", "anh/ab", "anh/ab/x.jpg"]


@pytest.mark.parametrize("kind", KINDS)
def test_text_is_written_as_utf_8(kind, tmp_path):
    kind(tmp_path).save("loi.vtt", ContentFile("Biên phòng"))
    assert (tmp_path / "loi.vtt").read_text(encoding="utf-8") == "Biên phòng"


@pytest.mark.parametrize(
    ("kind", "of_file", "of_folder"),
    [(PublicStorage, 0o644, 0o755), (PrivateStorage, 0o600, 0o700)],
)
def test_rights_are_the_storage_s_own_whatever_the_umask(kind, of_file, of_folder, tmp_path, umask):
    root = tmp_path / "files"
    kind(root).save("a/b/c.jpg", ContentFile(b"x"))
    assert mode(root / "a/b/c.jpg") == of_file
    assert [mode(root / step) for step in (".", "a", "a/b")] == [of_folder] * 3


def test_rights_above_the_private_folder_are_left_to_the_machine(tmp_path):
    PrivateStorage(tmp_path / "var" / "private").save("a.jpg", ContentFile(b"x"))
    assert mode(tmp_path / "var") == 0o777 & ~_umask()


def _umask():
    now = os.umask(0)
    os.umask(now)
    return now


def test_public_file_is_written_over(tmp_path):
    storage = PublicStorage(tmp_path)
    assert [storage.save("a.jpg", ContentFile(word)) for word in (b"one", b"two")] == ["a.jpg"] * 2
    assert (everything(tmp_path), (tmp_path / "a.jpg").read_bytes()) == (["a.jpg"], b"two")


def test_private_file_is_never_written_over(tmp_path):
    storage = PrivateStorage(tmp_path)
    first, second = (storage.save("a.jpg", ContentFile(word)) for word in (b"one", b"two"))
    assert (tmp_path / first).read_bytes() == b"one"
    assert (tmp_path / second).read_bytes() == b"two"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["../x.jpg", "a/../../x.jpg", "/etc/x.jpg"])
def test_file_out_of_the_folder_is_refused(kind, name, tmp_path):
    root = tmp_path / "files"
    with pytest.raises(SuspiciousFileOperation):
        kind(root).save(name, ContentFile(b"x"))
    assert everything(tmp_path) == []


# --- whole or not at all ------------------------------------------------------------------------


def test_reader_sees_whole_files_while_they_are_written_over(tmp_path):
    storage = PublicStorage(tmp_path)
    versions = [letter * 300_000 for letter in (b"a", b"b")]
    storage.save("a.jpg", ContentFile(versions[0]))
    seen, done = set(), threading.Event()

    def read():
        while not done.is_set():
            seen.add((tmp_path / "a.jpg").read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(60):
        storage.save("a.jpg", ContentFile(versions[turn % 2]))
    done.set()
    reader.join()
    assert seen <= set(versions)


class Breaking(ContentFile):
    """An upload whose sender goes away in the middle."""

    def chunks(self, chunk_size=None):
        yield b"half"
        raise ConnectionResetError


@pytest.mark.parametrize("kind", KINDS)
def test_upload_broken_half_way_leaves_nothing(kind, tmp_path):
    with pytest.raises(ConnectionResetError):
        kind(tmp_path).save("a.jpg", Breaking(b"half and half"))
    assert everything(tmp_path) == []


def test_upload_broken_half_way_leaves_the_file_that_was_there(tmp_path):
    storage = PublicStorage(tmp_path)
    storage.save("a.jpg", ContentFile(b"before"))
    with pytest.raises(ConnectionResetError):
        storage.save("a.jpg", Breaking(b"half and half"))
    assert (everything(tmp_path), (tmp_path / "a.jpg").read_bytes()) == (["a.jpg"], b"before")


# A process may write no file longer than this: the system refuses a real write half-way.
ON_A_FULL_DISK = """
import resource, sys
import django
django.setup()
from django.core.files.base import ContentFile
from core import storage

resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
try:
    getattr(storage, sys.argv[1])(sys.argv[2]).save("anh/a.jpg", ContentFile(b"new" * 100_000))
except OSError as error:
    print(error.errno)
"""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("before", [None, b"before"])
def test_full_disk_leaves_nothing_half_written(kind, before, tmp_path):
    if before:
        kind(tmp_path).save("anh/a.jpg", ContentFile(before))
    outcome = subprocess.run(
        [sys.executable, "-c", ON_A_FULL_DISK, kind.__name__, str(tmp_path)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "biendoi.settings_test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (outcome.stdout, outcome.stderr) == ("27\n", "")  # EFBIG
    left = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == ({"a.jpg": before} if before else {})


# --- links that lapse ---------------------------------------------------------------------------


def token(link):
    return resolve(unquote(link)).kwargs["token"]


@pytest.mark.parametrize("name", ["ab/abc.jpg", "đồn biên phòng/ảnh “gốc”.jpg"])
def test_private_link_names_its_file(name, tmp_path):
    link = PrivateStorage(tmp_path).url(name)
    assert resolve(unquote(link)).url_name == "private-file"
    assert name_in_link(token(link)) == name
    assert name not in link


def test_private_link_lapses(tmp_path, monkeypatch):
    made = token(PrivateStorage(tmp_path).url("a.jpg"))
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + LINK_SECONDS - 5)
    assert name_in_link(made) == "a.jpg"
    monkeypatch.setattr(signing.time, "time", lambda: now + LINK_SECONDS + 5)
    with pytest.raises(signing.SignatureExpired):
        name_in_link(made)


@pytest.mark.parametrize(
    "forged",
    [
        *("", "a.jpg", "ImEuanBnIg:1:x"),
        # Named, for a signature tells the second: all processes must collect the same names.
        pytest.param(signing.dumps("a.jpg"), id="signed plainly"),
        pytest.param(signing.dumps("a.jpg", salt="other"), id="signed for another purpose"),
    ],
)
def test_private_link_of_another_hand_is_refused(forged):
    with pytest.raises(signing.BadSignature):
        name_in_link(forged)


# --- settings -----------------------------------------------------------------------------------


def test_tests_store_files_as_production_does():
    backends = {alias: options["BACKEND"] for alias, options in settings.STORAGES.items()}
    wanted = {alias: options["BACKEND"] for alias, options in production.STORAGES.items()}
    assert {**backends, "staticfiles": None} == {**wanted, "staticfiles": None}
    assert isinstance(default_storage, PublicStorage)
    assert isinstance(storages["private"], PrivateStorage)


def test_private_folder_is_not_in_the_public_one():
    private, public = Path(storages["private"].location), Path(default_storage.location)
    assert not private.is_relative_to(public)
    assert not public.is_relative_to(private)


def test_file_moves_from_one_store_to_the_other_with_the_rights_of_its_new_place(tmp_path):
    public, private = PublicStorage(tmp_path / "a"), PrivateStorage(tmp_path / "b")
    public.save("video/ab/x.mp4", ContentFile(b"film"))
    move("video/ab/x.mp4", public, private)
    kept = tmp_path / "b/video/ab/x.mp4"
    assert (kept.read_bytes(), kept.stat().st_mode & 0o777) == (b"film", 0o600)
    assert not public.exists("video/ab/x.mp4")
    move("video/ab/x.mp4", public, private)  # again: there is nothing to do
    move("video/ab/x.mp4", private, public)
    assert (tmp_path / "a/video/ab/x.mp4").stat().st_mode & 0o777 == 0o644
    assert not kept.exists()


def test_file_moves_to_another_disk_byte_by_byte(tmp_path, monkeypatch):
    public, private = PublicStorage(tmp_path / "a"), PrivateStorage(tmp_path / "b")
    public.save("x.mp4", ContentFile(b"film"))
    monkeypatch.setattr(PrivateStorage, "take_over", lambda *_given: False)
    move("x.mp4", public, private)
    assert (tmp_path / "b/x.mp4").read_bytes() == b"film"
    # Broken off between the copy and the deletion, it goes on there.
    public.save("x.mp4", ContentFile(b"film"))
    move("x.mp4", public, private)
    assert not public.exists("x.mp4")


def test_no_scripts_bring_each_other_in_in_a_circle():
    """Each has the hash of the other in its text: collectstatic would never come to an end."""
    folder = settings.BASE_DIR / "static" / "js"
    brings = {
        path.relative_to(folder).as_posix(): {
            os.path.normpath(path.relative_to(folder).parent / other)
            for other in re.findall(r'(?:from|import)\s*\(?"(\.{1,2}/[\w./-]+)"', path.read_text())
        }
        for path in folder.rglob("*.js")
    }
    assert brings["reader.js"] >= {"comments.js", "keeping.js"}
    left = dict(brings)
    while done := [name for name, others in left.items() if not others & left.keys()]:
        for name in done:
            del left[name]
    assert left == {}
