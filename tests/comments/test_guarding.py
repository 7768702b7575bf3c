"""What is noticed of a sending: told on the card, sent to the queue, and never a lost word."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from comments import banning, guarding
from comments.holders import remember
from comments.limits import Limit
from comments.models import Ban, Bucket, Comment, Flag, Mode, Print, SectionPolicy, Status
from comments.networks import network_of
from tests.comments.factories import make_pending, make_trusted, moderator, send, text_of
from tests.factories.articles import make_published
from tests.factories.clock import stopped_clock
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

TEXT = "Mong báo viết thêm về đường lên bản tôi, mùa mưa học sinh phải nghỉ học nhiều ngày."
OTHER = "Các chiến sĩ ở đồn giúp dân gặt lúa chạy lũ, bà con rất cảm kích và biết ơn."
RULE = "Không xúc phạm người khác."
KIND = Ban.Kind


def flags():
    """What the card of the newest comment tells."""
    return [str(flag) for flag in Flag.objects.filter(revision=Comment.objects.latest("pk").latest)]


def kept(response, status, sentence, text=TEXT):
    """Sent back with the sentence, and every letter typed."""
    page = text_of(response)
    assert (response.status_code, sentence in page, f">\n{text}</textarea>" in page) == (
        status,
        True,
        True,
    )
    assert Comment.objects.filter(latest__text=text).count() == 0


def ban_of(comment, kind, **facts):
    return banning.ban(kind, comment, **{"by": moderator(), "rule": RULE, **facts})


def long_ago():
    """The comments so far were sent an hour ago, each of them."""
    Comment.objects.update(created=timezone.now() - timedelta(hours=1))


def test_words_of_a_reader_are_not_remarked_on(client):
    assert send(client, make_published(), text=TEXT).status_code == 303
    comment = Comment.objects.get()
    assert (comment.status, comment.behind, flags()) == (Status.PENDING, False, [])
    assert (comment.sender is None, comment.network is None) == (False, False)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("An", "Xem https://mua.example nhé", "Có liên kết"),
        ("An", "Xem mua.vn, www.mua.example/a và http://mua.example", "Có liên kết: 3 liên kết"),
        ("javascript:alert(1) mua.vn", TEXT, "Có liên kết: trong tên người gửi"),
        ("mua.vn", "a.vn b.vn", "Có liên kết: 2 liên kết, trong tên người gửi"),
    ],
)
def test_links_are_counted_in_the_text_and_told_of_the_name(client, name, text, told):
    send(client, make_published(), name=name, text=text)
    assert flags() == [told]


def test_filled_trap_is_rubbish_and_says_why(client):
    send(client, make_published(), text=TEXT, trap="x")
    assert (Comment.objects.get().status, flags()) == (Status.SPAM, ["Điền vào ô phải để trống"])


@pytest.mark.parametrize(
    ("seconds", "told"), [(2, ["Gửi quá nhanh: bài vừa mới lên trang"]), (9, [])]
)
def test_nobody_has_read_a_piece_as_it_comes_out(client, seconds, told):
    send(client, make_published(ago=timedelta(seconds=seconds)), text=TEXT)
    assert flags() == told


def test_another_comment_at_once_is_quicker_than_anybody_writes(client):
    version = make_published()
    send(client, version, text=TEXT)
    send(client, version, text=OTHER)
    [told] = flags()
    assert told.startswith("Gửi quá nhanh: ")
    assert told.endswith(" giây sau ý kiến trước cùng trình duyệt")
    long_ago()
    send(client, version, text="Tôi xin nói thêm một điều.")
    assert flags() == []


def test_text_sent_elsewhere_before_names_the_other(client):
    send(client, make_published(), text=TEXT)
    first = Comment.objects.get()
    send(Client(REMOTE_ADDR="198.51.100.7"), make_published(), text=TEXT.upper())
    assert flags() == [f"Gửi lại chữ đã gửi: giống 100% ý kiến số {first.pk}"]
    assert Comment.objects.latest("pk").status == Status.PENDING


def test_many_from_one_browser_are_told_and_taken(client):
    version = make_published()
    for n in range(6):
        long_ago()
        assert send(client, version, text=f"Ý kiến thứ {n} của tôi.").status_code == 303
    assert flags()[-1] == "Gửi quá nhiều: 6 ý kiến gần đây cùng trình duyệt"


def fill_up(limit, mark, sent):
    until = int(timezone.now().timestamp() * 1000) + sent * limit.every
    Bucket.objects.create(slot=limit.place + mark % limit.size, full_until=until)


def test_many_from_one_network_and_on_one_piece_are_told_together(client):
    version = make_published()
    network = network_of(RequestFactory().get("/"))
    fill_up(Limit.NETWORK, network, 40)
    fill_up(Limit.PIECE, version.article_id, 90)
    send(client, version, text=TEXT)
    [told] = flags()
    assert told == "Gửi quá nhiều: 41 ý kiến gần đây cùng mạng; 91 ý kiến gần đây về bài này"


def test_flood_is_taken_in_and_stands_behind_all_the_rest(client):
    version = make_published()
    fill_up(Limit.ALL, 0, 650)
    send(client, version, text=TEXT)
    flooded = Comment.objects.get()
    Bucket.objects.all().delete()
    long_ago()
    send(client, version, text=OTHER)
    late = Comment.objects.latest("pk")
    Comment.objects.filter(pk=flooded.pk).update(created=timezone.now() - timedelta(days=1))
    assert list(Comment.objects.pending()) == [late, flooded]
    assert [str(flag) for flag in flooded.latest.flags.all()] == ["Gửi lúc dồn dập"]


@pytest.mark.parametrize("limit", [Limit.SENDER, Limit.NETWORK])
def test_an_hours_worth_at_once_is_sent_back_with_the_text(client, limit):
    version = make_published()
    send(client, version, text=OTHER)
    Bucket.objects.all().delete()
    first = Comment.objects.get()
    mark = first.sender if limit == Limit.SENDER else first.network
    fill_up(limit, mark, 3600)
    response = send(client, version, text=TEXT)
    kept(response, 429, "Đang có quá nhiều ý kiến gửi từ trình duyệt hoặc mạng của bạn")
    assert response["Retry-After"] == "60"


def test_a_new_address_told_each_time_is_no_new_sender(client):
    version = make_published()
    for n in range(7):
        forged = {"Origin": "http://testserver", "X-Forwarded-For": f"198.51.{n}.7"}
        send(client, version, headers=forged, text=f"Ý kiến thứ {n} của tôi.")
    assert len({comment.network for comment in Comment.objects.all()}) == 1
    assert "Gửi quá nhiều: 7 ý kiến gần đây cùng trình duyệt" in flags()


# --- who is banned ------------------------------------------------------------------------------


@pytest.fixture
def rude():
    """A comment of an account, with all that it can be banned by."""
    made = make_pending(make_published(), email="lo.mai@example.vn", text=OTHER)
    made.reader, made.holder = make_user(username="lo-mai"), 77
    made.network = network_of(RequestFactory().get("/"))
    made.save(update_fields=["reader", "holder", "network"])
    return made


def as_reader(client, rude):
    client.force_login(rude.reader)


def with_number(client, rude):
    """The browser that the number 77 was drawn for."""
    response = HttpResponse()
    remember(response, 77)
    client.cookies.update(response.cookies)


@pytest.mark.parametrize(
    ("kind", "enter", "words"),
    [
        (KIND.ACCOUNT, as_reader, {}),
        (KIND.EMAIL, lambda client, rude: None, {"email": "LO.MAI+x@example.vn"}),
        (KIND.SENDER, with_number, {}),
    ],
)
def test_who_is_banned_is_told_why_and_until_when_and_keeps_the_text(
    client, rude, kind, enter, words
):
    last = timezone.localdate() + timedelta(days=7)
    ban = ban_of(rude, kind, until=last)
    enter(client, rude)
    version = make_published()
    told = f"đến hết ngày {last:%d/%m/%Y} vì vi phạm quy tắc: {RULE}"
    kept(send(client, version, text=TEXT, **words), 403, told)
    banning.lift(ban, by=moderator())
    assert send(client, version, text=TEXT, **words).status_code == 303


def test_others_of_a_banned_network_are_taken_in_with_a_word_of_warning(client, rude):
    ban = ban_of(rude, KIND.NETWORK)
    assert send(client, make_published(), text=TEXT).status_code == 303
    assert flags() == [f"Đang bị chặn: lệnh chặn số {ban.pk}, theo mạng"]
    send(Client(REMOTE_ADDR="198.51.100.7"), make_published(), text=TEXT + " Xin cảm ơn báo.")
    assert not any(told.startswith("Đang bị chặn") for told in flags())


def test_others_with_the_same_browser_behind_the_same_address_are_not_refused(client):
    send(client, make_published(), text=OTHER)
    first = Comment.objects.get()
    Comment.objects.update(holder=None)
    first.refresh_from_db()
    ban = ban_of(first, KIND.SENDER)
    long_ago()
    neighbour = Client()
    assert send(neighbour, make_published(), text=TEXT).status_code == 303
    assert flags() == [f"Đang bị chặn: lệnh chặn số {ban.pk}, theo trình duyệt"]


# --- what cannot be asked -----------------------------------------------------------------------


def broken(words):
    """The database refuses what holds these words."""

    def refuse(execute, sql, params, many, context):
        if words in sql:
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    return connection.execute_wrapper(refuse)


@pytest.mark.parametrize("words", ["comments_bucket", "comments_ban", 'FROM "comments_print"'])
def test_what_cannot_be_asked_goes_to_the_queue_and_says_so(client, words):
    with broken(words):
        assert send(client, make_published(), text=TEXT).status_code == 303
    assert Comment.objects.get().status == Status.PENDING
    assert flags() == ["Chưa kiểm tra được: kho dữ liệu bận"]


@pytest.mark.parametrize("noticed", ["nothing", "repeat", "flood", "network", "store"])
def test_trusted_reader_waits_as_soon_as_anything_is_noticed(client, noticed, rude):
    """Where trusted readers go straight through, a check that fails never opens the door."""
    version = make_published()
    SectionPolicy.objects.create(section=version.section, mode=Mode.TRUSTED)
    client.force_login(make_trusted())
    if noticed == "repeat":
        send(Client(), make_published(), text=TEXT)
        long_ago()
    elif noticed == "flood":
        fill_up(Limit.ALL, 0, 650)
    elif noticed == "network":
        ban_of(rude, KIND.NETWORK)
    with broken("comments_bucket" if noticed == "store" else "nothing at all"):
        assert send(client, version, text=TEXT).status_code == 303
    expected = Status.APPROVED if noticed == "nothing" else Status.PENDING
    assert Comment.objects.latest("pk").status == expected


def test_what_cannot_be_kept_for_later_loses_no_comment(client):
    with broken('INSERT INTO "comments_print"'):
        assert send(client, make_published(), text=TEXT).status_code == 303
    assert (Comment.objects.count(), Print.objects.count()) == (1, 0)


def test_judging_costs_four_queries_and_keeping_one(client, django_assert_num_queries):
    version = make_published()
    request = RequestFactory().post("/")
    words = {"email": "a@b.vn", "text": TEXT, "trap": ""}
    person = guarding.Person(None, 5)
    with stopped_clock(), django_assert_num_queries(4 + 2):
        verdict = guarding.judge(request, version, words, person=person)
    comment = make_pending(version, text=TEXT)
    with django_assert_num_queries(1 + 2):
        guarding.keep(comment, verdict)
