"""A reader among comments: likes, another order, more, a report; with script and without."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Report
from tests.comments.factories import make_approved
from tests.factories.articles import make_published

pytestmark = pytest.mark.journey


@pytest.fixture
def version(site):
    version = make_published(title="Giữ bình yên vùng biên Móng Cái")
    for n in range(1, 23):
        make_approved(version, name=f"Bạn đọc {n}", text=f"Ý kiến thứ {n}.")
    return version


def newest():
    return Comment.objects.order_by("-pk")[0]


def test_likes_and_more_comments_come_in_where_the_reader_is(visit, version):
    page = visit(viewport={"width": 390, "height": 844})
    page.goto(version.get_absolute_url())
    comment = page.locator(f"#y-kien-{newest().pk}")
    like = comment.get_by_role("button", name="Thích")
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    expect(comment.locator("[data-likes]")).to_have_text("1")
    page.reload()
    expect(like).to_have_attribute("aria-pressed", "true")
    like.click()
    expect(comment.locator("[data-likes]")).to_have_text("")
    assert newest().likes == 0
    expect(page.locator(".comment")).to_have_count(20)
    page.get_by_role("link", name="Xem ý kiến cũ hơn").click()
    expect(page.locator(".comment")).to_have_count(22)
    expect(page.get_by_role("link", name="Xem ý kiến cũ hơn")).to_have_count(0)
    assert page.url.endswith(version.get_absolute_url())


def test_long_thread_comes_in_reply_by_reply(visit, version):
    root = newest()
    replies = [make_approved(version, parent=root, name=f"Người {n}") for n in range(45)]
    page = visit(viewport={"width": 390, "height": 844})
    page.goto(f"/binh-luan/{version.article_id}/?duoi={root.pk}")
    more = page.get_by_role("link", name="Xem trả lời tiếp theo")
    for shown in (20, 40):
        expect(page.locator(".comment-list--replies .comment")).to_have_count(shown)
        more.click()
    expect(more).to_have_count(0)
    seen = page.locator(".comment").evaluate_all("all => all.map((one) => one.id)")
    assert seen == [f"y-kien-{comment.pk}" for comment in (root, *replies)]


def test_everything_works_without_script(visit, version):
    page = visit(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page.goto(version.get_absolute_url())
    page.locator(f"#y-kien-{newest().pk}").get_by_role("button", name="Thích").click()
    expect(page.locator(f"#y-kien-{newest().pk} [data-likes]")).to_have_text("1")
    page.get_by_role("link", name="Mọi ý kiến về bài này").click()
    page.get_by_role("link", name="Cũ nhất").click()
    expect(page.locator(".comment__text").first).to_have_text("Ý kiến thứ 1.")
    page.locator(".comment").first.get_by_role("link", name="Báo cáo").click()
    page.get_by_label("Quảng cáo, rác").check()
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_text("Tòa soạn sẽ xem lại ý kiến này.")).to_be_visible()
    assert Report.objects.get().reason == "rac"


def test_new_comments_are_offered_to_an_open_page_and_come_in_when_asked_for(visit, version):
    page = visit(viewport={"width": 390, "height": 844})
    page.clock.install()
    page.goto(version.get_absolute_url())
    first = page.locator(".comment").first
    first.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    place = first.bounding_box()
    old = newest()
    root = make_approved(version, name="Hà Thị Mây", text="Tin vui quá.")
    reply = make_approved(version, parent=old, text="Tôi cũng nghĩ vậy.")
    with page.expect_response(lambda answer: "/moi/" in answer.url) as told:
        page.clock.fast_forward(30_000)
    assert told.value.status == 200
    offer = page.get_by_role("status").get_by_role("button")
    expect(offer).to_have_text("Có 2 ý kiến mới")
    assert first.bounding_box() == place
    expect(page.locator(".comment")).to_have_count(20)
    offer.click()
    expect(page.locator(".comment")).to_have_count(22)
    expect(offer).to_have_count(0)
    expect(page.locator(".comment").first).to_have_attribute("id", f"y-kien-{root.pk}")
    expect(page.locator(f"li:has(> #y-kien-{old.pk}) #y-kien-{reply.pk}")).to_be_visible()
    expect(page.get_by_role("heading", name="Ý kiến bạn đọc (24)")).to_be_visible()
    like = page.locator(f"#y-kien-{root.pk}").get_by_role("button", name="Thích")
    expect(like).to_be_focused()
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")


def test_first_comment_comes_to_an_open_page_and_one_that_saves_data_asks_nothing(visit, site):
    version = make_published()
    page, thrifty = visit(), visit()
    thrifty.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    asked = []
    thrifty.on("request", lambda request: "/moi/" in request.url and asked.append(request.url))
    for window in (page, thrifty):
        window.clock.install()
        window.goto(version.get_absolute_url())
        window.locator("#y-kien").scroll_into_view_if_needed()
        window.wait_for_load_state("networkidle")
    make_approved(version, name="Hà Thị Mây")
    page.clock.fast_forward(30_000)
    page.get_by_role("button", name="Có 1 ý kiến mới").click()
    expect(page.locator(".comment")).to_have_count(1)
    thrifty.clock.fast_forward(600_000)
    assert asked == []


@pytest.mark.parametrize(("script", "told"), [(True, []), (False, ["Không kèm phép tính"])])
def test_sum_is_done_by_the_browser_and_missed_on_the_card_alone(visit, settings, script, told):
    settings.COMMENT_PROOF_BITS = 10
    version = make_published()
    page = visit(viewport={"width": 390, "height": 844}, java_script_enabled=script)
    page.goto(version.get_absolute_url())
    page.get_by_label("Tên của bạn").fill("Lò Thị Mai")
    page.get_by_label("Ý kiến", exact=True).fill("Mong báo viết thêm\nvề đường lên bản tôi: “ấy”.")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_text("Đang chờ duyệt")).to_be_visible()
    assert [str(flag) for flag in newest().latest.flags.all()] == told
