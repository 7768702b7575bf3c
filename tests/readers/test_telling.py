"""What happens to a reader's words is told: once, when it stands, to whom it concerns."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from comments import moderation
from comments.deciding import SETTLE
from comments.models import Discussion, Mode, SectionPolicy
from outbox.models import Effect
from outbox.queue import run_due
from readers import mailing, telling
from readers.models import Notice, Profile
from tests.comments.factories import make_approved, make_pending, make_rejected, moderator, withdraw
from tests.factories.articles import make_published, make_section
from tests.factories.people import make_user
from tests.readers.factories import make_reader, sign_in, text_of

pytestmark = pytest.mark.django_db

# Session and reader, the menu of sections.
FRAME = 3
NOTICES = "/tai-khoan/thong-bao/"


@pytest.fixture
def version():
    return make_published(title="Giữ yên vùng biên")


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What is done within is heard by the apps above."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def pass_time():
    """Whatever waits is due, and the worker does it."""
    for _round in range(3):
        Effect.objects.update(due=timezone.now() - timedelta(minutes=1))
        run_due()


def settle():
    """The ten minutes in which a verdict can be taken back are over; no mail has gone yet."""
    Effect.objects.filter(kind=SETTLE).update(due=timezone.now() - timedelta(minutes=1))
    run_due()


def told(user):
    return [(row.kind, row.comment_id) for row in Notice.objects.filter(reader=user.pk)]


def test_a_decision_is_told_when_nobody_can_take_it_back(client, version, committed):
    user = make_reader()
    with committed():
        comment = make_rejected(version, reader=user, reason="Lời lẽ chưa phù hợp")
    assert told(user) == []
    pass_time()
    assert told(user) == [("decision", comment.pk)]
    assert Profile.objects.get().unread == 1
    (letter,) = mail.outbox
    assert letter.to == [user.email]
    assert "Không đăng: Lời lẽ chưa phù hợp" in letter.body
    sign_in(client, user)
    page = text_of(client.get(NOTICES))
    assert "Không đăng: Lời lẽ chưa phù hợp" in page
    pass_time()
    assert (len(told(user)), len(mail.outbox)) == (1, 1)


def test_what_was_decided_is_told_whatever_came_after(client, version, committed):
    user = make_reader()
    with committed():
        comment = make_rejected(version, reader=user, reason="Lạc đề")
    settle()
    moderation.edit(comment, text="Tôi viết lại cho đúng đề.")
    pass_time()
    (letter,) = mail.outbox
    assert ": Không đăng: Lạc đề\n" in letter.body
    assert "Đang chờ duyệt" not in letter.body
    sign_in(client, user)
    assert "<strong>Không đăng: Lạc đề</strong>" in text_of(client.get(NOTICES))
    comment.refresh_from_db()
    assert comment.pending
    with committed():
        moderation.approve(comment, by=moderator())
    pass_time()
    assert ": Đã đăng\n" in mail.outbox[1].body
    moderation.reject(comment, by=moderator())
    page = text_of(client.get(NOTICES))
    assert "<strong>Đã duyệt, nhưng không còn trên trang</strong>" in page
    assert ("xem trên trang" in page, told(user)) == (False, [("decision", comment.pk)])


@pytest.mark.parametrize("make", [make_approved, make_rejected])
def test_of_what_its_writer_took_back_no_result_is_told(client, version, committed, make):
    user = make_reader()
    with committed():
        first, other = make(version, reader=user), make(version, reader=user)
    settle()
    assert (len(told(user)), Profile.objects.get().unread) == (2, 2)
    with committed():
        moderation.withdraw(first)
    assert (told(user), Profile.objects.get().unread) == ([("decision", other.pk)], 1)
    pass_time()
    (letter,) = mail.outbox
    assert (letter.body.count("Kết quả biên tập"), "Đã rút lại" in letter.body) == (1, False)
    sign_in(client, user)
    client.post(NOTICES)
    with committed():
        moderation.erase(other)
    assert (told(user), Profile.objects.get().unread) == ([], 0)


def test_what_is_taken_back_before_it_stands_is_told_never(version, committed):
    user = make_reader()
    with committed():
        moderation.withdraw(make_approved(version, reader=user))
    pass_time()
    assert (told(user), mail.outbox) == ([], [])


def test_a_decision_is_told_once_and_no_older_one_after_it(version):
    user = make_reader()
    comment = make_rejected(version, reader=user, reason="Lạc đề")
    moderation.approve(comment, by=moderator())
    newer, older = comment.decisions.all()
    for decision in (newer, older, newer):
        telling.on_settled(decision)
        telling.read(user.profile)
    notice = Notice.objects.get()
    assert (notice.decision, notice.outcome) == (newer, "Đã đăng")
    telling.on_settled(newer)
    assert (Profile.objects.get().unread, Notice.objects.get().read_at is None) == (0, False)


def test_a_notice_from_before_decisions_were_kept_says_what_stands(version):
    user = make_reader()
    comment = make_rejected(version, reader=user, reason="Lạc đề")
    telling.tell(user, Notice.Kind.DECISION, comment)
    assert Notice.objects.get().outcome == "Không đăng: Lạc đề"


def test_a_reply_is_told_to_whom_it_answers(client, version, committed):
    user = make_reader()
    own = make_approved(version, reader=user)
    with committed():
        reply = make_approved(version, parent=own, name="Lò Thị Mến")
        make_approved(version, parent=own, reader=user)  # to oneself: nothing
        make_pending(version, parent=own)
    pass_time()
    assert told(user).count(("reply", reply.pk)) == 1
    assert [kind for kind, _pk in told(user)].count("reply") == 1
    bodies = "".join(letter.body for letter in mail.outbox)
    assert "Lò Thị Mến đã trả lời ý kiến của bạn." in bodies
    assert f"/binh-luan/{version.article_id}/?duoi={own.pk}#y-kien-{reply.pk}" in bodies
    sign_in(client, user)
    assert "xem trả lời" in text_of(client.get(NOTICES))
    moderation.reject(reply, by=moderator())
    assert "không còn trên trang" in text_of(client.get(NOTICES))


def test_what_was_hidden_meanwhile_is_told_to_nobody(version, committed):
    user = make_reader(mail_decisions=False)
    own = make_approved(version, reader=user)
    with committed():
        reply = make_approved(version, parent=own)
    moderation.reject(reply, by=moderator())
    pass_time()
    assert ("reply", reply.pk) not in told(user)
    assert mail.outbox == []


def hide_all(version):
    Discussion.objects.update_or_create(article=version.article, defaults={"mode": Mode.HIDDEN})


def test_a_reply_nobody_sees_is_told_to_nobody(version, committed):
    user = make_reader(mail_decisions=False)
    own = make_approved(version, reader=user)
    with committed():
        reply = make_approved(version, parent=own)
    hide_all(version)
    pass_time()
    assert ("reply", reply.pk) not in told(user)
    assert mail.outbox == []


@pytest.mark.parametrize("above", [False, True])
def test_a_piece_that_hides_its_comments_is_led_to_by_no_notice(client, above):
    version = make_published(section=make_section(parent=make_section()))
    user = make_reader()
    own = make_approved(version, reader=user)
    telling.tell(user, Notice.Kind.REPLY, make_approved(version, parent=own, name="Lò Thị Mến"))
    sign_in(client, user)
    assert "Lò Thị Mến</bdi> đã trả lời" in text_of(client.get(NOTICES))
    section = version.section.parent if above else version.section
    SectionPolicy.objects.create(section=section, mode=Mode.HIDDEN)
    page = text_of(client.get(NOTICES))
    assert "trả lời ấy không còn trên trang" in page
    assert ("Lò Thị Mến" in page, "y-kien-" in page) == (False, False)
    mailing.mail(user.pk)
    run_due()
    assert mail.outbox == []


def test_nobody_but_readers_is_told(version):
    staff = make_user("Phóng viên", email="ha@example.vn")
    telling.tell(staff, Notice.Kind.REPLY, make_approved(version))
    telling.tell(None, Notice.Kind.REPLY, make_approved(version))
    closed = make_reader(is_active=False)
    telling.tell(closed, Notice.Kind.REPLY, make_approved(version))
    assert Notice.objects.count() == 0


def test_many_replies_come_in_one_letter(version):
    user = make_reader()
    own = make_approved(version, reader=user)
    for _n in range(3):
        telling.tell(user, Notice.Kind.REPLY, make_approved(version, parent=own))
    mailing.mail(user.pk)
    mailing.mail(user.pk)
    run_due()
    (letter,) = mail.outbox
    assert letter.body.count("đã trả lời ý kiến của bạn.") == 3


def test_a_reader_who_has_read_it_gets_no_letter(version):
    user = make_reader()
    own = make_approved(version, reader=user)
    telling.tell(user, Notice.Kind.REPLY, make_approved(version, parent=own))
    telling.read(user.profile)
    mailing.mail(user.pk)
    run_due()
    assert (mail.outbox, Profile.objects.get().unread) == ([], 0)


def test_a_withdrawn_piece_is_named_by_no_letter(version):
    user = make_reader()
    own = make_approved(version, reader=user)
    telling.tell(user, Notice.Kind.REPLY, make_approved(version, parent=own, name="Hà"))
    withdraw(version)
    mailing.mail(user.pk)
    run_due()
    assert mail.outbox == []


def test_names_in_a_letter_are_dead_letters_and_add_no_header(version):
    user = make_reader("An\r\nBcc: kẻ gian", email="an@example.vn")
    own = make_approved(version, reader=user)
    evil = "http://evil.example x@evil.example"
    telling.tell(user, Notice.Kind.REPLY, make_approved(version, parent=own, name=evil))
    mailing.mail(user.pk)
    run_due()
    (letter,) = mail.outbox
    assert ("evil.example" in letter.body, "http://evil" in letter.body) == (False, False)
    assert "http∶//evil․example x＠evil․example đã trả lời" in letter.body
    assert (letter.recipients(), letter.bcc) == (["an@example.vn"], [])
    assert "\nBcc:" not in letter.message().as_string()


def test_one_click_ends_the_letters(client, version):
    user = make_reader()
    own = make_approved(version, reader=user)
    telling.tell(user, Notice.Kind.REPLY, make_approved(version, parent=own))
    mailing.mail(user.pk)
    run_due()
    (letter,) = mail.outbox
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    out = letter.extra_headers["List-Unsubscribe"][1:-1].partition("/tai-khoan/")[2]
    address = f"/tai-khoan/{out}"
    assert client.get(address).status_code == 200
    assert Profile.objects.get().mail_replies  # looking changes nothing
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.cookies) == (200, {})
    profile = Profile.objects.get()
    assert (profile.mail_replies, profile.mail_decisions) == (False, False)
    telling.tell(user, Notice.Kind.REPLY, make_approved(version, parent=own))
    mailing.mail(user.pk)
    run_due()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("token", ["1", "1.abc", "x.y", "1:2:3"])
def test_an_altered_token_ends_nothing(client, token):
    make_reader()
    assert client.post(f"/tai-khoan/thoi-nhan-thu/{token}/").status_code == 404
    assert Profile.objects.get().mail_replies


@pytest.mark.parametrize("count", [1, 3, 30])
def test_notices_cost_three_queries(client, version, count, django_assert_num_queries):
    user = make_reader()
    own = make_approved(version, reader=user)
    for _n in range(count):
        comment = make_approved(version, parent=own)
        Notice.objects.create(reader=user.profile, kind="reply", comment=comment)
    sign_in(client, user)
    with django_assert_num_queries(FRAME + 3):
        page = client.get(NOTICES)
    assert text_of(page).count("xem trả lời") == min(count, 20)
    assert client.get(f"{NOTICES}?truoc=x").status_code == 404


def test_all_is_read_by_one_button(client, version):
    user = make_reader()
    own = make_approved(version, reader=user)
    telling.tell(user, Notice.Kind.REPLY, make_approved(version, parent=own))
    sign_in(client, user)
    assert "account__count" in text_of(client.get("/tai-khoan/"))
    client.get(NOTICES)
    assert Profile.objects.get().unread == 1
    client.post(NOTICES)
    assert Profile.objects.get().unread == 0
    assert "account__count" not in text_of(client.get("/tai-khoan/"))
