"""Writers hear of their piece when it is off the paper: once, in words that tell the act."""

import pytest

from articles.publishing import publish, withdraw
from articles.removals import remove
from core.dates import long_datetime
from newsroom.models import Kind, Message
from tests.articles.test_removals import ORDER
from tests.factories.articles import chief, make_article
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece():
    article = make_article(created_by=make_user("Phóng viên"))
    publish(article, by=chief())
    return article


@pytest.mark.parametrize(("pause", "name"), [(False, "Ngừng đăng"), (True, "Tạm dừng")])
def test_writer_is_told_what_was_done_and_why(
    piece, pause, name, django_capture_on_commit_callbacks
):
    by = chief()
    with django_capture_on_commit_callbacks(execute=True):
        act = withdraw(piece, by=by, reason="Xem lại số liệu.", pause=pause)
    [told] = Message.objects.all()
    assert (told.to, told.kind, told.about) == (piece.created_by, Kind.WITHDRAWN, piece)
    since = long_datetime(act.effective)
    assert told.words == f"{by}: {name} từ {since}. Lý do: Xem lại số liệu."


def test_removal_is_told_once(piece, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        remove(piece, by=chief(), **ORDER)
    [told] = Message.objects.filter(to=piece.created_by)
    assert "Căn cứ: Theo lệnh" in told.words


def test_who_does_it_to_his_own_piece_is_not_told(django_capture_on_commit_callbacks):
    by = chief()
    article = make_article(created_by=by)
    publish(article, by=by)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(article, by=by, reason="Sai")
    assert not Message.objects.exists()
