"""What goes wrong elsewhere: whatever is sent, however often, with or without what belongs to it.

Nothing answers 500, runs anywhere, loses a word, or comes twice.
"""

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from comments import banning, holders, moderation
from comments.models import Ban, Comment, Flag, Like, Report, Status, Word
from tests import wsgi
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_rejected,
    moderator,
    page_of,
    receipt_of,
    send,
    text_of,
)
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db

TEXT = "Mong báo viết thêm về đường lên bản tôi."
quick = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def at_once(act, times):
    def run(number):
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as hands:
        return list(hands.map(run, range(times)))


def click(client, name, on, **typed):
    return client.post(reverse(f"comment-{name}", args=[on.pk]), typed)


# --- letters ------------------------------------------------------------------------------------


def test_fifty_stacked_marks_leave_the_letters_and_four_marks_each(client):
    piled = "".join(letter + "\u0301\u0323\u0334\u0489\u0302" * 10 for letter in "zalgo")
    send(client, make_published(), name=piled, text=f"Xin nói {piled} rồi thôi.")
    comment = Comment.objects.get()
    for words in (comment.name, comment.latest.text):
        letters = unicodedata.normalize("NFD", words)
        bare = "".join(sign for sign in letters if not unicodedata.category(sign).startswith("M"))
        assert "zalgo" in bare
        marks = "".join("m" if unicodedata.category(s).startswith("M") else " " for s in words)
        assert max(map(len, marks.split())) <= 4


@pytest.mark.parametrize("sign", [*"\u202a\u202b\u202d\u202e\u2066\u2067\u2069\u200f\u061c"])
def test_signs_that_turn_the_reading_are_taken_out_and_hide_no_word(client, sign):
    Word.objects.create(text="lừa đảo", list="cam")
    send(client, make_published(), name=f"An{sign}h", text=f"l{sign}ừa {sign}đảo")
    comment = Comment.objects.get()
    assert (comment.name, comment.latest.text) == ("Anh", "lừa đảo")
    assert [str(flag) for flag in comment.latest.flags.all()] == ["Từ cấm: lừa đảo"]


@pytest.mark.parametrize(
    "body", [b"text=%ED%A0%80a", b"text=a%00b%FF%FE", b"text=%F4%90%80%80&name=%C0%80"]
)
def test_bytes_that_are_no_letters_break_nothing(client, body):
    address = reverse("comment-submit", args=[make_published().article_id])
    kind = "application/x-www-form-urlencoded"
    assert client.generic("POST", address, body, content_type=kind).status_code == 422


def spelled(address, charset, client=None, **typed):
    """The status of a form sent as pieces, in a charset of the sender's choice."""
    body = "".join(
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in typed.items()
    )
    kind = f"multipart/form-data; boundary=B; charset={charset}"
    return wsgi.send(address, f"{body}--B--\r\n".encode(), kind, client)[0]


@pytest.mark.parametrize(
    "charset", ["rot13", "hex", "zlib", "base64", "idna", "raw_unicode_escape", "utf-16", "no-such"]
)
def test_a_charset_of_the_sender_s_choice_is_followed_nowhere(charset):
    shown, waiting = make_approved(make_published()), make_pending(make_published())
    desk = Client()
    desk.force_login(moderator())
    odd = "\\ud800"
    report = reverse("comment-report", args=[shown.pk])
    decide = reverse("admin:comments_comment_decide", args=[waiting.pk])
    answer = reverse("admin:comment-answer", args=[shown.pk])
    ban, word = reverse("admin:comments_ban_new"), reverse("admin:comments_word_add")
    assert spelled(report, charset, reason="rac", words=odd) == 200
    assert spelled(answer, charset, desk, text=odd) == 302
    assert spelled(word, charset, desk, text=odd, list="cam") == 302
    assert spelled(ban, charset, desk, email="a@b.vn", rule=odd, lasts="7") == 302
    assert spelled(decide, charset, desk, verdict="reject", revision="1", reason=odd) == 302
    assert Report.objects.get().words == odd


def test_a_million_letters_are_refused_as_a_report_and_as_a_name(client):
    comment, long = make_approved(make_published()), "ư" * 1_000_000
    assert click(client, "report", comment, reason="rac", words=long).status_code == 422
    response = send(client, make_published(), name=long, text=TEXT)
    assert (response.status_code, TEXT in text_of(response)) == (422, True)
    assert (Report.objects.count(), Comment.objects.filter(latest__text=TEXT).count()) == (0, 0)


# --- inert wherever it stands -------------------------------------------------------------------


class Outline(HTMLParser):
    """The tags of a page with what could act in them."""

    def __init__(self, page):
        super().__init__()
        self.tags = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        acting = [(name, value) for name, value in attrs if name in {"href", "src", "action"}]
        handlers = [name for name, _value in attrs if name.startswith("on")]
        self.tags.append((tag, acting, handlers))


def outlines(client, words):
    """Of the pages on which a moderator meets these words."""
    comment = make_pending(make_published(), name=f"n{words}", text=f"t{words}", network=1)
    addresses = (
        reverse("admin:comment-queue"),
        reverse("admin:comments_comment_changelist"),
        reverse("admin:comments_comment_change", args=[comment.pk]),
        f"{reverse('admin:comments_ban_new')}?y-kien={comment.pk}",
    )
    pages = [client.get(address) for address in addresses]
    assert [page.status_code for page in pages] == [200] * len(pages)
    return [tag for page in pages for tag in Outline(text_of(page)).tags]


@pytest.fixture
def plain(client):
    """A moderator, and the tags that such pages have with plain words on them."""
    client.force_login(moderator())
    found = [tag for _twice in range(2) for tag in outlines(client, "chữ mua.vn")]
    return client, {tag for tag, _acting, _on in found}


EVIL = st.text(st.sampled_from("ab<>&\"'/:=(){}%;\u202e\u0301\n"), max_size=40)


@quick
@given(EVIL)
@example("<script>alert(1)</script>")
@example("{{7*7}}{% load comments %}{# ")
@example("javascript:alert(1)")
@example("https://mua.example/?a=\"onmouseover='alert(1)'")
@example('"><img src=x onerror=alert(1)><svg onload=alert(1)>')
@example("</textarea></script><base href=//evil.example>")
def test_pending_words_are_dead_letters_before_a_moderator(plain, db, text):
    """On the queue, the card, the form for a ban: no tag of theirs, no address, no handler."""
    client, tags = plain
    found = outlines(client, text)
    assert {tag for tag, _acting, _on in found} - {"br"} <= tags
    assert [on for _tag, _acting, on in found if on] == []
    assert not re.search("alert|evil|mua", str([acting for _tag, acting, _on in found]))


@pytest.mark.parametrize("words", ["{{7*7}}", "${7*7}", "{% now 'Y' %}", "javascript:alert(1)"])
def test_words_that_look_like_a_template_are_printed_as_they_are(client, words):
    version = make_published()
    make_approved(version, name=f"An {words}", text=f"Xem {words} nhé")
    page = text_of(client.get(version.get_absolute_url()))
    printed = words.replace("'", "&#x27;")
    assert page.count(printed) >= 2
    assert not [
        link for _tag, acting, _on in Outline(page).tags for link in acting if "7*7" in str(link)
    ]
    assert "javascript:alert" not in str([acting for _tag, acting, _on in Outline(page).tags])


def test_moderator_is_told_of_a_decision_without_markup(client):
    client.force_login(moderator())
    comment = make_pending(make_published(), name="<script>alert(1)</script>")
    decide = reverse("admin:comments_comment_decide", args=[comment.pk])
    answer = client.post(decide, {"verdict": "reject", "revision": "1"}, follow=True)
    assert "<script>alert(1)" not in text_of(answer)


# --- fields nobody asked for, parents that are not there ----------------------------------------


def test_fields_nobody_asked_for_count_for_nothing(client):
    version, other = make_published(), make_published()
    extra = {
        "article": str(other.article_id),
        "status": "approved",
        "created": "2000-01-01",
        **dict.fromkeys(("shown", "likes", "featured", "reader", "root", "sender", "holder"), "5"),
    }
    send(client, version, text=TEXT, **extra)
    comment = Comment.objects.get()
    facts = (comment.status, comment.shown, comment.likes, comment.featured, comment.reader)
    assert facts == (Status.PENDING, None, 0, False, None)
    assert (comment.article_id, comment.root, comment.sender == 5) == (
        version.article_id,
        None,
        False,
    )


def test_fields_nobody_asked_for_move_no_like_and_no_report(client):
    comment, other = make_approved(make_published()), make_approved(make_published())
    click(client, "like", comment, voter="1", likes="9", comment=str(other.pk))
    click(client, "report", comment, reason="rac", voter="1", comment=str(other.pk))
    comment.refresh_from_db()
    other.refresh_from_db()
    assert (comment.likes, comment.reports, other.likes, other.reports) == (1, 1, 0, 0)


def test_the_same_field_twice_and_a_file_for_the_text(client):
    version = make_published()
    address = reverse("comment-submit", args=[version.article_id])
    kind = "application/x-www-form-urlencoded"
    assert (
        client.generic(
            "POST", address, "text=a&text=b&name=c&name=d", content_type=kind
        ).status_code
        == 422
    )
    assert client.post(address, '{"text": "a"}', content_type="application/json").status_code == 422
    body = (
        b'--x\r\nContent-Disposition: form-data; name="text"; filename="a.txt"\r\n\r\n'
        b"chu\r\n--x--\r\n"
    )
    kind = "multipart/form-data; boundary=x"
    assert client.generic("POST", address, body, content_type=kind).status_code == 422
    assert (
        client.generic("POST", address, b"--", content_type="multipart/form-data").status_code
        == 400
    )


@pytest.mark.parametrize("make", [make_pending, make_rejected])
def test_reply_to_another_pieces_comment_or_to_one_nobody_sees_keeps_the_text(client, make):
    version = make_published()
    for parent in (make_approved(make_published()), make(version)):
        response = send(client, version, parent=str(parent.pk), text=TEXT)
        assert (response.status_code, TEXT in text_of(response)) == (422, True)
        assert parent.latest.text not in text_of(response)
    assert Comment.objects.filter(latest__text=TEXT).count() == 0


# --- headers that are missing -------------------------------------------------------------------


def test_checks_are_made_of_whoever_sends_no_header_at_all(client):
    """No Origin, no Sec-Fetch-Site, no Referer, no User-Agent: none of them is skipped."""
    version, bare = make_published(), {}
    for n in range(6):
        send(client, version, headers=bare, text=f"Ý kiến thứ {n} của tôi.", email="a@b.vn")
    told = {
        flag.reason for flag in Flag.objects.filter(revision=Comment.objects.latest("pk").latest)
    }
    assert {Flag.Reason.MANY, Flag.Reason.FAST} <= told
    send(client, version, headers=bare, text=TEXT, trap="x")
    assert Comment.objects.latest("pk").status == Status.SPAM
    assert send(client, version, headers=bare, text=TEXT, stamp="").status_code == 422
    banning.ban(Ban.Kind.EMAIL, "a@b.vn", by=moderator(), rule="Không gửi rác.")
    assert send(client, version, headers=bare, text="Nữa.", email="a@b.vn").status_code == 403


def test_click_without_a_header_counts_once(client):
    comment = make_approved(make_published())
    for _n in range(3):
        Client().post(reverse("comment-like", args=[comment.pk]))
    assert Like.objects.count() == 1


# --- twice, at once -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_form_sent_eight_times_at_once_is_one_comment():
    version = make_published()
    answers = at_once(lambda _n: send(Client(), version, text=TEXT), 8)
    assert {answer.status_code for answer in answers} == {303}
    assert {answer["Location"] for answer in answers} == {receipt_of(Comment.objects.get())}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sixteen_clicks_of_one_reader_at_once_are_one_like_and_one_report():
    comment = make_approved(make_published())

    def act(n):
        name, typed = ("report", {"reason": "rac"}) if n % 2 else ("like", {})
        return click(Client(), name, comment, **typed).status_code

    assert {*at_once(act, 16)} == {200, 303}
    comment.refresh_from_db()
    assert (comment.likes, Like.objects.count()) == (1, 1)
    assert (comment.reports, Report.objects.count()) == (1, 1)
    assert {*at_once(lambda _n: click(Client(), "unlike", comment).status_code, 8)} == {303}
    comment.refresh_from_db()
    assert (comment.likes, Like.objects.count()) == (0, 0)


# --- the database gone at any moment ------------------------------------------------------------


class Failing:
    """The database that is gone from its n-th statement on."""

    def __init__(self, n):
        self.left = n

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left < 0 and not sql.startswith("ROLLBACK"):
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("words", [{}, {"stamp": ""}])
def test_database_gone_at_any_moment_keeps_the_text_and_doubles_nothing(client, words):
    version = make_published()
    client.cookies.clear()
    for n in range(60):
        text = f"Ý kiến thứ {n}: mong báo viết thêm."
        failing = Failing(n)
        with connection.execute_wrapper(failing):
            answer = send(Client(), version, text=text, **words)
        if answer.status_code != 303:
            assert (
                answer.status_code == 422 if failing.left >= 0 else answer.status_code in {422, 503}
            )
            assert text in text_of(answer)
        if failing.left >= 0:
            break
        assert send(Client(), version, text=text).status_code == 303
        assert Comment.objects.filter(latest__text=text).count() == 1
    assert 2 < n < 40


def test_words_sent_again_because_no_answer_came_are_one_comment(client):
    """The database may have kept them as it went: whoever is told to try later does so, and by the
    number that the refusal gave his browser they are found."""
    version = make_published()

    def refuse(execute, sql, params, many, context):
        if sql.startswith("INSERT"):
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        assert send(client, version, text=TEXT).status_code == 503
    holder = int(holders._signer.unsign(client.cookies[holders.COOKIE].value))
    kept = make_pending(version, name="Nguyễn Văn An", text=TEXT, holder=holder, sender=1)
    Comment.objects.update(created=timezone.now() - timedelta(minutes=50))
    assert send(client, version, text=TEXT)["Location"] == receipt_of(kept)
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(("name", "typed"), [("like", {}), ("report", {"reason": "rac"})])
def test_database_gone_while_clicking_is_told_and_doubles_nothing(name, typed):
    comment = make_approved(make_published())
    client = Client(raise_request_exception=False)
    for n in range(12):
        with connection.execute_wrapper(Failing(n)):
            answer = click(client, name, comment, **typed)
        assert answer.status_code in {200, 303, 503}
        if answer.status_code != 503:
            break
    assert click(client, name, comment, **typed).status_code in {200, 303}
    comment.refresh_from_db()
    assert (comment.likes, comment.reports) == ((1, 0) if name == "like" else (0, 1))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_words_of_a_report_and_of_a_moderator_are_on_the_page_that_says_later():
    comment, desk = make_approved(make_published()), Client(raise_request_exception=False)
    desk.force_login(moderator())
    decide = reverse("admin:comments_comment_decide", args=[comment.pk])
    report = reverse("comment-report", args=[comment.pk])
    answer = reverse("admin:comment-answer", args=[comment.pk])
    for address, kind, typed in (
        (report, "SELECT", {"reason": "rac", "words": TEXT}),
        (report, "INSERT INTO", {"reason": "rac", "words": TEXT}),
        (decide, "INSERT INTO", {"verdict": "reject", "revision": "1", "reason": TEXT}),
        (answer, "INSERT INTO", {"text": TEXT}),
    ):
        form, form_type = urlencode(typed), "application/x-www-form-urlencoded"
        with connection.execute_wrapper(Refusing(kind)):
            told = desk.generic("POST", address, form, content_type=form_type)
        assert (told.status_code, told["Retry-After"]) == (503, "60")
        assert f'readonly aria-label="Chữ bạn đã gõ">{TEXT}</textarea>' in text_of(told)
        assert text_of(told).count("<textarea") == 1  # a reason that was chosen is no words
    comment.refresh_from_db()
    assert (comment.status, comment.reports) == ("approved", 0)


class Refusing:
    """The database that is too busy for one kind of statement."""

    def __init__(self, kind):
        self.kind = kind

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(self.kind):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)


def test_a_form_with_too_many_fields_or_letters_says_how_to_get_back_to_the_words(client):
    address = reverse("comment-submit", args=[make_published().article_id])
    many = {f"o{n}": "1" for n in range(2_001)}
    huge = "text=" + "a" * 12_000_001
    kind = "application/x-www-form-urlencoded"
    for told in (
        client.post(address, many),
        client.generic("POST", address, huge, content_type=kind),
    ):
        assert told.status_code == 400
        assert "xin bấm Lùi lại: chữ còn trong ô" in text_of(told)


@pytest.mark.parametrize("first", [True, False])
def test_a_form_with_too_many_fields_shows_the_words_again(client, first):
    address = reverse("comment-submit", args=[make_published().article_id])
    many = [f"o{n}=1" for n in range(2_001)]
    words = urlencode({"text": TEXT})
    body = "&".join([words, *many] if first else [*many, words])
    kind = "application/x-www-form-urlencoded"
    told = client.generic("POST", address, body, content_type=kind)
    assert (told.status_code, f">{TEXT}</textarea>" in text_of(told)) == (400, True)
    assert Comment.objects.count() == 0


# --- what stays where it was --------------------------------------------------------------------


def test_comments_stay_with_a_piece_whose_address_changes(client):
    version = make_published()
    comment = make_approved(version, text=TEXT)
    article = version.article
    article.slug = "dia-chi-moi"
    article.save(update_fields=["slug"])
    assert TEXT in text_of(client.get(page_of(version)))
    assert TEXT in text_of(client.get(version.get_absolute_url(), follow=True))
    assert count_of(version) == 1
    assert moderation.reject(comment, by=moderator()).approved is False
