"""One tag for each name that reads alike, however it was typed."""

import unicodedata

import pytest
from django import forms
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import Article, Tag
from articles.tags import join, parse
from core.vietnamese import slug, tone_key
from tests.core.strategies import any_text
from tests.factories.articles import make_article

STATION = [
    "Đồn Biên phòng",
    "ĐỒN BIÊN PHÒNG",
    "đồn biên phòng",
    unicodedata.normalize("NFD", "Đồn Biên phòng"),
    "Ðồn Biên phòng",
    "  Đồn \u200bBiên\u00a0phòng ",
]


class TagForm(forms.ModelForm):
    """As the desk's form takes tags."""

    class Meta:
        model = Article
        fields = ("tags",)


def names():
    return sorted(Tag.objects.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("Bộ đội Biên phòng, Quảng Ninh", ["Bộ đội Biên phòng", "Quảng Ninh"]),
        ("Bộ đội Biên phòng", ["Bộ đội Biên phòng"]),
        ("Một; Hai\nBa,Bốn", ["Một", "Hai", "Ba", "Bốn"]),
        ('"Một", “Hai”, #Ba', ["Một", "Hai", "Ba"]),
        ("Một, một, MỘT", ["Một"]),
        ("Hoà Bình, Hòa Bình", ["Hoà Bình"]),
        (", ,;\n!!!, …", []),
        ("", []),
        (None, []),
    ],
)
def test_parse_parts_by_commas_only(typed, tags):
    assert parse(typed) == tags


@settings(max_examples=200)
@given(st.lists(any_text, max_size=5).map(",".join))
def test_parse_gives_each_name_that_reads_alike_once_and_joins_back(typed):
    tags = parse(typed)
    keys = [tone_key(name) for name in tags]
    assert len(set(keys)) == len(keys)
    assert all(slug(name) for name in tags)
    assert parse(join([Tag(name=name) for name in tags])) == tags


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["add", "set", "form", "one by one"])
def test_twins_are_one_tag(way):
    article = make_article()
    if way == "add":
        article.tags.add(*STATION)
    elif way == "set":
        article.tags.set(STATION)
    elif way == "form":
        form = TagForm({"tags": ", ".join(STATION)}, instance=article)
        assert form.is_valid()
        form.save()
    else:
        for name in STATION:
            make_article(tags=(name,))
    assert [tag.key for tag in Tag.objects.all()] == ["đồn biên phòng"]


@pytest.mark.django_db
def test_tone_placements_are_one_tag_and_other_words_are_others():
    article = make_article()
    article.tags.add("Hòa Bình", "Hoà Bình", "Trà Linh", "Trà Lĩnh", "Hoa Bình")
    assert set(names()) == {"Hoa Bình", "Hòa Bình", "Trà Linh", "Trà Lĩnh"}


@pytest.mark.django_db
def test_first_spelling_stays_and_is_shared():
    one, other = make_article(tags=("Hải quan",)), make_article(tags=("HẢI QUAN",))
    assert names() == ["Hải quan"]
    assert one.tags.get() == other.tags.get()


@pytest.mark.django_db
def test_tag_slug_keeps_the_d_and_twin_slugs_are_told_apart_by_number():
    make_article(tags=("Đặng", "Trà Linh", "Trà Lĩnh"))
    slugs = sorted(Tag.objects.values_list("slug", flat=True))
    assert slugs == ["dang", "tra-linh", "tra-linh"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["中越", "Граница", "❤"])
def test_tag_of_another_script_has_an_address_too(name):
    tag = Tag.objects.create(name=name)
    assert tag.slug == "the"


@pytest.mark.django_db
def test_set_takes_away_what_is_not_named():
    article = make_article(tags=("Một", "Hai"))
    article.tags.set(["hai", "Ba"])
    assert sorted(article.tags.values_list("name", flat=True)) == ["Ba", "Hai"]


@pytest.mark.django_db
def test_form_shows_tags_with_commas_and_keeps_them_unchanged():
    article = make_article(tags=("Bộ đội Biên phòng", "Quảng Ninh"))
    shown = TagForm(instance=article).initial["tags"]
    assert sorted(join(shown).split(", ")) == ["Bộ đội Biên phòng", "Quảng Ninh"]
    form = TagForm({"tags": join(shown)}, instance=article)
    assert form.is_valid()
    form.save()
    assert sorted(article.tags.values_list("name", flat=True)) == [
        "Bộ đội Biên phòng",
        "Quảng Ninh",
    ]


@pytest.mark.django_db
def test_form_refuses_a_tag_too_long_for_its_column_and_keeps_the_text():
    typed = f"Quảng Ninh, {'dài ' * 40}"
    form = TagForm({"tags": typed}, instance=make_article())
    sentence = "Thẻ dài quá 100 ký tự: “dài dài dài dài dài dài dài dài dài dài…”."
    assert form.errors == {"tags": [sentence]}
    assert form["tags"].value() == typed


@pytest.mark.django_db
def test_admin_rename_to_a_twin_is_refused_in_vietnamese():
    make_article(tags=("Hòa Bình", "Hải quan"))
    tag = Tag.objects.get(name="Hải quan")
    tag.name = "HOÀ BÌNH"
    assert refusals(tag) == {"name": ["Đã có thẻ đọc giống hệt như vậy."]}


def refusals(row):
    try:
        row.full_clean()
    except forms.ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 30])
def test_known_tags_are_found_in_one_query(count, django_assert_num_queries):
    tags = [f"Thẻ {n}" for n in range(count)]
    make_article(tags=tuple(tags))
    article = make_article()
    with django_assert_num_queries(1):
        found = article.tags._to_tag_model_instances(tags, {})
    assert found == set(Tag.objects.all())
