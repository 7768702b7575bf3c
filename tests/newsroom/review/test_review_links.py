"""Links for people outside: who makes them, whom they answer, what is said through them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Ground, Progress
from articles.removals import remove
from audit.models import Entry
from newsroom.models import Message, ReviewAnswer, ReviewLink
from newsroom.review import links
from newsroom.review.answering import MOST_AN_HOUR, stamp
from newsroom.review.views import OURSELVES
from tests.factories.articles import chief, make_article, make_published
from tests.factories.people import make_user
from tests.factories.photos import make_photo
from tests.newsroom.desk import change, send

pytestmark = pytest.mark.django_db

BROWSER = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile"}
OURS = {**BROWSER, "Sec-Fetch-Site": "same-origin"}


def make_link(article=None, **facts):
    article = article or make_article(title="Cột mốc 5", created_by=chief())
    words = {"recipient": "Đồn Trà Lĩnh", "purpose": "facts", "expires": in_days(3), **facts}
    return links.make(article, by=chief(), **words)


def in_days(days):
    return timezone.now() + timedelta(days=days)


def address(token):
    return reverse("review", args=[token])


def say(client, link, token, headers=OURS, **words):
    sent = {"kind": "approved", "quote": "", "text": "", "stamp": stamp(link), **words}
    return client.post(address(token), sent, headers=headers)


def acts():
    return list(Entry.objects.order_by("number").values_list("act", flat=True))


# --- the page -----------------------------------------------------------------------------------


def test_page_shows_the_frozen_words_and_nothing_of_the_site(client):
    link, token = make_link()
    Article.objects.filter(pk=link.article_id).update(title="Tít sửa sau", body="<p>Sửa sau.</p>")
    page = client.get(address(token), headers=BROWSER)
    text = page.content.decode()
    assert page.status_code == 200
    assert "<h1>Cột mốc 5</h1>" in text
    assert "sửa sau" not in text.lower()
    assert ("<script" in text, "csrfmiddlewaretoken" in text, page.cookies) == (False, False, {})
    assert {name: page[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")} == {
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
    }
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_views_are_counted_for_people_alone(client):
    link, token = make_link()
    client.get(address(token), headers={"User-Agent": "Zalo-preview-bot"})
    client.head(address(token), headers=BROWSER)
    assert ReviewLink.objects.get(pk=link.pk).first_opened is None
    for _time in range(2):
        client.get(address(token), headers=BROWSER)
    now = ReviewLink.objects.get(pk=link.pk)
    assert (now.views, now.first_opened <= now.last_opened) == (2, True)
    assert acts() == ["newsroom.review_link_made", "newsroom.review_opened"]


def test_every_closed_door_looks_the_same(client):
    expired, old_token = make_link()
    ReviewLink.objects.filter(pk=expired.pk).update(expires=timezone.now())
    revoked, taken_token = make_link()
    links.revoke(revoked, by=chief())
    trashed, bin_token = make_link()
    Progress.objects.filter(article=trashed.article_id).update(trashed_at=timezone.now())
    removed, down_token = make_link(make_published().article)
    remove(removed.article, by=chief(), ground=Ground.OWN, reason="Sai tên.")
    good, token = make_link()
    guesses = [
        down_token,
        old_token,
        taken_token,
        bin_token,
        "A" * 32,
        "A" * 31,
        "x",
        good.token_sha256,
        token[:-1],
    ]
    answers = [client.get(address(guess), headers=BROWSER) for guess in guesses]
    answers += [
        client.post(address(guess), {"kind": "approved"}, headers=OURS) for guess in guesses
    ]
    answers += [client.get(f"{address(guess)}anh/1.jpg") for guess in guesses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert client.get(address(token), headers=BROWSER).status_code == 200
    assert ReviewAnswer.objects.count() == 0


def test_token_is_long_and_kept_nowhere(client):
    link, token = make_link()
    assert len(token) == 32
    client.get(address(token), headers=BROWSER)
    say(client, link, token)
    kept = str(list(ReviewLink.objects.values())) + str(list(Entry.objects.values()))
    assert token not in kept


@pytest.mark.parametrize("lead", [True, False])
def test_photos_come_by_the_links_own_address(client, lead):
    shown, other = make_photo(), make_photo()
    shown.for_online = False
    shown.save()
    body = "<p>Chữ.</p>" if lead else f'<figure data-photo="{shown.pk}"></figure>'
    _link, token = make_link(make_article(lead_photo=shown if lead else None, body=body))
    assert (
        f'src="anh/{shown.pk}.jpg"' in client.get(address(token), headers=BROWSER).content.decode()
    )
    picture = client.get(f"{address(token)}anh/{shown.pk}.jpg")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    assert picture["Cache-Control"] == "private, no-store"
    assert client.get(f"{address(token)}anh/{other.pk}.jpg").status_code == 404
    assert client.get(f"{address(token)}anh/{9**18}.jpg").status_code == 404


def test_unseen_photo_carries_a_mark_and_a_seen_one_does_not(client):
    photo = make_photo()
    _link, token = make_link(make_article(lead_photo=photo))
    marked = client.get(f"{address(token)}anh/{photo.pk}.jpg").content
    make_published(lead_photo=photo)
    assert len(client.get(f"{address(token)}anh/{photo.pk}.jpg").content) < len(marked)


# --- answers ------------------------------------------------------------------------------------


def test_answers_are_kept_and_told_in_the_log(client):
    link, token = make_link()
    assert say(client, link, token).status_code == 303
    said = {"kind": "changes", "quote": "cấp ủy  địa phương", "text": "Là cấp ủy xã."}
    answer = say(client, link, token, **said)
    assert (answer.status_code, answer["Location"]) == (303, f"{address(token)}?da-gui=1#y-kien")
    say(client, link, token, kind="comment", text="<script>x</script>")
    kept = list(ReviewAnswer.objects.order_by("pk").values_list("kind", "quote", "text"))
    assert kept == [
        ("approved", "", ""),
        ("changes", "cấp ủy  địa phương", "Là cấp ủy xã."),
        ("comment", "", "<script>x</script>"),
    ]
    told = Message.objects.filter(to=chief(), kind="reviewed").order_by("pk")
    assert [message.words for message in told] == [
        "Đồn Trà Lĩnh: đồng ý.",
        "Đồn Trà Lĩnh: đề nghị sửa.",
        "Đồn Trà Lĩnh: góp ý.",
    ]
    assert acts()[1:] == [
        "newsroom.review_approved",
        "newsroom.review_changes_asked",
        "newsroom.review_commented",
    ]
    page = client.get(f"{address(token)}?da-gui=1", headers=BROWSER).content.decode()
    assert "Tòa soạn đã nhận được ý kiến" in page
    assert ("<script>x" in page, "&lt;script&gt;x" in page) == (False, True)


@pytest.mark.parametrize(
    ("words", "headers", "status"),
    [
        ({"kind": "published"}, OURS, 422),
        ({"kind": ""}, OURS, 422),
        ({"kind": "changes"}, OURS, 422),
        ({"kind": "comment", "text": " \u200b "}, OURS, 422),
        ({"kind": "comment", "text": "x" * 4001}, OURS, 422),
        ({"kind": "comment", "text": "x", "quote": "chữ không có trong bài"}, OURS, 422),
        ({"stamp": "1:x:y"}, OURS, 422),
        ({"stamp": ""}, OURS, 422),
        ({}, {**BROWSER, "Sec-Fetch-Site": "cross-site"}, 403),
        ({}, {**BROWSER, "Origin": "https://example.com"}, 403),
        ({}, {**BROWSER, "Origin": "null"}, 303),
    ],
)
def test_what_is_wrong_is_refused_with_the_words_kept(client, words, headers, status):
    link, token = make_link()
    answer = say(client, link, token, headers=headers, **words)
    assert answer.status_code == status
    assert ReviewAnswer.objects.count() == (status == 303)
    if words.get("text", "").strip("\u200b "):
        assert words["text"] in answer.content.decode()


def test_the_same_sent_twice_is_one_answer(client):
    link, token = make_link()
    for _time in range(2):
        assert say(client, link, token, kind="changes", text="Sửa tên.").status_code == 303
    assert (ReviewAnswer.objects.count(), Message.objects.count()) == (1, 1)
    say(client, link, token)
    say(client, link, token, kind="changes", text="Sửa tên.")
    assert ReviewAnswer.objects.count() == 3


def test_newsroom_does_not_answer_for_the_recipient(client):
    link, token = make_link()
    client.force_login(chief())
    answer = say(client, link, token)
    assert (answer.status_code, ReviewAnswer.objects.count()) == (403, 0)
    assert OURSELVES in answer.content.decode()


def test_stamp_of_another_link_is_refused(client):
    link, token = make_link()
    other, _token = make_link()
    assert say(client, link, token, stamp=stamp(other)).status_code == 422


def test_a_link_for_reading_takes_no_answer(client):
    link, token = make_link(answerable=False)
    assert "<form" not in client.get(address(token), headers=BROWSER).content.decode()
    assert say(client, link, token).status_code == 422
    assert ReviewAnswer.objects.count() == 0


def test_too_many_answers_are_refused(client):
    link, token = make_link()
    given = [
        say(client, link, token, kind="comment", text=f"Ý {number}.").status_code
        for number in range(MOST_AN_HOUR + 1)
    ]
    assert given == [*[303] * MOST_AN_HOUR, 429]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_costs_the_same_for_any_number_of_answers(client, django_assert_num_queries, count):
    """The link; the count, its first time, between savepoints; corrections, answers."""
    link, token = make_link()
    for n in range(count):
        ReviewAnswer.objects.create(link=link, kind="comment", text=f"Góp ý {n}")
    client.get(address(token), headers=BROWSER)
    with django_assert_num_queries(7):
        assert client.get(address(token), headers=BROWSER).status_code == 200


# --- the desk's side ----------------------------------------------------------------------------


def desk_page(article):
    return reverse("admin:article-review", args=[article.pk])


def test_desk_makes_a_link_and_sees_its_address_once(client):
    article = make_article()
    client.force_login(make_user("Biên tập viên"))
    made = send(client, desk_page(article), recipient="Ông Slíu", purpose="interview")
    link = ReviewLink.objects.get()
    token = made.context["address"].rstrip("/").rpartition("/")[2]
    assert (made.status_code, links.find(token), link.recipient) == (201, link, "Ông Slíu")
    assert token not in client.get(desk_page(article)).content.decode()
    assert "Ông Slíu" in client.get(change(article)).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"recipient": ""}, "recipient"),
        ({"recipient": "x" * 151}, "recipient"),
        ({"purpose": "publish"}, "purpose"),
        ({"expires": "01/01/2020"}, "expires"),
        ({"expires": "01/01/2090"}, "expires"),
        ({"expires": "mai"}, "expires"),
    ],
)
def test_desk_form_refuses_beside_the_field(client, typed, field):
    article = make_article()
    client.force_login(make_user("Biên tập viên"))
    page = send(
        client, desk_page(article), **{"recipient": "Ông Slíu", "purpose": "facts", **typed}
    )
    assert list(page.context["form"].errors) == [field]
    assert ReviewLink.objects.count() == 0


def test_later_edits_are_told_with_the_way_to_compare(client):
    article = make_article()
    link, _token = make_link(article)
    client.force_login(make_user("Biên tập viên"))
    told = "Bản đã gửi khác bản hiện nay"
    assert told not in client.get(change(article)).content.decode()
    send(client, change(article), title="Tít sửa sau")
    for page in (client.get(change(article)), client.get(desk_page(article))):
        assert told in page.content.decode()
    compare = reverse("admin:articles_article_revision", args=[article.pk, link.saved_id])
    assert client.get(compare).status_code == 200


def test_who_may_not_edit_makes_and_revokes_nothing(client):
    article = make_article(created_by=make_user("Phóng viên"))
    link, token = make_link(article)
    away = reverse("admin:article-review-revoke", args=[article.pk, link.pk])
    for role in ("Phóng viên", "Cộng tác viên", "Kế toán", "Quản trị hệ thống"):
        client.force_login(make_user(role))
        assert client.get(desk_page(article)).status_code == 403
        assert client.post(desk_page(article), {"recipient": "x"}).status_code == 403
        assert client.post(away).status_code == 403
    assert links.find(token) == link
    client.force_login(make_user("Biên tập viên"))
    foreign = reverse("admin:article-review-revoke", args=[make_article().pk, link.pk])
    assert client.post(foreign).status_code == 404
    assert client.get(away).status_code == 405
    assert client.post(away).status_code == 302
    assert links.find(token) is None
    assert acts()[-1] == "newsroom.review_link_revoked"


def test_writer_shows_an_own_draft_and_no_other(client):
    writer = make_user("Phóng viên")
    article = make_article(created_by=writer)
    client.force_login(writer)
    typed = {"recipient": "Đồn Trà Lĩnh", "purpose": "facts"}
    assert send(client, desk_page(article), **typed).status_code == 201
    assert client.get(desk_page(make_article(created_by=chief()))).status_code == 403
    assert ReviewLink.objects.get().made_by == writer


@pytest.mark.parametrize("count", [1, 3, 30])
def test_desk_page_costs_the_same_for_any_number(client, django_assert_num_queries, count):
    article = make_article()
    for n in range(count):
        link, _token = make_link(article, recipient=f"Người {n}")
        ReviewAnswer.objects.create(link=link, kind="comment", text="Góp ý")
    client.force_login(make_user("Biên tập viên"))
    client.get(desk_page(article))
    with django_assert_num_queries(16):
        assert client.get(desk_page(article)).status_code == 200
