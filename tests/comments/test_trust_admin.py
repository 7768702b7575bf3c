"""Where moderators say whom they trust, and are told of it on the card of a comment."""

import pytest
from django.urls import reverse

from comments import moderation, trusting
from comments.models import Decision, Trust
from tests.comments.factories import (
    make_approved,
    make_pending,
    make_reader,
    make_rejected,
    make_trusted,
    moderator,
    text_of,
)
from tests.factories.articles import chief, make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:comments_trust_changelist")


@pytest.fixture
def desk(client):
    client.force_login(moderator())
    return client


def page_of(user):
    return reverse("admin:comments_trust_change", args=[user.pk])


def say(client, user, act="trust", reason="Viết đúng mực"):
    return client.post(page_of(user), {"act": act, "reason": reason})


def card_of(comment):
    return reverse("admin:comments_comment_change", args=[comment.pk])


def test_trust_is_given_and_taken_on_the_page_of_a_reader(desk):
    reader = make_reader("Lò Thị Mai")
    make_approved(make_published(), reader=reader)
    make_rejected(make_published(), reader=reader)
    page = text_of(desk.get(page_of(reader)))
    assert "chờ duyệt 0, đã đăng 1, không đăng 1, rác 0" in page
    assert say(desk, reader)["Location"] == LIST
    assert Trust.objects.in_force().get().by == moderator()
    assert "Thôi tin cậy</button>" in text_of(desk.get(page_of(reader)))
    say(desk, reader, "distrust", "Đổi ý")
    assert Trust.objects.get().why_ended == "Đổi ý"
    assert "Đổi ý" in text_of(desk.get(page_of(reader)))


@pytest.mark.parametrize(
    "facts", [{"reason": ""}, {"act": ""}, {"act": "x"}, {"reason": "ệ" * 201}]
)
def test_forged_or_empty_words_change_nothing(desk, facts):
    assert say(desk, make_reader(), **facts).status_code == 422
    assert Trust.objects.count() == 0


def test_page_of_who_is_no_reader_is_not_found(desk):
    for address in [page_of(chief()), *(f"{LIST}{key}/change/" for key in ("0", "x", "9" * 30))]:
        assert desk.get(address).status_code == 404
        assert desk.post(address, {"act": "trust", "reason": "Vì thế"}).status_code == 404
    assert Trust.objects.count() == 0


def test_pages_are_for_moderators(client):
    reader = make_reader()
    client.force_login(make_user("Phóng viên"))
    assert [client.get(address).status_code for address in (LIST, page_of(reader))] == [403, 403]
    assert say(client, reader).status_code == 403
    client.force_login(reader)
    assert say(client, reader).status_code == 403
    assert Trust.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3, 30])
def test_list_costs_the_same_for_any_number(desk, django_assert_num_queries, number):
    """Session, person, rights twice, count, list."""
    for _n in range(number):
        make_trusted()
    with django_assert_num_queries(6):
        assert len(desk.get(LIST).context["cl"].result_list) == number


def test_list_tells_who_is_trusted_still(desk):
    stays, gone = make_trusted(), make_trusted()
    trusting.distrust(gone, by=moderator(), reason="Đổi ý")
    chosen = [
        [row.pk for row in desk.get(f"{LIST}?con={kind}").context["cl"].result_list]
        for kind in ("1", "0")
    ]
    assert chosen == [[stays.pk], [gone.pk]]


def test_card_says_what_refusing_a_trusted_reader_means(desk):
    reader = make_trusted(name="Lò Thị Mai")
    comment = make_pending(make_published(), reader=reader)
    page = text_of(desk.get(card_of(comment)))
    assert "Nếu ý kiến này không được đăng, sự tin cậy chấm dứt." in page
    moderation.reject(comment, by=moderator())
    page = text_of(desk.get(card_of(comment)))
    assert f"Ý kiến số {comment.pk} không được đăng." in page


def test_card_of_a_stranger_and_of_a_guest_say_nothing_of_trust(desk):
    for reader in (make_reader(), None):
        page = text_of(desk.get(card_of(make_pending(make_published(), reader=reader))))
        assert "tin cậy chấm dứt" not in page


def test_card_of_an_edited_comment_has_both_texts(desk):
    comment = make_approved(make_published(), text="Bản đã đăng.")
    moderation.edit(comment, text="Bản mới sửa.")
    page = text_of(desk.get(card_of(comment)))
    assert ("Bản đã đăng." in page, "Bản mới sửa." in page) == (True, True)


def test_decision_of_a_rule_is_named_on_the_card(desk):
    comment = make_pending(make_published(), reader=make_trusted())
    Decision.objects.create(comment=comment, revision=comment.latest, verdict="approved")
    assert "theo quy tắc: bạn đọc được tin cậy" in text_of(desk.get(card_of(comment)))


def test_ended_trust_is_no_trust(desk):
    reader = make_trusted()
    trusting.distrust(reader, by=moderator(), reason="Đổi ý")
    assert "Tin cậy</button>" in text_of(desk.get(page_of(reader)))
