"""Notes on a piece: who may, who is told, what is kept, and the page and panel that show them."""

import pytest
from django.urls import reverse

from articles.models import Article
from audit.models import Entry
from newsroom.models import Message, Note, NoteEdit
from newsroom.notes.panel import threads
from tests.factories.articles import make_article
from tests.factories.people import make_user
from tests.newsroom.desk import change

pytestmark = pytest.mark.django_db

SECRET = "Câu này chỉ đứng trong ghi chú"


@pytest.fixture
def reporter():
    return make_user("Phóng viên", username="viet.ha", full_name="Hoàng Viết Hà")


@pytest.fixture
def editor():
    return make_user("Biên tập viên", username="vy", full_name="Lê Thị Khánh Vy")


@pytest.fixture
def piece(reporter):
    return make_article(
        created_by=reporter, body="<p>Đồn Biên phòng Trà Lĩnh họp lúc 8 giờ.</p><p>Rồi về.</p>"
    )


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def page_of(article):
    return reverse("admin:article-notes", args=[article.pk])


def send(client, article, do="add", **typed):
    return client.post(page_of(article), {"do": do, **typed})


def told():
    return list(Message.objects.order_by("pk").values_list("to__username", "kind"))


def log():
    told = Entry.objects.filter(act__startswith="newsroom.").order_by("number")
    return list(told.values_list("act", "facts"))


# --- writing --------------------------------------------------------------------------------------


def test_note_tells_the_writer_of_the_piece_and_the_log(desk, piece, editor):
    assert send(desk, piece, words=SECRET).status_code == 302
    note = Note.objects.get()
    assert (note.words, note.by, note.parent, note.quote) == (SECRET, editor, None, "")
    assert told() == [("viet.ha", "noted")]
    assert log()[-1] == ("newsroom.note_added", {"note": note.pk})
    assert SECRET not in str(list(Entry.objects.values()) + list(Message.objects.values()))


def test_passage_keeps_the_words_around_it(desk, piece):
    send(desk, piece, words="Sai giờ.", quote="họp lúc 8 giờ")
    note = Note.objects.get()
    assert (note.quote, note.before[-8:], note.after) == ("họp lúc 8 giờ", "Trà Lĩnh", ". Rồi về.")


@pytest.mark.parametrize(
    ("body", "standing"),
    [
        ("<p>Sáng nay, Đồn Biên phòng Trà Lĩnh họp lúc 8 giờ.</p>", "here"),
        ("<p>Đồn Biên phòng Trà Lĩnh họp lúc 9 giờ. Rồi về.</p>", "changed"),
        ("<p>Chuyện khác hẳn.</p>", "lost"),
    ],
)
def test_anchor_survives_edits_or_says_it_is_lost(desk, piece, body, standing):
    send(desk, piece, words="Sai giờ.", quote="họp lúc 8 giờ")
    Article.objects.update(body=body)
    [thread] = threads(Article.objects.get())
    assert thread.standing == standing
    shown = desk.get(page_of(piece)).content.decode()
    assert ("Đoạn này không còn trong bài." in shown) == (standing == "lost")
    assert ("Đoạn này đã được sửa." in shown) == (standing == "changed")


def test_answer_goes_to_the_thread_and_tells_those_in_it(desk, piece, reporter):
    send(desk, piece, words="Sai giờ.")
    first = Note.objects.get()
    desk.force_login(reporter)
    send(desk, piece, "answer", note=first.pk, words="Đã sửa.")
    send(desk, piece, "answer", note=Note.objects.last().pk, words="Thật đấy.")
    assert set(Note.objects.exclude(pk=first.pk).values_list("parent", flat=True)) == {first.pk}
    assert told() == [("viet.ha", "noted"), ("vy", "answered"), ("vy", "answered")]


def test_mention_tells_the_person_once_and_by_the_nearer_reason(desk, piece):
    send(desk, piece, words="@Hoàng Viết Hà và @viet.ha xem lại giờ.")
    assert told() == [("viet.ha", "mentioned")]


def test_mention_of_who_may_not_open_the_piece_tells_the_writer_alone(desk, piece):
    make_user("Phóng viên", username="nguoi.ngoai", full_name="Trần Văn Ngoài")
    page = desk.post(page_of(piece), {"do": "add", "words": "@nguoi.ngoai xem giúp"}, follow=True)
    assert "Trần Văn Ngoài không mở được bài này nên không được báo." in page.content.decode()
    assert told() == [("viet.ha", "noted")]


def test_edit_keeps_what_stood_there_and_tells_only_who_is_new(desk, piece):
    send(desk, piece, words="@viet.ha sai giờ.")
    note = Note.objects.get()
    send(desk, piece, "edit", note=note.pk, words="@viet.ha sai giờ và sai ngày.")
    note.refresh_from_db()
    assert (note.words, note.edited_at is not None) == ("@viet.ha sai giờ và sai ngày.", True)
    assert list(NoteEdit.objects.values_list("note", "words")) == [(note.pk, "@viet.ha sai giờ.")]
    assert told() == [("viet.ha", "mentioned")]


def test_deleted_note_is_shown_to_nobody_and_kept(desk, piece):
    send(desk, piece, words=SECRET)
    note = Note.objects.get()
    send(desk, piece, "answer", note=note.pk, words="Trả lời.")
    send(desk, piece, "hide", note=note.pk)
    assert SECRET not in desk.get(page_of(piece)).content.decode()
    assert threads(piece) == []
    assert Note.objects.filter(words=SECRET).exclude(hidden_at=None).count() == 1
    assert send(desk, piece, "answer", note=note.pk, words="Muộn rồi.").status_code == 404


def test_thread_is_closed_and_opened_again(desk, piece, editor):
    send(desk, piece, words="Sai giờ.")
    note = Note.objects.get()
    for do, by in (("resolve", editor), ("resolve", editor), ("reopen", None)):
        send(desk, piece, do, note=note.pk)
        note.refresh_from_db()
        assert (note.resolved_by, note.resolved_at is None) == (by, by is None)
    acts = [act for act, _facts in log()]
    assert acts[-3:] == ["newsroom.note_added", "newsroom.note_resolved", "newsroom.note_reopened"]


def test_answer_opens_a_closed_thread(desk, piece):
    send(desk, piece, words="Sai giờ.")
    note = Note.objects.get()
    send(desk, piece, "resolve", note=note.pk)
    send(desk, piece, "answer", note=note.pk, words="Chưa xong.")
    note.refresh_from_db()
    assert note.resolved_at is None


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": " \u200b "}, "Hãy viết ghi chú."),
        ({"words": "ă" * 2001}, "Ghi chú dài 2001 ký tự, quá mức 2000 ký tự."),
        (
            {"words": "Sai.", "quote": "a" * 301},
            "Đoạn trích dài quá 300 ký tự. Hãy chọn đoạn ngắn hơn.",
        ),
    ],
)
def test_refused_note_keeps_what_was_typed(desk, piece, typed, sentence):
    response = send(desk, piece, **typed)
    assert (response.status_code, response.context["refusal"]) == (422, sentence)
    assert typed["words"].strip(" \u200b") in response.content.decode()
    assert Note.objects.count() == 0


def test_who_may_not_open_the_piece_reaches_no_note(client, piece):
    Note.objects.create(article=piece, by=piece.created_by, words=SECRET)
    for role in ("Phóng viên", "Quản trị hệ thống", "Người duyệt bình luận"):
        client.force_login(make_user(role))
        assert client.get(page_of(piece)).status_code == 403
        assert send(client, piece, words="Sai.").status_code == 403
        assert client.get(f"{page_of(piece)}nguoi/?q=v").status_code == 403
    assert Note.objects.count() == 1


def test_others_note_is_neither_edited_nor_hidden(client, piece, editor, reporter):
    note = Note.objects.create(article=piece, by=editor, words="Sai giờ.")
    client.force_login(reporter)
    assert send(client, piece, "edit", note=note.pk, words="Đúng rồi.").status_code == 403
    assert send(client, piece, "hide", note=note.pk).status_code == 403
    note.refresh_from_db()
    assert (note.words, note.hidden_at) == ("Sai giờ.", None)


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30, "²"])
def test_forged_number_and_foreign_note_are_not_found(desk, piece, number, editor):
    foreign = Note.objects.create(article=make_article(), by=editor, words="Bài khác.")
    for note in (number, foreign.pk):
        for do in ("answer", "edit", "hide", "resolve", "reopen"):
            assert send(desk, piece, do, note=note, words="Sai.").status_code == 404
    assert send(desk, piece, "destroy").status_code == 404
    assert Note.objects.count() == 1


# --- the page and the panel -----------------------------------------------------------------------


def test_panel_gets_its_part_back(desk, piece):
    answer = desk.post(
        page_of(piece), {"do": "add", "words": SECRET}, headers={"X-Part": "threads"}
    )
    assert answer.status_code == 200
    assert SECRET in answer.content.decode()
    assert "<html" not in answer.content.decode()
    refused = desk.post(page_of(piece), {"do": "add", "words": ""}, headers={"X-Part": "threads"})
    assert (refused.status_code, "Hãy viết ghi chú." in refused.content.decode()) == (422, True)


def test_form_of_the_piece_shows_its_notes(desk, piece):
    send(desk, piece, words=SECRET)
    page = desk.get(change(piece)).content.decode()
    assert SECRET in page
    assert "<span data-count>(1)</span>" in page


def test_names_are_offered_to_who_may_write_here(desk, piece):
    answer = desk.get(f"{page_of(piece)}nguoi/?q=hoang+v").json()
    assert answer == {"people": [{"username": "viet.ha", "name": "Hoàng Viết Hà"}]}


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_costs_eight_queries(desk, piece, editor, count, django_assert_num_queries):
    for number in range(count):
        first = Note.objects.create(article=piece, by=editor, words=f"Ghi chú {number}.")
        Note.objects.create(article=piece, by=piece.created_by, parent=first, words="Trả lời.")
    desk.get(page_of(piece))
    with django_assert_num_queries(8):
        desk.get(page_of(piece))
