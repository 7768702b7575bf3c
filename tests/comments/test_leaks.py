"""What no moderator let through is on no public byte."""

import pytest
from django.urls import reverse

from articles import publishing
from comments import moderation, queries
from comments.fresh import key_now
from comments.models import Comment, Status
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_rejected,
    make_spam,
    moderator,
    page_of,
    receipt_of,
)
from tests.factories.articles import chief, make_published

pytestmark = pytest.mark.django_db

SECRET = "bí mật chưa duyệt"
SECRET_NAME = "Kẻ Giấu Tên"


def make_withdrawn(version, **facts):
    return moderation.withdraw(make_approved(version, **facts))


HIDDEN = [make_pending, make_rejected, make_spam, make_withdrawn]


def hide_again(version, **facts):
    return moderation.reject(make_approved(version, **facts), by=moderator())


def public_addresses(version):
    """Every page where a comment, its name or its number could stand."""
    return [
        version.get_absolute_url(),
        page_of(version),
        reverse("home"),
        version.section.get_absolute_url(),
        reverse("latest-feed"),
        reverse("sitemap"),
        reverse("comments-sent"),
        reverse("comments-sent-here", args=[version.article_id]),
        reverse("comment-data-ask"),
        f"{reverse('comment-fresh', args=[version.article_id])}?tu={key_now() - 3600}&xem=1",
    ]


def leaks(client, version):
    return [
        address
        for address in public_addresses(version)
        for page in [client.get(address).content.decode()]
        if SECRET in page or SECRET_NAME in page
    ]


@pytest.mark.parametrize("make", [*HIDDEN, hide_again])
def test_hidden_comment_is_on_no_page(client, make):
    version = make_published()
    make(version, name=SECRET_NAME, text=SECRET)
    assert leaks(client, version) == []
    assert count_of(version) == 0
    assert "Ý kiến bạn đọc (0)" in client.get(version.get_absolute_url()).content.decode()


@pytest.mark.parametrize("make", [*HIDDEN, hide_again])
def test_hidden_reply_is_on_no_page(client, make):
    version = make_published()
    root = make_approved(version)
    make(version, name=SECRET_NAME, text=SECRET, parent=root)
    reply_form = client.get(page_of(version, f"?tra-loi={root.pk}")).content.decode()
    assert leaks(client, version) == []
    assert SECRET not in reply_form
    assert count_of(version) == 1


def test_trapped_comment_is_on_no_page(client):
    version = make_published()
    make_pending(version, name=SECRET_NAME, text=SECRET, trapped=True)
    assert leaks(client, version) == []


def test_reply_under_a_hidden_root_is_on_no_page(client):
    version = make_published()
    root = make_approved(version)
    make_approved(version, name=SECRET_NAME, text=SECRET, parent=root)
    moderation.reject(root, by=moderator())
    assert leaks(client, version) == []
    assert count_of(version) == 0


def test_name_of_a_hidden_comment_is_not_told_by_its_answers(client):
    version = make_published()
    root = make_approved(version)
    middle = make_approved(version, name=SECRET_NAME, parent=root)
    make_approved(version, parent=middle)
    moderation.mark_spam(middle, by=moderator())
    assert SECRET_NAME not in client.get(version.get_absolute_url()).content.decode()


@pytest.mark.parametrize("make", [*HIDDEN, hide_again])
def test_hidden_comment_has_no_reply_form(client, make):
    version = make_published()
    comment = make(version, name=SECRET_NAME, text=SECRET)
    response = client.get(page_of(version, f"?tra-loi={comment.pk}"))
    assert response.status_code == 404
    assert SECRET not in response.content.decode()


@pytest.mark.parametrize("make", HIDDEN)
def test_receipt_of_another_tells_nothing(client, make):
    version = make_published()
    make(version, name=SECRET_NAME, text=SECRET)
    page = client.get(receipt_of(make_pending(version))).content.decode()
    assert (SECRET in page, SECRET_NAME in page) == (False, False)


@pytest.mark.parametrize("status", [Status.PENDING, Status.REJECTED, Status.SPAM])
def test_older_pages_skip_what_is_hidden(status):
    version = make_published()
    roots = [make_approved(version) for _n in range(30)]
    Comment.objects.filter(pk__in=[root.pk for root in roots[::2]]).update(status=status)
    first = queries.threads(version.article_id)
    assert [thread.root for thread in first.items] == roots[1::2][::-1]
    assert first.next_cursor == ""


def test_edit_waiting_for_a_decision_is_not_shown(client):
    version = make_published()
    comment = make_approved(version, text="Chữ đã duyệt.")
    comment.latest = comment.revisions.create(number=2, text=SECRET)
    comment.save(update_fields=["latest"])
    page = client.get(version.get_absolute_url()).content.decode()
    assert ("Chữ đã duyệt." in page, SECRET in page) == (True, False)


def test_address_and_marks_are_on_no_page(client):
    version = make_published()
    marks = {"sender": 314159265358, "network": 271828182845, "holder": 161803398874}
    for make in (make_approved, *HIDDEN):
        make(version, email="bi-mat@example.vn", **marks)
    pages = "".join(client.get(one).content.decode() for one in public_addresses(version))
    kept = ("bi-mat@example.vn", *map(str, marks.values()))
    assert [part for part in kept if part in pages] == []


def test_erased_comment_is_on_no_page(client):
    version = make_published()
    moderation.erase(make_approved(version, name=SECRET_NAME, text=SECRET))
    moderation.erase(make_pending(version, name=SECRET_NAME, text=SECRET))
    assert leaks(client, version) == []
    assert count_of(version) == 0


def test_withdrawn_piece_takes_its_comments_along(client):
    version = make_published()
    root = make_approved(version, name=SECRET_NAME, text=SECRET)
    publishing.withdraw(version.article, by=chief(), reason="Đính chính")
    for address in [*public_addresses(version), page_of(version, f"?tra-loi={root.pk}")]:
        assert SECRET not in client.get(address).content.decode()
