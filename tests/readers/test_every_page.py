"""Every template under /tai-khoan/ in an answer: the lines of the law, and our own house rules."""

import re
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.test import Client

from comments.models import NAME_LENGTH
from core.dates import long_datetime
from readers import leaving, mailing
from readers.models import Notice, SavedPiece
from tests.biendoi.reader_pages import missing_duties
from tests.comments.factories import make_approved
from tests.factories.articles import make_published
from tests.factories.people import make_user
from tests.readers.factories import link_in, mails, make_reader, sign_in, sign_up, text_of
from tests.readers.services import come_from_google
from tests.readers.test_services import google

pytestmark = pytest.mark.django_db

__all__ = ["google"]

PARTS = {"readers/frame.html", "readers/menu.html", "readers/fields.html", "readers/services.html"}
OPEN = (
    *("dang-nhap/", "dang-ky/", "cho-xac-nhan/", "quen-mat-khau/", "quen-mat-khau/da-gui/"),
    *("dat-lai-mat-khau/xong/", "dat-lai-mat-khau/1-x/", "bi-khoa/", "xac-nhan/x/"),
    *("lien-ket/da-huy/", "lien-ket/loi/", "google/login/"),
)
OWN = (
    *("", "ho-so/", "thong-bao/", "da-luu/", "du-lieu/", "xoa/", "doi-mat-khau/", "thu-dien-tu/"),
    *("xac-thuc/", "lien-ket/", "dang-xuat/"),
)
INLINE = re.compile(r"<script(?! type=\"module\" src=\"/static/)|<style|\sstyle=|\son[a-z]+=")


def answers(client, settings):
    for address in OPEN:
        yield client.get(f"/tai-khoan/{address}")
    settings.ACCOUNT_SIGNUP_ENABLED = False
    yield client.get("/tai-khoan/dang-ky/")
    settings.ACCOUNT_SIGNUP_ENABLED = True
    sign_up(client, email="moi@example.vn")
    yield client.get(link_in(mails()[-1]))
    yield from pages_of_a_reader(Client())
    yield from pages_without_a_password(Client())
    insider = Client()
    insider.force_login(make_user("Phóng viên"))
    yield insider.get("/tai-khoan/")
    yield pending_signup()


def pages_of_a_reader(client):
    version, user = make_published(), make_reader("Nguyễn " * (NAME_LENGTH // 8))
    comment = make_approved(version, reader=user)
    for kind in Notice.Kind.values:
        Notice.objects.create(reader=user.profile, kind=kind, comment=comment)
    SavedPiece.objects.create(reader=user.profile, article=version.article)
    SocialAccount.objects.create(user=user, provider="google", uid="g-1")
    sign_in(client, user)
    for address in OWN:
        yield client.get(f"/tai-khoan/{address}")
    yield client.get(f"/tai-khoan/viet/{version.article_id}/?tra-loi={comment.pk}")
    yield client.get(f"/tai-khoan/thoi-nhan-thu/{mailing.token_of(user.profile)}/")
    leaving.ask(user.profile, withdraws=True)
    yield client.get("/tai-khoan/xoa/")


def pages_without_a_password(client):
    user = make_reader()
    user.set_unusable_password()
    user.save()
    client.force_login(user, backend="readers.backends.ReaderBackend")
    yield client.get("/tai-khoan/dat-mat-khau/")
    yield client.post("/tai-khoan/xoa/")


def pending_signup():
    """Somebody whose service told no address."""
    request, _answer = come_from_google(email="", name="Lò Thị Mến")
    request.session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client.get("/tai-khoan/lien-ket/dang-ky/")


def test_every_page_keeps_the_law_and_the_house(client, settings, google, clock):
    seen = set()
    for answer in answers(client, settings):
        address, page = answer.request["PATH_INFO"], text_of(answer)
        seen |= {part.name for part in answer.templates}
        if answer["Content-Type"].startswith("text/html"):
            assert (address, missing_duties(page, long_datetime(clock.now))) == (address, [])
            counts = [page.count(part) for part in ("<h1", "<title>", '<html lang="vi">')]
            assert (address, counts) == (address, [1, 1, 1])
            assert (address, INLINE.findall(page)) == (address, [])
            ids = re.findall(r'\sid="([^"]+)"', page)
            assert (address, sorted(set(ids))) == (address, sorted(ids))
            unlabelled = set(re.findall(r'<(?:input|textarea)[^>]*\sid="([^"]+)"', page))
            assert (address, unlabelled - set(re.findall(r'for="([^"]+)"', page))) == (
                address,
                set(),
            )
        assert (address, answer["Cache-Control"]) == (address, "no-store")
    folder = Path(settings.BASE_DIR, "templates")
    ours = {
        str(path.relative_to(folder))
        for name in ("readers", "account", "socialaccount")
        for path in (folder / name).glob("*.html")
    }
    assert ours - seen - PARTS == set()
    stock = {name for name in seen if name and name.startswith("allauth/")}
    assert stock == set()
