"""The change form: what it repairs, what it refuses and where, and that no word is lost."""

import json
import unicodedata
from datetime import timedelta

import pytest
from django.utils import timezone
from reversion.models import Version

from articles.models import Article, Byline, PublishedVersion, RelatedArticle, Series, Topic
from authors.models import PenName
from tests.factories.articles import chief, make_article, make_published, make_section
from tests.factories.people import make_author, make_user
from tests.factories.photos import make_photo
from tests.multimedia.factories import make_document, make_video
from tests.newsroom.desk import ADD, LIST, change, errors, fields, page_of, send

pytestmark = pytest.mark.django_db

EMPTIED = "Nội dung dán vào không còn chữ nào sau khi lọc mã. Hãy dán lại dạng văn bản thuần."
SAPO = "Những cán bộ gắn bó với bản làng."
BODY = "<p>Đồn Biên phòng phối hợp với cấp ủy.</p>"


@pytest.fixture
def desk(client):
    client.force_login(make_user("Biên tập viên", full_name="Lê Thị Khánh Vy"))
    return client


def write(client, **typed):
    section = Article._meta.get_field("section").related_model.objects.first() or make_section()
    words = {"title": "Tít", "sapo": SAPO, "body": BODY, "section": section.pk}
    return send(client, ADD, **{**words, **typed})


def written(response):
    assert response.status_code == 302, errors(response)
    return Article.objects.get()


# --- refusals stand beside their field, with every word kept ------------------------------------


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"title": ""}, {"title": ["Hãy đặt tít cho bài."]}),
        ({"title": " \u200b "}, {"title": ["Hãy đặt tít cho bài."]}),
        ({"title": "ă" * 181}, {"title": ["Dài 181 ký tự, quá mức 180 ký tự."]}),
        ({"section": ""}, {"section": ["Hãy chọn chuyên mục cho bài."]}),
        ({"section": "999"}, {"section": ["Lựa chọn này không còn nữa. Hãy chọn lại."]}),
        ({"kicker": "k" * 81}, {"kicker": ["Dài 81 ký tự, quá mức 80 ký tự."]}),
        ({"sapo": "s" * 701}, {"sapo": ["Dài 701 ký tự, quá mức 700 ký tự."]}),
        ({"part": "2"}, {"part": ["Loạt bài và số kỳ phải đi cùng nhau."]}),
        ({"part": "x"}, {"part": ["Hãy nhập một số nguyên."]}),
        ({"lead_photo": "999"}, {"lead_photo": ["Không có ảnh mang số này trong kho."]}),
        ({"lead_photo": "ảnh"}, {"lead_photo": ["Không có ảnh mang số này trong kho."]}),
        (
            {"body": '<figure data-photo="999"><figcaption>Ảnh</figcaption></figure>'},
            {"body": ["Không có trong kho: ảnh số 999."]},
        ),
        (
            {
                "body": '<figure data-recording="8"></figure><figure data-photo="999"></figure>'
                '<figure data-document="9"></figure><figure data-recording="7"></figure>'
            },
            {"body": ["Không có trong kho: video, âm thanh số 7, 8; ảnh số 999; tài liệu số 9."]},
        ),
        (
            {"body": '<figure data-photo="1"></figure>' * 201},
            {"body": ["Mỗi bài chèn được nhiều nhất 200 ảnh và tệp."]},
        ),
        (
            {"body": "<script>chữ</script><img src=x>"},
            {"body": [EMPTIED]},
        ),
        (
            {"slug": "Có dấu cách"},
            {"slug": ["Đường dẫn chỉ gồm chữ không dấu, chữ số và gạch nối."]},
        ),
    ],
)
def test_refusal_stands_beside_its_field_and_keeps_every_word(desk, typed, refused):
    words = {"title": "Tít đã gõ", "sapo": SAPO, "body": BODY, "tags": "Quảng Ninh", **typed}
    response = write(desk, **words)
    assert errors(response) == refused
    kept = fields(response)
    section = {"section": ""} if "section" in typed else {}
    assert {name: kept[name] for name in words} == {**words, **section}
    assert Article.objects.count() == 0


def test_series_needs_its_part(desk):
    series = Series.objects.create(name="Dọc đường biên")
    response = write(desk, series=series.pk)
    assert errors(response) == {"part": ["Loạt bài và số kỳ phải đi cùng nhau."]}


def test_slug_typed_by_hand_is_given_once(desk):
    holder = make_article(title="Bài giữ đường dẫn", slug="giu-bien-cuong")
    response = write(desk, slug="giu-bien-cuong")
    sentence = f"Đường dẫn này đã dùng cho bài số {holder.pk}: “Bài giữ đường dẫn”."
    assert errors(response) == {"slug": [sentence]}
    assert fields(response)["slug"] == "giu-bien-cuong"


def test_same_title_twice_is_no_clash(desk):
    make_article(title="Tin vắn")
    assert write(desk, title="Tin vắn").status_code == 302


# --- repairs ------------------------------------------------------------------------------------


def test_decomposed_and_eth_text_is_repaired(desk):
    typed = unicodedata.normalize("NFD", "Ðồn Biên phòng Trà Lĩnh")
    article = written(
        write(desk, title=typed, sapo=typed, body=f"<p>{typed}</p>", tags=typed, kicker=typed)
    )
    clean = "Đồn Biên phòng Trà Lĩnh"
    assert (article.title, article.sapo, article.kicker) == (clean, clean, clean)
    assert (article.body, [tag.name for tag in article.tags.all()]) == (f"<p>{clean}</p>", [clean])


@pytest.mark.parametrize("typed", ["Biên phòng - Nơi ấy", "  Biên phòng -  Nơi ấy", "Nơi ấy"])
def test_house_prefix_typed_into_the_sapo_is_taken_out(desk, typed):
    assert written(write(desk, sapo=typed)).sapo == "Nơi ấy"


def test_body_keeps_what_an_editor_may_write_and_loses_the_rest(desk):
    photo = make_photo()
    figure = f'<figure data-photo="{photo.pk}"><figcaption>Chú thích</figcaption></figure>'
    typed = f'<p onclick="x()">Chữ <b style="color:red">đậm</b></p>{figure}<script>x()</script>'
    assert written(write(desk, body=typed)).body == f"<p>Chữ đậm</p>{figure}"


@pytest.mark.parametrize(
    "typed",
    ["", "<p></p>", "<p>&nbsp;<br></p>", "<table><tbody><tr><td><p></p></td></tr></tbody></table>"],
)
def test_frames_with_nothing_in_them_are_an_empty_body(desk, typed):
    assert written(write(desk, body=typed)).body == ""


# --- what a save does, and nothing else ---------------------------------------------------------


def test_new_piece_belongs_to_whoever_wrote_it(client):
    writer = make_user("Phóng viên")
    client.force_login(writer)
    article = written(write(client, title="Tít mới"))
    assert (article.created_by, article.versions.count()) == (writer, 0)


def test_save_changes_the_field_that_was_changed_and_the_hour(desk):
    article = make_article(tags=("Quảng Ninh",), kicker="Trên tít", created_by=chief())
    article.topics.add(Topic.objects.create(name="Đề án"))
    before = Article.objects.filter(pk=article.pk).values().get()
    related = [list(article.bylines.values()), list(article.topics.values())]
    send(desk, change(article), title="Tít đã sửa")
    after = Article.objects.filter(pk=article.pk).values().get()
    different = {name for name in before if before[name] != after[name]}
    assert different == {"title", "title_slug", "modified"}
    assert [list(article.bylines.values()), list(article.topics.values())] == related
    assert [tag.name for tag in article.tags.all()] == ["Quảng Ninh"]


def test_save_of_a_body_writes_which_photos_it_names(desk):
    one, two = make_photo(), make_photo()
    article = make_article(body=f'<figure data-photo="{one.pk}"></figure>')
    send(desk, change(article), body=f'<p>A</p><figure data-photo="{two.pk}"></figure>')
    article.refresh_from_db()
    assert article.body_photos == f",{two.pk},"
    send(desk, change(article), title="Tít khác")
    article.refresh_from_db()
    assert (article.title, article.body_photos) == ("Tít khác", f",{two.pk},")


def test_body_keeps_its_recordings_and_documents(desk):
    film, paper = make_video(), make_document()
    body = (
        f'<p>A</p><figure data-recording="{film.pk}"><figcaption>Lên đường.</figcaption></figure>'
        f'<figure data-document="{paper.pk}"></figure>'
    )
    article = make_article()
    send(desk, change(article), body=body)
    article.refresh_from_db()
    assert article.body == body


def test_save_leaves_readers_with_what_was_approved(desk):
    version = make_published(title="Tít đã duyệt")
    before = PublishedVersion.objects.values().get()
    answer = send(desk, change(version.article), title="Tít chưa duyệt")
    assert PublishedVersion.objects.values().get() == before
    page = desk.get(answer["Location"]).content.decode()
    assert "Đang đăng, có sửa đổi chưa đăng" in page


def test_save_leaves_alone_what_the_form_does_not_hold(desk):
    article = make_article(title="Tít", kicker="Trên tít")
    opened = fields(desk.get(change(article)))
    Article.objects.filter(pk=article.pk).update(comment_count=3)
    desk.post(change(article), {**opened, "title": "Tít mới", "_continue": "1"})
    article.refresh_from_db()
    assert (article.title, article.comment_count) == ("Tít mới", 3)


@pytest.mark.parametrize(("button", "name"), [("_preview", "preview"), ("_publish", "publish")])
def test_save_and_go_on_leads_to_the_next_step(desk, button, name):
    article = make_article()
    answer = send(desk, change(article), title="Tít mới", **{button: "1"})
    article.refresh_from_db()
    assert (answer["Location"], article.title) == (page_of(article, name), "Tít mới")


# --- rows of bylines and related pieces ---------------------------------------------------------


def row(prefix, number, **values):
    return {f"{prefix}-{number}-{name}": value for name, value in values.items()}


def test_bylines_are_written_in_their_order(desk):
    first, second = make_author("Viết Hà"), make_author("Khánh Vy")
    article = make_article(byline=False)
    send(
        desk,
        change(article),
        **{"bylines-TOTAL_FORMS": "2"},
        **row("bylines", 0, author=second.pk, role="anh", position="2", pen_name=""),
        **row("bylines", 1, author=first.pk, role="viet", position="1", pen_name=""),
    )
    found = [(byline.author, byline.role) for byline in article.bylines.all()]
    assert found == [(first, "viet"), (second, "anh")]


def test_pen_name_of_another_is_refused_in_its_row(desk):
    author, other = make_author("Viết Hà"), make_author("Khánh Vy")
    pen_name = PenName.objects.create(author=other, name="Hải Vân")
    article = make_article(byline=False)
    response = send(
        desk,
        change(article),
        **row("bylines", 0, author=author.pk, role="viet", position="1", pen_name=pen_name.pk),
    )
    assert response.status_code == 200
    assert "“Hải Vân” không phải bút danh của Viết Hà." in response.content.decode()
    assert article.bylines.count() == 0


def test_same_byline_twice_is_refused_in_a_sentence(desk):
    author, article = make_author(), make_article(byline=False)
    one = {"author": author.pk, "role": "viet", "position": "1", "pen_name": ""}
    rows = {"bylines-TOTAL_FORMS": "2", **row("bylines", 0, **one), **row("bylines", 1, **one)}
    response = send(desk, change(article), **rows)
    assert response.status_code == 200
    assert article.bylines.count() == 0


def test_piece_related_to_itself_is_refused_in_a_sentence(desk):
    article = make_article()
    rows = {"related_rows-TOTAL_FORMS": "1", **row("related_rows", 0, other=article.pk, position=1)}
    response = send(desk, change(article), **rows)
    assert "Bài không thể liên quan đến chính nó." in response.content.decode()
    assert RelatedArticle.objects.count() == 0


def test_piece_nobody_told_a_writer_of_is_neither_related_nor_named(client):
    writer, other = make_user("Phóng viên"), make_user("Phóng viên")
    hidden = make_article(title="Điều tra ở cửa khẩu", slug="dieu-tra", created_by=other)
    known, article = make_published(title="Đã đăng").article, make_article(created_by=writer)
    client.force_login(writer)

    def relate(number, **more):
        return send(
            client,
            change(article),
            **{"related_rows-TOTAL_FORMS": "1", **more},
            **row("related_rows", 0, other=number, position=1),
        )

    for answer in (relate(hidden.pk), send(client, change(article), slug="dieu-tra")):
        assert (answer.status_code, hidden.title in answer.content.decode()) == (200, False)
    assert relate(known.pk).status_code == 302
    related = article.related_rows.get()
    assert related.other == known
    # Somebody of the desk chose it: it stays, under its number, and can be thrown out.
    RelatedArticle.objects.update(other=hidden)
    page = client.get(change(article)).content.decode()
    assert (f"Bài số {hidden.pk}" in page, hidden.title in page) == (True, False)
    kept = {"related_rows-0-id": related.pk, "related_rows-INITIAL_FORMS": "1"}
    assert relate(hidden.pk, **kept, title="Tít mới").status_code == 302
    assert relate(hidden.pk, **kept, **{"related_rows-0-DELETE": "on"}).status_code == 302
    assert not article.related_rows.exists()


def test_forged_key_of_a_row_of_another_piece_touches_nothing(desk):
    theirs = make_article()
    byline = theirs.bylines.get()
    article = make_article(byline=False)
    forged = {
        "bylines-TOTAL_FORMS": "1",
        "bylines-INITIAL_FORMS": "1",
        **row("bylines", 0, id=byline.pk, article=article.pk, author=make_author("Kẻ khác").pk),
        **row("bylines", 0, role="viet", position="1"),
    }
    send(desk, change(article), **forged)
    assert list(Byline.objects.values_list("pk", "article", "author")) == [
        (byline.pk, theirs.pk, byline.author_id)
    ]
    send(desk, change(article), **{**forged, "bylines-0-DELETE": "on"})
    assert Byline.objects.count() == 1


# --- costs and odd addresses --------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 30])
def test_change_form_costs_the_same_for_any_number_of_rows(desk, django_assert_num_queries, count):
    """Session, user, two kinds of rights; the piece, its progress, its newest revision, who sits at
    it, words typed and not saved, sittings that were saved; its versions, tags, topics and two sets
    of rows; pen names, sections, topics to show; its way (was it published,
    who may hold it, steps so far); notes, how many on sources are for this person; how strict the
    checks are, what was let pass, renamed units; whether it
    waits for the person interviewed, whom it was sent to; a savepoint and its end. A process knows
    its content types from the first page on."""
    article = make_article(byline=False, tags=tuple(f"Thẻ {n}" for n in range(count)))
    for n in range(count):
        author = make_author(f"Tác giả {n}")
        PenName.objects.create(author=author, name=f"Bút danh {n}")
        Byline.objects.create(article=article, author=author, position=n)
        RelatedArticle.objects.create(article=article, other=make_article(byline=False))
        article.topics.add(Topic.objects.create(name=f"Dòng sự kiện {n}"))
    desk.get(change(article))
    with django_assert_num_queries(29):
        assert desk.get(change(article)).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_costs_the_same_for_any_number(desk, django_assert_num_queries, count):
    """Session, user, two kinds of rights, sections, count, page, versions, reads of a day and of a
    week; a savepoint."""
    for _n in range(count):
        make_published()
    with django_assert_num_queries(12):
        assert desk.get(LIST).status_code == 200


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 40, "abc", "1%00", "%E2%80%8B"])
def test_unknown_piece_is_not_found(desk, number):
    base = "/admin/articles/article/"
    for address in (f"{base}{number}/change/", f"{base}{number}/history/", f"{base}{number}/"):
        assert desk.get(address).status_code in {301, 302, 404}, address
    for step in ("xem-truoc/", "xem-truoc/trang/", "xuat-ban/", "go-bai/"):
        assert desk.get(f"{base}{number}/{step}").status_code in {302, 404}, step


def test_unknown_photo_has_no_facts(desk):
    for number in ("0", "9" * 18, "9" * 40):
        assert desk.get(f"/admin/photos/photo/{number}/facts/").status_code == 404


@pytest.mark.parametrize(
    "query", ["?section__id__exact=x", "?o=99", "?p=x", "?p=999", "?e=1", "?q=%00"]
)
def test_odd_questions_to_the_list_are_answered(desk, query):
    assert desk.get(LIST + query).status_code in {200, 302}


# --- revisions ----------------------------------------------------------------------------------


def test_old_revision_comes_back_and_changes_nothing_readers_see(desk):
    article = make_article(title="Tít đầu", tags=("Quảng Ninh",))
    send(desk, change(article), title="Tít thứ nhất")
    send(desk, change(article), title="Tít thứ hai", tags="Cao Bằng")
    desk.force_login(chief())
    send(desk, page_of(article, "publish"))
    before = list(PublishedVersion.objects.values())
    Article.objects.update(comment_count=7)
    history = desk.get(change(article).replace("change", "history"))
    listed = history.context["action_list"]
    assert history.status_code == 200
    assert len(listed) == 3
    oldest = listed[-1]["url"]
    answer = send(desk, oldest)
    article.refresh_from_db()
    assert answer.status_code == 302
    assert (article.title, [tag.name for tag in article.tags.all()]) == (
        "Tít thứ nhất",
        ["Quảng Ninh"],
    )
    assert list(PublishedVersion.objects.values()) == before
    assert article.comment_count == 7
    assert article.modified > timezone.now() - timedelta(minutes=1)


def test_old_revision_brings_back_which_photos_its_body_names(desk):
    """Also a revision from before that was written down."""
    photo = make_photo()
    article = make_article(body=f'<figure data-photo="{photo.pk}"></figure>')
    send(desk, change(article), title="Có ảnh")
    send(desk, change(article), body="<p>Không còn ảnh.</p>")
    oldest = Version.objects.get_for_object(article).last()
    [row] = json.loads(oldest.serialized_data)
    assert row["fields"].pop("body_photos") == f",{photo.pk},"
    Version.objects.filter(pk=oldest.pk).update(serialized_data=json.dumps([row]))
    history = desk.get(change(article).replace("change", "history"))
    assert send(desk, history.context["action_list"][-1]["url"]).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.body_photos) == ("Có ảnh", f",{photo.pk},")


# --- headers ------------------------------------------------------------------------------------


def test_pages_of_the_back_office_carry_their_own_policy(desk):
    for address in ("/admin/", LIST, ADD, change(make_article())):
        response = desk.get(address)
        policy = response["Content-Security-Policy"]
        assert "'unsafe-eval'" not in policy
        assert "default-src 'self'" in policy
        assert "script-src 'self'" in policy
        assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    page = response.content.decode()
    inline = [tag for tag in page.split("<script")[1:] if "src=" not in tag.split(">")[0]]
    assert all(f'nonce="{nonce}"' in tag or "json" in tag.split(">")[0] for tag in inline)
    assert desk.get(ADD)["Content-Security-Policy"] != policy


# --- two people, one piece ----------------------------------------------------------------------


def test_later_save_does_not_wipe_out_words_never_seen(desk):
    article = make_article(sapo="Sapo cũ.", created_by=chief())
    opened = article.modified.isoformat()
    send(desk, change(article), sapo="Lời biên tập quý.", opened=opened)
    answer = send(desk, change(article), sapo="Bản mở từ trước.", opened=opened)
    page = answer.content.decode()
    assert "đã lưu bài này lúc" in page
    assert "Bản mở từ trước." in page
    assert 'name="choose-sapo"' in page
    assert Article.objects.get().sapo == "Lời biên tập quý."


def test_later_save_goes_through_when_its_writer_insists(desk):
    article = make_article(sapo="Sapo cũ.", created_by=chief())
    opened = article.modified.isoformat()
    send(desk, change(article), sapo="Lời biên tập quý.", opened=opened)
    asked = send(desk, change(article), sapo="Bản mở từ trước.", opened=opened)
    desk.post(change(article), {**fields(asked), "choose-sapo": "mine", "_continue": "1"})
    assert Article.objects.get().sapo == "Bản mở từ trước."


@pytest.mark.parametrize("opened", ["", "hôm qua", "9999-99-99", "2026-01-01"])
def test_odd_time_of_opening_is_no_error(desk, opened):
    article = make_article(sapo="Sapo cũ.", created_by=chief())
    assert send(desk, change(article), sapo="Sapo mới.", opened=opened).status_code in {200, 302}


def test_saving_as_it_was_leaves_nothing_to_publish(desk):
    article = make_article(created_by=chief())
    before = article.modified
    send(desk, change(article))
    assert Article.objects.get().modified == before


def test_changing_only_a_row_is_a_change(desk):
    article = make_article(created_by=chief())
    before = article.modified
    send(desk, change(article), **{"bylines-0-role": "anh"})
    assert Article.objects.get().bylines.get().role == "anh"
    assert Article.objects.get().modified > before


def test_author_named_twice_is_refused_in_words_of_the_page(desk):
    article = make_article(created_by=chief())
    author = article.bylines.get().author
    again = row("bylines", 1, author=author.pk, role="viet", position=2)
    answer = send(desk, change(article), **again, **{"bylines-TOTAL_FORMS": "2"})
    page = answer.content.decode()
    assert "Hãy sửa chỗ trùng ở “tác giả” và “việc”" in page
    assert article.bylines.count() == 1
