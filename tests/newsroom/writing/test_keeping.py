"""What is typed is kept beside the piece, given back, and ends with a save."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from audit.models import Entry
from newsroom.models import Message, Sitting
from tests.factories.articles import chief, make_article
from tests.factories.people import make_user
from tests.newsroom.desk import ADD, change, fields
from tests.newsroom.writing.desk import address, opened, say, splice

pytestmark = pytest.mark.django_db

BODY = "<p>Đoạn một của bài.</p><p>Đoạn hai của bài.</p>"
KEY = "ab" * 16


@pytest.fixture
def an(client):
    client.force_login(make_user("Biên tập viên", username="an", full_name="Lê An"))
    return client


@pytest.fixture
def binh():
    other = Client()
    other.force_login(make_user("Biên tập viên", full_name="Trần Bình"))
    return other


@pytest.fixture
def piece(an):
    return make_article(title="Tít", sapo="Sapo.", body=BODY, created_by=chief())


def offers(client, where):
    return client.get(where).context["offers"]


# --- keeping ------------------------------------------------------------------------------------


def test_typed_words_are_kept_and_the_piece_is_not_touched(an, piece):
    before = Article.objects.values().get()
    typed = BODY.replace("hai", "hai, viết thêm,")
    answer = say(an, piece, KEY, 1, fields={"title": "Tít mới", "body": splice(BODY, typed)})
    assert (answer.status_code, answer.json()["again"]) == (200, [])
    sitting = Sitting.objects.get()
    assert sitting.typed == {"title": "Tít mới", "body": typed}
    assert Article.objects.values().get() == before
    further = typed.replace("một", "một, nữa,")
    say(an, piece, KEY, 2, fields={"body": splice(typed, further)})
    assert Sitting.objects.get().typed == {"title": "Tít mới", "body": further}


def test_replayed_and_reordered_words_change_nothing(an, piece):
    say(an, piece, KEY, 5, fields={"title": "Năm"})
    for number in (5, 4, 1, 0):
        answer = say(an, piece, KEY, number, fields={"title": f"Cũ {number}"})
        assert (answer.status_code, answer.json()["number"]) == (200, 5)
    assert Sitting.objects.get().typed == {"title": "Năm"}


def test_change_of_a_text_we_do_not_have_is_asked_for_whole(an, piece):
    answer = say(an, piece, KEY, 1, fields={"body": splice("khác", "khác nữa"), "title": "Tít"})
    assert answer.json()["again"] == ["body"]
    assert Sitting.objects.get().typed == {"title": "Tít"}
    say(an, piece, KEY, 2, fields={"body": "<p>Cả bài</p>"})
    assert Sitting.objects.get().typed == {"title": "Tít", "body": "<p>Cả bài</p>"}


@pytest.mark.parametrize(
    "forged",
    [
        {"comment_count": "9"},
        {"created_by": "1"},
        {"stage": "released"},
        {"bylines-0-id": "1"},
        {"title": 7},
        {"title": None},
        {"title": ["a", 7]},
        {"title": "a\x00"},
        {"title": "\ud800"},
        {"body": {"at": 0}},
        {"body": "x" * 2_000_001},
    ],
)
def test_what_is_no_field_of_a_piece_is_refused_in_words(an, piece, forged):
    answer = say(an, piece, KEY, 1, fields=forged)
    assert answer.status_code == 422
    assert answer.json()["said"].endswith(".")
    assert not Sitting.objects.with_words().exists()


@pytest.mark.parametrize(
    "said",
    [
        {"sitting": "x"},
        {"sitting": 7},
        {"number": -1},
        {"number": "1"},
        {"number": True},
        {"fields": []},
    ],
)
def test_what_cannot_be_read_is_refused_in_words(an, piece, said):
    answer = say(an, piece, **{"sitting": KEY, **said})
    assert (answer.status_code, answer.json()["said"]) == (
        400,
        "Bản gõ dở gửi lên không đọc được.",
    )


def test_no_json_is_refused(an, piece):
    for body in ("", "[]", "{", "[" * 100_000):
        answer = an.post(address(piece), data=body, content_type="application/json")
        assert answer.status_code == 400


def test_another_persons_sitting_and_piece_are_refused(an, binh, piece):
    say(an, piece, KEY, 1, fields={"title": "Của An"})
    other = make_article(created_by=chief())
    assert say(binh, piece, KEY, 2, fields={"title": "Của Bình"}).status_code == 403
    assert say(an, other, KEY, 2, fields={"title": "Nơi khác"}).status_code == 422
    assert say(an, None, KEY, 2, fields={"title": "Nơi khác"}).status_code == 422
    writer = Client()
    writer.force_login(make_user("Phóng viên"))
    assert say(writer, piece, "cd" * 16, 1, fields={"title": "X"}).status_code == 403
    wrong = say(an, piece, KEY, 3, user=10**6, fields={"title": "X"})
    assert wrong.status_code == 403
    assert Sitting.objects.get().typed == {"title": "Của An"}


def test_piece_that_is_gone_is_said_to_be(an, piece):
    pk = piece.pk
    piece.delete()
    answer = say(an, None, KEY, 1, to=f"/admin/articles/article/{pk}/go-do/")
    assert answer.status_code == 404
    assert answer.json()["said"] == "Bài này không còn. Chữ bạn gõ còn nguyên trong trang."


def test_dead_session_asks_for_the_sign_in_and_takes_it_in_place(an, piece):
    an.session.flush()
    answer = say(an, piece, KEY, 1, fields={"title": "Tít"})
    assert answer.status_code == 401
    assert answer.json()["said"].startswith("Phiên làm việc đã hết.")
    assert not Sitting.objects.exists()
    where = "/admin/articles/article/go-do/dang-nhap/"
    wrong = an.post(where, {"username": "an", "password": "sai"})
    assert wrong.status_code == 422
    assert an.post(where, {"username": "an", "password": "mat-khau"}).status_code == 200
    assert say(an, piece, KEY, 2, fields={"title": "Tít"}).status_code == 200


# --- giving back --------------------------------------------------------------------------------


def test_words_are_offered_to_their_writer_alone(an, binh, piece):
    say(an, piece, KEY, 1, fields={"title": "Tít dở", "body": BODY.replace("hai", "2")})
    [offer] = offers(an, change(piece))
    assert offer.differs == [
        ("Tít", "Tít<ins> dở</ins>"),
        ("Nội dung", "Đoạn<del> hai</del><ins> 2</ins> của bài."),
    ]
    assert "Bạn có bản gõ dở lúc" in an.get(change(piece)).content.decode()
    assert offers(binh, change(piece)) == []
    assert "Tít dở" not in binh.get(change(piece)).content.decode()
    assert Sitting.objects.get().told_at is not None


def test_words_are_taken_up_and_end_with_the_save(an, piece):
    say(an, piece, KEY, 1, fields={"title": "Tít dở"})
    form = opened(an, f"{change(piece)}?go-do={KEY}")
    assert (form["title"], form["sapo"], form["took"]) == ("Tít dở", "Sapo.", KEY)
    assert an.post(change(piece), {**form, "_continue": "1"}).status_code == 302
    assert Article.objects.get().title == "Tít dở"
    assert not Sitting.objects.with_words().exists()


def test_words_taken_up_late_meet_what_was_saved_meanwhile(an, binh, piece):
    first = opened(an, change(piece))
    an.post(change(piece), {**first, "kicker": "K", "_continue": "1"})
    base = int(opened(an, change(piece))["base"])
    say(an, piece, KEY, 1, base=base, fields={"title": "Tít dở", "sapo": "Sapo dở."})
    theirs = opened(binh, change(piece))
    binh.post(change(piece), {**theirs, "title": "Tít của Bình", "_continue": "1"})
    form = opened(an, f"{change(piece)}?go-do={KEY}")
    answer = an.post(change(piece), {**form, "_continue": "1"})
    assert [clash.name for clash in answer.context["meeting"].clashes] == ["title"]
    assert Article.objects.get().title == "Tít của Bình"


def test_given_up_side_stays_as_unsaved_words(an, binh, piece):
    mine = opened(an, change(piece))
    theirs = opened(binh, change(piece))
    binh.post(change(piece), {**theirs, "title": "Tít của Bình", "_continue": "1"})
    asked = fields(an.post(change(piece), {**mine, "title": "Tít của An", "_continue": "1"}))
    answer = an.post(change(piece), {**asked, "choose-title": "theirs", "_continue": "1"})
    assert answer.status_code == 302
    [offer] = offers(an, change(piece))
    assert offer.sitting.typed == {"title": "Tít của An"}
    assert offer.sitting.set_aside


def test_typed_markup_comes_back_clean(an, piece):
    typed = {"body": '<p onclick="x()">Chữ</p><script>x()</script>', "title": "Ðồn <b>\u200b"}
    say(an, piece, KEY, 1, fields=typed)
    form = opened(an, f"{change(piece)}?go-do={KEY}")
    assert (form["body"], form["title"]) == ("<p>Chữ</p>", "Đồn <b>")


def test_words_that_are_not_wanted_are_dropped_by_their_writer_alone(an, binh, piece):
    say(an, piece, KEY, 1, fields={"title": "Tít dở"})
    drop = f"/admin/articles/article/go-do/{KEY}/bo/"
    assert binh.post(drop).status_code == 403
    assert Sitting.objects.with_words().exists()
    assert an.post(drop).status_code == 200
    assert not Sitting.objects.with_words().exists()
    assert an.post("/admin/articles/article/go-do/khong-co/bo/").status_code == 404


def test_strange_key_to_take_up_opens_the_form_as_it_is(an, binh, piece):
    say(an, piece, KEY, 1, fields={"title": "Tít dở"})
    for client, key in ((binh, KEY), (an, "cd" * 16), (an, "%00"), (an, "x" * 99)):
        assert opened(client, f"{change(piece)}?go-do={key}")["title"] == "Tít"


@pytest.mark.parametrize(
    "forged",
    [
        {"section": "zzz"},
        {"section": ["1"]},
        {"lead_photo": "9" * 30},
        {"lead_photo": "abc"},
        {"topics": ["x"]},
        {"topics": ["9" * 30]},
        {"topics": "abc"},
        {"series": "abc"},
        {"recording": "99"},
        {"genre": "zz"},
        {"title": ["a", "b"]},
        {"body": ["<p>x"]},
        {"tags": ["a"]},
    ],
)
def test_what_a_field_cannot_show_is_left_out(an, piece, forged):
    say(an, piece, KEY, 1, fields={"kicker": "Trên tít", **forged})
    form = opened(an, f"{change(piece)}?go-do={KEY}")
    [name] = forged
    assert (form["kicker"], form[name]) == ("Trên tít", opened(an, change(piece))[name])
    assert [dict(offer.differs) for offer in offers(an, change(piece))] == [
        {"Trên tít": "<ins>Trên tít</ins>"}
    ]


@pytest.mark.parametrize(
    "unfinished",
    [{"part": "abc"}, {"questions_sent": "99-99-9"}, {"consent": "maybe"}, {"story_template": "x"}],
)
def test_unfinished_words_are_taken_up_as_they_are(an, piece, unfinished):
    say(an, piece, KEY, 1, fields=unfinished)
    assert an.get(f"{change(piece)}?go-do={KEY}").status_code == 200


def test_new_piece_is_kept_and_taken_up(an):
    say(an, None, KEY, 1, fields={"title": "Bài mới", "body": "<p>Chữ</p>"})
    [offer] = offers(an, ADD)
    assert dict(offer.differs) == {"Tít": "<ins>Bài mới</ins>", "Nội dung": "<ins>Chữ</ins>"}
    form = opened(an, f"{ADD}?go-do={KEY}")
    assert (form["title"], form["body"]) == ("Bài mới", "<p>Chữ</p>")


# --- saving once --------------------------------------------------------------------------------


def test_same_post_twice_saves_once(an, piece):
    form = opened(an, change(piece)) | {"title": "Tít mới", "_continue": "1"}
    first, again = an.post(change(piece), form), an.post(change(piece), form)
    assert (first.status_code, again.status_code) == (302, 302)
    assert again["Location"] == first["Location"]
    said = [str(message) for message in an.get(again["Location"]).context["messages"]]
    assert said[-1] == "Bài đã được lưu ở lần gửi trước; lần gửi này không lưu thêm gì."
    assert len(an.get(change(piece).replace("change", "history")).context["history"].saves) == 1


def test_same_new_piece_twice_is_one_piece(an, piece):
    form = opened(an, ADD) | {"title": "Bài mới", "_publish": "1"}
    form["section"] = piece.section_id
    first, again = an.post(ADD, form), an.post(ADD, form)
    assert (first.status_code, again["Location"]) == (302, first["Location"])
    assert Article.objects.filter(title="Bài mới").count() == 1


def test_other_words_from_the_same_page_are_another_save(an, piece):
    """Back in the browser, typed on, saved again: never “saved already”."""
    an.post(change(piece), opened(an, change(piece)) | {"kicker": "Trên tít", "_continue": "1"})
    form = opened(an, change(piece)) | {"title": "Tít mới", "_continue": "1"}
    an.post(change(piece), form)
    an.post(change(piece), form | {"sapo": "Sapo mới."})
    assert (Article.objects.get().title, Article.objects.get().sapo) == ("Tít mới", "Sapo mới.")


def test_save_ends_its_own_words_though_some_come_late(an, piece):
    form = opened(an, change(piece))
    say(an, piece, form["sitting"], 1, fields={"title": "Tít dở"})
    an.post(change(piece), form | {"title": "Tít xong", "number": "3", "_continue": "1"})
    say(an, piece, form["sitting"], 2, fields={"title": "Tít dở"})
    assert offers(an, change(piece)) == []
    say(an, piece, form["sitting"], 4, fields={"title": "Gõ tiếp"})
    assert len(offers(an, change(piece))) == 1


def test_sitting_of_another_is_no_key_to_anything(an, binh, piece):
    say(an, piece, KEY, 1, fields={"title": "Tít dở"})
    form = opened(binh, change(piece)) | {"sitting": KEY, "took": KEY, "title": "Của Bình"}
    assert binh.post(change(piece), form).status_code == 302
    assert Sitting.objects.get(key=KEY).typed == {"title": "Tít dở"}


def test_piece_deleted_while_open_gives_its_words_to_a_new_one(an, piece):
    form = opened(an, change(piece)) | {"title": "Tít còn", "_continue": "1"}
    address = change(piece)
    piece.delete()
    answer = an.post(address, form)
    assert answer.status_code == 302
    new = opened(an, answer["Location"])
    assert (new["title"], new["body"]) == ("Tít còn", BODY)


# --- who sits there -----------------------------------------------------------------------------


def test_first_writes_and_the_second_sees_it(an, binh, piece):
    assert say(an, piece, KEY, 0).json()["writes"] is True
    second = say(binh, piece, "cd" * 16, 0).json()
    assert second["writes"] is False
    assert [(o["name"], o["writes"], o["self"]) for o in second["others"]] == [
        ("Lê An", True, False)
    ]
    assert "Lê An đang sửa bài này" in binh.get(change(piece)).content.decode()


def test_taking_over_tells_the_loser_and_the_log(an, binh, piece):
    say(an, piece, KEY, 0)
    say(binh, piece, "cd" * 16, 0)
    to = f"/admin/articles/article/{piece.pk}/gianh-quyen/"
    assert say(binh, piece, "cd" * 16, to=to).json() == {"writes": True}
    lost = say(an, piece, KEY, 1, fields={"title": "Còn giữ"}).json()
    assert (lost["writes"], lost["taken_by"]) == (False, "Trần Bình")
    assert Sitting.objects.get(key=KEY).typed == {"title": "Còn giữ"}
    assert Entry.objects.filter(act="articles.lock_taken").count() == 1
    assert [(m.to.username, m.kind) for m in Message.objects.all()] == [("an", "taken-over")]
    assert say(an, piece, KEY, to=to).json() == {"writes": True}


def test_seat_is_free_when_its_page_was_closed_or_fell_silent(an, binh, piece):
    say(an, piece, KEY, 1, fields={"title": "Tít dở"}, leaving=True)
    assert say(binh, piece, "cd" * 16, 0).json()["writes"] is True
    Sitting.objects.update(seen=timezone.now() - timedelta(minutes=2))
    assert say(an, piece, "ef" * 16, 0).json()["writes"] is True
    assert Sitting.objects.get(key=KEY).typed == {"title": "Tít dở"}


def test_taking_over_needs_the_right(an, piece):
    say(an, piece, KEY, 0)
    writer = Client()
    writer.force_login(make_user("Phóng viên"))
    to = f"/admin/articles/article/{piece.pk}/gianh-quyen/"
    assert say(writer, piece, "cd" * 16, to=to).status_code == 403
    assert Sitting.objects.get(writes=True).key == KEY


@pytest.mark.parametrize("count", [1, 3, 30])
def test_beat_costs_the_same_for_any_number_of_people(an, piece, django_assert_num_queries, count):
    """Session, user, two kinds of rights, the piece, its progress; savepoint, sitting, the others,
    the write and the end."""
    for n in range(count):
        Sitting.objects.create(key=f"{n:032x}", user=chief(), article=piece)
    say(an, piece, KEY, 1, fields={"title": "A"})
    with django_assert_num_queries(11):
        say(an, piece, KEY, 2, fields={"title": "B"})


def test_seat_is_free_again_when_its_taker_has_left(an, binh, piece):
    to = f"/admin/articles/article/{piece.pk}/gianh-quyen/"
    say(an, piece, KEY, 0)
    say(binh, piece, "cd" * 16, to=to)
    assert say(an, piece, KEY, 1).json()["taken_by"] == "Trần Bình"
    say(binh, piece, "cd" * 16, 1, leaving=True)
    back = say(an, piece, KEY, 2).json()
    assert (back["writes"], back["taken_by"]) == (True, "")
    assert Sitting.objects.get(key=KEY).taken_by is None


def test_taking_the_seat_in_turns_is_told_once(an, binh, piece):
    to = f"/admin/articles/article/{piece.pk}/gianh-quyen/"
    for _turn in range(3):
        say(an, piece, KEY, to=to)
        say(binh, piece, "cd" * 16, to=to)
    told = Message.objects.order_by("pk").values_list("to__full_name", flat=True)
    assert list(told) == ["Lê An", "Trần Bình"]
    Message.objects.update(at=timezone.now() - timedelta(minutes=6))
    say(an, piece, KEY, to=to)
    assert Message.objects.count() == 3


def test_browser_asks_which_of_its_sittings_were_saved(an, binh, piece):
    form = opened(an, change(piece)) | {"title": "Tít mới", "_continue": "1"}
    an.post(change(piece), form)
    say(an, piece, KEY, 1, fields={"title": "Chưa lưu"})
    to, mine = "/admin/articles/article/go-do/da-luu/", form["sitting"]
    keys = [mine, KEY, "cd" * 16, "x", 5]
    assert say(an, piece, KEY, to=to, sittings=keys).json() == {"saved": [mine]}
    assert say(binh, piece, KEY, to=to, sittings=keys).json() == {"saved": []}
    for forged in (None, mine, [mine] * 201):
        assert say(an, piece, KEY, to=to, sittings=forged).status_code == 400
    assert Client().get(to).status_code == 405


# --- a form that came back ----------------------------------------------------------------------


def test_refused_page_goes_on_with_the_number_of_its_sitting(an, piece):
    sent = opened(an, change(piece))
    key = sent["sitting"]
    say(an, piece, key, 5, fields={"title": "Tít 5"})
    refused = an.post(change(piece), {**sent, "title": "", "number": "4", "_continue": "x"})
    assert (refused.status_code, refused.context["sitting"]) == (200, key)
    assert f'data-sitting="{key}" data-number="5"' in refused.content.decode()
    late = say(an, piece, key, 5, fields={"title": "Tít tới sau"})
    assert (late.json()["number"], Sitting.objects.get().typed) == (5, {"title": "Tít 5"})
    on_its_way = an.post(change(piece), {**sent, "title": "", "number": "7", "_continue": "x"})
    assert f'data-sitting="{key}" data-number="7"' in on_its_way.content.decode()
    assert an.get(change(piece)).context["number"] == 0
