"""Public copies over the wire, where no nginx stands in front."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.factories.photos import make_photo

OUTSIDE = [
    "/media/../manage.py",
    "/media/../../../../etc/passwd",
    "/media/%2e%2e/%2e%2e/etc/passwd",
    "/media/..%2f..%2f..%2fetc/passwd",
    "/media//etc/passwd",
    "/media/anh/../../private/x.jpg",
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


@pytest.mark.django_db
def test_copy_is_served_for_good_without_cookie(client):
    for row in make_photo().renditions.all():
        response = client.get(row.file.url)
        assert response.status_code == 200
        assert response["Content-Type"] == f"image/{row.format}"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert not response.has_header("Set-Cookie")
        assert not response.has_header("Vary")
        with row.file.open() as file:
            assert b"".join(response.streaming_content) == file.read()


@pytest.mark.django_db
def test_copy_unchanged_since_is_not_sent_again(client):
    row = make_photo().renditions.first()
    first = client.get(row.file.url)
    first.close()
    again = client.get(row.file.url, headers={"If-Modified-Since": first["Last-Modified"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*OUTSIDE, *ABSENT])
def test_address_of_no_copy_is_not_found(client, address):
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_original_has_no_address(client):
    name = make_photo().original.name
    for address in (f"/media/{name}", f"/media/../private/{name}", f"/private/{name}", f"/{name}"):
        assert client.get(address).status_code == 404
