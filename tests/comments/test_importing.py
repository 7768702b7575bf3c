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
    disqus,
    item,
    old_wordpress,
    post,
    table,
    wp_comment,
)
from tests.comments.importing_files import wxr as wxr_of
from tests.factories.articles import make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return make_published(title="Nghĩa tình vùng biên")


@pytest.fixture
def bring(tmp_path, version):
    """Runs the command on a file with these bytes; what it says."""

    def bring(content, form, *options):
        file = tmp_path / "tep"
        file.write_bytes(content)
        listed = tmp_path / "bai.csv"
        old = ("https://cu.example/2019/bai-cu/", "tin-77", "77")
        rows = [f"{fact},{version.article_id}" for fact in old]
        listed.write_text("\n".join(["cũ,số bài", *rows]), encoding="utf-8-sig")
        out = io.StringIO()
        arguments = [f"--format={form}", f"--by={moderator().username}", f"--pieces={listed}"]
        call_command("import_comments", str(file), *arguments, *options, stdout=out)
        return out.getvalue().rpartition("\r")[2]

    return bring


def rows():
    """(source, of its root, of its parent, status) of all."""
    found = Comment.objects.order_by("pk").values_list(
        "source", "root__source", "parent__source", "status"
    )
    return sorted(found, key=lambda row: (int(row[0].rpartition(":")[2]), row[0]))


LINK = "http://www.cu.example/2019/bai-cu/?utm_source=x"


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


def test_the_same_file_again_changes_nothing(bring, version):
    bring(old_wordpress(LINK), "wxr")
    before = list(Comment.objects.order_by("pk").values())
    told = bring(old_wordpress(LINK), "wxr")
    assert told.splitlines()[1:3] == ["Đã nhập 0.", "10 ý kiến đã có từ trước."]
    assert list(Comment.objects.order_by("pk").values()) == before
    assert (count_of(version), Rescan.objects.count()) == (6, 1)


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


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd">',
    ],
)
def test_a_file_that_brings_entities_is_not_read(bring, head):
    content = old_wordpress(LINK).replace(b"<rss ", f"{head}<rss ".encode(), 1)
    with pytest.raises(CommandError, match="DOCTYPE"):
        bring(content, "wxr")
    assert Comment.objects.count() == 0


def test_signs_xml_forbids_do_not_stop_a_file(bring):
    bring(wxr_of(item(77, LINK, "bai-cu", wp_comment(1, "Có\x0b \x00dấu\x1f lạ"))), "wxr")
    assert Comment.objects.get().shown.text == "Có dấu lạ"


@pytest.mark.parametrize("encoding", ["x-foo", "gbk", "shift_jis"])
def test_xml_in_letters_nobody_reads_here_is_refused_in_words(bring, encoding):
    content = old_wordpress(LINK).replace(b"UTF-8", encoding.encode())
    with pytest.raises(CommandError, match="hãy đổi tệp sang UTF-8"):
        bring(content, "wxr")
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-8-sig"])
def test_xml_in_wide_letters_is_read(bring, encoding):
    words = "Có\x0b \x00dấu\x1f lạ 🌸Ċ"
    content = wxr_of(item(77, LINK, "bai-cu", wp_comment(1, words))).decode()
    if encoding.startswith("utf-16"):
        content = content.replace("UTF-8", "UTF-16")
    bring(content.encode(encoding), "wxr")
    assert Comment.objects.get().shown.text == "Có dấu lạ 🌸Ċ"


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


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("<isDeleted>false</isDeleted><isSpam>false</isSpam>", "approved"),
        ("<isDeleted>false</isDeleted><isSpam>True</isSpam>", "pending"),
        ("<isDeleted>1</isDeleted><isSpam>false</isSpam>", "pending"),
        ("<isDeleted>false</isDeleted>", "pending"),
        ("<isDeleted>false</isDeleted><isSpam>true</isSpam><isSpam>false</isSpam>", "pending"),
        ("<isDeleted>false</isDeleted><isSpam>false</isSpam><isApproved>0</isApproved>", "pending"),
        ("<isDeleted>true</isDeleted><isSpam/>", "rejected"),
    ],
)
def test_disqus_shows_only_what_is_said_to_be_seen_in_every_way(bring, said, status):
    whole = "<isDeleted>false</isDeleted><isSpam>false</isSpam>"
    bring(disqus(LINK, post(1, "Chữ").replace(whole, said)), "disqus")
    assert Comment.objects.get().status == status


def test_disqus_hides_what_stands_in_a_thread_that_was_taken_down(bring):
    closed = b"<isClosed>false</isClosed>"
    content = disqus(LINK, post(1, "Chữ")).replace(closed, b"<isDeleted>true</isDeleted>" + closed)
    bring(content, "disqus")
    assert Comment.objects.get().status == "rejected"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ("<wp:comment_approved>1</wp:comment_approved>", "approved"),
        ("<wp:comment_approved>0</wp:comment_approved>", "pending"),
        ("<x:comment_approved xmlns:x='urn:x'>0</x:comment_approved>", "approved"),
    ],
)
def test_wordpress_that_says_two_things_at_once_says_nothing(bring, more, status):
    told = wp_comment(1, "Chữ").replace("</wp:comment>", f"{more}</wp:comment>")
    bring(wxr_of(item(77, LINK, "bai-cu", told)), "wxr")
    assert Comment.objects.get().status == status


def test_wordpress_comment_in_no_piece_is_told_of(bring):
    inner = wp_comment(2, "Trong ý kiến khác")
    outer = wp_comment(1, "Ngoài").replace("</wp:comment>", f"{inner}</wp:comment>")
    told = bring(wxr_of(item(77, LINK, "bai-cu", outer), wp_comment(3, "Ngoài bài")), "wxr")
    assert "2 không nhập: không đứng trong bài nào." in told
    assert rows() == [("wxr:1", None, None, "approved")]


def test_a_file_of_another_format_is_not_taken_for_an_empty_one(bring):
    with pytest.raises(CommandError, match="không mở đầu bằng <rss>"):
        bring(disqus(LINK, post(1, "Chữ")), "wxr")
    with pytest.raises(CommandError, match="không mở đầu bằng <disqus>"):
        bring(old_wordpress(LINK), "disqus")


HEADING = ["id", "parent", "url", "name", "text", "created", "status", "likes"]


def csv_rows(version):
    link = f"https://cu.example{version.get_absolute_url()}"
    return [
        HEADING,
        ["1", "", link, "", "=HYPERLINK(1)", "01/10/2023 10:51", "Đã đăng", "3"],
        ["2", "1", link, "Giàng", "Nhiều\ndòng, có phẩy", "2023-10-01T10:51:00Z", "1", "x"],
        ["3", "", link, "Giàng", "Không rõ tình trạng", "1.10.2023", "???", ""],
        ["4", "", link, "Giàng", "Ngày lạ", "31/2/2023", "1", ""],
        ["", "", link, "Giàng", "Không mã", "1.10.2023", "1", ""],
    ]


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


@pytest.mark.parametrize("options", [[], ["--map=x=y"], ["--map=text"]])
def test_table_whose_columns_are_not_known_is_refused(bring, options):
    with pytest.raises(CommandError, match="--map"):
        bring(table([["a", "b"], ["1", "2"]]), "csv", *options)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("zzz", "Không có bảng mã nào tên là zzz."),
        ("\0", "Không có bảng mã nào tên là"),
        ("rot13", "Không có bảng mã nào tên là rot13."),
        ("utf-16", "Tệp không viết bằng utf-16; hãy chỉ ra bằng --encoding."),
        ("idna", "Tệp không viết bằng idna; hãy chỉ ra bằng --encoding."),
    ],
)
def test_table_in_other_letters_than_told_is_refused_in_words(bring, version, encoding, said):
    with pytest.raises(CommandError, match=said):
        bring(table(csv_rows(version)), "csv", f"--encoding={encoding}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('id,text,created\n1,a,1/1/2019\n2,"b,1/1/2019\n3,c,1/1/2019\n', "hỏng, ở dòng 4"),
        ('id,text,created\n1,"nói "thế" à",1/1/2019\n', "hỏng, ở dòng 2"),
        (f"id,text,created\n1,{'a' * 1_000_001},1/1/2019\n", "hỏng, ở dòng 2"),
        ("id,text,created\n" + "a" * 10_000_000, "Dòng 2 của tệp CSV dài quá mức"),
        ("id,id,text,created\n1,2,a,1/1/2019\n", "Tệp có hai cột id"),
        ("id,text,created,likes,likes\n1,a,1/1/2019,1,2\n", "Tệp có hai cột likes"),
        ("", "Tệp không có cột id, text, created"),
    ],
    ids=["quote", "quotes", "cell", "line", "number", "likes", "nothing"],
)
def test_table_that_is_broken_is_refused_with_the_line(bring, content, said):
    with pytest.raises(CommandError, match=said):
        bring(content.encode(), "csv")


def test_table_that_is_uneven_loses_no_words(bring, version):
    """A comma in words without quotes makes one more cell, and what is short has no status."""
    content = (
        '"id","article","created","text","status\n(x)"\r'
        "1,77,1/1/2019,Xin chào, các bạn,approved\r\r"
        "2,77,1/1/2019,Thừa dấu,approved,,\r"
        "3,77,1/1/2019,Thiếu ô\r"
        "4,77,1/1/2019,Có\0rỗng,approved\r"
    )
    told = bring(content.encode(), "csv", "--map=status=status (x)")
    assert "1 không nhập: dòng nhiều ô hơn đầu bảng." in told
    assert [(*row[::3],) for row in rows()] == [
        ("csv:2", "approved"),
        ("csv:3", "pending"),
        ("csv:4", "approved"),
    ]
    assert Comment.objects.get(source="csv:4").shown.text == "Córỗng"


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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"cu,moi\n\xff\xfe,1", "không viết bằng UTF-8"),
        (b"cu,moi\nx," + b"9" * 5000, "Bảng bài sai ở dòng 2"),
        (b'cu,moi\na,1\n"x,1', "Bảng bài là tệp CSV hỏng, sau dòng 2"),
    ],
    ids=["letters", "digits", "quote"],
)
def test_list_of_pieces_that_is_none_is_refused_in_words(bring, tmp_path, content, said):
    listed = tmp_path / "bai-khac.csv"
    listed.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        bring(old_wordpress(LINK), "wxr", f"--pieces={listed}")


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
