"""Files that are broken, or are not what they are said to be: refused in words, nothing unsaid."""

import pytest
from django.core.management import CommandError

from comments.models import Comment
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

pytestmark = pytest.mark.django_db


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
