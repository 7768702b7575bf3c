"""Bans in the back-office: from the card of a comment, by address, listed, lifted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import banning
from comments.models import Assignment, Ban, Comment
from tests.comments.factories import make_pending, moderator, text_of
from tests.factories.articles import make_published, make_section
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:comments_ban_changelist")
NEW = reverse("admin:comments_ban_new")
RULE = "Không xúc phạm người khác."


@pytest.fixture
def desk(client):
    client.force_login(moderator())
    return client


@pytest.fixture
def comment():
    made = make_pending(make_published(), email="mai@example.vn", text="<b>Ngu</b>")
    Comment.objects.filter(pk=made.pk).update(network=22)
    return made


def new_of(comment):
    return f"{NEW}?y-kien={comment.pk}"


def today():
    return timezone.localdate()


def test_form_offers_what_the_sender_can_be_banned_by(desk, comment):
    page = desk.get(new_of(comment))
    assert page.context["form"].fields["kind"].choices == [
        ("thu", "Thư điện tử: mai@example.vn"),
        ("mang", "Mạng: mọi người cùng mạng với người gửi"),
    ]
    assert "&lt;b&gt;Ngu&lt;/b&gt;" in text_of(page)


def test_form_is_not_for_a_comment_of_other_peoples_sections(desk, comment):
    Assignment.objects.create(user=moderator(), section=make_section())
    facts = {"kind": "thu", "rule": RULE, "lasts": "mai"}
    assert desk.get(new_of(comment)).status_code == 403
    assert desk.post(new_of(comment), facts).status_code == 403
    assert not Ban.objects.exists()
    card = reverse("admin:comments_comment_change", args=[comment.pk])
    assert desk.get(card).status_code == 403


def test_whoever_was_given_sections_bans_and_lifts_within_them(desk, comment):
    """An address typed by hand tells of no section, and would be banned in all of them."""
    typed = banning.ban("thu", "mai@example.vn", by=moderator(), rule=RULE)
    Assignment.objects.create(user=moderator(), section=make_section())
    facts = {"email": "lan@example.vn", "lasts": "7", "rule": RULE}
    assert desk.get(NEW).status_code == desk.post(NEW, facts).status_code == 403
    assert NEW not in text_of(desk.get(LIST))
    lift = {"action": "lift_chosen", "_selected_action": [typed.pk]}
    assert "Chưa bỏ chặn:" in text_of(desk.post(LIST, lift, follow=True))
    assert list(Ban.objects.in_force()) == [typed]
    Assignment.objects.create(user=moderator(), section=comment.section)
    own = new_of(comment)
    assert desk.post(own, {"kind": "mang", "lasts": "7", "rule": RULE}).status_code == 302
    lift["_selected_action"] = [Ban.objects.get(kind="mang").pk]
    assert "Đã bỏ chặn." in text_of(desk.post(LIST, lift, follow=True))
    assert list(Ban.objects.in_force()) == [typed]


@pytest.mark.parametrize(
    ("lasts", "until", "last"),
    [
        ("7", "", lambda: today() + timedelta(days=7)),
        ("90", "1/1/2030", lambda: today() + timedelta(days=90)),
        ("ngay", "1-1-2099", lambda: timezone.datetime(2099, 1, 1).date()),
        ("mai", "", lambda: None),
    ],
)
def test_moderator_bans_from_the_card(desk, comment, lasts, until, last):
    typed = {"kind": "thu", "lasts": lasts, "until": until, "rule": RULE, "note": "Lần ba"}
    answer = desk.post(new_of(comment), typed)
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("admin:comment-queue"),
    )
    ban = Ban.objects.get()
    assert (ban.kind, ban.until, ban.rule, ban.note, ban.by, ban.comment) == (
        *("thu", last(), RULE, "Lần ba"),
        *(moderator(), comment),
    )


def test_moderator_bans_an_address(desk):
    answer = desk.post(NEW, {"email": "mai@example.vn", "lasts": "7", "rule": RULE})
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert Ban.objects.get().mark == banning.mark_of_email("mai@example.vn")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"kind": ""}, "Xin chọn chặn theo gì."),
        ({"kind": "tai-khoan"}, "tai-khoan"),
        ({"lasts": ""}, "Xin chọn thời hạn."),
        ({"lasts": "ngay"}, "Xin ghi ngày."),
        ({"lasts": "ngay", "until": "1/1/2020"}, "Ngày này đã qua."),
        ({"lasts": "ngay", "until": "mai"}, "mai"),
        ({"rule": ""}, "Xin ghi quy tắc bị vi phạm"),
        ({"rule": "x" * 201}, "quá mức 200 ký tự"),
    ],
)
def test_ban_that_cannot_be_is_sent_back(desk, comment, typed, told):
    answer = desk.post(new_of(comment), {"kind": "thu", "lasts": "7", "rule": RULE, **typed})
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert Ban.objects.count() == 0


def test_wrong_address_is_sent_back(desk):
    answer = desk.post(NEW, {"email": "mai@", "lasts": "7", "rule": RULE})
    assert (answer.status_code, Ban.objects.count()) == (422, 0)
    assert "Địa chỉ thư điện tử chưa đúng." in text_of(answer)


@pytest.mark.parametrize("number", ["0", "x", "", "-1", "٣", "9" * 18, "9" * 40])
def test_ban_of_no_comment_is_not_found(desk, number):
    assert desk.get(f"{NEW}?y-kien={number}").status_code == 404


def test_comment_that_tells_nothing_of_its_sender_bans_nobody(desk):
    assert desk.get(new_of(make_pending(make_published()))).status_code == 404


@pytest.mark.parametrize("role", ["Phóng viên", "Biên tập viên", "Quản trị hệ thống"])
def test_ban_takes_the_right(client, comment, role):
    client.force_login(make_user(role))
    for address in (NEW, new_of(comment), LIST):
        assert client.get(address).status_code == 403
        assert client.post(address, {"kind": "thu", "lasts": "7", "rule": RULE}).status_code == 403
    assert Ban.objects.count() == 0


def make_bans(count):
    return [
        banning.ban("thu", f"ban{n}@example.vn", by=moderator(), rule=RULE) for n in range(count)
    ]


def test_list_tells_who_when_and_why_and_lifts(desk, comment):
    ban = banning.ban("thu", comment, by=moderator(), rule=RULE, note="Lần ba")
    page = text_of(desk.get(LIST))
    card = reverse("admin:comments_comment_change", args=[comment.pk])
    assert (
        f'Thư điện tử: <bdi>m…@example.vn</bdi> (<a href="{card}">ý kiến số {comment.pk}</a>)'
        in page
    )
    assert "đang chặn<br>Ghi chú: Lần ba" in page
    answer = desk.post(LIST, {"action": "lift_chosen", "_selected_action": [ban.pk]}, follow=True)
    assert "Đã bỏ chặn." in text_of(answer)
    assert list(Ban.objects.in_force()) == []
    assert answer.context["cl"].result_count == 0
    assert "đã bỏ chặn" in text_of(desk.get(f"{LIST}?tinh-trang=tat-ca"))


def test_list_leaves_out_what_is_over(desk):
    Ban.objects.filter(pk=make_bans(2)[0].pk).update(until=today() - timedelta(days=1))
    assert desk.get(LIST).context["cl"].result_count == 1
    assert "đã hết hạn" in text_of(desk.get(f"{LIST}?tinh-trang=tat-ca"))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_costs_the_same_whatever_it_shows(desk, django_assert_num_queries, count):
    make_bans(count)
    desk.get(LIST)
    with django_assert_num_queries(7):  # one of them asks for sections given
        assert len(desk.get(LIST).context["cl"].result_list) == count
