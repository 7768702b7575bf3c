"""The moderators' queue and card: what they show, what they cost, who may, what is refused."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.publishing import publish
from comments import claiming, moderation
from comments.desk import waiting
from comments.models import (
    Assignment,
    Claim,
    Comment,
    Decision,
    Flag,
    Mode,
    ReasonTemplate,
    SectionPolicy,
    Status,
    Voice,
    Word,
)
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_rejected,
    moderator,
    page_of,
    text_of,
)
from tests.factories.articles import chief, make_published, make_section
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

ROLE = "Người duyệt bình luận"
QUEUE = reverse("admin:comment-queue")
DECIDE = reverse("admin:comment-queue-decide")
UNDO = reverse("admin:comment-queue-undo")
EVIL = "{{7*7}}<script>alert(1)</script>"
ESCAPED = "{{7*7}}&lt;script&gt;alert(1)&lt;/script&gt;"
JSON = {"Accept": "application/json"}


@pytest.fixture
def desk(client):
    client.force_login(moderator())
    return client


@pytest.fixture
def other():
    return make_user(ROLE, full_name="Mai Phương Thảo")


def card_of(comment):
    return reverse("admin:comments_comment_change", args=[comment.pk])


def act_of(name, comment):
    return reverse(f"admin:comment-{name}", args=[comment.pk])


def listed(response):
    return [row.comment for row, _text in response.context["rows"]]


def token(comment, seen=0):
    return f"{comment.pk}.1.{seen}"


def decide_many(client, *tokens, verdict="approve", **words):
    return client.post(DECIDE, {"chon": list(tokens), "verdict": verdict, **words}, headers=JSON)


def decide(client, comment, verdict="approve", headers=JSON, **words):
    address = reverse("admin:comments_comment_decide", args=[comment.pk])
    facts = {"verdict": verdict, "revision": "1", "seen": "0", "reason": "", **words}
    return client.post(address, facts, headers=headers)


# --- the queue ----------------------------------------------------------------------------------


def test_queue_shows_what_waits_oldest_first_and_since_when(desk):
    version = make_published()
    comments = [make_pending(version) for _n in range(3)]
    for hours, comment in enumerate(comments):
        ago = timezone.now() - timedelta(hours=hours + 1, minutes=12, seconds=5)
        Comment.objects.filter(pk=comment.pk).update(created=ago)
    make_approved(version)
    page = desk.get(QUEUE)
    assert listed(page) == comments[::-1]
    assert "Ý kiến chờ lâu nhất: <strong>3 giờ 12 phút</strong>" in text_of(page)


def test_queue_has_a_lane_for_floods_for_second_looks_and_for_reports(desk):
    version = make_published()
    waits, flood = make_pending(version), make_pending(version, behind=True)
    again, reported = make_approved(version), make_approved(version)
    Comment.objects.filter(pk=again.pk).update(again=True)
    Comment.objects.filter(pk=reported.pk).update(reports=2)
    found = {lane: listed(desk.get(QUEUE, {"loai": lane})) for lane in waiting.LANES}
    assert found == {
        "cho": [waits],
        "don-dap": [flood],
        "xem-lai": [again],
        "bao-cao": [reported],
    }


def test_queue_is_narrowed_by_section_with_those_below_and_by_flag(desk):
    above = make_section()
    below, elsewhere = make_section(parent=above), make_section()
    own = [make_pending(make_published(section=section)) for section in (above, below)]
    foreign = make_pending(make_published(section=elsewhere), text="Xem https://x.vn nhé")
    assert listed(desk.get(QUEUE, {"muc": above.pk})) == own
    assert listed(desk.get(QUEUE, {"dau-hieu": "lien-ket"})) == [foreign]
    assert listed(desk.get(QUEUE, {"muc": above.pk, "dau-hieu": "lien-ket"})) == []
    again = make_approved(make_published(section=elsewhere))
    Comment.objects.update(again=True)
    assert listed(desk.get(QUEUE, {"loai": "xem-lai", "muc": elsewhere.pk})) == [foreign, again]


@pytest.mark.parametrize(
    "asked",
    [{"loai": "x"}, {"muc": "9999"}, {"muc": "x"}, {"dau-hieu": "x"}, {"sau": "x"}],
)
def test_queue_of_nothing_there_is_is_not_found(desk, asked):
    assert desk.get(QUEUE, asked).status_code == 404


def test_queue_pages_by_key_without_losing_or_doubling_one(desk, monkeypatch):
    monkeypatch.setattr(waiting, "SIZE", 2)
    version, moment = make_published(), timezone.now()
    comments = [make_pending(version) for _n in range(5)]
    Comment.objects.update(created=moment)
    cursor, seen = "", []
    while True:
        page = desk.get(QUEUE, {"sau": cursor})
        seen += listed(page)
        cursor = page.context["next_cursor"]
        if not cursor:
            break
        moderation.approve(seen[0], by=moderator())
    assert seen == comments


def test_flags_are_looked_for_window_by_window(desk, monkeypatch):
    monkeypatch.setattr(waiting, "WINDOW", 2)
    version = make_published()
    make_pending(version), make_pending(version)
    wanted = make_pending(version, text="Xem https://x.vn nhé")
    page = desk.get(QUEUE, {"dau-hieu": "lien-ket"})
    assert (listed(page), "Tìm tiếp" in text_of(page)) == ([], True)
    page = desk.get(QUEUE, {"dau-hieu": "lien-ket", "sau": page.context["next_cursor"]})
    assert listed(page) == [wanted]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queue_costs_the_same_for_any_number(desk, django_assert_num_queries, number):
    """Session, user, its two kinds of rights, sections given, all sections, keys, rows, counts,
    decisions, flags, claims, what may be undone, reasons."""
    version = make_published()
    for _n in range(number):
        make_section()
        make_pending(version)
    with django_assert_num_queries(14):
        desk.get(QUEUE)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_queue_of_given_sections_costs_the_same(client, django_assert_num_queries, number):
    person, version = make_user(ROLE), make_published()
    for _n in range(number):
        section = make_section()
        Assignment.objects.create(user=person, section=section)
        comment = make_pending(version)
        Comment.objects.filter(pk=comment.pk).update(section=section)
    client.force_login(person)
    with django_assert_num_queries(14):
        client.get(QUEUE)


def test_pages_print_readers_words_inert(desk):
    bidi, stacked = "\u202e\u2066đảo\u202c", "e" + "\u0301" * 50
    words = f"{EVIL} javascript:alert(1) {bidi} {stacked}"
    version = make_published(title=EVIL)
    comment = make_pending(version, name=EVIL, text=words, email="an@example.vn")
    make_pending(version, name=EVIL, text=words, email="an@example.vn", parent=None)
    Flag.objects.create(revision=comment.latest, reason=Flag.Reason.MANY, note=EVIL)
    pages = (QUEUE, card_of(comment), act_of("alike", comment) + "?theo=chu")
    for address in pages:
        page = text_of(desk.get(address))
        assert ESCAPED in page
        assert "<script>alert" not in page
        assert "49<script" not in page
        assert "\u202e" not in page
        assert "\u0301" * 10 not in page


# --- the card -----------------------------------------------------------------------------------


def test_card_shows_the_author_the_text_elsewhere_edits_and_reports(desk):
    version = make_published()
    Word.objects.create(text="chửi thề")
    make_rejected(version, name="An", email="an@example.vn", reason="Lạc đề rồi")
    make_approved(version, name="An", email="an@example.vn")
    make_pending(make_published(title="Bài nơi khác"), name="Khác", text="Một câu CHUI THE dài.")
    comment = make_pending(version, name="An", email="an@example.vn", text="Câu cũ ngắn.")
    moderation.edit(comment, text="Một câu chửi thề dài.")
    page = text_of(desk.get(card_of(comment)))
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "Ý kiến cùng thư điện tử: đã đăng 1, không đăng 1." in plain
    assert "Lý do: Lạc đề rồi" in page
    assert '<mark title="Từ nghi ngờ: chửi thề">chửi thề</mark>' in page
    assert "<del>Câu cũ ngắn.</del><ins>Một câu chửi thề dài.</ins>" in page.replace(
        " <ins>", "<ins>"
    )
    assert "chờ duyệt: Bài nơi khác" in plain


@pytest.mark.parametrize("number", [1, 3, 30])
def test_card_costs_the_same_for_any_history(desk, django_assert_num_queries, number):
    """Session, user, its two kinds of rights, the comment twice, flags, decisions, the author's,
    two must agree, reports, verdicts on others, bans, namesakes, the same text, own sections, the
    claim 3, what may be undone, reasons."""
    facts, version = {"name": "An", "email": "an@example.vn"}, make_published()
    made = [make_pending(version, **facts) for _n in range(number + 1)]
    *others, comment = made
    moderation.decide_all(others, Status.APPROVED, by=chief())
    Claim.objects.all().delete()
    with django_assert_num_queries(23):
        desk.get(card_of(comment))


def test_card_says_who_agreed_first_and_why_it_waits(desk, other):
    version = make_published()
    SectionPolicy.objects.create(section=version.section, mode=Mode.BEFORE, two_pairs=True)
    comment = make_pending(version)
    assert "Chưa ai đồng ý đăng." in text_of(desk.get(card_of(comment)))
    moderation.approve(comment, by=moderator())
    page = text_of(desk.get(card_of(comment)))
    assert "Bạn đã đồng ý đăng lúc" in page
    assert "đang chờ người thứ hai" in page
    told = decide(desk, comment, seen=str(Decision.objects.get().pk)).json()["told"]
    assert told.endswith("bạn đã đồng ý, chờ người thứ hai cùng duyệt.")
    comment.refresh_from_db()
    assert comment.pending
    claiming.release([comment], by=moderator())
    desk.force_login(other)
    assert "nguoi-duyet đã đồng ý đăng lúc" in text_of(desk.get(card_of(comment)))


def test_what_was_noticed_often_is_told_once(desk):
    Word.objects.create(text="lừa đảo")
    comment = make_pending(make_published(), text="Lừa đảo, lừa đảo, lừa đảo.")
    for address in (QUEUE, card_of(comment)):
        page = text_of(desk.get(address))
        assert (page.count("<li>Từ nghi ngờ: lừa đảo</li>"), page.count("<mark")) == (1, 3)


def test_card_that_another_has_open_says_so_and_is_taken_over(desk, other):
    comment = make_pending(make_published())
    claiming.claim(comment, by=other)
    page = text_of(desk.get(card_of(comment)))
    assert "Mai Phương Thảo đang xem ý kiến này, từ" in page
    assert "data-verdict" not in page
    assert "Mai Phương Thảo đang xem" in text_of(desk.get(QUEUE))
    refused = decide(desk, comment)
    assert (refused.status_code, Decision.objects.count()) == (409, 0)
    assert refused.json()["told"].startswith("Mai Phương Thảo đang xem ý kiến này, từ")
    taken = desk.post(act_of("claim", comment), {"viec": "gianh"})
    assert (taken.status_code, Claim.objects.get().by) == (302, moderator())
    assert decide(desk, comment).status_code == 200


def test_refused_decision_keeps_the_reason_on_the_page(desk, other):
    comment = make_pending(make_published())
    moderation.mark_spam(comment, by=other)
    page = decide(desk, comment, "reject", headers={}, reason="Lý do đã gõ")
    assert page.status_code == 409
    assert 'value="Lý do đã gõ"' in text_of(page)
    assert "Mai Phương Thảo đã quyết định “Rác” ý kiến này lúc" in text_of(page)


def test_card_is_kept_and_given_back(desk):
    comment = make_pending(make_published())
    desk.get(card_of(comment))
    assert Claim.objects.get().by == moderator()
    kept = desk.post(act_of("claim", comment), {"viec": "giu"}, headers=JSON)
    assert kept.json() == {"by": "nguoi-duyet", "own": True}
    assert desk.post(act_of("claim", comment), {"viec": "tha"}).status_code == 204
    assert Claim.objects.count() == 0
    assert desk.post(act_of("claim", comment), {"viec": "x"}, headers=JSON).status_code == 422
    for ahead in (
        desk.head(card_of(comment)),
        desk.get(card_of(comment), headers={"Sec-Purpose": "prefetch"}),
    ):
        assert (ahead.status_code, Claim.objects.count()) == (200, 0)


def test_card_beside_the_list_is_taken_once_it_is_shown(desk, other):
    comment = make_pending(make_published())
    address = act_of("claim", comment)
    part = text_of(desk.get(card_of(comment), {"phan": "the"}))
    assert (f'data-claim="{address}"' in part, Claim.objects.count()) == (True, 0)
    assert desk.post(address, {"viec": "giu"}, headers=JSON).json()["own"] is True
    desk.force_login(other)
    part = text_of(desk.get(card_of(comment), {"phan": "the"}))
    assert ('data-claim=""' in part, "nguoi-duyet đang xem ý kiến này" in part) == (True, True)


def test_what_waits_no_longer_is_not_taken(desk):
    comment = make_approved(make_published())
    for wish in ("giu", "gianh"):
        taken = desk.post(act_of("claim", comment), {"viec": wish}, headers=JSON)
        assert (taken.status_code, Claim.objects.count()) == (409, 0)
    assert taken.json()["told"] == "Ý kiến này không còn chờ duyệt."


def test_open_queue_hears_who_has_what_and_what_is_done(desk, other):
    version = make_published()
    mine, theirs, done = (make_pending(version) for _n in range(3))
    claiming.claim(theirs, by=other)
    moderation.approve(done, by=other)
    asked = {"y-kien": f"{mine.pk},{theirs.pk},{done.pk},x,{'9' * 30}"}
    told = desk.get(reverse("admin:comment-queue-state"), asked)
    assert told.json() == {"claims": {str(theirs.pk): "Mai Phương Thảo"}, "gone": [done.pk]}


# --- deciding -----------------------------------------------------------------------------------


def test_deciding_goes_on_to_the_next_free_card(desk, other):
    version = make_published()
    first, taken, free = (make_pending(version) for _n in range(3))
    claiming.claim(taken, by=other)
    onward = decide(desk, first, headers={}, tiep="1", hang="loai=cho")
    assert onward["Location"] == f"{card_of(free)}?loai=cho"
    assert decide(desk, free, headers={}, tiep="1")["Location"] == QUEUE


@pytest.mark.parametrize("kept", ["muc=9999", "loai=x", "dau-hieu=%00", "muc=9&loai=x"])
def test_decision_from_a_queue_that_is_no_more_is_told_as_stored(desk, kept):
    version = make_published()
    first, second, third = (make_pending(version) for _n in range(3))
    told = decide(desk, first, tiep="1", hang=kept)
    assert (told.status_code, told.json()["told"]) == (200, f"Ý kiến của {first.name}: Đã đăng.")
    onward = decide(desk, second, headers={}, tiep="1", hang=kept)
    assert onward["Location"] == card_of(third)
    many = desk.post(DECIDE, {"chon": token(third), "verdict": "spam", "hang": kept})
    assert (many["Location"], desk.post(UNDO, {"hang": kept})["Location"]) == (QUEUE, QUEUE)
    assert count_of(version) == 2


def test_reason_is_one_of_the_houses_or_typed(desk):
    version = make_published()
    template = ReasonTemplate.objects.offered()[0]
    for words, reason in (
        ({"template": template.pk}, template.text),
        ({"template": template.pk, "reason": "Lý do riêng"}, "Lý do riêng"),
    ):
        comment = make_pending(version)
        assert decide(desk, comment, "reject", **words).status_code == 200
        assert comment.decisions.get().reason == reason
    archived = ReasonTemplate.objects.create(text="Cũ", archived=True)
    comment = make_pending(version)
    assert decide(desk, comment, "reject", template=archived.pk).status_code == 422
    approved = decide(desk, comment, "approve", template=template.pk)
    assert (approved.status_code, comment.decisions.get().reason) == (200, "")


def test_first_reasons_stand_ready_in_their_order():
    offered = list(ReasonTemplate.objects.offered())
    assert len(offered) == 9
    assert offered[0].text == "Ý kiến có lời lẽ xúc phạm. Mong bạn viết lại ôn hòa hơn."
    assert {one.verdict for one in offered} == {"rejected", "spam"}


def test_checked_rows_are_decided_as_they_were_read(desk, other):
    version = make_published()
    chosen = [make_pending(version) for _n in range(3)]
    moderation.reject(chosen[2], by=other)
    told = decide_many(desk, *map(token, chosen)).json()["told"]
    assert told.startswith(
        "Đã duyệt đăng 2 ý kiến. 1 ý kiến chưa đổi: Mai Phương Thảo đã quyết định"
    )
    assert count_of(version) == 2
    undone = desk.post(UNDO, {"viec": str(moderation.last_act(moderator()).act)}, headers=JSON)
    assert undone.json()["told"] == "Đã hoàn tác 2 ý kiến."
    assert count_of(version) == 0


def test_row_is_approved_at_a_press(desk):
    version = make_published()
    pressed, left = make_pending(version), make_pending(version)
    kept = f"muc={version.section_id}"
    answer = desk.post(DECIDE, {"duyet-ngay": token(pressed), "chon": [token(left)], "hang": kept})
    assert (answer.status_code, answer["Location"]) == (302, f"{QUEUE}?{kept}")
    assert list(Comment.objects.pending()) == [left]


@pytest.mark.parametrize(
    "words",
    [
        {"chon": []},
        {"chon": ["x", "1.2", "-1.1.1", "9" * 30 + ".1.1"]},
        {"chon": ["1.1.0"], "verdict": ""},
        {"chon": ["1.1.0"], "verdict": "pending"},
        {"chon": ["1.1.0"], "reason": "á" * 201},
        {"chon": ["1.1.0"], "template": "x"},
    ],
)
def test_decision_on_many_without_sense_is_refused(desk, words):
    make_pending(make_published())
    facts = {"verdict": "reject", **words}
    assert desk.post(DECIDE, facts, headers=JSON).status_code == 422
    assert Decision.objects.count() == 0


def test_undo_of_nothing_is_refused(desk):
    assert desk.post(UNDO, headers=JSON).status_code == 409
    assert desk.post(UNDO, {"viec": "x"}, headers=JSON).status_code == 422
    moderation.approve(make_pending(make_published()), by=moderator())
    stale = {"viec": "6f1c0b8e-0000-4000-8000-000000000000"}
    assert desk.post(UNDO, stale, headers=JSON).status_code == 409
    assert Decision.objects.count() == 1


# --- all that is alike --------------------------------------------------------------------------


def alike(client, comment, way):
    return client.get(act_of("alike", comment), {"theo": way})


def test_alike_shows_what_is_decided_and_nothing_else_is(desk):
    version = make_published()
    same = [make_pending(version, text=text) for text in ("Mua ngay!", "MUA  NGÁY")]
    make_pending(version, text="Khác hẳn.")
    page = alike(desk, same[0], "chu")
    assert listed(page) == same
    late = make_pending(version, text="mua ngay")
    facts = {"plan": page.context["plan"], "theo": "chu", "verdict": "spam"}
    chosen = [str(comment.pk) for comment in (*same, late)]
    address = act_of("alike-decide", same[0])
    told = desk.post(address, {**facts, "chon": chosen}, headers=JSON)
    assert told.json()["told"] == "Đã đánh dấu rác 2 ý kiến."
    late.refresh_from_db()
    assert late.pending


def test_alike_by_author_and_by_network(desk):
    version = make_published()
    facts = {"email": "an@example.vn", "network": 7}
    own = [make_pending(version, **facts) for _n in range(2)]
    neighbour = make_pending(version, network=7)
    assert listed(alike(desk, own[0], "nguoi-gui")) == own
    assert listed(alike(desk, own[0], "mang")) == [*own, neighbour]
    assert alike(desk, make_pending(version), "nguoi-gui").status_code == 404
    assert alike(desk, own[0], "x").status_code == 404


def test_preview_that_is_forged_or_anothers_is_refused(desk, other):
    version = make_published()
    comment = make_pending(version)
    plan = alike(desk, comment, "chu").context["plan"]
    address, facts = act_of("alike-decide", comment), {"theo": "chu", "verdict": "spam"}
    for given in ("", "x", plan[:-2] + "xx"):
        sent = {**facts, "plan": given, "chon": [str(comment.pk)]}
        assert desk.post(address, sent).status_code == 422
    assert desk.post(address, {**facts, "plan": plan}).status_code == 422
    desk.force_login(other)
    sent = {**facts, "plan": plan, "chon": [str(comment.pk)]}
    assert desk.post(address, sent).status_code == 422
    assert Decision.objects.count() == 0


# --- sections given -----------------------------------------------------------------------------


def test_who_was_given_a_section_sees_and_decides_there_alone(client):
    own_section, elsewhere = make_section(), make_section()
    person = make_user(ROLE)
    Assignment.objects.create(user=person, section=own_section)
    own = make_pending(make_published(section=own_section), text="Trùng chữ.")
    foreign = make_pending(make_published(section=elsewhere), text="Trùng chữ.")
    client.force_login(person)
    assert listed(client.get(QUEUE)) == [own]
    assert client.get(QUEUE, {"muc": elsewhere.pk}).status_code == 404
    assert listed(alike(client, own, "chu")) == [own]
    for address in (
        card_of(foreign),
        f"{card_of(foreign)}?phan=the",
        f"{act_of('alike', foreign)}?theo=chu",
        reverse("admin:comments_comment_history", args=[foreign.pk]),
    ):
        assert client.get(address).status_code == 403
    assert client.post(act_of("alike-decide", foreign), {"theo": "chu"}).status_code == 403
    page = text_of(client.get(card_of(own)))
    assert (foreign.name in page, card_of(foreign) in page) == (True, False)
    assert decide(client, foreign).status_code == 403
    assert client.post(act_of("claim", foreign), {"viec": "giu"}).status_code == 403
    assert client.post(act_of("feature", foreign), {"noi-bat": "1"}).status_code == 403
    told = decide_many(client, token(own), token(foreign)).json()["told"]
    assert told.startswith("Đã duyệt đăng 1 ý kiến. 1 ý kiến chưa đổi: Chuyên mục này giao cho")
    foreign.refresh_from_db()
    assert foreign.pending


def lanes_of(page):
    return {name: count for name, _told, count, _there in page.context["lanes"]}


def test_clock_and_counts_are_of_the_given_sections_and_of_the_open_lane(client):
    own, elsewhere = (make_published(section=make_section()) for _n in range(2))
    person = make_user(ROLE)
    Assignment.objects.create(user=person, section=own.section)
    client.force_login(person)
    for hours, version in ((5, elsewhere), (3, own)):
        waits, flood, again = make_pending(version), make_pending(version), make_approved(version)
        Comment.objects.filter(pk=flood.pk).update(behind=True)
        Comment.objects.filter(pk=again.pk).update(again=True, reports=1)
        for n, one in enumerate((waits, flood, again)):
            ago = timezone.now() - timedelta(hours=hours + 3 * n, seconds=5)
            Comment.objects.filter(pk=one.pk).update(created=ago)
    said = {
        "cho": "Ý kiến chờ lâu nhất: <strong>3 giờ",
        "don-dap": "Ý kiến chờ lâu nhất: <strong>6 giờ",
        "xem-lai": "Ý kiến cũ nhất ở đây gửi <strong>9 giờ",
        "bao-cao": "Ý kiến cũ nhất ở đây gửi <strong>9 giờ",
    }
    for lane, words in said.items():
        page = client.get(QUEUE, {"loai": lane})
        assert (words in text_of(page), lanes_of(page)) == (True, dict.fromkeys(said, 1))
    moderation.reject(Comment.objects.pending().get(section=own.section, behind=False), by=chief())
    assert "Không có ý kiến nào chờ ở đây." in text_of(client.get(QUEUE))
    Comment.objects.filter(section=own.section).update(status="rejected", again=False, reports=0)
    assert "Không còn ý kiến nào chờ duyệt." in text_of(client.get(QUEUE))


def test_lanes_keep_the_section_asked_for(desk):
    version = make_published(section=make_section())
    make_pending(version), make_pending(make_published(section=make_section()))
    page = desk.get(QUEUE, {"muc": version.section_id, "dau-hieu": "lien-ket"})
    assert lanes_of(page) == {"cho": 1, "don-dap": 0, "xem-lai": 0, "bao-cao": 0}
    assert f'href="?loai=don-dap&amp;muc={version.section_id}"' in text_of(page)
    assert "Không có ý kiến nào chờ ở đây." in text_of(page)


def test_clock_goes_on_beyond_the_first_page(desk, monkeypatch):
    monkeypatch.setattr(waiting, "SIZE", 1)
    first, _second = (make_pending(make_published()) for _n in range(2))
    ago = timezone.now() - timedelta(hours=3, seconds=5)
    Comment.objects.filter(pk=first.pk).update(created=ago)
    page = desk.get(QUEUE, {"sau": desk.get(QUEUE).context["next_cursor"]})
    assert "Ý kiến chờ lâu nhất: <strong>3 giờ" in text_of(page)


def test_figures_tell_of_a_flood_that_waits(desk):
    comment = make_pending(make_published(), behind=True)
    assert waiting.oldest() == comment.created


def test_piece_that_moves_takes_what_waits_along(django_capture_on_commit_callbacks):
    version, elsewhere = make_published(), make_section()
    waits, decided = make_pending(version), make_approved(version)
    article = version.article
    article.section = elsewhere
    article.save(update_fields=["section"])
    with django_capture_on_commit_callbacks(execute=True):
        publish(article, by=chief())
    waits.refresh_from_db()
    decided.refresh_from_db()
    assert (waits.section, decided.section) == (elsewhere, version.section)


@pytest.mark.parametrize(
    ("role", "may"), [("Tổng biên tập", 200), ("Thư ký tòa soạn", 200), (ROLE, 403)]
)
def test_sections_are_given_by_the_heads(client, role, may):
    client.force_login(make_user(role))
    address = reverse("admin:comments_assignment_add")
    assert client.get(address).status_code == may


# --- featured and the paper's answer --------------------------------------------------------------


def test_featured_is_marked_and_unmarked_on_what_readers_see(desk):
    version = make_published()
    comment, waits = make_approved(version), make_pending(version)
    assert desk.post(act_of("feature", comment), {"noi-bat": "1"}).status_code == 302
    desk.logout()
    assert "Bình luận nổi bật" in text_of(desk.get(page_of(version)))
    desk.force_login(moderator())
    assert desk.post(act_of("feature", waits), {"noi-bat": "1"}, headers=JSON).status_code == 422
    desk.post(act_of("feature", comment), {"noi-bat": "0"})
    assert not Comment.objects.filter(featured=True).exists()


def test_paper_answers_with_its_badge_after_anothers_decision(desk):
    version = make_published()
    comment = make_approved(version)
    assert desk.post(act_of("answer", comment), {"text": ""}).status_code == 422
    desk.post(act_of("answer", comment), {"text": "Cảm ơn bạn đã góp ý."})
    said = Comment.objects.get(parent=comment)
    assert (said.name, said.voice, said.status) == ("Báo Biên phòng", Voice.DESK, Status.PENDING)
    assert decide(desk, said).status_code == 403
    moderation.approve(said, by=chief())
    page = text_of(desk.get(page_of(version)))
    assert '<span class="comment__voice">Tòa soạn</span>' in page


def test_badge_is_by_account_and_never_by_name():
    version = make_published()
    byline = version.article.bylines.get()
    byline.author.user = make_user(full_name="Viết Hà")
    byline.author.save(update_fields=["user"])
    voices = [
        make_pending(version, name="Tòa soạn").voice,
        make_pending(version, name="An", reader=byline.author.user).voice,
        make_pending(version, name="An", reader=make_user("Biên tập viên")).voice,
        make_pending(version, name="An", reader=make_user()).voice,
    ]
    assert voices == ["", "tac-gia", "", ""]


# --- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["", "Phóng viên", "Biên tập viên", "Quản trị hệ thống"])
def test_others_are_kept_out(client, role):
    comment = make_approved(make_published())
    client.force_login(make_user(role))
    refused = {403} if role else {302, 403}  # who is no staff is led to the door
    posts = [
        DECIDE,
        UNDO,
        *(act_of(name, comment) for name in ("alike-decide", "claim", "feature", "answer")),
    ]
    gets = [
        QUEUE,
        reverse("admin:comment-queue-state"),
        reverse("admin:comment-statistics"),
        act_of("alike", comment),
    ]
    found = [client.get(address).status_code for address in gets]
    found += [client.post(address, {"viec": "giu"}).status_code for address in posts]
    assert set(found) == refused
    assert (Claim.objects.count(), Decision.objects.count()) == (0, 1)


def test_acts_take_a_post(desk):
    comment = make_pending(make_published())
    addresses = [
        DECIDE,
        UNDO,
        *(act_of(name, comment) for name in ("alike-decide", "claim", "feature", "answer")),
    ]
    assert {desk.get(address).status_code for address in addresses} == {405}


def test_json_is_told_in_vietnamese_that_a_comment_is_missing(desk):
    assert json.loads(decide_many(desk, "999.1.0").content) == {
        "told": "Đã duyệt đăng 0 ý kiến.",
        "undo": "",
    }
