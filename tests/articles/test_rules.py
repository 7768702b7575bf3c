"""Who may do what with a piece, as the roles of a newsroom have it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from articles.publishing import publish
from tests.factories.articles import chief, make_article
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

# edit own draft, edit another's, preview, publish, withdraw
RIGHTS = {
    "": (False, False, False, False, False),
    "Cộng tác viên": (True, False, False, False, False),
    "Phóng viên": (True, False, False, False, False),
    "Biên tập viên": (True, True, True, False, False),
    # In the sections he heads a trưởng ban publishes; this one heads none.
    "Trưởng ban": (True, True, True, False, False),
    "Thư ký tòa soạn": (True, True, True, False, True),
    "Phó Tổng biên tập": (True, True, True, True, True),
    "Tổng biên tập": (True, True, True, True, True),
    "Người duyệt bình luận": (False, False, False, False, False),
    "Kế toán": (False, False, False, False, False),
    "Quản trị hệ thống": (False, False, False, False, False),
}


def rights(person, own, other):
    return (
        person.has_perm("articles.edit", own),
        *(person.has_perm(f"articles.{act}", other) for act in ("edit", "preview", "publish")),
        person.has_perm("articles.withdraw", other),
    )


@pytest.mark.parametrize("role", RIGHTS)
def test_role_may_do_what_the_newsroom_says(role):
    person = make_user(role)
    own, other = make_article(created_by=person), make_article(created_by=make_user("Phóng viên"))
    assert rights(person, own, other) == RIGHTS[role]


def test_nobody_signed_in_may_do_nothing():
    article = make_article()
    assert rights(AnonymousUser(), article, article) == (False,) * 5


def test_writer_may_not_touch_a_piece_once_it_was_published():
    writer = make_user("Phóng viên")
    article = make_article(created_by=writer)
    assert writer.has_perm("articles.edit", article)
    publish(article, by=chief())
    assert not writer.has_perm("articles.edit", article)


def test_nobody_may_edit_no_piece_in_particular_by_owning_it():
    assert not make_user("Phóng viên").has_perm("articles.edit", None)
    assert make_user("Biên tập viên").has_perm("articles.edit", None)
