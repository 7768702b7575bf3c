"""What goes out compressed through the whole stack, and what must not."""

import gzip
from contextlib import closing

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.compression import CompressText
from tests.factories.articles import make_published
from tests.factories.photos import make_photo

GZIP = {"Accept-Encoding": "gzip"}
LONG = "Biên phòng " * 200


def through(response, **headers):
    request = RequestFactory().get("/", headers=headers)
    return CompressText(lambda _request: response)(request)


@pytest.mark.parametrize(
    "form",
    [
        *("text/html; charset=utf-8", "text/plain", "text/css", "application/xml; charset=utf-8"),
        *("application/rss+xml; charset=utf-8", "application/json", "image/svg+xml"),
    ],
)
def test_text_is_compressed_for_who_can_read_it(form):
    response = through(HttpResponse(LONG, content_type=form), **GZIP)
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == LONG
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("form", ["image/avif", "video/mp4", "application/pdf", "font/woff2", ""])
def test_other_kinds_go_out_as_they_are(form):
    response = HttpResponse(LONG)
    response["Content-Type"] = form
    response = through(response, **GZIP)
    assert not response.has_header("Content-Encoding")
    assert not response.has_header("Vary")
    assert response.content.decode() == LONG


def test_who_cannot_read_it_gets_plain_text():
    assert through(HttpResponse(LONG)).content.decode() == LONG


@pytest.mark.django_db
def test_a_page_is_the_same_words_for_both(client):
    version = make_published()
    plain = client.get(version.get_absolute_url())
    packed = client.get(version.get_absolute_url(), headers=GZIP)
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert packed["Content-Length"] == str(len(packed.content))


@pytest.mark.django_db
def test_a_picture_keeps_its_length_and_its_ranges(client):
    url = make_photo().best_url()
    with closing(client.get(url, headers=GZIP)) as whole:
        assert not whole.has_header("Content-Encoding")
        assert whole["Content-Length"] == str(len(b"".join(whole.streaming_content)))
    with closing(client.get(url, headers={**GZIP, "Range": "bytes=0-9"})) as part:
        assert (part.status_code, part["Content-Length"]) == (206, "10")
