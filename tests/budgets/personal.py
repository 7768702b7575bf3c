"""The pages of one reader: of his account, and of what became of his words. Nobody else is shown
them, so no walk finds them; here they are asked for one by one, refused forms too.

`answers` yields (the answer, what is odd about it). Nothing of it stays in the newspaper.
"""

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from articles.models import PublishedVersion
from comments import moderation, own_data
from comments.models import DataRequest
from readers import leaving, mailing
from readers.models import Letter, Notice, SavedPiece
from tests.comments.factories import (
    make_approved,
    make_pending,
    make_rejected,
    make_spam,
    receipt_of,
)
from tests.factories.people import make_user
from tests.readers.factories import link_in, make_reader, sign_up
from tests.readers.services import KEYS, come_from_google, read_addresses

ACCOUNT = "/tai-khoan/"
SENT = "/binh-luan/cua-toi/"
DATA = "/binh-luan/du-lieu-cua-toi/"
WRONG = "chưa đúng"
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
NAME = "Nguyễn Thị Ngọc Khuê"
LONG = "Đọc bài mà thương các chiến sĩ biên phòng nơi đầu sóng ngọn gió. " * 6
OF_STRANGERS = (
    *("dang-nhap/", "dang-ky/", "cho-xac-nhan/", "quen-mat-khau/", "quen-mat-khau/da-gui/"),
    *("dat-lai-mat-khau/xong/", "dat-lai-mat-khau/1-x/", "bi-khoa/", "xac-nhan/x/"),
    *("lien-ket/da-huy/", "lien-ket/loi/", "google/login/", "thoi-nhan-thu/x/"),
)
REFUSED_TO_STRANGERS = {
    f"{ACCOUNT}dang-nhap/": {"login": "an@example.vn", "password": "sai-mat-khau"},
    f"{ACCOUNT}dang-ky/": {"name": "Tòa soạn", "email": "an", "password1": "123"},
    f"{ACCOUNT}quen-mat-khau/": {"email": "an"},
    DATA: {"email": "an"},
}
OF_READERS = (
    *("", "ho-so/", "thong-bao/", "da-luu/", "xoa/", "doi-mat-khau/", "thu-dien-tu/"),
    *("xac-thuc/", "lien-ket/", "dang-xuat/"),
)
REFUSED_TO_READERS = {
    "ho-so/": {"name": ""},
    "doi-mat-khau/": {"oldpassword": "x", "password1": "123", "password2": "1234"},
    "xoa/": {"wish": "x", "password": "x"},
    "xac-thuc/": {"password": "x"},
    "lien-ket/": {"account": "0"},
}


def answers(facts):
    """`facts` are a test client's own."""
    with override_settings(PASSWORD_HASHERS=FAST, SOCIAL_LOGINS=KEYS), transaction.atomic():
        cache.clear()
        read_addresses()
        yield from of_a_stranger(Client(**facts))
        yield from of_a_beginner(Client(**facts))
        yield from of_a_reader(Client(**facts))
        yield from without_a_password(Client(**facts))
        yield from from_elsewhere(Client(**facts), Client(**facts))
        yield from without_a_database(Client(**facts))
        transaction.set_rollback(True)
    read_addresses()


def of_a_stranger(client):
    for place in OF_STRANGERS:
        yield client.get(ACCOUNT + place), ""
    for address, typed in REFUSED_TO_STRANGERS.items():
        yield client.post(address, typed), WRONG
    yield client.get(SENT), "trống"
    with override_settings(ACCOUNT_SIGNUP_ENABLED=False):
        yield client.get(f"{ACCOUNT}dang-ky/"), ""
    sign_up(client, email="moi@example.vn")
    confirming = link_in(Letter.objects.latest("pk"))
    yield client.get(confirming), "liên kết đúng"
    yield client.post(DATA, {"email": "moi@example.vn"}), "đã gửi"


def of_a_beginner(client):
    """Whoever has an account and nothing in it, and wants a new password."""
    user = make_reader(NAME)
    client.post(f"{ACCOUNT}quen-mat-khau/", {"email": user.email})
    setting = client.get(link_in(Letter.objects.latest("pk")))["Location"]
    yield client.get(setting), "liên kết đúng"
    yield client.post(setting, {"password1": "1", "password2": "2"}), WRONG
    enter(client, user)
    for place in ("thong-bao/", "da-luu/"):
        yield client.get(ACCOUNT + place), "trống"


def of_a_reader(client):
    version, user = PublishedVersion.objects.live().newest_first()[0], make_reader(NAME)
    enter(client, user)
    sent = write(version, user)
    for kind in Notice.Kind.values:
        Notice.objects.create(reader=user.profile, kind=kind, comment=sent["approved"])
    Notice.objects.create(reader=user.profile, kind="decision", comment=sent["rejected"])
    type(user.profile).objects.filter(pk=user.pk).update(unread=3)
    SavedPiece.objects.create(reader=user.profile, article=version.article)
    SocialAccount.objects.create(user=user, provider="google", uid="g-1")
    for place in OF_READERS:
        yield client.get(ACCOUNT + place), ""
    for place, typed in REFUSED_TO_READERS.items():
        yield client.post(ACCOUNT + place, typed), WRONG
    offered = f"{ACCOUNT}da-luu/?them={version.article_id}"
    yield client.get(offered), "thêm bài"
    client.post(f"{ACCOUNT}ho-so/", {"name": NAME})
    yield client.get(ACCOUNT), "đã lưu thay đổi"
    writing = f"{ACCOUNT}viet/{version.article_id}/?tra-loi={sent['approved'].pk}"
    yield client.get(writing), ""
    out = f"{ACCOUNT}thoi-nhan-thu/{mailing.token_of(user.profile)}/"
    yield client.get(out), ""
    yield client.post(out), "xong"
    yield from of_words(client, user, sent)
    leaving.ask(user.profile, withdraws=True)
    yield client.get(f"{ACCOUNT}xoa/"), "đang chờ"


def write(version, user):
    """A comment in each state."""
    reason = "Ý kiến không bàn về nội dung của bài."

    def told(state):  # the same words twice would be taken for one comment
        return {"reader": user, "name": NAME, "email": user.email, "text": f"{LONG}({state})"}

    sent = {
        "pending": make_pending(version, **told("pending")),
        "approved": make_approved(version, **told("approved")),
        "edited": make_approved(version, **told("edited")),
        "rejected": make_rejected(version, reason=reason, **told("rejected")),
        "spam": make_spam(version, **told("spam")),
        "withdrawn": make_approved(version, **told("withdrawn")),
    }
    moderation.edit(sent["edited"], text=LONG, flags=())
    moderation.withdraw(sent["withdrawn"])
    make_approved(version, parent=sent["approved"])
    return sent


def of_words(client, user, sent):
    yield client.get(SENT), ""
    for state, comment in sent.items():
        yield client.get(receipt_of(comment)), state
    for step in ("sua/", "rut-lai/"):
        address = receipt_of(sent["edited"]) + step
        yield client.get(address), "đã đăng"
        yield client.post(address, {"text": ""}), WRONG
    kept = f"{DATA}{own_data.token_of(DataRequest.objects.create(email=user.email))}/"
    yield client.get(kept), "đủ loại"
    nothing = f"{DATA}{own_data.token_of(DataRequest.objects.create(email='la@example.vn'))}/"
    yield client.get(nothing), "trống"


def without_a_password(client):
    enter(client, user := make_reader())
    user.set_unusable_password()
    user.save()
    enter(client, user)
    yield client.get(f"{ACCOUNT}dat-mat-khau/"), ""
    for answer, said in ((client.get, "bằng thư"), (client.post, "đã gửi thư")):
        yield answer(f"{ACCOUNT}xoa/"), said


def from_elsewhere(client, insider):
    """Somebody whose service told no address; and one of the newsroom."""
    request, _answer = come_from_google(email="", name="Lò Thị Mến")
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    finishing = f"{ACCOUNT}lien-ket/dang-ky/"
    yield client.get(finishing), ""
    yield client.post(finishing, {"name": "", "email": "x"}), WRONG
    insider.force_login(make_user("Phóng viên"))
    yield insider.get(ACCOUNT), "tòa soạn"


def without_a_database(client):
    """Words that could not be taken in come back in the page."""
    comment = make_pending(PublishedVersion.objects.live().newest_first()[0])
    typed = {"name": NAME, "email": "an@example.vn", "text": LONG}
    receipt = receipt_of(comment)
    sending = reverse("comment-submit", args=[comment.article_id])
    with connection.execute_wrapper(fail):
        for address in (sending, f"{receipt}sua/", f"{receipt}rut-lai/", DATA):
            yield client.post(address, typed), ""


def fail(*_anything):
    raise OperationalError("planted")


def enter(client, user):
    client.force_login(user, backend="readers.backends.ReaderBackend")
