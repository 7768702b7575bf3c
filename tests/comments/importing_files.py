"""Files as other systems write them, with all that goes wrong in old ones."""

import csv
import io
import unicodedata

from comments.models import Comment

WXR = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.4" -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Báo cũ</title><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[admin]]></wp:author_login></wp:author>
{items}</channel></rss>"""
ITEM = """<item><title>{title}</title><link>{link}</link>
<content:encoded><![CDATA[<p>Thân bài &amp; ]]]]><![CDATA[> hết.</p>]]></content:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_name><![CDATA[{slug}]]></wp:post_name>
<wp:post_type><![CDATA[post]]></wp:post_type>
{comments}</item>"""
WP_COMMENT = """<wp:comment><wp:comment_id>{id}</wp:comment_id>
<wp:comment_author><![CDATA[{name}]]></wp:comment_author>
<wp:comment_author_email><![CDATA[{email}]]></wp:comment_author_email>
<wp:comment_author_url>javascript:alert(1)</wp:comment_author_url>
<wp:comment_author_IP><![CDATA[203.0.113.9]]></wp:comment_author_IP>
<wp:comment_date><![CDATA[{local}]]></wp:comment_date>
<wp:comment_date_gmt><![CDATA[{gmt}]]></wp:comment_date_gmt>
<wp:comment_content><![CDATA[{text}]]></wp:comment_content>
<wp:comment_approved><![CDATA[{approved}]]></wp:comment_approved>
<wp:comment_type><![CDATA[{kind}]]></wp:comment_type>
<wp:comment_parent>{parent}</wp:comment_parent>
<wp:commentmeta><wp:meta_key>_x</wp:meta_key><wp:meta_value><![CDATA[1]]></wp:meta_value></wp:commentmeta>
</wp:comment>"""
NFD = unicodedata.normalize("NFD", "Tôi quê ở Hà Giang, rất cảm động.")


def wp_comment(number, text, **facts):
    told = {"id": number, "name": "Lò Thị Pa", "email": "", "text": text, "approved": "1"}
    told |= {"local": "2019-03-01 09:03:04", "gmt": "2019-03-01 02:03:04"}
    told |= {"kind": "comment", "parent": 0}
    return WP_COMMENT.format(**(told | facts))


def wxr(*items):
    return WXR.format(items="".join(items)).encode()


def item(number, link, slug, *comments):
    told = {"title": "Bài cũ", "number": number, "link": link, "slug": slug}
    return ITEM.format(comments="\n".join(comments), **told)


def old_wordpress(link):
    """One piece with twelve comments, and one that is not here."""
    return wxr(
        item(
            *(77, link, "bai-cu"),
            wp_comment(3, "Trả lời trước khi có gốc.", parent=1),
            wp_comment(1, "Rất hay &amp; đúng.\nCảm ơn <b>Báo</b>! <a href='javascript:x'>xem</a>"),
            wp_comment(2, NFD, email="pa@example.vn", gmt="0000-00-00 00:00:00"),
            wp_comment(4, "Trả lời của trả lời.", parent=3, kind=""),
            wp_comment(5, "[…] bài khác dẫn lại […]", kind="pingback"),
            wp_comment(6, "Mua thuốc", approved="spam"),
            wp_comment(7, "Đã bỏ", approved="trash"),
            wp_comment(8, "Dưới ý kiến đã bỏ", parent=7),
            wp_comment(9, "Chờ duyệt", approved="0"),
            wp_comment(10, "Gốc không còn", parent=999),
            wp_comment(11, "<p>Đoạn một</p>\n\n<p>Đoạn hai<br>dòng hai</p><script>x()</script>"),
            wp_comment(12, "   "),
            wp_comment(13, "Không ngày", local="x", gmt="x"),
            wp_comment(14, "Dài " * 1000),
        ),
        item(78, "https://cu.example/bai-mat/", "bai-mat", wp_comment(20, "Bài này chưa có.")),
    )


DISQUS = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://disqus.com/api/schemas/1.0/disqus.xsd">
<category dsq:id="5"><forum>bao-cu</forum><title>General</title></category>
<thread dsq:id="900"><id>tin-77</id><forum>bao-cu</forum><category dsq:id="5"/><link>{link}</link>
<title>Bài cũ</title><message/><createdAt>2018-05-01T00:00:00Z</createdAt>
<author><name>Tòa soạn</name></author><isClosed>false</isClosed></thread>
{posts}</disqus>"""
POST = """<post dsq:id="{id}"><id>wp_id={id}</id><message><![CDATA[{text}]]></message>
<createdAt>{created}</createdAt><isDeleted>{deleted}</isDeleted><isSpam>{spam}</isSpam>
<author><name>{name}</name><email>a@example.vn</email><isAnonymous>true</isAnonymous></author>
<ipAddress>203.0.113.9</ipAddress><thread dsq:id="{thread}"/>{parent}</post>"""


def post(number, text, *, parent=None, **facts):
    told = {"created": "2018-05-02T03:04:05Z", "deleted": "false", "spam": "false"}
    told |= {"name": "Sùng A Chứ", "thread": 900}
    above = f'<parent dsq:id="{parent}"/>' if parent else ""
    return POST.format(id=number, text=text, parent=above, **(told | facts))


def disqus(link, *posts):
    return DISQUS.format(link=link, posts="\n".join(posts)).encode()


def table(rows, *, encoding="utf-8-sig", sign=","):
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(rows)
    return "".join(_spelled(letter, encoding) for letter in out.getvalue()).encode(encoding)


def _spelled(letter, encoding):
    """Windows-1258 has the letters of Vietnamese, and most of their tones by themselves."""
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", marks.replace(tone, "")) + tone
    return letter


def rows():
    """(source, of its root, of its parent, status) of all."""
    found = Comment.objects.order_by("pk").values_list(
        "source", "root__source", "parent__source", "status"
    )
    return sorted(found, key=lambda row: (int(row[0].rpartition(":")[2]), row[0]))


LINK = "http://www.cu.example/2019/bai-cu/?utm_source=x"

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
