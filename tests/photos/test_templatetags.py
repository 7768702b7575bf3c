"""{% photo %}: one picture, the right copy for each screen, no query."""

import pytest
from django.template import Context, Template

from photos.models import Photo
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

TEMPLATE = Template('{% load photos %}{% photo photo alt "50vw" eager=eager %}')


def drawn(photo, alt="Một cột mốc", *, eager=False):
    return TEMPLATE.render(Context({"photo": photo, "alt": alt, "eager": eager})).strip()


def test_photo_offers_every_webp_and_a_jpeg_for_the_rest():
    photo = make_photo()
    urls = {(row.format, row.width): row.file.url for row in photo.renditions.all()}
    assert drawn(photo) == (
        '<picture><source type="image/webp" '
        f'srcset="{urls["webp", 480]} 480w, {urls["webp", 640]} 640w" sizes="50vw">'
        f'<img src="{urls["jpeg", 640]}" alt="Một cột mốc" width="640" height="400" '
        'loading="lazy" decoding="async"></picture>'
    )


def test_photo_in_view_at_once_is_fetched_first():
    assert 'height="400" fetchpriority="high"></picture>' in drawn(make_photo(), eager=True)


def test_photo_alt_is_escaped():
    assert 'alt="&quot;&gt;&lt;script&gt;"' in drawn(make_photo(), '"><script>')


def test_photo_without_copies_draws_nothing():
    photo = make_photo()
    photo.renditions.all().delete()
    assert drawn(photo) == ""


@pytest.mark.parametrize("count", [1, 3, 30])
def test_photos_cost_no_query_when_prefetched(count, django_assert_num_queries):
    for _n in range(count):
        make_photo()
    photos = list(Photo.objects.with_renditions())
    with django_assert_num_queries(0):
        assert len([drawn(photo) for photo in photos]) == count
