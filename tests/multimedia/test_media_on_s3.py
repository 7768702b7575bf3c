"""`manage.py media` where the files lie in two buckets."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from multimedia import filing
from multimedia.models import Document, Recording
from outbox.queue import run_due
from photos import library
from photos.models import FormerOriginal, RetiredFile
from photos.rendering import files_of
from tests.core import test_s3_storage as s3
from tests.factories.photos import make_photo
from tests.multimedia.factories import make_audio, make_document, make_video

pytestmark = pytest.mark.django_db

# The server and the buckets of the storage's own tests.
server, buckets, in_buckets = s3.server, s3.buckets, s3.in_buckets
IN_ORDER = "Tệp thiếu: 0\nTệp thừa: 0\n"


@pytest.fixture(autouse=True)
def everything_in_buckets(in_buckets, monkeypatch):
    for model, name in ((Recording, "original"), (Document, "original"), (FormerOriginal, "file")):
        monkeypatch.setattr(model._meta.get_field(name), "storage", storages["private"])


@pytest.fixture
def two_days_later(monkeypatch):
    """The buckets say when a file came; so it is the command that moves on."""
    later = datetime.now(UTC) + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)


@pytest.fixture
def client_of(server):
    with closing(s3._client(server)) as client:
        yield client


def media(*arguments):
    out = StringIO()
    call_command("media", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def put(alias, name):
    return storages[alias].save(name, ContentFile(b"x"))


def everything():
    return {(alias, name) for alias in filing.ALIASES for name in s3.walk(storages[alias])}


def open_to_all(client, bucket):
    policy = json.dumps(s3.READABLE_BY_ALL).replace("anh-cong-khai", bucket)
    client.put_bucket_policy(Bucket=bucket, Policy=policy)


def test_empty_buckets_are_in_order():
    assert media("check") == IN_ORDER


def test_archive_in_order_has_nothing_to_tell(two_days_later):
    make_video(), make_audio(), make_document(pages=2)
    run_due()
    assert media("check") == IN_ORDER
    before = everything()
    assert media("sweep") == "Tệp xóa: 0\n"
    assert everything() == before


def test_missing_files_are_told_and_fail_the_check():
    photo, film = make_photo(), make_video(poster=None)
    lost = [
        ("riêng", "private", photo.original.name),
        ("công khai", "default", photo.best().name),
        ("công khai", "default", film.file.name),
    ]
    for _told, alias, name in lost:
        storages[alias].delete(name)
    out = StringIO()
    with pytest.raises(CommandError, match=r"^Có tệp thiếu\.$") as failed:
        call_command("media", "check", stdout=out)
    lines = out.getvalue().splitlines()
    assert (failed.value.returncode, lines[0], lines[4]) == (1, "Tệp thiếu: 3", "Tệp thừa: 0")
    assert set(lines[1:4]) == {f"  {told}: {name}" for told, _alias, name in lost}


def test_missing_copies_are_made_again():
    photo = make_photo()
    run_due()
    photo.refresh_from_db()
    lost = photo.copies("5x3", "avif")[0].name
    default_storage.delete(lost)
    assert "Đã xếp việc dựng lại 1 ảnh." in media("check", "--repair")
    run_due()
    assert default_storage.exists(lost)
    assert media("check") == IN_ORDER


def test_files_nothing_names_are_told_and_swept(two_days_later):
    make_photo()
    before = everything()
    strays = {
        ("default", "anh/ab/abc-free-1-800.webp"),
        ("default", "lac.webp"),
        ("default", "anh/lac.webp"),
        ("default", "anh/zz/a.jpg"),
        ("default", "anh/2a/sub/c.jpg"),
        ("default", "anh/2A/d.jpg"),
        ("private", "khac/2a/x/g.jpg"),
        ("private", "ab/abc.jpg"),
        ("private", "ab/.abc.part"),
    }
    for alias, name in strays:
        put(alias, name)
    lines = media("check").splitlines()
    assert lines[:2] == ["Tệp thiếu: 0", "Tệp thừa: 9"]
    assert set(lines[2:]) == {f"  {filing.ALIASES[alias]}: {name}" for alias, name in strays}
    assert media("sweep", "--dry-run").startswith("Tệp sẽ xóa: 9\n")
    assert everything() == before | strays
    media("sweep")
    assert everything() == before


def test_upload_under_way_is_no_orphan():
    put("default", "anh/ab/abc-free-1-800.webp")
    assert media("check") == IN_ORDER
    media("sweep")
    assert default_storage.exists("anh/ab/abc-free-1-800.webp")


def test_folders_that_a_console_made_are_no_files(client_of, two_days_later):
    for key in ("anh/", "anh/ab/", "trong/", "trong//", "ab/"):
        client_of.put_object(Bucket="anh-cong-khai", Key=key)
    make_photo()
    assert media("check") == IN_ORDER
    assert media("sweep") == "Tệp xóa: 0\n"


@pytest.mark.parametrize(
    "key", ["/lac.jpg", "../lac.jpg", "../ab/lac.jpg", "ab//lac.jpg", "anh/zz/../lac.jpg"]
)
def test_key_that_is_no_path_stops_no_check_and_costs_no_original(client_of, two_days_later, key):
    photo = make_photo()
    for bucket in ("anh-cong-khai", "anh-goc"):
        client_of.put_object(Bucket=bucket, Key=key, Body=b"x")
    assert media("check") == IN_ORDER
    assert media("sweep") == "Tệp xóa: 0\n"
    assert storages["private"].exists(photo.original.name)


@pytest.mark.parametrize("ending", ["/.", "/x/.."])
def test_key_that_names_an_original_on_a_way_round_costs_no_original(
    client_of, two_days_later, ending
):
    photo = make_photo()
    client_of.put_object(Bucket="anh-goc", Key=photo.original.name + ending, Body=b"x")
    assert media("check") == IN_ORDER
    assert media("sweep") == "Tệp xóa: 0\n"
    assert storages["private"].exists(photo.original.name)


def test_sweep_takes_what_was_replaced_long_ago():
    photo = make_photo()
    run_due()
    photo.refresh_from_db()
    before = set(files_of(photo))
    photo.focal_x = 0.0
    library.change(photo, by=None, fields=["focal_x"])
    run_due()
    photo.refresh_from_db()
    assert before - set(files_of(photo))
    RetiredFile.objects.update(since=timezone.now() - timedelta(days=31))
    media("sweep")
    assert set(s3.walk(default_storage)) == set(files_of(photo))


def test_render_brings_back_a_lost_folder():
    photo = make_photo()
    run_due()
    photo.refresh_from_db()
    for name in files_of(photo):
        default_storage.delete(name)
    assert media("render") == "Xong: 1 ảnh, 0 tệp mới.\n"
    assert media("render", "--again").endswith("\nXong: 1 ảnh, 33 tệp mới.\n")
    assert [name for name in files_of(photo) if not default_storage.exists(name)] == []


@pytest.mark.parametrize("repair", [[], ["--repair"]])
def test_private_bucket_open_to_all_fails_the_check(client_of, repair):
    photo = make_photo()
    open_to_all(client_of, "anh-goc")
    told = f"Kho riêng đang mở cho mọi người: ai cũng tải được tệp gốc {photo.original.name}."
    with pytest.raises(CommandError) as failed:
        media("check", *repair)
    assert (str(failed.value), failed.value.returncode) == (told, 1)


def test_open_bucket_is_seen_beside_a_missing_original(client_of):
    lost, *_others = sorted((make_photo(), make_photo()), key=lambda photo: photo.key)
    lost.original.storage.delete(lost.original.name)
    open_to_all(client_of, "anh-goc")
    with pytest.raises(CommandError, match=r"^Có tệp thiếu\. Kho riêng đang mở cho mọi người: "):
        media("check")


def test_bucket_without_originals_has_nothing_to_give(client_of):
    open_to_all(client_of, "anh-goc")
    assert media("check") == IN_ORDER
