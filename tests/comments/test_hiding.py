"""Where no reader sees the comments, no list tells how many there are."""

import pytest
from django.urls import reverse

from articles import publishing
from articles.models import Article
from comments import effects, hiding, moving
from comments.models import Discussion, Mode, Rescan, SectionPolicy
from outbox.models import Effect
from tests.comments.factories import text_of
from tests.factories.articles import chief, make_published, make_section
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

TOLD = "7 ý kiến"


@pytest.fixture
def version():
    version = make_published(section=make_section(parent=make_section()))
    Article.objects.filter(pk=version.article_id).update(comment_count=7)
    return version


@pytest.fixture
def desk(client):
    client.force_login(chief())
    return client


def work(kind):
    for key in Effect.objects.filter(kind=kind).values_list("key", flat=True):
        Effect.objects.filter(kind=kind, key=key).delete()
        {hiding.TELL: effects.tell_hidden, moving.MOVE: effects.move}[kind](key)


def told(client, version):
    return TOLD in text_of(client.get(version.section.get_absolute_url()))


def test_word_of_a_piece_moves_what_lists_tell(desk, version):
    assert told(desk, version)
    add = reverse("admin:comments_discussion_add")
    facts = {"article": version.article_id, "mode": Mode.HIDDEN, "look_again_on": ""}
    assert desk.post(add, facts).status_code == 302
    assert not told(desk, version)
    change = reverse("admin:comments_discussion_change", args=[version.article_id])
    assert desk.post(change, facts | {"mode": Mode.CLOSED}).status_code == 302
    assert told(desk, version)


@pytest.mark.parametrize("many", [False, True])
def test_word_of_a_piece_taken_back_lets_lists_tell_again(desk, version, many):
    desk.force_login(make_user(is_superuser=True, is_staff=True))
    Discussion.objects.create(article=version.article, mode=Mode.HIDDEN)
    hiding.tell([version.article_id])
    if many:
        address = reverse("admin:comments_discussion_changelist")
        facts = {"action": "delete_selected", "_selected_action": [version.article_id]}
    else:
        address = reverse("admin:comments_discussion_delete", args=[version.article_id])
        facts = {}
    assert desk.post(address, facts | {"post": "yes"}).status_code == 302
    assert not Discussion.objects.exists()
    assert told(desk, version)


def move_section(desk, section, parent):
    address = reverse("admin:articles_section_change", args=[section.pk])
    numbers = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    facts = {f"heads-{name}": number for name, number in numbers.items()}
    switches = ("skips_editing", "skips_layout", "skips_awaiting", "two_people", "full_route")
    facts |= dict.fromkeys(switches, "unknown")
    facts |= {"name": section.name, "parent": parent.pk if parent else "", "position": 100}
    answer = desk.post(address, facts | {"active": "on"})
    assert answer.status_code == 302, answer.context["errors"]


def test_section_that_comes_under_one_that_hides(desk, version):
    section, above = version.section, make_section()
    SectionPolicy.objects.create(section=above, mode=Mode.HIDDEN)
    came_from = section.parent
    move_section(desk, section, above)
    work(hiding.TELL)
    assert not told(desk, version)
    move_section(desk, section, came_from)
    work(hiding.TELL)
    assert told(desk, version)


def test_section_that_comes_under_a_delicate_one_is_looked_at_again(desk, version):
    section, above, below = version.section, make_section(), make_section()
    SectionPolicy.objects.create(section=above, mode=Mode.BEFORE, two_pairs=True)
    move_section(desk, section, above)
    assert [walk.section for walk in Rescan.objects.all()] == [section]
    Rescan.objects.all().delete()
    section.refresh_from_db()
    section.name = "Tên khác"
    move_section(desk, section, above)
    assert not Rescan.objects.exists()
    move_section(desk, section, None)
    SectionPolicy.objects.create(section=below, mode=Mode.BEFORE, two_pairs=True)
    move_section(desk, below, above)
    assert not Rescan.objects.exists()


@pytest.mark.parametrize("above", [False, True])
def test_word_of_a_section_moves_what_lists_tell(desk, version, above, monkeypatch):
    monkeypatch.setattr(hiding, "BATCH", 1)
    make_published(section=version.section)
    section = version.section.parent if above else version.section
    facts = {"section": section.pk, "mode": Mode.HIDDEN}
    assert desk.post(reverse("admin:comments_sectionpolicy_add"), facts).status_code == 302
    for _batch in range(3):
        work(hiding.TELL)
    assert not Effect.objects.filter(kind=hiding.TELL).exists()
    assert Article.objects.filter(comments_hidden_since=None).count() == 0
    assert not told(desk, version)
    delete = reverse("admin:comments_sectionpolicy_delete", args=[section.pk])
    assert desk.post(delete, {"post": "yes"}).status_code == 302
    work(hiding.TELL)
    assert told(desk, version)


def test_nearest_word_decides(version):
    def hidden():
        hiding.tell([version.article_id])
        return Article.objects.get(pk=version.article_id).comments_hidden_since is not None

    SectionPolicy.objects.create(section=version.section.parent, mode=Mode.HIDDEN)
    assert hidden()
    SectionPolicy.objects.create(section=version.section, mode=Mode.CLOSED)
    assert not hidden()
    own = Discussion.objects.create(article=version.article, mode=Mode.HIDDEN)
    assert hidden()
    own.mode = ""
    own.save(update_fields=["mode"])
    assert not hidden()


def test_piece_that_comes_where_comments_are_hidden(client, version):
    elsewhere = make_section()
    SectionPolicy.objects.create(section=elsewhere, mode=Mode.HIDDEN)
    version.article.section = elsewhere
    version.article.save(update_fields=["section"])
    moving.follow(publishing.publish(version.article, by=chief()))
    work(moving.MOVE)
    assert TOLD not in text_of(client.get(elsewhere.get_absolute_url()))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_any_number_of_pieces_is_told_in_three_queries(version, django_assert_num_queries, count):
    Discussion.objects.create(article=version.article, mode=Mode.HIDDEN)
    with django_assert_num_queries(3):
        hiding.tell(range(version.article_id, version.article_id + count + 1))


def test_newspaper_that_hides_comments_tells_of_none(client, version, settings):
    assert told(client, version)
    settings.COMMENT_MODE = Mode.HIDDEN
    assert not told(client, version)
