"""Photos that stand before films are in use, and leave with their licence."""

import pytest
from django.template import Context, Template

from photos import library
from photos.usage import Use, uses_of
from tests.factories.people import make_user
from tests.factories.photos import make_photo
from tests.multimedia.factories import make_video

pytestmark = pytest.mark.django_db

TEMPLATE = Template("{% load multimedia %}{% recording film %}")


def test_poster_is_told_as_a_use():
    poster = make_photo()
    film = make_video(poster=poster, title="Tuần tra")
    address = f"/admin/multimedia/recording/{film.pk}/change/"
    expected = Use(poster.pk, "Tuần tra", address, "Ảnh đại diện của video")
    assert uses_of([poster.pk]) == {poster.pk: [expected]}


def test_poster_goes_to_no_trash():
    poster = make_photo()
    make_video(poster=poster)
    with pytest.raises(library.InUse):
        library.trash(poster, by=make_user("Phóng viên ảnh"))


@pytest.mark.parametrize(("until", "shown"), [(None, True), ("2020-01-01", False)])
def test_poster_leaves_when_its_licence_lapses(until, shown):
    film = make_video(poster=make_photo(usable_until=until))
    film.refresh_from_db()
    assert ("poster=" in TEMPLATE.render(Context({"film": film}))) == shown


@pytest.mark.parametrize("count", [1, 3, 30])
def test_posters_cost_one_query(count, django_assert_num_queries):
    posters = [make_photo() for _n in range(count)]
    make_video(poster=posters[0])
    with django_assert_num_queries(4):  # three are of the pieces
        assert list(uses_of([poster.pk for poster in posters])) == [posters[0].pk]
