"""Likes: one for a voter at whatever speed, a counter that never drifts, an order that holds still
for whoever pages through it."""

import re
import threading
import time

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments import clicks, likes, placing, queries
from comments.limits import Limit, fill
from comments.models import Comment, Discussion, Like, Status
from comments.networks import network_of
from comments.policy import policy_of
from outbox import queue
from outbox.models import Effect
from tests.comments.factories import make_approved, make_pending, withdraw
from tests.factories.articles import make_published
from tests.readers.factories import make_reader

pytestmark = pytest.mark.django_db


HERE = {"Origin": "https://testserver"}


def likes_of(comment):
    """(the counter, the rows)"""
    comment.refresh_from_db()
    return comment.likes, Like.objects.filter(comment=comment).count()


def click(client, name, comment, **headers):
    return client.post(reverse(f"comment-{name}", args=[comment.pk]), headers=headers)


def test_a_like_counts_once():
    comment = make_approved(make_published())
    assert [likes.like(comment, voter=voter) for voter in (1, 1, 2, 1)] == [
        True,
        False,
        True,
        False,
    ]
    assert likes_of(comment) == (2, 2)


def test_a_like_is_taken_back_once():
    comment = make_approved(make_published())
    likes.like(comment, voter=1)
    assert [likes.unlike(comment, voter=voter) for voter in (2, 1, 1)] == [False, True, False]
    assert likes_of(comment) == (0, 0)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_voters_and_one_impatient_voter_at_once():
    comment = make_approved(make_published())
    voters = [*range(1, 161), *[0] * 40]
    barrier = threading.Barrier(8)

    def run(own):
        try:
            barrier.wait(timeout=20)
            for voter in own:
                likes.like(comment, voter=voter)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[voters[n::8]]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert likes_of(comment) == (161, 161)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_every_reader_who_presses_at_once_counts_and_once():
    comment = make_approved(make_published())
    address = reverse("comment-like", args=[comment.pk])
    readers = [f"10.0.0.{n}" for n in range(1, 81)] + ["10.0.1.1"] * 20
    barrier, answers = threading.Barrier(20), []

    def press(own):
        try:
            barrier.wait(timeout=20)
            answers.extend(Client(REMOTE_ADDR=one).post(address).status_code for one in own)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[readers[n::20]]) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert answers == [303] * 100
    assert likes_of(comment) == (81, 81)


# --- a reader's click ---------------------------------------------------------------------------


def test_click_without_script_leads_back_to_the_comment(client):
    comment = make_approved(make_published())
    answer = click(client, "like", comment)
    thread, here = f"/binh-luan/{comment.article_id}/?duoi={comment.pk}", f"#y-kien-{comment.pk}"
    place = f"{thread}&da-thich={comment.pk}{here}"
    assert (answer.status_code, answer["Location"]) == (303, place)
    assert answer["Cache-Control"] == "no-store"
    assert likes_of(comment) == (1, 1)
    assert '<span class="comment__likes" data-likes>1</span>' in client.get(place).content.decode()


def test_a_like_is_taken_back_without_script_where_it_led_to(client):
    version = make_published()
    root = make_approved(version)
    reply = make_approved(version, parent=root)
    page = client.get(click(client, "like", reply)["Location"]).content.decode()
    [address] = re.findall(r'action="([^"]*/bo-thich/[^"]*)"', page)
    answer = client.post(address)
    place = f"/binh-luan/{version.article_id}/?duoi={root.pk}#y-kien-{reply.pk}"
    assert (answer.status_code, answer["Location"], likes_of(reply)) == (303, place, (0, 0))


@pytest.mark.parametrize("liked", ["", "&da-thich=", "&da-thich=x", "&da-thich=%00", "&da-thich=0"])
def test_page_of_a_thread_offers_nobody_else_to_take_a_like_back(client, liked):
    comment = make_approved(make_published())
    page = client.get(f"/binh-luan/{comment.article_id}/?duoi={comment.pk}{liked}")
    assert (page.status_code, "bo-thich" in page.content.decode()) == (200, False)


def test_click_of_a_script_is_told_the_number(client):
    comment = make_approved(make_published())
    assert click(client, "like", comment, Accept="application/json").json() == {"likes": 1}
    assert click(client, "unlike", comment, Accept="application/json").json() == {"likes": 0}


def test_a_browser_is_one_voter_behind_any_address(client):
    comment = make_approved(make_published())
    client.post(reverse("comment-like", args=[comment.pk]), REMOTE_ADDR="10.0.0.1", secure=True)
    client.post(reverse("comment-like", args=[comment.pk]), REMOTE_ADDR="10.0.0.2", secure=True)
    assert likes_of(comment) == (1, 1)


def test_an_account_is_one_voter_in_any_browser_and_after_signing_out():
    comment, reader = make_approved(make_published()), make_reader()
    phone, desk = (Client(headers={"User-Agent": agent}) for agent in ("A", "B"))
    for browser in (phone, desk):
        browser.force_login(reader)
        click(browser, "like", comment, Origin="http://testserver")
    del desk.cookies["sessionid"]
    click(desk, "like", comment)
    assert likes_of(comment) == (1, 1)


def test_without_a_cookie_address_and_browser_are_the_voter():
    comment = make_approved(make_published())
    for address, agent in (
        ("10.0.0.1", "A"),
        ("10.0.0.1", "A"),
        ("10.0.0.1", "B"),
        ("10.0.0.2", "A"),
    ):
        Client(REMOTE_ADDR=address, headers={"User-Agent": agent}).post(
            reverse("comment-like", args=[comment.pk])
        )
    assert likes_of(comment) == (3, 3)


@pytest.mark.parametrize("cookie", ["", "x", "1", "1:forged", "%00", "9" * 4000])
def test_a_forged_cookie_is_no_voter_of_its_own(client, cookie):
    comment = make_approved(make_published())
    client.post(reverse("comment-like", args=[comment.pk]))
    other = Client()
    other.cookies["nguoi-doc"] = cookie
    other.post(reverse("comment-like", args=[comment.pk]))
    assert likes_of(comment) == (1, 1)


@pytest.fixture
def crowded(db):
    """A network from which as many strangers clicked as stand behind one."""
    for _n in range(Limit.CLICKS.free):
        fill({Limit.CLICKS: network_of(RequestFactory(REMOTE_ADDR="10.0.0.1").get("/"))})


def test_many_browsers_of_one_network_that_show_no_mark_are_not_many_voters(crowded):
    comment = make_approved(make_published())
    for address, agent, status in (
        ("10.0.0.1", "A", 429),
        ("10.0.0.9", "B", 429),
        ("10.0.1.1", "A", 303),
    ):
        browser = Client(REMOTE_ADDR=address, headers={"User-Agent": agent})
        assert click(browser, "like", comment).status_code == status
    assert likes_of(comment) == (1, 1)
    told = click(Client(REMOTE_ADDR="10.0.0.1"), "like", comment, Accept="application/json")
    assert (told.status_code, told["Retry-After"]) == (429, "60")
    assert told.json() == {"told": clicks.TOO_MANY}


def test_an_account_and_a_browser_we_know_click_from_any_network(client):
    comment, other = make_approved(make_published()), make_approved(make_published())
    client.post(reverse("comment-like", args=[comment.pk]), secure=True)
    signed_in = Client()
    signed_in.force_login(make_reader())
    for _n in range(Limit.CLICKS.free):
        fill({Limit.CLICKS: network_of(RequestFactory().get("/"))})
    client.post(reverse("comment-like", args=[other.pk]), secure=True)
    with CaptureQueriesContext(connection) as asked:
        told = click(signed_in, "like", other, Origin="http://testserver")
        assert told.status_code == 303
    assert not [query for query in asked.captured_queries if "comments_bucket" in query["sql"]]
    assert likes_of(other) == (2, 2)


def test_marks_gathered_in_one_network_like_one_comment_so_often_and_no_more():
    """Whoever takes a mark an hour under another name for his browser has them all at once."""
    comment, other = make_approved(make_published()), make_approved(make_published())
    browsers = []
    for n in range(4):
        browsers.append(Client(headers={"User-Agent": str(n)}))
        browsers[n].post(reverse("comment-like", args=[other.pk]), secure=True)
    for _n in range(Limit.LIKES.free - 2):
        fill({Limit.LIKES: clicks._bucket_of(RequestFactory().get("/"), comment)})
    address = reverse("comment-like", args=[comment.pk])
    told = [browser.post(address, secure=True).status_code for browser in browsers]
    assert told == [303, 303, 429, 429]
    assert likes_of(comment) == (2, 2)


def test_guest_who_signs_in_is_one_voter(client, settings):
    version = make_published()
    first, second = make_approved(version), make_approved(version)
    reader = make_reader()

    def press(verb, comment):
        address = reverse(f"comment-{verb}", args=[comment.pk])
        assert client.post(address, secure=True, headers=HERE).status_code == 303

    press("like", first)
    press("like", second)
    client.force_login(reader)
    press("like", first)
    press("like", second)
    assert (likes_of(first), likes_of(second)) == ((1, 1), (1, 1))
    del client.cookies[settings.SESSION_COOKIE_NAME]
    press("like", first)
    assert likes_of(first) == (1, 1)
    press("unlike", second)
    assert likes_of(second) == (0, 0)


def test_reports_of_a_comment_from_one_network_come_to_an_end():
    comment, other = make_approved(make_published()), make_approved(make_published())

    def report(on, n):
        browser = Client(headers={"User-Agent": str(n)})
        typed = {"reason": "rac", "words": f"Lời {n}"}
        return browser.post(reverse("comment-report", args=[on.pk]), typed)

    assert [report(comment, n).status_code for n in range(11)] == [200] * 10 + [429]
    assert "Lời 12" in report(comment, 12).content.decode()
    assert report(other, 1).status_code == 200
    comment.refresh_from_db()
    assert comment.reports == 10


def test_click_from_another_site_is_refused(client):
    comment = make_approved(make_published())
    for headers in ({"Origin": "https://khac.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = click(client, "like", comment, **headers)
        assert (answer.status_code, "<h1>" in answer.content.decode()) == (403, True)
    assert likes_of(comment) == (0, 0)


def test_only_what_readers_see_can_be_liked(client):
    version = make_published()
    hidden, shown = make_pending(version), make_approved(version)
    assert click(client, "like", hidden).status_code == 404
    assert click(client, "like", Comment(pk=10**17)).status_code == 404
    withdraw(version)
    assert click(client, "like", shown).status_code == 404
    assert Like.objects.count() == 0


# --- the order ----------------------------------------------------------------------------------


def walk(article_id, edition, *, between=lambda: None):
    """The ids of all pages of the order by likes, one after another."""
    found, cursor = [], ""
    while True:
        page = queries.threads(article_id, cursor, order=queries.LIKED, edition=edition)
        found += [thread.root.pk for thread in page.items]
        if not page.next_cursor:
            return found
        cursor = page.next_cursor
        between()


@pytest.fixture
def many():
    """A piece with fifty comments, the later ones liked more."""
    version = make_published()
    comments = [make_approved(version) for _n in range(50)]
    for n, comment in enumerate(comments):
        comment.likes = n // 2
    Comment.objects.bulk_update(comments, ["likes"])
    likes.fold(version.article_id)
    return version, comments


def test_most_liked_come_first_and_newer_first_among_equals(many):
    version, comments = many
    assert walk(version.article_id, 1) == [comment.pk for comment in reversed(comments)]


def test_nobody_is_met_twice_or_missed_while_likes_arrive_and_are_folded(many):
    version, comments = many
    edition = policy_of(version).edition
    quiet = walk(version.article_id, edition)
    folds = iter([True, False, False, False])

    def likes_arrive():
        for n, comment in enumerate(comments):
            likes.like(comment, voter=10**6 + n * 7 % 50)
        Comment.objects.filter(pk__in=[c.pk for c in comments[:10]]).update(likes=1000)
        if next(folds):
            likes.fold(version.article_id)

    assert walk(version.article_id, edition, between=likes_arrive) == quiet
    now = policy_of(version).edition
    assert now == edition + 1
    assert {*walk(version.article_id, now)[:10]} == {c.pk for c in comments[:10]}


def test_a_cursor_older_than_the_edition_before_leads_to_the_first_page(client, many):
    version, _comments = many
    page = queries.threads(version.article_id, order=queries.LIKED, edition=1)
    likes.fold(version.article_id)
    queries.threads(version.article_id, page.next_cursor, order=queries.LIKED, edition=2)
    likes.fold(version.article_id)
    with pytest.raises(queries.Outdated):
        queries.threads(version.article_id, page.next_cursor, order=queries.LIKED, edition=3)
    first = f"/binh-luan/{version.article_id}/?xep=quan-tam"
    answer = client.get(f"{first}&truoc={page.next_cursor}")
    assert (answer.status_code, answer["Location"]) == (302, f"{first}#y-kien")
    assert client.get(first).status_code == 200


def test_page_read_while_the_order_is_made_anew_is_given_up(many):
    """The moment was asked for, then two editions went by before the rows were read."""
    version, _comments = many
    page = queries.threads(version.article_id, order=queries.LIKED, edition=1)
    likes.fold(version.article_id)
    likes.fold(version.article_id)
    with pytest.raises(queries.Outdated):
        queries.threads(version.article_id, page.next_cursor, order=queries.LIKED, edition=2)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time there")
def test_decisions_and_the_order_do_not_wait_for_each_other():
    """A decision holds two threads; the order comes to a reply of the first, then to the second."""
    version, failed = make_published(), []
    first = make_approved(version)
    replies = [make_approved(version, parent=first)]
    second = make_approved(version)
    replies.append(make_approved(version, parent=second))
    for liked in (replies[0], second):
        Comment.objects.filter(pk=liked.pk).update(likes=1)

    def fold():
        try:
            likes.fold(version.article_id)
        except OperationalError as error:
            failed.append(error)
        finally:
            connection.close()

    folding = threading.Thread(target=fold)
    try:
        with transaction.atomic():
            held = placing.hold(replies)
            folding.start()
            while not somebody_waits():
                time.sleep(0.01)
            placing.put([(reply, placing.Place(Status.REJECTED, None)) for reply in held])
    finally:
        folding.join(timeout=60)
    assert failed == []
    assert Comment.objects.filter(status=Status.REJECTED).count() == 2


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "cursor", ["x", "1.2", "1.2.x", "-1.2.3", "0.1.1", "9.1.1", "1.1." + "9" * 30]
)
def test_a_forged_cursor_is_not_read(client, many, cursor):
    version, _comments = many
    address = f"/binh-luan/{version.article_id}/?xep=quan-tam&truoc={cursor}"
    # An edition before the first there was is empty rather than wrong.
    assert client.get(address).status_code in ({200} if cursor == "0.1.1" else {404})


def test_a_like_asks_for_the_fold_once_in_five_minutes(client):
    comment = make_approved(make_published())
    for voter in range(3):
        likes.like(comment, voter=voter)
    asked = Effect.objects.get(kind=likes.FOLD)
    assert asked.due.timestamp() % 300 == 0
    Effect.objects.update(due=comment.created)
    queue.run_due()
    comment.refresh_from_db()
    assert (comment.ranked_odd, comment.ranked_even) == (3, 0)
    assert Discussion.objects.get().edition == 1


@pytest.mark.parametrize("order", queries.ORDERS)
@pytest.mark.parametrize("count", [1, 3, 30])
def test_every_order_costs_five_queries(client, django_assert_num_queries, order, count):
    version = make_published()
    for _n in range(count):
        make_approved(version, parent=make_approved(version))
    with django_assert_num_queries(5):
        page = client.get(f"/binh-luan/{version.article_id}/?xep={order}").content.decode()
    assert page.count('class="comment"') == 2 * min(count, queries.PAGE_SIZE)


def test_orders_say_which_is_chosen_and_lead_to_the_others(client):
    version = make_published()
    make_approved(version)
    page = client.get(f"/binh-luan/{version.article_id}/?xep=cu-nhat").content.decode()
    assert 'aria-current="true">Cũ nhất</span>' in page
    assert "?xep=quan-tam#y-kien" in page
    assert client.get(f"/binh-luan/{version.article_id}/?xep=khac").status_code == 404


def test_a_long_thread_shows_five_replies_and_leads_to_all(client):
    version = make_published()
    root = make_approved(version)
    made = [make_approved(version, parent=root) for _n in range(27)]
    [thread] = queries.threads(version.article_id).items
    assert ([reply.pk for reply in thread.replies], thread.more) == ([c.pk for c in made[:5]], True)
    first = f"/binh-luan/{version.article_id}/?duoi={root.pk}"
    assert first in client.get(version.get_absolute_url()).content.decode()
    _root, page = queries.replies(root.pk, version.article_id)
    _root, rest = queries.replies(root.pk, version.article_id, page.next_cursor)
    assert [c.pk for c in [*page.items, *rest.items]] == [c.pk for c in made]
    assert client.get(first).status_code == 200


@pytest.mark.parametrize("root", ["0", "x", "-1", "9" * 17, "9" * 40, ""])
def test_a_thread_that_is_not_there_is_not_found(client, root):
    version = make_published()
    assert client.get(f"/binh-luan/{version.article_id}/?duoi={root}").status_code == 404


def test_a_hidden_root_has_no_thread(client):
    version = make_published()
    root = make_approved(version)
    Comment.objects.update(status=Status.REJECTED, shown=None)
    assert client.get(f"/binh-luan/{version.article_id}/?duoi={root.pk}").status_code == 404


def test_an_address_of_a_click_that_is_opened_leads_to_the_comment_and_clicks_nothing(client):
    comment = make_approved(make_published())
    for name in ("like", "unlike"):
        answer = client.get(reverse(f"comment-{name}", args=[comment.pk]))
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"/binh-luan/{comment.article_id}/?duoi={comment.pk}#y-kien-{comment.pk}",
        )
    assert likes_of(comment) == (0, 0)
