"""{% photo %}: one picture, the right copy for each screen, no query."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from photos.models import Photo
from photos.rendering import bring_up_to_date
from photos.templatetags.photos import tone
from tests.factories.photos import make_photo

TEMPLATE = Template('{% load photos %}{% photo photo alt "50vw" ratio=ratio eager=eager %}')


def drawn(photo, alt="Một cột mốc", *, ratio="free", eager=False):
    values = {"photo": photo, "alt": alt, "ratio": ratio, "eager": eager}
    return TEMPLATE.render(Context(values)).strip()


def rendered(**facts):
    photo = make_photo(**facts)
    bring_up_to_date(photo)
    return photo


@pytest.mark.django_db
@pytest.mark.parametrize(("ratio", "height"), [("free", 400), ("1x1", 400), ("16x9", 360)])
def test_photo_offers_avif_and_webp_and_a_jpeg_for_the_rest(ratio, height):
    photo = rendered()
    sets = {
        form: ", ".join(f"{copy.url} {copy.width}w" for copy in photo.copies(ratio, form))
        for form in ("avif", "webp")
    }
    jpeg = photo.copies(ratio, "jpeg")[-1]
    assert drawn(photo, ratio=ratio) == (
        f'<picture><source type="image/avif" srcset="{sets["avif"]}" sizes="50vw">'
        f'<source type="image/webp" srcset="{sets["webp"]}" sizes="50vw">'
        f'<img class="photo photo--{ratio} tone-{tone(photo.color)}" src="{jpeg.url}" '
        f'alt="Một cột mốc" width="{jpeg.width}" height="{height}" loading="lazy" '
        'decoding="async"></picture>'
    )


@pytest.mark.django_db
def test_photo_whose_copies_are_not_ready_shows_the_whole_at_the_size_of_the_cut():
    photo = make_photo()
    url = photo.best_url()
    assert drawn(photo, ratio="5x3") == (
        f'<picture><source type="image/webp" srcset="{url} 640w" sizes="50vw">'
        f'<img class="photo photo--5x3 tone-{tone(photo.color)}" src="{url}" alt="Một cột mốc" '
        'width="640" height="384" loading="lazy" decoding="async"></picture>'
    )


@pytest.mark.django_db
def test_photo_in_view_at_once_is_fetched_first():
    assert 'height="400" fetchpriority="high"></picture>' in drawn(make_photo(), eager=True)


@pytest.mark.django_db
def test_photo_alt_is_escaped():
    assert 'alt="&quot;&gt;&lt;script&gt;"' in drawn(make_photo(), '"><script>')


@pytest.mark.django_db
def test_photo_without_copies_draws_nothing():
    photo = make_photo()
    photo.made = {}
    assert drawn(photo) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "there"), [(-1, False), (0, True), (1, True)])
def test_photo_is_shown_to_the_last_day_it_may_be_used(days, there):
    until = timezone.localdate() + timedelta(days=days)
    assert bool(drawn(make_photo(usable_until=until))) == there


@pytest.mark.django_db
def test_photo_not_for_online_draws_nothing():
    assert drawn(make_photo(for_online=False)) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 30])
def test_photos_cost_no_query(count, django_assert_num_queries):
    for _n in range(count):
        make_photo()
    photos = list(Photo.objects.all())
    with django_assert_num_queries(0):
        assert len([drawn(photo, ratio="5x3") for photo in photos]) == count


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_every_colour_has_its_tone_in_the_style_sheet(color):
    assert tone(color) in TONES


def test_tones_are_near_their_colour():
    assert [tone(color) for color in ("#000000", "#ffffff", "#2f6b3a", "")] == [
        *("000", "333", "111", ""),
    ]


TONES = set(
    re.findall(
        r"\.tone-(\d{3}) ",
        Path(settings.BASE_DIR, "static/css/components/photo.css").read_text(encoding="utf-8"),
    )
)
