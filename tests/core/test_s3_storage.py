"""Files in buckets, on a server that speaks S3 over HTTP and is started here."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.template import Context, Template

from biendoi.storages import storages as configured
from core.s3 import Bucket, PrivateBucket, PublicBucket
from core.storage import move
from photos.models import Photo
from tests.factories.photos import make_photo

FOR_GOOD = "public, max-age=31536000, immutable"
READABLE_BY_ALL = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::anh-cong-khai/*",
        }
    ],
}


def free_port():
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of an S3 server with nothing in it."""
    port = free_port()
    log = (tmp_path_factory.mktemp("s3") / "log").open("w+b")
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        for _ in range(300):
            with closing(socket.socket()) as knocking:
                if knocking.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            log.seek(0)
            pytest.fail(log.read().decode())
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
        log.close()


@pytest.fixture
def buckets(server, monkeypatch):
    """The environment of a newspaper whose files live in two empty buckets; their STORAGES."""
    environment = {
        "S3_BUCKET": "anh-cong-khai",
        "S3_PRIVATE_BUCKET": "anh-goc",
        "S3_ENDPOINT_URL": server,
        "S3_REGION": "ap-southeast-1",
        "S3_ACCESS_KEY_ID": "key",
        "S3_SECRET_ACCESS_KEY": "secret",
        "S3_PUBLIC_URL": f"{server}/anh-cong-khai",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    urllib.request.urlopen(f"{server}/moto-api/reset", data=b"").close()
    with closing(_client(server)) as client:
        for bucket in ("anh-cong-khai", "anh-goc"):
            client.create_bucket(
                Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"}
            )
        client.put_bucket_policy(Bucket="anh-cong-khai", Policy=json.dumps(READABLE_BY_ALL))
    return configured()


def _client(server):
    return boto3.client(
        "s3",
        endpoint_url=server,
        region_name="ap-southeast-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )


@pytest.fixture
def in_buckets(buckets, settings, monkeypatch):
    """The product itself with these storages."""
    settings.STORAGES = {**buckets, "staticfiles": settings.STORAGES["staticfiles"]}
    # A field asks for its storage once, when the process starts.
    monkeypatch.setattr(Photo._meta.get_field("original"), "storage", storages["private"])


@pytest.fixture
def public(in_buckets):
    return storages["default"]


@pytest.fixture
def private(in_buckets):
    return storages["private"]


def fetch(address):
    """Status, headers and body of an address, for somebody without any key."""
    try:
        with urllib.request.urlopen(address) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def walk(storage, folder=""):
    folders, files = storage.listdir(folder)
    deeper = [name for one in folders for name in walk(storage, f"{folder}{one}/")]
    return sorted([*(f"{folder}{name}" for name in files), *deeper])


# --- both buckets -------------------------------------------------------------------------------


def test_environment_gives_the_two_buckets(public, private):
    assert (type(public), public.bucket_name) == (PublicBucket, "anh-cong-khai")
    assert (type(private), private.bucket_name) == (PrivateBucket, "anh-goc")


@pytest.mark.parametrize("alias", ["default", "private"])
def test_file_comes_back_as_it_went(in_buckets, alias):
    storage, content = storages[alias], os.urandom(300_000)
    assert storage.save("anh/ab/x.jpg", ContentFile(content)) == "anh/ab/x.jpg"
    with storage.open("anh/ab/x.jpg") as file:
        assert file.read() == content
    assert (storage.exists("anh/ab/x.jpg"), storage.exists("anh/ab/y.jpg")) == (True, False)
    assert storage.size("anh/ab/x.jpg") == 300_000
    assert storage.listdir("anh") == (["ab"], [])
    assert storage.listdir("anh/ab") == ([], ["x.jpg"])


@pytest.mark.parametrize("alias", ["default", "private"])
def test_long_file_goes_in_parts_and_comes_back_whole(in_buckets, alias):
    storage, content = storages[alias], os.urandom(1_000_000) * 20
    name = storage.save("phim.mp4", ContentFile(content))
    with storage.open(name) as file:
        assert file.read() == content


@pytest.mark.parametrize("alias", ["default", "private"])
def test_file_taken_away_is_gone_and_may_be_taken_twice(in_buckets, alias):
    storage = storages[alias]
    name = storage.save("x.jpg", ContentFile(b"x"))
    storage.delete(name)
    storage.delete(name)
    assert (storage.exists(name), walk(storage)) == (False, [])
    with pytest.raises(FileNotFoundError):
        storage.open(name)


def test_file_moves_between_the_buckets_within_the_service(public, private, monkeypatch):
    name = public.save("video/ab/x.mp4", ContentFile(b"film"))
    monkeypatch.setattr(PublicBucket, "_open", None)  # no byte passes through here
    move(name, public, private)
    assert (walk(public), walk(private)) == ([], [name])
    assert private.bucket.Object(name).cache_control == "private, no-store"
    assert fetch(public.url(name))[0] == 404
    move(name, private, public)
    status, headers, body = fetch(public.url(name))
    assert (status, headers["Content-Type"], body) == (200, "video/mp4", b"film")
    assert headers["Cache-Control"] == FOR_GOOD
    assert walk(private) == []


def test_public_file_is_written_over(public):
    for word in (b"one", b"two"):
        assert public.save("x.jpg", ContentFile(word)) == "x.jpg"
    assert (walk(public), fetch(public.url("x.jpg"))[2]) == (["x.jpg"], b"two")


def test_private_file_is_never_written_over(private):
    names = [private.save("x.jpg", ContentFile(word)) for word in (b"one", b"two")]
    assert [fetch(private.url(name))[2] for name in names] == [b"one", b"two"]


class Upload(ContentFile):
    """What a browser says of a file is not what we say."""

    content_type = "text/html"


@pytest.mark.parametrize("alias", ["default", "private"])
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("x.avif", "image/avif"),
        ("x.webp", "image/webp"),
        ("x.m4a", "audio/mp4"),
        ("x.vtt", "text/vtt; charset=utf-8"),
        ("x.svg", "application/octet-stream"),
        ("x.html", "application/octet-stream"),
    ],
)
def test_type_is_by_suffix_and_never_by_the_uploader(in_buckets, alias, name, kind):
    storage = storages[alias]
    storage.save(name, Upload(b"<script>"))
    assert fetch(storage.url(name))[1]["Content-Type"] == kind


def test_broken_upload_leaves_nothing(public):
    class Breaking(ContentFile):
        def read(self, *sizes):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        public.save("x.jpg", Breaking(b"x"))
    assert walk(public) == []


def test_service_that_is_away_is_not_waited_for(in_buckets):
    gone = PublicBucket(
        bucket_name="x",
        endpoint_url=f"http://127.0.0.1:{free_port()}",
        region_name="ap-southeast-1",
        access_key="key",
        secret_key="secret",
    )
    began = time.monotonic()
    with pytest.raises(EndpointConnectionError):
        gone.exists("x.jpg")
    assert time.monotonic() - began < 15


def test_storage_waits_only_so_long():
    assert (Bucket.client_config.connect_timeout, Bucket.client_config.read_timeout) == (5, 30)


# --- readers and others -------------------------------------------------------------------------


def test_public_file_has_a_plain_address_for_good(public, server):
    public.save("anh/ab/đồn.webp", ContentFile(b"picture"))
    address = public.url("anh/ab/đồn.webp")
    assert address == f"{server}/anh-cong-khai/anh/ab/%C4%91%E1%BB%93n.webp"
    status, headers, content = fetch(address)
    assert (status, content) == (200, b"picture")
    assert headers["Cache-Control"] == FOR_GOOD
    assert headers["Content-Type"] == "image/webp"


def test_private_file_is_refused_without_a_signature(private, server):
    private.save("ab/goc.jpg", ContentFile(b"original"))
    assert fetch(f"{server}/anh-goc/ab/goc.jpg")[0] == 403
    assert fetch(private.url("ab/goc.jpg").partition("?")[0])[0] == 403


def test_private_link_lapses_and_downloads(private, server):
    private.save("ab/goc.jpg", ContentFile(b"original"))
    link = private.url("ab/goc.jpg")
    query = parse_qs(urlsplit(link).query)
    assert link.startswith(f"{server}/anh-goc/ab/goc.jpg?")
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["X-Amz-Expires"] == ["300"]
    assert "secret" not in link
    status, headers, content = fetch(link)
    assert (status, content) == (200, b"original")
    assert headers["Content-Disposition"] == 'attachment; filename="goc.jpg"'
    assert headers["Cache-Control"] == "private, no-store"


def test_no_object_has_rights_of_its_own(public, private, server):
    public.save("x.jpg", ContentFile(b"x"))
    private.save("x.jpg", ContentFile(b"x"))
    with closing(_client(server)) as client:
        for bucket in ("anh-cong-khai", "anh-goc"):
            grants = client.get_object_acl(Bucket=bucket, Key="x.jpg")["Grants"]
            assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


# --- the product --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_photo_comes_into_the_buckets(in_buckets):
    photo = make_photo()
    assert walk(storages["private"]) == [photo.original.name]
    copies = walk(default_storage, "anh/")
    assert len(copies) > 0
    for name in copies:
        status, headers, _content = fetch(default_storage.url(name))
        assert (status, headers["Cache-Control"]) == (200, FOR_GOOD)
        assert headers["Content-Type"] in {"image/avif", "image/webp", "image/jpeg"}


@pytest.mark.django_db
def test_photo_comes_into_the_buckets_alone(in_buckets, settings):
    before = {root: set(Path(root).rglob("*")) for root in _folders(settings)}
    make_photo()
    assert {root: set(Path(root).rglob("*")) for root in _folders(settings)} == before


def _folders(settings):
    return settings.MEDIA_ROOT, settings.PRIVATE_ROOT


@pytest.mark.django_db
def test_original_is_byte_for_byte_what_came(in_buckets):
    photo = make_photo()
    with photo.original.open() as file:
        kept = file.read()
    assert fetch(photo.original.url)[2] == kept
    assert kept.startswith(b"\x89PNG")


@pytest.mark.django_db
def test_page_shows_the_copies_where_they_are(in_buckets, server):
    page = Template('{% load photos %}{% photo photo "Cột mốc" %}')
    drawn = page.render(Context({"photo": make_photo()}))
    assert f'src="{server}/anh-cong-khai/anh/' in drawn
    assert "/media/" not in drawn


@pytest.mark.django_db
def test_old_address_leads_to_the_file(in_buckets, client):
    default_storage.save("anh/ab/x.webp", ContentFile(b"picture"))
    response = client.get("/media/anh/ab/x.webp")
    assert response.status_code == 302
    assert fetch(response["Location"])[2] == b"picture"
