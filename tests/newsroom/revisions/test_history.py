"""The history of a piece: what is on it, how two states differ, what comes back, and for whom."""

import json

import pytest
import reversion
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from reversion.models import Revision, Version

from articles import publishing
from articles.models import Article, Byline, Progress, PublishedVersion, RelatedArticle, Tag, Topic
from audit.log import record
from newsroom.revisions.naming import LABELS
from newsroom.revisions.timeline import PAGE_SIZE
from photos.models import Photo
from tests.factories.articles import chief, make_article, make_published
from tests.factories.people import make_author, make_user
from tests.factories.photos import make_photo
from tests.newsroom.desk import change, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user("Biên tập viên", full_name="Lê Thị Khánh Vy")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def save(article, by=None, comment="", **facts):
    """What any act of a person leaves; the key of the save."""
    with reversion.create_revision():
        reversion.set_user(by or chief())
        reversion.set_comment(comment)
        for name, value in facts.items():
            setattr(article, name, value)
        article.save()
    return str(Version.objects.get_for_object(article)[0].pk)


def saves_of(article):
    return reverse("admin:articles_article_history", args=[article.pk])


def one(article, key):
    return f"{saves_of(article)}{key}/"


def compared(client, article, old, new):
    return client.get(reverse("admin:article-compare", args=[article.pk]), {"cu": old, "moi": new})


def lines(response):
    return {line.label: line.marked for line in response.context["comparison"].lines}


# --- the list -----------------------------------------------------------------------------------


def test_each_save_tells_who_why_and_what(desk, editor):
    article = make_article(title="Tít đầu")
    save(article, by=editor, comment="Lập bài")
    save(article, by=editor, title="Tít sau", sapo="Sapo sau.")
    save(article, by=editor)
    found = desk.get(saves_of(article)).context["history"].saves
    assert [(row.who, row.comment, row.changed) for row in found] == [
        (str(editor), "", []),
        (str(editor), "", ["tít", "sapo"]),
        (str(editor), "Lập bài", None),
    ]


def test_saves_on_the_form_are_on_the_list(desk):
    article = make_article(tags=("Quảng Ninh",))
    send(desk, change(article), title="Tít sau")
    send(desk, change(article), tags="Cao Bằng")
    send(desk, change(article))  # opened and saved as it was
    found = desk.get(saves_of(article)).context["history"].saves
    assert [row.changed for row in found] == [[], ["thẻ"], None]


def test_published_versions_stand_at_the_save_they_were_approved_of(desk):
    article = make_article()
    save(article)
    publishing.publish(article, by=chief())
    page = desk.get(saves_of(article))
    found = page.context["history"].saves
    assert [[version.number for version in row.published] for row in found] == [[1], []]
    assert f"duyệt: {chief()}" in page.content.decode()


def test_steps_of_the_log_stand_between_the_saves_and_no_source_among_them(desk, editor):
    article = make_article()
    save(article)
    with transaction.atomic():
        record("articles.returned", by=editor, about=article, facts={"reason": "Thiếu ảnh."})
        record("newsroom.source_note_added", by=editor, about=article)
        record("articles.returned", by=editor, about=make_article(), facts={"reason": "Khác."})
    save(article, title="Tít sau")
    page = desk.get(saves_of(article))
    told = [getattr(line, "act", "lưu") for line in page.context["history"].lines]
    assert told == ["lưu", "articles.returned", "lưu"]
    text = page.content.decode()
    assert ("Thiếu ảnh." in text, "Khác." in text) == (True, False)


def test_steps_stand_on_the_page_of_their_time(desk, editor):
    article = make_article()
    for n in range(PAGE_SIZE + 3):
        save(article, title=f"Tít {n}")
        with transaction.atomic():
            record("articles.moved", by=editor, about=article, facts={"n": n})
    first = desk.get(saves_of(article)).context["history"]
    rest = desk.get(saves_of(article), {"truoc": first.next_cursor}).context["history"]
    told = [entry.facts["n"] for entry in (*first.steps, *rest.steps)]
    assert told == list(range(PAGE_SIZE + 3))[::-1]
    assert len(first.steps) == PAGE_SIZE


def test_a_standing_approval_is_told_at_its_save(desk):
    article = make_article()
    save(article)
    approved = Version.objects.get(pk=save(article)).revision_id
    Progress.objects.filter(article=article).update(approved_revision=approved, approved_by=chief())
    found = desk.get(saves_of(article)).context["history"].saves
    assert [row.approved_by for row in found] == [str(chief()), ""]


def test_a_piece_of_the_archive_shows_its_version(desk):
    version = make_published(title="Bài từ kho cũ")
    found = desk.get(saves_of(version.article)).context["history"].saves
    assert [(row.key, row.changed) for row in found] == [("dang-1", None)]


def test_pages_by_key_lose_and_double_nothing(desk):
    article = make_article()
    keys = [save(article, title=f"Tít {n}") for n in range(PAGE_SIZE + 3)]
    first = desk.get(saves_of(article)).context["history"]
    rest = desk.get(saves_of(article), {"truoc": first.next_cursor}).context["history"]
    assert [row.key for row in (*first.saves, *rest.saves)] == keys[::-1]
    # The last line of a page is compared with the first of the next.
    assert first.saves[-1].changed == ["tít"]
    assert rest.next_cursor == ""


@pytest.mark.parametrize("cursor", ["x", "0", "-1", "9" * 40, "1 or 1=1", ""])
def test_odd_cursors_are_no_pages(desk, cursor):
    article = make_article()
    save(article)
    status = 404 if cursor else 200
    assert desk.get(saves_of(article), {"truoc": cursor}).status_code == status


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_costs_the_same_for_any_number_of_saves(desk, django_assert_num_queries, count):
    """Session, user, two kinds of rights; the piece, its bylines, postings, tags, topics, related
    rows; saves, what they hold, what was published, approved, told in the log; the versions its
    state is told by."""
    article = make_article()
    for n in range(count):
        save(article, title=f"Tít {n}")
    desk.get(saves_of(article))
    with django_assert_num_queries(QUERIES_OF_LIST):
        assert desk.get(saves_of(article)).status_code == 200


QUERIES_OF_LIST = 16


# --- two states compared ------------------------------------------------------------------------


def test_everything_of_a_piece_is_compared(desk):
    photo, other = make_photo(), make_photo()
    near, far = make_article(title="Bài gần"), make_article(title="Bài xa")
    article = make_article(
        title="Đồn Trà Lĩnh", tags=("Cao Bằng",), lead_photo=photo, body="<p>Bộ đội giúp dân.</p>"
    )
    RelatedArticle.objects.create(article=article, other=near)
    old = save(article)
    article.tags.set(["Quảng Ninh"])
    article.topics.add(Topic.objects.create(name="Biên giới bình yên"))
    article.bylines.all().delete()
    Byline.objects.create(article=article, author=make_author("Bích Nguyên"))
    article.related_rows.all().delete()
    RelatedArticle.objects.create(article=article, other=far)
    body = f'<p>Bộ đội giúp bà con.</p><figure data-photo="{other.pk}"></figure>'
    new = save(article, title="Đồn Biên phòng Trà Lĩnh", lead_photo=other, body=body)
    page = compared(desk, article, old, new)
    assert lines(page) == {
        "tít": "Đồn<ins> Biên phòng</ins> Trà Lĩnh",
        "người thực hiện": "<del>Viết Hà (Viết)</del>; <ins>Bích Nguyên (Viết)</ins>",
        "thẻ": "<del>Cao Bằng</del>; <ins>Quảng Ninh</ins>",
        "dòng sự kiện": "<ins>Biên giới bình yên</ins>",
        "bài liên quan": "<del>Bài gần</del>; <ins>Bài xa</ins>",
    }
    comparison = page.context["comparison"]
    assert [(row.op, row.number, row.lead) for row in comparison.photos] == [
        ("+", other.pk, True),
        ("+", other.pk, False),
        ("-", photo.pk, True),
    ]
    assert comparison.photos[0].photo.best_url() in page.content.decode()
    assert [block.op for block in comparison.body] == ["changed", "added"]
    assert comparison.body[0].marked == "Bộ đội giúp<del> dân</del><ins> bà con</ins>."
    assert (comparison.unknown, comparison.same) == ([], False)


def test_the_older_stands_first_however_they_were_chosen(desk):
    article = make_article()
    old, new = save(article, title="Một"), save(article, title="Hai")
    for pair in ((old, new), (new, old), (old, "hien-nay"), ("hien-nay", old)):
        assert lines(compared(desk, article, *pair))["tít"] == "<del>Một</del><ins>Hai</ins>"
    assert compared(desk, article, new, new).context["comparison"].same


def test_a_version_of_the_archive_is_compared_with_the_copy(desk):
    article = make_published(title="Tít cũ", tags=("Cao Bằng",)).article
    Article.objects.filter(pk=article.pk).update(title="Tít mới")
    page = compared(desk, article, "dang-1", "hien-nay")
    assert lines(page) == {"tít": "Tít<del> cũ</del><ins> mới</ins>"}
    assert page.context["comparison"].unknown == [
        "đường dẫn",
        "chú thích ảnh chính ở bài này",
        "video chính",
        "dòng ký tên",
        "thông tin riêng của thể loại",
    ]


def test_what_the_genre_asks_for_is_compared_and_comes_back(desk):
    article = make_article(genre="phong-van", facts={"interviewee": "Ông Slíu", "consent": True})
    old = save(article)
    save(article, facts={"interviewee": "Bà Slíu", "gone": 5})
    assert lines(compared(desk, article, old, "hien-nay")) == {
        "người trả lời đã đồng ý cho đăng": "<del>có</del>",
        "gone": "<ins>5</ins>",
        "người trả lời": "<del>Ông</del><ins>Bà</ins> Slíu",
    }
    assert desk.post(one(article, old)).status_code == 302
    told = Article.objects.get(pk=article.pk).facts
    assert told == {"interviewee": "Ông Slíu", "consent": True}


def test_words_are_never_markup(desk):
    article = make_article()
    bad = "<script>alert(1)</script>"
    old = save(article, title=bad, body=f"<p>{escape(bad)}</p>")
    Article.objects.filter(pk=article.pk).update(body="<p>hết</p>", title="Hết")
    page = compared(desk, article, old, "hien-nay").content.decode()
    assert bad not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "forged", ["", "0", "x", "dang-9", "9" * 30, "-1", "<script>", "hien-nay "]
)
def test_forged_choices_are_not_found(desk, forged):
    article = make_article()
    good = save(article)
    foreign = save(make_article())
    assert compared(desk, article, good, "hien-nay").status_code == 200
    for key in (forged, foreign):
        assert compared(desk, article, good, key).status_code == 404
        assert compared(desk, article, key, "hien-nay").status_code == 404
    assert desk.get(one(article, foreign)).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 30])
def test_comparing_costs_the_same_for_any_number_of_rows(desk, django_assert_num_queries, count):
    article = make_article(byline=False, tags=tuple(f"Thẻ {n}" for n in range(count)))
    for n in range(count):
        Byline.objects.create(article=article, author=make_author(f"Tác giả {n}"))
        RelatedArticle.objects.create(article=article, other=make_article(byline=False))
        article.topics.add(Topic.objects.create(name=f"Dòng {n}"))
    figure = "".join(f'<figure data-photo="{make_photo().pk}"></figure>' for _n in range(count))
    old = save(article, body=figure)
    desk.get(one(article, old))
    with django_assert_num_queries(QUERIES_OF_ONE):
        assert desk.get(one(article, old)).status_code == 200


QUERIES_OF_ONE = 20


# --- a save comes back --------------------------------------------------------------------------


def test_words_tags_bylines_come_back_and_nothing_else(desk, editor):
    author = make_author("Viết Lam")
    article = make_article(title="Một", byline=False, tags=("Cao Bằng",))
    Byline.objects.create(article=article, author=author)
    near = make_article(title="Bài gần")
    RelatedArticle.objects.create(article=article, other=near)
    old = save(article)
    article.tags.set([])
    article.bylines.all().delete()
    article.related_rows.all().delete()
    save(article, title="Hai", body='<figure data-photo="7"></figure>')
    version = publishing.publish_archive(
        Article.objects.filter(pk=article.pk).for_snapshot(),
        by=chief(),
        times={article.pk: article.modified},
        photos={},
    )
    before = list(PublishedVersion.objects.values())
    Article.objects.filter(pk=article.pk).update(comment_count=7)
    assert send(desk, one(article, old)).status_code == 302
    article = Article.objects.get(pk=article.pk)
    assert (article.title, article.title_slug, article.body_photos) == ("Một", "mot", "")
    assert article.comment_count == 7
    assert [tag.name for tag in article.tags.all()] == ["Cao Bằng"]
    assert [row.author for row in article.bylines.all()] == [author]
    assert [row.other for row in article.related_rows.all()] == [near]
    assert list(PublishedVersion.objects.values()) == before
    assert len(version) == 1
    newest = Version.objects.get_for_object(article)[0].revision
    assert newest.user == editor
    assert newest.comment.startswith("Khôi phục bản lưu ")
    assert compared(desk, article, old, "hien-nay").context["comparison"].same


def test_what_is_merged_trashed_or_gone_is_followed_or_told(desk):
    lead = make_photo()
    shown = make_photo()
    body = f'<figure data-photo="{shown.pk}"></figure><figure data-photo="99999"></figure>'
    article = make_article(title="Một", body=body, lead_photo=lead, tags=("Cột mốc", "Cao Bằng"))
    old = save(article)
    article.tags.set([])
    save(article, title="Hai", body="<p>Nay.</p>", lead_photo=None)
    into = Tag.objects.create(name="Mốc giới")
    Tag.objects.filter(name="Cột mốc").update(merged_into=into)
    Tag.objects.filter(name="Cao Bằng").update(trashed_at=timezone.now())
    Photo.objects.filter(pk__in=[lead.pk, shown.pk]).update(trashed_at=timezone.now())
    said = [str(each) for each in desk.post(one(article, old), follow=True).context["messages"]]
    now = Article.objects.get(pk=article.pk)
    assert (now.title, now.lead_photo, now.body) == ("Một", None, body)
    assert [tag.name for tag in now.tags.all()] == ["Mốc giới"]
    assert said[:5] == [
        f"Giữ ảnh chính như hiện nay: số {lead.pk} đang ở thùng rác.",
        "Nội dung còn chỗ của ảnh số 99999 không còn trong kho: hãy thay hoặc bỏ.",
        f"Nội dung còn chỗ của ảnh số {shown.pk} đang ở thùng rác: hãy thay hoặc bỏ.",
        "Thẻ: “Cột mốc” đã gộp vào “Mốc giới”.",
        "Thẻ: 1 mục không còn nên không trở lại.",
    ]


def test_a_save_older_than_the_schema_comes_back_as_far_as_it_goes(desk):
    article = make_article(title="Một", signature="Viết Hà")
    old = save(article)
    row = Version.objects.get(pk=old)
    [told] = json.loads(row.serialized_data)
    del told["fields"]["signature"]
    told["fields"] |= {"dateline": "Cao Bằng", "genre": "the-loai-cu", "section": 999999}
    Version.objects.filter(pk=old).update(serialized_data=json.dumps([told]))
    save(article, title="Hai", signature="Bích Nguyên")
    page = desk.get(one(article, old))
    assert page.context["comparison"].unknown == ["dòng ký tên"]
    assert page.context["old"].told.strange == ("dateline",)
    answer = desk.post(one(article, old), follow=True)
    now = Article.objects.get(pk=article.pk)
    assert (now.title, now.signature, now.genre) == ("Một", "Bích Nguyên", article.genre)
    assert now.section_id == article.section_id
    assert [str(message) for message in answer.context["messages"]][:3] == [
        "Bản lưu chưa có mục “dòng ký tên”: giữ như hiện nay.",
        "Giữ chuyên mục như hiện nay: số 999999 không còn.",
        "Giữ thể loại như hiện nay: Không có lựa chọn 'the-loai-cu'. Hãy chọn lại.",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("topics", 7), ("topics", ["x"]), ("topics", None), ("lead_photo", "số 7")),
        *(("section", ["Xã hội"]), ("series", True), ("part", 10**30)),
        *(("body", None), ("body", [{"p": "Chữ"}]), ("genre", {"id": 1}), ("facts", "x")),
    ],
)
def test_a_column_that_held_other_values_once_is_one_that_was_not_there(desk, name, value):
    article = make_article(title="Một")
    old = save(article)
    [told] = json.loads(Version.objects.get(pk=old).serialized_data)
    told["fields"][name] = value
    Version.objects.filter(pk=old).update(serialized_data=json.dumps([told]))
    save(article, title="Hai")
    assert desk.get(saves_of(article)).status_code == 200
    comparison = desk.get(one(article, old)).context["comparison"]
    assert comparison.unknown == [LABELS[name]]
    answer = desk.post(one(article, old), follow=True)
    assert next(str(message) for message in answer.context["messages"]) == (
        f"Bản lưu chưa có mục “{LABELS[name]}”: giữ như hiện nay."
    )
    now = Article.objects.get(pk=article.pk)
    assert (now.title, now.body, now.section_id) == ("Một", article.body, article.section_id)


def test_rows_that_were_written_otherwise_are_counted_as_gone(desk):
    article = make_article(tags=("Cột mốc",))
    old = save(article)
    rows = Version.objects.get(pk=old).revision.version_set.exclude(content_type__model="article")
    for version in rows:
        [told] = json.loads(version.serialized_data)
        told["fields"] |= {"author": "Viết Hà", "role": ["viet"], "tag": {}, "position": "đầu"}
        Version.objects.filter(pk=version.pk).update(serialized_data=json.dumps([told]))
    assert desk.get(one(article, old)).status_code == 200
    answer = desk.post(one(article, old), follow=True)
    assert [str(message) for message in answer.context["messages"]][:2] == [
        "Người thực hiện: 1 mục không còn nên không trở lại.",
        "Thẻ: 1 mục không còn nên không trở lại.",
    ]


@pytest.mark.parametrize("data", ["", "[]", "{}", '[{"pk": 1}]', "[[1]]", "null"])
def test_what_cannot_be_read_is_said_and_not_brought_back(desk, data):
    article = make_article(title="Nay")
    broken = save(article)
    save(article, title="Nay hơn")
    Version.objects.filter(pk=broken).update(serialized_data=data)
    assert not desk.get(saves_of(article)).context["history"].saves[1].readable
    page = desk.get(one(article, broken))
    assert (page.status_code, page.context["may_restore"]) == (200, False)
    assert desk.post(one(article, broken)).status_code == 409
    assert Article.objects.get(pk=article.pk).title == "Nay hơn"


def test_a_copy_saved_meanwhile_is_not_written_over(desk):
    article = make_article(title="Một")
    old = save(article)
    opened = article.modified.isoformat()
    save(article, title="Hai")
    assert desk.post(one(article, old), {"opened": opened}).status_code == 409
    assert Article.objects.get(pk=article.pk).title == "Hai"


def test_a_save_of_several_pieces_brings_back_one(desk):
    article, other = make_article(title="Một"), make_article(title="Bài khác")
    with reversion.create_revision():
        article.save()
        other.save()
    old = Version.objects.get_for_object(article)[0].pk
    for piece in (article, other):
        Article.objects.filter(pk=piece.pk).update(title="Nay")
    assert desk.post(one(article, old)).status_code == 302
    assert Article.objects.get(pk=article.pk).title == "Một"
    assert Article.objects.get(pk=other.pk).title == "Nay"


def test_who_may_not_edit_brings_nothing_back(client):
    article = make_article(title="Một", created_by=make_user("Phóng viên"))
    old = save(article)
    save(article, title="Hai")
    publishing.publish(article, by=chief())
    client.force_login(article.created_by)
    assert desk_may(client.get(one(article, old))) == (200, False)
    assert client.post(one(article, old)).status_code == 403
    for role in ("Phóng viên", "Cộng tác viên", "Kế toán"):
        client.force_login(make_user(role))
        assert client.get(one(article, old)).status_code == 404
        assert client.post(one(article, old)).status_code == 404
    assert Article.objects.get(pk=article.pk).title == "Hai"


def desk_may(response):
    return response.status_code, response.context["may_restore"]


def test_a_draft_of_another_has_no_history_for_a_writer(client):
    article = make_article(created_by=make_user("Phóng viên"))
    old = save(article)
    client.force_login(make_user("Phóng viên"))
    for address in (saves_of(article), one(article, old)):
        assert client.get(address).status_code == 404
    assert client.post(one(article, old)).status_code == 404
    assert compared(client, article, old, "hien-nay").status_code == 404


def test_the_stock_pages_that_bring_back_whole_revisions_are_closed(desk):
    article = make_article()
    key = save(article)
    for address in ("recover/", f"recover/{key}/", f"{article.pk}/history/0{key}/"):
        assert desk.get(f"/admin/articles/article/{address}").status_code == 404
        assert desk.post(f"/admin/articles/article/{address}").status_code == 404
    assert Revision.objects.count() == 1
