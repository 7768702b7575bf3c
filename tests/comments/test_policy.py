"""Whether a piece takes comments and shows them: the stricter word wins, and at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from comments import moderation
from comments.models import Closing, Comment, Discussion, Mode, SectionPolicy
from comments.policy import needing_two, needs_two, policy_of
from tests.comments.factories import make_approved, make_pending, moderator, page_of, send, text_of
from tests.factories.articles import chief, make_published, make_section

pytestmark = pytest.mark.django_db

OPEN, CLOSED = "Gửi ý kiến</button>", "Bài này không nhận thêm ý kiến."


@pytest.fixture
def version():
    root = make_section(name="Xã hội", slug="xa-hoi")
    return make_published(section=make_section(name="Y tế", slug="y-te", parent=root))


def close_all(closed=True):
    Closing.objects.create(closed=closed, reason="Theo chỉ đạo", by=chief())


def test_comments_are_taken_before_a_decision_unless_told(version):
    policy = policy_of(version)
    assert (policy.mode, policy.takes, policy.shows) == (Mode.BEFORE, True, True)
    assert not needs_two(version.article)


@pytest.mark.parametrize("count", [1, 3])
def test_policy_costs_one_query(version, django_assert_num_queries, count):
    for _n in range(count):
        close_all(closed=False)
        SectionPolicy.objects.get_or_create(section=version.section, defaults={"mode": "dong"})
    with django_assert_num_queries(1):
        policy_of(version)


def test_the_nearest_word_holds(version):
    SectionPolicy.objects.create(section=version.section.parent, mode=Mode.CLOSED, two_pairs=True)
    assert (policy_of(version).mode, needs_two(version.article)) == (Mode.CLOSED, True)
    SectionPolicy.objects.create(section=version.section, mode=Mode.BEFORE)
    assert policy_of(version).mode == Mode.BEFORE
    Discussion.objects.create(article=version.article, mode=Mode.HIDDEN)
    assert policy_of(version).mode == Mode.HIDDEN


def test_a_section_below_cannot_ask_for_less_than_two(version):
    SectionPolicy.objects.create(section=version.section, mode=Mode.TRUSTED)
    assert not needs_two(version.article)
    SectionPolicy.objects.create(section=version.section.parent, mode=Mode.BEFORE, two_pairs=True)
    assert needs_two(version.article)
    assert policy_of(version).mode == Mode.TRUSTED


def test_two_must_agree_where_readers_have_the_piece_not_where_its_draft_stands(version):
    delicate = SectionPolicy.objects.create(
        section=version.section, mode=Mode.BEFORE, two_pairs=True
    )
    article = version.article
    article.section = make_section()
    article.save(update_fields=["section"])
    comment = make_pending(version)
    assert comment.section == version.section
    assert moderation.approve(comment, by=moderator()).pending
    publishing.withdraw(article, by=chief(), reason="Đính chính")
    assert not needs_two(article)
    delicate.section = article.section
    delicate.save(force_insert=True)
    assert needs_two(article)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_where_two_must_agree_is_asked_of_all_at_once(version, django_assert_num_queries, count):
    numbers = [version.article_id] * count
    with django_assert_num_queries(1):
        assert needing_two(numbers) == set()


def test_the_one_switch_closes_every_piece_and_opens_it_again(client, version):
    Discussion.objects.create(article=version.article, mode=Mode.BEFORE)
    close_all()
    told = "Báo đang tạm ngừng nhận ý kiến ở mọi bài."
    assert told in text_of(client.get(version.get_absolute_url()))
    refused = send(client, version, text="Chữ tôi đã gõ")
    assert refused.status_code == 409
    assert told in text_of(refused)
    assert "Chữ tôi đã gõ" in text_of(refused)
    close_all(closed=False)
    assert send(client, version).status_code == 303


def test_a_closed_piece_shows_what_it_has_and_takes_nothing(client, version):
    make_approved(version, text="Ý kiến cũ")
    SectionPolicy.objects.create(section=version.section, mode=Mode.CLOSED)
    for address in (version.get_absolute_url(), page_of(version)):
        page = text_of(client.get(address))
        assert (OPEN in page, CLOSED in page, "Ý kiến cũ" in page) == (False, True, True)
        assert "?tra-loi=" not in page
    assert send(client, version).status_code == 409
    assert Comment.objects.count() == 1


def test_whoever_answers_from_a_page_opened_before_is_told_why_he_cannot(client, version):
    comment = make_approved(version)
    SectionPolicy.objects.create(section=version.section, mode=Mode.CLOSED)
    answer = client.get(page_of(version, f"?tra-loi={comment.pk}"))
    page = text_of(answer)
    assert (answer.status_code, CLOSED in page, 'name="text"' in page) == (200, True, False)
    assert f'href="{page_of(version)}">Mọi ý kiến' in page
    assert client.get(page_of(version, "?tra-loi=999999")).status_code == 404


def test_a_hidden_piece_shows_no_comment_anywhere(client, version):
    comment = make_approved(version, text="Ý kiến cũ")
    Discussion.objects.create(article=version.article, mode=Mode.HIDDEN)
    page = text_of(client.get(version.get_absolute_url()))
    assert ("Ý kiến cũ" in page, 'id="y-kien"' in page) == (False, False)
    for query in ("", f"?duoi={comment.pk}", f"?tra-loi={comment.pk}"):
        assert client.get(page_of(version, query)).status_code == 404
    assert client.post(f"/binh-luan/thich/{comment.pk}/").status_code == 404


def test_a_piece_closes_by_its_age_unless_it_has_a_word_of_its_own(settings, version):
    settings.COMMENT_DAYS = 30
    at = version.first_published_at
    assert policy_of(version, at + timedelta(days=29)).takes
    assert not policy_of(version, at + timedelta(days=30)).takes
    SectionPolicy.objects.create(section=version.section, mode=Mode.BEFORE, days=0)
    assert policy_of(version, at + timedelta(days=3000)).takes
    SectionPolicy.objects.update(days=7)
    assert not policy_of(version, at + timedelta(days=7)).takes
    Discussion.objects.create(article=version.article, mode=Mode.BEFORE)
    assert policy_of(version, at + timedelta(days=3000)).takes


def test_an_old_piece_says_since_when_it_is_closed(client, settings, version):
    settings.COMMENT_DAYS = 1
    old = make_published(section=version.section, ago=timedelta(days=3))
    day = timezone.localtime(old.first_published_at + timedelta(days=1)).strftime("%d/%m/%Y")
    page = text_of(client.get(old.get_absolute_url()))
    assert f"Hạn gửi ý kiến cho bài này đã hết từ {day}." in page
