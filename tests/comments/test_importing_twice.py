"""Each comment comes in once, by its number there; what has the number of another is told of."""

import json

import pytest
from django.core.management import CommandError

from comments import moderation
from comments.importing import running
from comments.models import Comment, Rescan
from tests.comments.factories import count_of
from tests.comments.importing_files import (
    LINK,
    item,
    old_wordpress,
    rows,
    table,
    wp_comment,
)
from tests.comments.importing_files import wxr as wxr_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [1, 500])
def test_a_number_told_twice_is_one_comment_only_where_the_words_agree(
    bring, tmp_path, monkeypatch, size
):
    monkeypatch.setattr(running, "BATCH", size)
    heading = ["id", "article", "name", "text", "created", "status"]
    told = [
        heading,
        ["1", "77", "An", "Một", "1/1/2019", "approved"],
        ["1", "77", "An", "Một", "1/1/2019", "approved"],
        ["1", "77", "An", "Lời khác hẳn", "1/1/2019", "approved"],
        ["1", "77", "An", "Một", "2/1/2019", "approved"],
    ]
    left = tmp_path / "con-lai"
    rehearsed = bring(table(told), "csv", "--dry-run")
    said = bring(table(told), "csv", f"--left-out={left}")
    why = "mã lặp trong tệp, hay trùng mã của ý kiến khác đã có (xem --source-prefix)"
    assert said.splitlines()[1:] == [
        "Đã nhập 1 đã đăng.",
        "1 ý kiến đã có từ trước.",
        f"2 không nhập: {why}.",
    ]
    assert rehearsed.splitlines()[2:] == said.splitlines()[2:]
    lines = [json.loads(line) for line in left.read_text().splitlines()]
    assert [(line["source"], line["text"], line["reason"]) for line in lines] == [
        ("csv:1", "Lời khác hẳn", why),
        ("csv:1", "Một", why),
    ]


def test_a_number_told_twice_is_told_of_also_where_the_first_waits(bring, monkeypatch):
    """The answer waits for what stands last, and its number goes to the other meanwhile."""
    monkeypatch.setattr(running, "BATCH", 1)
    three = [
        wp_comment(2, "Trả lời", parent=1),
        wp_comment(2, "Cùng mã"),
        wp_comment(2, "Cùng mã nữa", parent=1),
        wp_comment(1, "Gốc"),
    ]
    told = bring(wxr_of(item(77, LINK, "bai-cu", *three)), "wxr")
    assert "Đã nhập 2 đã đăng." in told
    assert "2 không nhập: mã lặp trong tệp" in told


def test_a_second_site_has_its_own_numbers(bring):
    one = wxr_of(item(77, LINK, "bai-cu", wp_comment(1, "Của báo thứ nhất")))
    both = wp_comment(1, "Của báo thứ hai"), wp_comment(2, "Trả lời", parent=1)
    other = wxr_of(item(77, LINK, "bai-cu", *both))
    bring(one, "wxr")
    told = bring(other, "wxr", "--dry-run")
    assert "1 không nhập: mã lặp trong tệp" in told
    assert "1 trả lời không thấy ý kiến được trả lời nên đứng riêng." in told
    for said in ("Đã nhập 2 đã đăng.", "2 ý kiến đã có từ trước."):
        assert said in bring(other, "wxr", "--source-prefix=bao-hai.example")
    assert rows() == [
        ("bao-hai.example:wxr:1", None, None, "approved"),
        ("wxr:1", None, None, "approved"),
        ("bao-hai.example:wxr:2", *["bao-hai.example:wxr:1"] * 2, "approved"),
    ]


def test_an_answer_to_a_number_that_is_taken_stands_under_nobody_else(bring):
    bring(wxr_of(item(77, LINK, "bai-cu", wp_comment(1, "Của báo thứ nhất"))), "wxr")
    both = wp_comment(1, "Của báo thứ hai"), wp_comment(2, "Trả lời", parent=1)
    told = bring(wxr_of(item(77, LINK, "bai-cu", *both)), "wxr")
    assert "1 trả lời không thấy ý kiến được trả lời nên đứng riêng." in told
    assert rows()[1] == ("wxr:2", None, None, "approved")


@pytest.mark.parametrize("prefix", ["Báo", "a:b", "a b", "-a", "a" * 41, "a\n"])
def test_a_site_has_a_plain_name(bring, prefix):
    with pytest.raises(CommandError, match="--source-prefix"):
        bring(old_wordpress(LINK), "wxr", f"--source-prefix={prefix}")


def test_a_prefix_gives_no_number_to_what_has_none(bring):
    told = bring(
        wxr_of(item(77, LINK, "bai-cu", wp_comment("", "Không mã"))), "wxr", "--source-prefix=a"
    )
    assert "1 không nhập: không có mã, hoặc mã quá dài." in told


def test_what_was_edited_or_erased_here_is_known_all_the_same(bring):
    bring(old_wordpress(LINK), "wxr")
    one, two = (Comment.objects.get(source=f"wxr:{n}") for n in (1, 2))
    moderation.edit(one, text="Đã sửa ở đây.")
    moderation.erase(two)
    assert "10 ý kiến đã có từ trước." in bring(old_wordpress(LINK), "wxr")


def test_the_same_file_again_changes_nothing(bring, version):
    bring(old_wordpress(LINK), "wxr")
    before = list(Comment.objects.order_by("pk").values())
    told = bring(old_wordpress(LINK), "wxr")
    assert told.splitlines()[1:3] == ["Đã nhập 0.", "10 ý kiến đã có từ trước."]
    assert list(Comment.objects.order_by("pk").values()) == before
    assert (count_of(version), Rescan.objects.count()) == (6, 1)


def test_a_run_that_broke_is_run_again(bring, version, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 3)
    whole = old_wordpress(LINK)
    cut = whole[: whole.index(b"<wp:comment_id>7")]
    with pytest.raises(CommandError, match=r"Tệp hỏng từ dòng \d+, cột \d+"):
        bring(cut, "wxr")
    halfway = Comment.objects.count()
    assert 0 < halfway < 10
    bring(whole, "wxr")
    assert (Comment.objects.count(), count_of(version)) == (10, 6)
