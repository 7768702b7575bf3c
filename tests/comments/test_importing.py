"""Comments of other systems come in once, where they belong, as they stood; the rest is told."""

import io
import json
import tracemalloc
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from comments import moderation, rescanning
from comments.importing import pieces, running, wxr
from comments.importing.records import Unreadable, as_text
from comments.models import Comment, Decision, Mode, Rescan, SectionPolicy, Status, Word
from comments.recounting import pieces as recounted
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    moderator,
    page_of,
    text_of,
)
from tests.comments.importing_files import (
    LINK,
    csv_rows,
    disqus,
    item,
    old_wordpress,
    post,
    rows,
    table,
    wp_comment,
)
from tests.comments.importing_files import wxr as wxr_of
from tests.factories.articles import make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_wordpress(bring, version, client):
    told = bring(old_wordpress(LINK), "wxr")
    assert rows() == [
        ("wxr:1", None, None, "approved"),
        ("wxr:2", None, None, "approved"),
        ("wxr:3", "wxr:1", "wxr:1", "approved"),
        ("wxr:4", "wxr:1", "wxr:3", "approved"),
        ("wxr:6", None, None, "spam"),
        ("wxr:7", None, None, "rejected"),
        ("wxr:8", "wxr:7", "wxr:7", "approved"),
        ("wxr:9", None, None, "pending"),
        ("wxr:10", None, None, "approved"),
        ("wxr:11", None, None, "approved"),
    ]
    assert told.splitlines()[1:] == [
        "Đã nhập 1 chờ duyệt, 7 đã đăng, 1 không đăng, 1 rác.",
        "1 trả lời không thấy ý kiến được trả lời nên đứng riêng.",
        "1 không nhập: pingback, trackback: máy gửi, không phải bạn đọc.",
        "1 không nhập: Bạn chưa viết ý kiến.",
        "1 không nhập: không có ngày gửi đọc được.",
        "1 không nhập: Ý kiến dài 3.999 ký tự, quá mức 3.000 ký tự. Xin viết gọn hơn.",
        "1 không nhập: chưa có bài.",
        "  1 chờ bài bai-mat",
    ]
    # Under a taken-down comment nobody sees an answer.
    assert count_of(version) == 6
    assert [drift for batch in recounted() for drift in batch.drifts] == []
    page = text_of(client.get(page_of(version)))
    assert "Trả lời của trả lời." in page
    for words in ("Mua thuốc", "Đã bỏ", "Dưới ý kiến đã bỏ", "Chờ duyệt", "javascript", "203.0"):
        assert words not in page, words


def test_texts_are_plain_and_times_have_their_zone(bring):
    bring(old_wordpress(LINK), "wxr")
    told = {row.source: row for row in Comment.objects.select_related("shown", "latest")}
    assert told["wxr:1"].shown.text == "Rất hay & đúng.\nCảm ơn Báo! xem"
    assert told["wxr:2"].shown.text == "Tôi quê ở Hà Giang, rất cảm động."
    assert told["wxr:11"].shown.text == "Đoạn một\nĐoạn hai\ndòng hai"
    moment = datetime(2019, 3, 1, 2, 3, 4, tzinfo=UTC)
    assert told["wxr:1"].created == told["wxr:2"].created == moment
    assert (told["wxr:2"].email, told["wxr:1"].email) == ("pa@example.vn", "")
    assert told["wxr:9"].shown is None
    assert {row.shown_since for row in told.values()} == {None}


def test_who_imports_answers_for_what_is_shown(bring):
    bring(old_wordpress(LINK), "wxr")
    decided = Decision.objects.values_list("comment__source", "verdict", "by__username", "reason")
    by, why = moderator().username, "Nhập từ hệ thống cũ"
    assert ("wxr:1", "approved", by, why) in decided
    assert ("wxr:6", "spam", by, why) in decided
    assert not Decision.objects.filter(comment__source="wxr:9").exists()
    assert Rescan.objects.count() == 1


def test_answers_before_what_they_answer_find_it_over_any_distance(bring, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    backwards = [wp_comment(n, f"Số {n}", parent=n - 1) for n in range(9, 0, -1)]
    bring(wxr_of(item(77, LINK, "bai-cu", *backwards)), "wxr")
    assert [row[1:3] for row in rows()] == [
        (None, None),
        *[("wxr:1", f"wxr:{n}") for n in range(1, 9)],
    ]


def test_an_answer_before_what_stands_alone_finds_it_all_the_same(bring, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1)
    both = [wp_comment(3, "Dưới 2", parent=2), wp_comment(2, "Gốc đã mất", parent=1)]
    told = bring(wxr_of(item(77, LINK, "bai-cu", *both)), "wxr")
    assert rows() == [
        ("wxr:2", None, None, "approved"),
        ("wxr:3", "wxr:2", "wxr:2", "approved"),
    ]
    assert "1 trả lời không thấy ý kiến được trả lời nên đứng riêng." in told


def test_answers_that_answer_each_other_stand_alone(bring):
    circle = [wp_comment(1, "Một", parent=2), wp_comment(2, "Hai", parent=1)]
    bring(wxr_of(item(77, LINK, "bai-cu", *circle)), "wxr")
    assert Comment.objects.count() == 2
    assert Comment.objects.roots().count() == 2


def test_dry_run_tells_the_same_and_writes_nothing(bring):
    told = bring(old_wordpress(LINK), "wxr", "--dry-run")
    assert Comment.objects.count() == 0
    done = bring(old_wordpress(LINK), "wxr")
    assert told.replace("Sẽ nhập", "Đã nhập") == done


def test_what_is_left_out_is_kept_with_its_reason(bring, tmp_path):
    bring(old_wordpress(LINK), "wxr", f"--left-out={tmp_path / 'con-lai'}")
    lines = [json.loads(line) for line in (tmp_path / "con-lai").read_text().splitlines()]
    assert [line["source"] for line in lines] == [f"wxr:{n}" for n in (5, 12, 13, 14, 20)]
    assert lines[-1]["reason"] == "chưa có bài"
    assert lines[-1]["piece"] == ["78", "https://cu.example/bai-mat/", "bai-mat"]


def test_comments_of_a_piece_that_comes_later_are_taken_by_the_next_run(bring):
    bring(old_wordpress(LINK), "wxr")
    other = make_published(title="Bài mất")
    told = bring(old_wordpress(LINK), "wxr")
    assert told.splitlines()[1] == "Đã nhập 1 đã đăng."
    assert Comment.objects.get(source="wxr:20").article_id == other.article_id


def test_disqus(bring, version):
    told = bring(
        disqus(
            LINK,
            post(1, "<p>Hay &amp; đúng</p>"),
            post(2, "<p>Trả lời</p>", parent=1),
            post(3, "<p>Sâu hơn</p>", parent=2),
            post(4, "<p>Rác</p>", spam="true"),
            post(5, "<p>Đã xóa</p>", deleted="true"),
            post(6, "<p>Bài nào?</p>", thread=901),
            post(7, "<p>Sai ngày</p>", created="hôm qua"),
        ),
        "disqus",
    )
    assert rows() == [
        ("disqus:1", None, None, "approved"),
        ("disqus:2", "disqus:1", "disqus:1", "approved"),
        ("disqus:3", "disqus:1", "disqus:2", "approved"),
        ("disqus:4", None, None, "spam"),
        ("disqus:5", None, None, "rejected"),
    ]
    first = Comment.objects.get(source="disqus:1")
    assert (first.name, first.shown.text) == ("Sùng A Chứ", "Hay & đúng")
    assert first.created == datetime(2018, 5, 2, 3, 4, 5, tzinfo=UTC)
    assert count_of(version) == 3
    assert "1 không nhập: chưa có bài." in told


def test_table(bring, version):
    bring(table(csv_rows(version)), "csv")
    assert rows() == [
        ("csv:1", None, None, "approved"),
        ("csv:2", "csv:1", "csv:1", "approved"),
        ("csv:3", None, None, "pending"),
    ]
    first, second, _third = Comment.objects.order_by("source")
    assert (first.name, first.shown.text) == ("Bạn đọc", "=HYPERLINK(1)")
    assert (first.likes, first.likes_brought) == (3, 3)
    assert first.created == datetime(2023, 10, 1, 3, 51, tzinfo=UTC)
    assert second.created == datetime(2023, 10, 1, 10, 51, tzinfo=UTC)
    assert second.shown.text == "Nhiều\ndòng, có phẩy"


def test_table_of_another_kind(bring, version):
    words = "Cám ơn, chữ nghĩa đẹp"
    told = [["Mã", "Chữ", "Lúc", "Tên", "Bài"], ["5", words, "1/10/2023", "Pa", "77"]]
    content = table(told, encoding="cp1258", sign=";")
    names = ("id=Mã", "text=Chữ", "created=Lúc", "name=Tên", "article=Bài")
    with pytest.raises(CommandError, match="utf-8-sig"):
        bring(content, "csv", *[f"--map={name}" for name in names])
    bring(content, "csv", "--encoding=cp1258", *[f"--map={name}" for name in names])
    assert Comment.objects.get().latest.text == words


def test_who_may_not_decide_imports_nothing(tmp_path):
    make_user("Phóng viên", username="phong-vien")
    file = tmp_path / "tep"
    file.write_bytes(b"")
    for name in ("phong-vien", "khong-co-ai"):
        with pytest.raises(CommandError, match=name):
            call_command("import_comments", str(file), "--format=wxr", f"--by={name}")


# --- which piece --------------------------------------------------------------------------------


def test_an_address_of_ours_needs_number_and_slug():
    here = make_published(title="Bài ở đây")
    address = f"https://khac.example/bai-o-day-post{here.article_id}.html"
    other = f"https://khac.example/bai-khac-post{here.article_id}.html"
    assert pieces.find([(address,), (other,)], {}) == {(address,): here.article_id}
    trusted = pieces.find([(other,)], {}, trust=True)
    assert trusted == {(other,): here.article_id}


def test_a_slug_that_two_pieces_have_is_no_answer():
    one, two = make_published(title="Trùng tên"), make_published(title="Chỉ một")
    make_published(title="Trùng tên")
    found = pieces.find([("trung-ten",), ("http://x.vn/a/chi-mot/",), ("http://[",)], {})
    assert found == {("http://x.vn/a/chi-mot/",): two.article_id}
    assert pieces.find([("trung-ten",)], {"trung-ten": one.article_id}) == {
        ("trung-ten",): one.article_id
    }


def test_list_of_pieces_with_a_bad_line_is_refused():
    assert pieces.mapping(io.StringIO("cũ,mới\nhttp://x.vn/a/,12\n")) == {"x.vn/a": 12}
    with pytest.raises(Unreadable, match="dòng 2"):
        pieces.mapping(io.StringIO("cũ,mới\nhttp://x.vn/a/,mười hai\n"))


# --- beside everybody's work --------------------------------------------------------------------


def test_answers_to_a_comment_that_was_hidden_since_do_not_count(bring, version):
    bring(wxr_of(item(77, LINK, "bai-cu", wp_comment(1, "Gốc"))), "wxr")
    moderation.reject(Comment.objects.get(), by=moderator())
    both = [wp_comment(1, "Gốc"), wp_comment(2, "Trả lời", parent=1)]
    bring(wxr_of(item(77, LINK, "bai-cu", *both)), "wxr")
    assert count_of(version) == 0
    moderation.approve(Comment.objects.get(source="wxr:1"), by=moderator())
    assert count_of(version) == 2


@pytest.mark.parametrize("two", [True, False])
def test_what_comes_in_where_two_must_agree_stands_before_a_second(bring, version, two):
    SectionPolicy.objects.create(section=version.section, mode=Mode.BEFORE, two_pairs=two)
    both = wp_comment(1, "Hay."), wp_comment(2, "Chờ.", approved="0")
    bring(wxr_of(item(77, LINK, "bai-cu", *both)), "wxr")
    shown, waiting = Comment.objects.order_by("source")
    assert (shown.status, shown.again) == ("approved", two)
    assert (waiting.status, waiting.again) == ("pending", False)
    assert [flag.reason for flag in shown.shown.flags.all()] == (["chua-kiem"] if two else [])
    other = make_user("Người duyệt bình luận")
    moderation.approve(shown, by=other, revision=1)
    shown.refresh_from_db()
    assert (shown.status, shown.again) == ("approved", False)


def test_the_lists_of_today_look_at_what_came_in(bring):
    bring(old_wordpress(LINK), "wxr")
    assert Comment.objects.awaiting().filter(status=Status.APPROVED).count() == 0
    Word.objects.create(text="cảm động", list=Word.List.BANNED)
    rescanning.rescan(Rescan.objects.get().pk, 0)
    assert [row.source for row in Comment.objects.filter(again=True)] == ["wxr:2"]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_batch_costs_the_same_for_any_number(
    bring, count, version, django_assert_max_num_queries
):
    make_approved(version)
    make_pending(version)
    many = [wp_comment(n, f"Số {n}") for n in range(1, count + 1)]
    with django_assert_max_num_queries(40):
        bring(wxr_of(item(77, LINK, "bai-cu", *many)), "wxr")


def test_a_big_file_is_read_in_little_memory(tmp_path):
    """A piece with 1,500 comments, a megabyte and a half: no more than a part of it is held."""
    file = tmp_path / "tep"
    many = [wp_comment(n, f"Số {n}: " + "chữ " * 60) for n in range(1, 1_501)]
    file.write_bytes(wxr_of(item(77, LINK, "bai-cu", *many)))
    tracemalloc.start()
    with file.open("rb") as source:
        assert sum(1 for _record in wxr.read(source)) == 1_500
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 500_000


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a < b và c > d", "a < b và c > d"),
        ("&lt;b&gt; &#8220;x&#8221; &amp;amp;", "<b> “x” &amp;"),
        ("một<br/>hai", "một\nhai"),
        ("một\nhai <em>ba</em>", "một\nhai ba"),
        ("<p>một\nhai</p><p>ba</p>", "một hai\nba"),
        ("<img src=x onerror=alert(1)>chữ<iframe src='//x'></iframe>", "chữ"),
        ("<style>p{}</style><blockquote>trích</blockquote>lời", "trích\nlời"),
    ],
)
def test_text_of_html(html, text):
    assert as_text(html) == text
