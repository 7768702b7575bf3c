"""Every picture a reader, a search engine, a feed reader or an editor can fetch, as the pages name
them, read by exiftool: nothing in it tells of a post."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from outbox.queue import run_due
from photos.intake import admit, inspect
from photos.models import Photo
from tests.factories.articles import make_published
from tests.factories.people import make_user
from tests.photos.exif_files import exiftool_reads_all, needs_exiftool, press_photo
from tests.photos.files import SECRET, corners, upload

pytestmark = pytest.mark.django_db

# What a picture needs to be one; exiftool's names for it.
OF_ANY_PICTURE = {"JFIF", "RIFF", "QuickTime", "Meta"}
ADDRESS = re.compile(r"""(?:https?://[^/\s"',]+)?/media/[^\s"',<>]+""")


def admitted(**facts):
    words = {"caption": "Tuần tra ở mốc 1369.", "credit": "Viết Hà", "alt": "Hai chiến sĩ."}
    content = press_photo(corners((1600, 1200 + Photo.objects.count())))
    return admit(Photo(**{**words, **facts}), inspect(upload(content)), by=None)


def named_pictures(*pages):
    """Paths of all pictures the pages name, from srcset to the meta lines."""
    return {urlsplit(url).path for page in pages for url in ADDRESS.findall(unescape(page))}


@pytest.fixture
def piece():
    """A piece with a lead photo and one in the text, shown by their first copies."""
    lead, other = admitted(), admitted(usable_until=None)
    body = f'<p>Chữ.</p><figure data-photo="{other.pk}"><figcaption>Ở đồn.</figcaption></figure>'
    return make_published(lead_photo=lead, body=body)


@pytest.fixture
def rendered(piece):
    """The same after the worker."""
    run_due()
    return piece


def pages(client, version):
    section = version.section.get_absolute_url()
    addresses = ("/", version.get_absolute_url(), section, "/rss/tin-moi.rss", "/tim-kiem/?q=tang")
    return [client.get(address).content.decode() for address in addresses]


@needs_exiftool
def test_no_picture_named_on_any_page_tells_where_it_was_taken(client, rendered, tmp_path):
    names = named_pictures(*pages(client, rendered))
    assert len(names) == 32
    for number, path in enumerate(sorted(names)):
        response = client.get(path)
        assert response.status_code == 200
        content = b"".join(response.streaming_content)
        assert SECRET not in content
        (tmp_path / f"{number}.{path.rpartition('.')[2]}").write_bytes(content)
    for name, tags in exiftool_reads_all(tmp_path).items():
        assert {tag.partition(":")[0] for tag in tags} <= OF_ANY_PICTURE, name


@pytest.mark.parametrize(
    ("address", "pattern"),
    [
        ("article", r'<meta property="og:image" content="(http://127\.0\.0\.1:8000/media/[^"]+)">'),
        ("feed", r'<enclosure (?:[a-z]+="[^"]*" )*url="(http://127\.0\.0\.1:8000/media/[^"]+)"'),
    ],
)
def test_shared_picture_is_the_wide_jpeg_of_the_lead(client, rendered, address, pattern):
    page = client.get(rendered.get_absolute_url() if address == "article" else "/rss/tin-moi.rss")
    [found] = re.findall(pattern, page.content.decode())
    rendered.lead_photo.refresh_from_db()
    assert found == f"http://127.0.0.1:8000{rendered.lead_photo.best_url('16x9', 1200)}"
    assert found.endswith("-1200.jpg")


def test_enclosure_says_what_it_is(client, rendered):
    text = client.get("/rss/tin-moi.rss").content.decode()
    assert re.findall(r'<enclosure length="0" type="([^"]+)"', text) == ["image/jpeg"]


def test_piece_without_a_photo_shares_the_papers_own_picture(client):
    page = client.get(make_published().get_absolute_url()).content.decode()
    found = re.findall(r'"og:image" content="([^"]+)"', page)
    assert found == [f"{settings.SITE_URL}/static/img/share.png"]
    assert b"<enclosure" not in client.get("/rss/tin-moi.rss").content


@pytest.mark.parametrize(
    "facts",
    [
        {"usable_until": "2020-01-01"},
        {"for_online": False},
        {"consent": "chua-co"},
        {"minors": True},
    ],
)
def test_photo_that_may_be_shown_no_more_is_on_no_page(client, piece, facts):
    Photo.objects.update(**facts)
    assert named_pictures(*pages(client, piece)) == set()


def test_label_of_a_picture_found_out_later_is_on_the_page(client, piece):
    label = "trí tuệ nhân tạo (AI)"
    assert label not in client.get(piece.get_absolute_url()).content.decode()
    Photo.objects.filter(pk=piece.lead_photo_id).update(made_by_ai=True)
    assert client.get(piece.get_absolute_url()).content.decode().count(label) == 1


def test_originals_have_no_public_address(client, piece):
    for photo in Photo.objects.all():
        for path in (f"/media/{photo.original.name}", f"/private/{photo.original.name}"):
            assert client.get(path).status_code == 404
        assert client.get(f"/kho-rieng/{photo.original.name}").status_code == 404


def test_no_page_of_readers_holds_the_place_in_degrees(client, piece):
    Photo.objects.update(location="21.53472, 107.95250")
    for page in pages(client, piece):
        assert "21.53472" not in page


def test_download_of_an_editor_is_a_public_copy(client, rendered):
    client.force_login(make_user("Phóng viên ảnh"))
    page = client.get(f"/admin/photos/photo/{rendered.lead_photo_id}/change/")
    rendered.lead_photo.refresh_from_db()
    assert rendered.lead_photo.best_url("free", 1600) in page.content.decode()
