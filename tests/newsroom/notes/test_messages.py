"""Telling people: the inbox row, the count in the header, the mail, and who is told no title."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.dates import HANOI
from newsroom import mailing
from newsroom.messages import read, tell, wish
from newsroom.models import Kind, Message
from outbox.models import Effect
from outbox.queue import run_due
from tests.factories.articles import make_article
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

INBOX, MARK, WISHES = (reverse(f"admin:inbox{name}") for name in ("", "-mark", "-wishes"))
TITLE = "Giữ bình yên biên cương"


@pytest.fixture(autouse=True)
def _nothing_waits_yet():
    """Migrations ask for effects of their own."""
    Effect.objects.all().delete()


@pytest.fixture
def reporter():
    return make_user("Phóng viên", email="viet-ha@example.vn", full_name="Hoàng Viết Hà")


def told(user):
    return list(Message.objects.filter(to=user).values_list("kind", "words", "about"))


# --- telling --------------------------------------------------------------------------------------


def test_each_person_is_told_once(reporter):
    article, other = make_article(created_by=reporter), make_user("Biên tập viên")
    tell([reporter, other, reporter], kind="returned", about=article, words="Bài thiếu ảnh.")
    assert told(reporter) == told(other) == [("returned", "Bài thiếu ảnh.", article.pk)]
    assert set(User.objects.values_list("unread", flat=True)) == {1}


def test_closed_account_is_told_nothing(reporter):
    User.objects.update(is_active=False)
    assert tell([reporter], kind="returned", words="Bài thiếu ảnh.") == []
    assert Effect.objects.count() == 0


def test_unknown_kind_is_refused(reporter):
    with pytest.raises(ValueError, match="gossip"):
        tell([reporter], kind="gossip", words="Nghe nói…")
    assert told(reporter) == []


def test_act_that_fails_tells_nobody(reporter):
    with transaction.atomic():
        tell([reporter], kind="returned", words="Bài thiếu ảnh.")
        transaction.set_rollback(True)
    reporter.refresh_from_db()
    assert (told(reporter), reporter.unread, Effect.objects.count()) == ([], 0, 0)


def test_reading_counts_down_once_and_leaves_others_messages_alone(reporter):
    other = make_user("Biên tập viên")
    tell([reporter, other], kind="other", words="Họp lúc 8 giờ.")
    assert [read(Message.objects.all(), by=reporter) for _again in range(2)] == [1, 0]
    unread = dict(User.objects.values_list("pk", "unread"))
    assert unread == {reporter.pk: 0, other.pk: 1}


@pytest.mark.parametrize("count", [1, 3, 30])
def test_telling_any_number_costs_six_queries(count, django_assert_num_queries):
    people = [make_user("Phóng viên") for _number in range(count)]
    with django_assert_num_queries(6), transaction.atomic():
        tell(people, kind="other", words="Họp lúc 8 giờ.")


# --- mail -----------------------------------------------------------------------------------------


def test_mail_names_the_piece_to_who_may_open_it(reporter, mailoutbox):
    article = make_article(created_by=reporter, title=TITLE)
    tell([reporter], kind="returned", about=article, words="Bài thiếu ảnh.")
    assert run_due() == 1
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["viet-ha@example.vn"], "[Tòa soạn] Trả lại bài")
    assert mail.body.startswith(f"Bài thiếu ảnh.\n\nBài: {TITLE}\nhttp://127.0.0.1:8000/admin/")


def test_mail_names_no_piece_to_who_may_not(reporter, mailoutbox):
    article = make_article(created_by=make_user("Phóng viên"), title=TITLE)
    tell([reporter], kind="returned", about=article, words="Bài thiếu ảnh.")
    run_due()
    [mail] = mailoutbox
    assert TITLE not in mail.body
    assert f"/articles/article/{article.pk}/" not in mail.body


def test_mail_done_again_is_not_sent_again(reporter, mailoutbox):
    [message] = tell([reporter], kind="other", words="Họp lúc 8 giờ.")
    mailing.mail(message.pk)
    mailing.mail(message.pk)
    assert [mail.extra_headers["Message-ID"] for mail in mailoutbox] == [
        f"<tin-{message.pk}@127.0.0.1>"
    ]


@pytest.mark.parametrize("email", ["", "viet-ha@example.vn"])
def test_read_message_and_missing_address_send_no_mail(email, mailoutbox):
    user = make_user("Phóng viên", email=email)
    tell([user], kind="other", words="Họp lúc 8 giờ.")
    read(Message.objects.all(), by=user)
    assert run_due() == (1 if email else 0)
    assert mailoutbox == []


def test_silent_kind_and_no_mail_stay_in_the_inbox(reporter):
    wish(reporter, rhythm="at-once", silent=["other"])
    tell([reporter], kind="other", words="Họp lúc 8 giờ.")
    wish(reporter, rhythm="never", silent=[])
    tell([reporter], kind="returned", words="Bài thiếu ảnh.")
    assert (len(told(reporter)), Effect.objects.count()) == (2, 0)


def test_digest_gathers_the_day_in_one_mail_next_morning(reporter, mailoutbox):
    wish(reporter, rhythm="daily", silent=[])
    for words in ("Họp lúc 8 giờ.", "Họp lúc 9 giờ."):
        tell([reporter], kind="other", words=words)
    effect = Effect.objects.get()
    assert effect.due.astimezone(HANOI).hour == 7
    assert timezone.now() < effect.due <= timezone.now() + timedelta(days=1)
    Effect.objects.update(due=timezone.now())
    assert run_due() == 1
    [mail] = mailoutbox
    assert [words in mail.body for words in ("Họp lúc 8 giờ.", "Họp lúc 9 giờ.")] == [True, True]
    mailing.digest(reporter.pk, date(2026, 11, 28))
    assert len(mailoutbox) == 1


# --- the inbox ------------------------------------------------------------------------------------


def test_inbox_shows_own_messages_and_the_header_counts_them(client, reporter):
    article = make_article(created_by=reporter, title=TITLE)
    tell([reporter], kind="returned", about=article, words="Bài thiếu ảnh.")
    tell([make_user("Phóng viên")], kind="other", words="Không phải của bạn.")
    client.force_login(reporter)
    page = client.get(INBOX)
    rows = [(row["message"].words, row["title"]) for row in page.context["rows"]]
    assert rows == [("Bài thiếu ảnh.", TITLE)]
    assert 'Hộp thư (1<span class="visually-hidden"> tin chưa đọc</span>)' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_inbox_names_no_piece_that_may_not_be_opened_any_more(client, reporter):
    article = make_article(created_by=reporter, title=TITLE)
    tell([reporter], kind="returned", about=article, words="Bài thiếu ảnh.")
    type(article).objects.update(created_by=make_user("Phóng viên"))
    client.force_login(reporter)
    page = client.get(INBOX).content.decode()
    assert "Bài thiếu ảnh." in page
    assert TITLE not in page


def test_marking_reads_what_the_page_showed_and_nothing_of_others(client, reporter):
    other = make_user("Phóng viên")
    [shown] = tell([reporter], kind="other", words="Họp lúc 8 giờ.")
    [foreign] = tell([other], kind="other", words="Họp lúc 8 giờ.")
    tell([reporter], kind="other", words="Đến sau.")
    client.force_login(reporter)
    assert client.post(MARK, {"newest": shown.pk}).status_code == 302
    assert list(Message.objects.filter(read_at=None).values_list("words", "to")) == [
        ("Đến sau.", reporter.pk),
        ("Họp lúc 8 giờ.", other.pk),
    ]
    assert client.post(MARK, {"message": foreign.pk}).status_code == 404
    for forged in ("", "x", "-1", "9" * 30, "²"):
        assert client.post(MARK, {"newest": forged}).status_code == 404
    assert Message.objects.filter(read_at=None).count() == 2


def test_opening_a_message_reads_it_and_leads_to_the_piece(client, reporter):
    article = make_article(created_by=reporter)
    [message] = tell([reporter], kind="returned", about=article, words="Bài thiếu ảnh.")
    client.force_login(reporter)
    answer = client.post(MARK, {"message": message.pk, "open": "1"})
    assert answer.url == reverse("admin:articles_article_change", args=[article.pk])
    reporter.refresh_from_db()
    assert reporter.unread == 0


@pytest.mark.parametrize("count", [1, 3, 30])
def test_inbox_costs_four_queries(client, reporter, count, django_assert_num_queries):
    article = make_article(created_by=reporter)
    for number in range(count):
        tell([reporter], kind="other", about=article, words=f"Tin {number}.")
    client.force_login(reporter)
    client.get(INBOX)
    with django_assert_num_queries(6):
        client.get(INBOX)


def test_pages_of_the_inbox_lose_and_double_nothing(client, reporter):
    start = datetime(2026, 11, 28, tzinfo=HANOI)
    Message.objects.bulk_create(
        Message(
            to=reporter, kind=Kind.OTHER, words=f"Tin {n}.", at=start + timedelta(minutes=n // 3)
        )
        for n in range(65)
    )
    client.force_login(reporter)
    seen, cursor = [], ""
    while True:
        page = client.get(INBOX, {"truoc": cursor} if cursor else {})
        seen += [row["message"].words for row in page.context["rows"]]
        cursor = page.context["next"]
        if not cursor:
            break
    assert seen == [f"Tin {n}." for n in reversed(range(65))]
    assert client.get(INBOX, {"truoc": "x"}).status_code == 404


def test_wishes_are_kept_and_forged_ones_refused(client, reporter):
    client.force_login(reporter)
    assert client.post(WISHES, {"rhythm": "daily", "mailed": ["returned"]}).status_code == 302
    held = reporter.mail_wish
    assert (held.rhythm, "returned" in held.silent, "other" in held.silent) == (
        "daily",
        False,
        True,
    )
    assert client.post(WISHES, {"rhythm": "hourly", "mailed": ["gossip"]}).status_code == 200
    held.refresh_from_db()
    assert held.rhythm == "daily"


def test_stranger_reaches_no_inbox(client):
    for address in (INBOX, WISHES):
        assert client.get(address).status_code == 302
    assert client.post(MARK, {"newest": "1"}).status_code == 403
