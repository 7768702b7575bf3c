"""Two moderators over one queue: keys, a claim, a race for one card; a phone without script."""

import pytest
from playwright.sync_api import expect

from comments.models import Claim, Comment, Decision, Status
from tests.comments.factories import make_pending, moderator
from tests.factories.articles import make_published
from tests.factories.people import make_user
from tests.journeys.newsroom import press, sign_in

pytestmark = pytest.mark.journey

QUEUE = "/admin/comments/comment/hang-cho/"


@pytest.fixture
def comments(site):
    version = make_published(title="Giữ bình yên vùng biên Móng Cái")
    return [make_pending(version, name=f"Bạn đọc {n}", text=f"Ý kiến {n}.") for n in range(1, 6)]


def statuses():
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def open_queue(visit, user):
    page = visit(viewport={"width": 1280, "height": 900})
    sign_in(page, user)
    page.goto(QUEUE)
    return page, page.locator("[data-card-of]")


def test_two_moderators_race_over_one_queue(visit, comments):
    first, card = open_queue(visit, moderator())
    expect(card).to_contain_text("Ý kiến 1.")
    other = make_user("Người duyệt bình luận", full_name="Mai Phương Thảo", username="thao")
    second, others_card = open_queue(visit, other)
    # The first card is taken: the second person is given the next one.
    expect(second.locator("[data-row]").first).to_contain_text("nguoi-duyet đang xem")
    expect(others_card).to_contain_text("Ý kiến 2.")
    first.keyboard.press("d")
    expect(first.locator("[data-row]")).to_have_count(4)
    expect(card).to_contain_text("Mai Phương Thảo đang xem ý kiến này")

    # A race for one card: the second takes it over, the first is told at the decision.
    first.keyboard.press("j")
    expect(card).to_contain_text("Ý kiến 3.")
    second.goto(f"/admin/comments/comment/{comments[2].pk}/change/")
    press(second, second.get_by_role("button", name="Giành lấy ý kiến này"))
    expect(second.get_by_role("button", name="Duyệt đăng")).to_be_visible()
    first.keyboard.press("s")
    told = first.locator("[data-told-all]")
    expect(told).to_contain_text("Mai Phương Thảo đang xem ý kiến này")
    second.keyboard.press("d")
    expect(second.get_by_text("Ý kiến của Bạn đọc 3: Đã đăng.")).to_be_visible()
    first.keyboard.press("s")
    expect(told).to_contain_text("đã quyết định “Đã đăng”")
    assert Decision.objects.filter(comment=comments[2]).count() == 1

    # Z takes back one's own last decision, and no other.
    first.keyboard.press("z")
    expect(first.get_by_text("Đã hoàn tác 1 ý kiến.")).to_be_visible()
    assert statuses() == ["pending", "pending", "approved", "pending", "pending"]


def test_keys_act_where_nobody_types(visit, comments):
    page, card = open_queue(visit, moderator())
    expect(card).to_contain_text("Ý kiến 1.")
    page.get_by_label("hoặc lý do khác").last.press_sequentially("dts")
    page.locator("h1").click()
    for facts in ("isComposing: true", "ctrlKey: true", "metaKey: true", "altKey: true"):
        event = f"new KeyboardEvent('keydown', {{ key: 'd', bubbles: true, {facts} }})"
        page.evaluate(f"document.body.dispatchEvent({event})")
    page.keyboard.press("j")
    expect(card).to_contain_text("Ý kiến 2.")
    assert statuses() == ["pending"] * 5
    page.keyboard.press("t")
    expect(page.locator("[data-told-all]")).to_contain_text("Chọn mẫu lý do")
    page.keyboard.press("2")
    page.keyboard.press("t")
    expect(card).to_contain_text("Ý kiến 3.")
    reason = Decision.objects.get(comment=comments[1]).reason
    assert reason == "Ý kiến chưa gõ tiếng Việt có dấu. Mong bạn gõ có dấu và gửi lại."
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Phím tắt")).to_be_visible()
    page.keyboard.press("s")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Phím tắt")).to_be_hidden()
    assert statuses()[2] == Status.PENDING


def test_fast_keys_decide_on_nothing_unread_and_hold_nothing_skipped(visit, comments):
    page, card = open_queue(visit, moderator())
    expect(card).to_contain_text("Ý kiến 1.")
    slow, sent = [], []

    def keep(route):
        slow.append(route)

    page.on("request", lambda one: one.url.endswith("/decide/") and sent.append(one.url))

    # The next card is on its way: D means neither the one before nor the one nobody has read.
    page.route("**/*phan=the*", keep)
    page.keyboard.press("j")
    expect(card).to_have_count(0)
    page.keyboard.press("d")
    slow[0].continue_()
    page.unroute("**/*phan=the*")
    expect(card).to_contain_text("Ý kiến 2.")
    assert sent == []

    # Three are hurried past; what one stops at is held, and that alone.
    last = comments[4].pk
    with page.expect_response(lambda answer: answer.url.endswith(f"/{last}/giu/")):
        for _n in range(3):
            page.keyboard.press("j")
    expect(card).to_contain_text("Ý kiến 5.")
    assert list(Claim.objects.values_list("comment", flat=True)) == [last]

    # A finger that presses twice decides once, and is told of it.
    page.route("**/decide/", keep)
    page.keyboard.press("d")
    page.keyboard.press("d")
    slow[-1].continue_()
    page.unroute("**/decide/")
    expect(card).to_contain_text("Ý kiến 4.")
    expect(page.locator("[data-told-all]")).to_have_text("Ý kiến của Bạn đọc 5: Đã đăng.")
    assert len(sent) == 1
    assert statuses() == ["pending"] * 4 + ["approved"]


def test_desk_on_a_phone_without_script(visit, comments):
    page = visit(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    sign_in(page, moderator())
    page.get_by_role("link", name="Ý kiến bạn đọc chờ duyệt").click()
    page.get_by_role("button", name="Duyệt ý kiến của Bạn đọc 1").click()
    expect(page.get_by_text("Đã duyệt đăng 1 ý kiến.")).to_be_visible()
    page.get_by_role("link", name="Xem kỹ ý kiến của Bạn đọc 2").click()
    page.get_by_label("Mẫu lý do").select_option(index=1)
    page.get_by_role("button", name="Không đăng").click()
    expect(page.get_by_role("heading", name="Ý kiến của Bạn đọc 3")).to_be_visible()
    page.get_by_role("link", name="Duyệt ý kiến").click()
    for number in (3, 4):
        page.get_by_label(f"Chọn ý kiến của Bạn đọc {number}").check()
    press(page, page.get_by_role("button", name="Đánh dấu rác"))
    assert statuses() == ["approved", "rejected", "spam", "spam", "pending"]
    page.get_by_role("button", name="Hoàn tác quyết định vừa rồi").click()
    expect(page.get_by_text("Đã hoàn tác 2 ý kiến.")).to_be_visible()
    assert statuses() == ["approved", "rejected", "pending", "pending", "pending"]
