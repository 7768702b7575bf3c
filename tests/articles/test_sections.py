"""Sections: two levels, addressed by slug alone, never in the way of another page."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import URLPattern, get_resolver

from articles.models import PublishedVersion, Section
from articles.models.taxonomy import RESERVED_SLUGS
from articles.publishing import publish
from tests.factories.articles import chief, make_article, make_published, make_section

pytestmark = pytest.mark.django_db


def refusals(section):
    with pytest.raises(ValidationError) as caught:
        section.full_clean()
    return caught.value.message_dict


def first_parts():
    """The first word of every address of the site, as the resolver knows them."""
    parts = set()
    for pattern in get_resolver().url_patterns:
        below = [pattern] if isinstance(pattern, URLPattern) else pattern.url_patterns
        prefix = "" if isinstance(pattern, URLPattern) else str(pattern.pattern)
        routes = [prefix or str(inner.pattern) for inner in below]
        parts |= {route.removeprefix("^").split("/")[0] for route in routes}
    return parts


def test_every_first_part_of_an_address_is_reserved():
    words = {part for part in first_parts() if re.fullmatch(r"[a-z0-9-]+", part)}
    assert words - RESERVED_SLUGS == set()
    assert {"admin", "tag", "chu-de", "tac-gia", "rss", "tim-kiem", "binh-luan"} <= words


def test_static_and_media_folders_are_reserved():
    folders = {settings.STATIC_URL.strip("/"), settings.MEDIA_URL.strip("/")}
    assert folders - RESERVED_SLUGS == set()


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_reserved_slug_is_refused(slug):
    sentence = "Đường dẫn này dành cho trang khác của tòa soạn."
    assert refusals(Section(name="Mục", slug=slug)) == {"slug": [sentence]}


@pytest.mark.parametrize("slug", ["Xã-hội", "xa hoi", "XA-HOI", "-xa", "xa--hoi", "xa_hoi", "x/y"])
def test_slug_of_other_signs_is_refused(slug):
    sentence = "Đường dẫn chỉ gồm chữ thường không dấu, số và gạch nối."
    assert refusals(Section(name="Mục", slug=slug)) == {"slug": [sentence]}


def test_slug_of_another_section_is_refused():
    make_section(slug="xa-hoi")
    sentences = refusals(Section(name="Mục", slug="xa-hoi"))
    assert sentences == {"slug": ["Đã có chuyên mục dùng đường dẫn này."]}


def test_third_level_is_refused():
    child = make_section(parent=make_section())
    sentences = refusals(Section(name="Mục", slug="muc", parent=child))
    assert sentences == {"parent": ["Chuyên mục chỉ có hai cấp."]}


def test_section_with_children_stays_a_main_one():
    parent, other = make_section(), make_section()
    make_section(parent=parent)
    parent.parent = other
    assert refusals(parent) == {"parent": ["Chuyên mục này đang có chuyên mục con."]}


def test_section_is_not_its_own_parent():
    section = make_section()
    section.parent = section
    assert refusals(section) == {"parent": ["Chuyên mục chỉ có hai cấp."]}


def test_good_section_is_taken():
    Section(name="Xã hội", slug="xa-hoi").full_clean()
    Section(name="Y tế", slug="y-te-2", parent=make_section()).full_clean()


def test_menu_shows_active_main_sections_in_the_desks_order():
    last = make_section(position=9)
    first = make_section(position=1)
    make_section(position=2, active=False)
    make_section(position=3, parent=first)
    assert list(Section.objects.main()) == [first, last]


def test_piece_of_a_child_stands_in_its_parent_too():
    parent = make_section()
    child = make_section(parent=parent)
    inside, beside = make_published(section=child), make_published(section=parent)
    make_published(section=make_section())
    live = PublishedVersion.objects.live()
    assert set(live.in_section(parent)) == {inside, beside}
    assert set(live.in_section(child)) == {inside}


def test_piece_moved_to_another_section_moves_when_it_is_published_again(clock):
    old, new = make_section(), make_section()
    article = make_article(section=old)
    publish(article, by=chief())
    article.section = new
    article.save()
    live = PublishedVersion.objects.live(clock.now)
    assert (live.in_section(old).count(), live.in_section(new).count()) == (1, 0)
    clock.forward(minutes=1)
    publish(article, by=chief())
    live = PublishedVersion.objects.live(clock.now)
    assert (live.in_section(old).count(), live.in_section(new).count()) == (0, 1)
