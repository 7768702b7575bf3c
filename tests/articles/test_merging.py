"""One tag goes into another: pieces, addresses and synonyms follow, frozen words stay, and back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from articles import publishing, trash
from articles.merging import merge, unmerge
from articles.models import (
    Article,
    PublishedVersion,
    Series,
    Tag,
    TagAlias,
    TaggedArticle,
    TagListing,
    Topic,
    TopicListing,
)
from audit.models import Entry
from tests.factories.articles import chief, make_article, make_published, make_topic
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def tag(name):
    return Tag.objects.get(name=name)


def page(term, name="tag"):
    return reverse(name, args=[term.slug, term.pk])


@pytest.fixture
def merged():
    """A piece of each, one of both, and the first gone into the second."""
    make_published(title="Của một", tags=("BĐBP",))
    make_published(title="Của hai", tags=("Bộ đội Biên phòng",))
    make_published(title="Của cả hai", tags=("BĐBP", "Bộ đội Biên phòng"))
    source, target = tag("BĐBP"), tag("Bộ đội Biên phòng")
    before = rows()
    done = merge(source, into=target, by=chief())
    return source, target, done, before


def rows():
    listed = TagListing.objects.order_by("version", "tag").values_list("version", "tag")
    tagged = TaggedArticle.objects.order_by("content_object", "tag")
    return list(listed), list(tagged.values_list("content_object", "tag"))


def test_pieces_of_both_stand_under_the_one_each_once(client, merged):
    _source, target, _done, _before = merged
    shown = client.get(page(target)).context["page"].items
    titles = sorted(version.title for version in shown)
    assert titles == ["Của cả hai", "Của hai", "Của một"]
    assert {name for _version, name in rows()[0]} == {target.pk}
    assert TaggedArticle.objects.count() == 3


@pytest.mark.parametrize("name", ["tag", "tag-feed", "tag-feed-full"])
def test_old_address_leads_on_for_good(client, merged, name):
    source, target, _done, _before = merged
    answer = client.get(page(source, name))
    assert (answer.status_code, answer["Location"]) == (301, page(target, name))


def test_frozen_words_stay_as_they_were(merged):
    source, _target, _done, _before = merged
    version = PublishedVersion.objects.get(title="Của một")
    assert [row["id"] for row in version.tags] == [source.pk]
    assert all(version.is_intact() for version in PublishedVersion.objects.all())


def test_old_name_typed_again_gives_the_new_tag(merged):
    _source, target, _done, _before = merged
    article = make_article(tags=("bđbp", "Quảng Ninh"))
    assert {row.name for row in article.tags.all()} == {target.name, "Quảng Ninh"}


def test_old_revision_with_the_old_tag_is_published_under_the_new(merged):
    source, target, _done, _before = merged
    article = make_article()
    for row in (source, target):
        TaggedArticle.objects.create(content_object=article, tag=row)
    version = publishing.publish(article, by=chief())
    assert [row["id"] for row in version.tags] == [target.pk]


def test_merge_of_a_merge_goes_all_the_way(client, merged):
    source, target, _done, _before = merged
    make_published(tags=("Lính biên phòng",))
    last = tag("Lính biên phòng")
    merge(target, into=last, by=chief())
    assert client.get(page(source))["Location"] == page(last)
    assert client.get(page(target))["Location"] == page(last)


def test_merge_is_undone_to_the_last_row(client, merged):
    source, target, done, before = merged
    alias = TagAlias.objects.create(tag=target, name="Lính quân hàm xanh")
    unmerge(done, by=chief())
    assert rows() == before
    assert [client.get(page(row)).status_code for row in (source, target)] == [200, 200]
    alias.refresh_from_db()
    assert alias.tag == target


def test_what_came_since_stays_when_a_merge_is_undone(merged):
    _source, target, done, _before = merged
    since = make_published(tags=("BĐBP",))
    unmerge(done, by=chief())
    assert [row.tag_id for row in since.tag_listings.all()] == [target.pk]


def test_inner_merge_waits_for_the_outer(merged):
    _source, target, done, _before = merged
    make_article(tags=("Lính biên phòng",))
    outer = merge(target, into=tag("Lính biên phòng"), by=chief())
    with pytest.raises(ValidationError) as refused:
        unmerge(done, by=chief())
    told = "“Bộ đội Biên phòng” đã gộp tiếp vào “Lính biên phòng”: hãy tách lần gộp sau trước."
    assert refused.value.messages == [told]
    unmerge(outer, by=chief())
    unmerge(done, by=chief())
    with pytest.raises(ValidationError):
        unmerge(done, by=chief())


def test_merging_wants_two_that_stand_and_the_right(merged):
    source, target, _done, _before = merged
    make_article(tags=("Khác",))
    with pytest.raises(ValidationError):
        merge(tag("Khác"), into=source, by=chief())
    with pytest.raises(ValidationError):
        merge(target, into=target, by=chief())
    with pytest.raises(ValidationError):
        merge(target, into=make_topic(), by=chief())
    with pytest.raises(PermissionDenied):
        merge(tag("Khác"), into=target, by=make_user("Phóng viên"))


def test_topics_merge_as_tags_do(client):
    one, two = make_topic("Bão số 3"), make_topic("Bão Yagi")
    version = make_published()
    version.article.topics.add(one)
    publishing.publish(version.article, by=chief())
    done = merge(one, into=two, by=chief())
    assert client.get(page(one, "topic"))["Location"] == page(two, "topic")
    assert [topic.name for topic in Article.objects.get().topics.all()] == ["Bão Yagi"]
    unmerge(done, by=chief())
    assert TopicListing.objects.get().topic == one


def test_log_tells_both_ways(merged):
    _source, _target, done, _before = merged
    unmerge(done, by=chief())
    acts = list(Entry.objects.order_by("-number").values_list("act", flat=True)[:2])
    assert acts == ["articles.tags_unmerged", "articles.tags_merged"]


# --- synonyms -----------------------------------------------------------------------------------


def test_synonym_gives_its_tag():
    make_article(tags=("Bộ đội Biên phòng",))
    TagAlias.objects.create(tag=tag("Bộ đội Biên phòng"), name="BĐBP")
    article = make_article(tags=("Bđbp",))
    assert [row.name for row in article.tags.all()] == ["Bộ đội Biên phòng"]


def test_synonym_belongs_to_one_tag():
    make_article(tags=("Một", "Hai"))
    TagAlias.objects.create(tag=tag("Một"), name="Mốt")
    for name in ("MỐT", "hai"):
        with pytest.raises(ValidationError):
            TagAlias(tag=tag("Hai"), name=name).full_clean()
    TagAlias(tag=tag("Hai"), name="Đôi").full_clean()


# --- the trash ----------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Tag, Topic, Series])
def test_term_without_pieces_goes_to_the_trash_and_back(model):
    term = model.objects.create(name="Không còn ai dùng")
    assert list(trash.orphans(model)) == [term]
    trash.trash(term, by=chief())
    assert list(model.objects.in_use()) == []
    trash.restore(term, by=chief())
    assert list(model.objects.in_use()) == [term]


def test_term_that_pieces_need_stays():
    make_article(tags=("Quảng Ninh",))
    live = make_published(tags=("Cao Bằng",))
    live.article.tags.clear()
    for name in ("Quảng Ninh", "Cao Bằng"):
        with pytest.raises(ValidationError):
            trash.trash(tag(name), by=chief())
    publishing.withdraw(live.article, by=chief(), reason="Sai")
    trash.trash(tag("Cao Bằng"), by=chief())
    with pytest.raises(PermissionDenied):
        trash.restore(tag("Cao Bằng"), by=make_user("Phóng viên"))


def test_trashed_tag_comes_back_with_the_next_piece_that_names_it():
    lost = Tag.objects.create(name="Hà Giang")
    trash.trash(lost, by=chief())
    article = make_article(tags=("HÀ GIANG",))
    lost.refresh_from_db()
    assert (list(article.tags.all()), lost.trashed_at) == ([lost], None)
