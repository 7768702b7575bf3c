"""Two people save one piece: what both did is kept, and nothing is written by halves."""

import pytest
from django.test import Client
from reversion.models import Version

from articles.models import Article, Byline, RelatedArticle, Section, Topic
from tests.factories.articles import chief, make_article, make_section
from tests.factories.people import make_author, make_user
from tests.newsroom.desk import change, fields, send

pytestmark = pytest.mark.django_db

BODY = "<p>Đoạn một của bài.</p><p>Đoạn hai của bài.</p><p>Đoạn ba của bài.</p>"


@pytest.fixture
def an(client):
    client.force_login(make_user("Biên tập viên", full_name="Lê An"))
    return client


@pytest.fixture
def binh():
    other = Client()
    other.force_login(make_user("Biên tập viên", full_name="Trần Bình"))
    return other


@pytest.fixture
def piece(an):
    """A piece that has been saved once, so that there is a revision to begin with."""
    article = make_article(title="Tít", sapo="Sapo.", body=BODY, tags=("Cũ",), created_by=chief())
    send(an, change(article), kicker="Trên tít")
    return article


def opened(client, article):
    return fields(client.get(change(article)))


def post(client, article, form, **changes):
    return client.post(change(article), {**form, "_continue": "1", **changes})


def now(article):
    return Article.objects.get(pk=article.pk)


def clashes(answer):
    return {clash.name.partition("-")[0]: clash for clash in answer.context["meeting"].clashes}


def told(answer, client):
    return [str(message) for message in client.get(answer["Location"]).context["messages"]]


def test_different_fields_are_joined_and_it_is_said(an, binh, piece):
    mine = opened(binh, piece)
    send(an, change(piece), title="Tít của An", tags="Cũ, An")
    answer = post(binh, piece, mine, sapo="Sapo của Bình.", tags="Cũ, Bình")
    assert answer.status_code == 302
    assert (now(piece).title, now(piece).sapo) == ("Tít của An", "Sapo của Bình.")
    assert {tag.name for tag in piece.tags.all()} == {"Cũ", "An", "Bình"}
    [_saved, joined] = sorted(told(answer, binh), key=lambda said: "Lê An" in said)
    assert joined.startswith("Lê An đã lưu bài này lúc ")
    assert joined.endswith("Hai bản đã được nhập làm một; bên kia sửa: Tít, Thẻ.")
    [newest] = Version.objects.get_for_object(piece)[:1]
    assert (newest.field_dict["title"], newest.field_dict["sapo"]) == (
        "Tít của An",
        "Sapo của Bình.",
    )


def test_different_paragraphs_are_joined(an, binh, piece):
    mine = opened(binh, piece)
    send(an, change(piece), body=BODY.replace("một", "một, An viết thêm,"))
    post(binh, piece, mine, body=BODY.replace("ba", "ba, Bình viết thêm,"))
    assert now(piece).body == BODY.replace("một", "một, An viết thêm,").replace(
        "ba", "ba, Bình viết thêm,"
    )


def test_same_field_is_asked_about_and_nothing_is_written(an, binh, piece):
    mine = opened(binh, piece)
    send(an, change(piece), title="Tít của An")
    before = Article.objects.filter(pk=piece.pk).values().get()
    answer = post(binh, piece, mine, title="Tít của Bình", sapo="Sapo của Bình.")
    assert answer.status_code == 200
    assert Article.objects.filter(pk=piece.pk).values().get() == before
    clash = clashes(answer)["title"]
    assert (clash.theirs, clash.mine) == ("Tít<ins> của An</ins>", "Tít<ins> của Bình</ins>")
    kept = fields(answer)
    assert (kept["title"], kept["sapo"]) == ("Tít của Bình", "Sapo của Bình.")
    assert kept["base"] == mine["base"]


@pytest.mark.parametrize(
    ("choice", "title"), [("theirs", "Tít của An"), ("mine", "Tít của Bình, sửa lại")]
)
def test_answer_decides(an, binh, piece, choice, title):
    mine = opened(binh, piece)
    send(an, change(piece), title="Tít của An")
    asked = fields(post(binh, piece, mine, title="Tít của Bình", sapo="Sapo của Bình."))
    answer = post(binh, piece, asked, **{"title": "Tít của Bình, sửa lại", "choose-title": choice})
    assert answer.status_code == 302
    assert (now(piece).title, now(piece).sapo) == (title, "Sapo của Bình.")


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("theirs", "<p>Đoạn hai của An.</p>"),
        ("mine", "<p>Đoạn hai của Bình.</p>"),
        ("both", "<p>Đoạn hai của An.</p><p>Đoạn hai của Bình.</p>"),
    ],
)
def test_same_paragraph_is_asked_about_alone(an, binh, piece, choice, kept):
    mine = opened(binh, piece)
    theirs = BODY.replace("hai của bài", "hai của An").replace("một", "một mới")
    send(an, change(piece), body=theirs)
    asked = post(binh, piece, mine, body=BODY.replace("hai của bài", "hai của Bình"))
    [clash] = asked.context["meeting"].clashes
    assert "<del>bài</del><ins>Bình</ins>" in clash.mine.replace("<del> ", "<del>").replace(
        "<ins> ", "<ins>"
    )
    answer = post(binh, piece, fields(asked), **{f"choose-{clash.name}": choice})
    assert answer.status_code == 302
    assert now(piece).body == f"<p>Đoạn một mới của bài.</p>{kept}<p>Đoạn ba của bài.</p>"


def test_whole_body_may_be_taken_as_it_stands_in_the_form(an, binh, piece):
    mine = opened(binh, piece)
    send(an, change(piece), body=BODY.replace("hai", "An"))
    asked = fields(post(binh, piece, mine, body=BODY.replace("hai", "Bình")))
    both = BODY.replace("hai", "An và Bình")
    post(binh, piece, asked, **{"body": both, "choose-body": "mine"})
    assert now(piece).body == both


def test_answer_to_a_state_that_is_past_is_asked_again(an, binh, piece):
    mine = opened(binh, piece)
    send(an, change(piece), title="Tít của An")
    asked = fields(post(binh, piece, mine, title="Tít của Bình"))
    send(an, change(piece), title="Tít của An, lần hai")
    answer = post(binh, piece, asked, **{"choose-title": "mine"})
    assert answer.status_code == 200
    assert now(piece).title == "Tít của An, lần hai"
    assert clashes(answer)["title"].theirs == "Tít<ins> của An, lần hai</ins>"


def test_forged_answers_and_bases_write_nothing(an, binh, piece):
    other = make_article(title="Bài khác", byline=False, created_by=chief())
    send(an, change(other), sapo="Khác.")
    [strange] = Version.objects.get_for_object(other)
    mine = opened(binh, piece)
    send(an, change(piece), title="Tít của An")
    for forged in (
        {"choose-title": "mine"},
        {"choose-title": "mine", "seen": "1@x"},
        {"choose-title": "cả hai"},
        {"base": str(strange.revision_id)},
        {"base": "9" * 18},
    ):
        answer = post(binh, piece, mine, **{"title": "Tít của Bình", **forged})
        assert answer.status_code == 200, forged
        assert now(piece).title == "Tít của An"


def test_form_that_does_not_say_what_it_was_opened_on_asks_before_it_overwrites(an, binh, piece):
    mine = opened(binh, piece)
    send(an, change(piece), sapo="Sapo của An.")
    for name in ("base", "opened"):
        mine.pop(name, None)
    asked = post(binh, piece, mine, sapo="Sapo của Bình.")
    assert "sapo" in clashes(asked)
    assert now(piece).sapo == "Sapo của An."
    same = opened(binh, piece)
    for name in ("base", "opened"):
        same.pop(name, None)
    assert post(binh, piece, same).status_code == 302


def test_same_words_on_both_sides_are_no_question(an, binh, piece):
    mine = opened(binh, piece)
    send(an, change(piece), title="Tít mới")
    assert post(binh, piece, mine, title="Tít mới").status_code == 302


def test_places_and_lists_are_joined(an, binh, piece):
    section, topics = make_section(), [Topic.objects.create(name=f"Dòng {n}") for n in range(3)]
    piece.topics.set(topics[:2])
    send(an, change(piece), kicker="Lại lưu")
    mine = opened(binh, piece)
    send(an, change(piece), section=section.pk, topics=[topics[0].pk, topics[2].pk])
    post(binh, piece, mine, genre="phong-su", topics=[topics[1].pk])
    assert (now(piece).section, now(piece).genre) == (section, "phong-su")
    assert set(piece.topics.all()) == {topics[2]}


def test_other_section_on_each_side_is_asked_about_by_name(an, binh, piece):
    here, there = Section.objects.get(), make_section(name="Xã hội")
    else_ = make_section(name="Văn hóa")
    mine = opened(binh, piece)
    send(an, change(piece), section=there.pk)
    answer = post(binh, piece, mine, section=else_.pk)
    clash = clashes(answer)["section"]
    assert clash.theirs == f"<del>{here}</del><ins>Xã hội</ins>"
    assert clash.mine == f"<del>{here}</del><ins>Văn hóa</ins>"


def row(n, **values):
    return {f"bylines-{n}-{name}": value for name, value in values.items()}


def test_rows_changed_on_one_side_are_kept_though_the_other_saves(an, binh, piece):
    mine = opened(binh, piece)
    author = make_author("Khánh Vy")
    send(
        an,
        change(piece),
        **{"bylines-TOTAL_FORMS": "2", "bylines-0-DELETE": "on"},
        **row(1, author=author.pk, role="anh", position=1),
    )
    assert post(binh, piece, mine, sapo="Sapo của Bình.").status_code == 302
    assert [row.author for row in piece.bylines.all()] == [author]
    assert now(piece).sapo == "Sapo của Bình."


@pytest.mark.parametrize(
    ("choice", "names"), [("theirs", ["Khánh Vy"]), ("mine", ["Viết Hà", "Hải Vân"])]
)
def test_rows_changed_on_both_sides_are_asked_about(an, binh, piece, choice, names):
    mine = opened(binh, piece)
    send(
        an,
        change(piece),
        **{"bylines-TOTAL_FORMS": "2", "bylines-0-DELETE": "on"},
        **row(1, author=make_author("Khánh Vy").pk, role="anh", position=1),
    )
    typed = {"bylines-TOTAL_FORMS": "2"} | row(
        1, author=make_author("Hải Vân").pk, role="viet", position=2
    )
    asked = post(binh, piece, mine, **typed)
    assert asked.status_code == 200
    assert clashes(asked)["bylines"].label == "Người thực hiện"
    assert Byline.objects.filter(article=piece).count() == 1
    answer = post(binh, piece, fields(asked), **{"choose-bylines": choice})
    assert answer.status_code == 302
    assert [str(row.author) for row in piece.bylines.all()] == names


def test_related_pieces_of_both_sides_are_asked_about(an, binh, piece):
    one, two = make_article(byline=False), make_article(byline=False)
    mine = opened(binh, piece)
    RelatedArticle.objects.create(article=piece, other=one)
    send(an, change(piece), title="Tít của An")
    typed = {"related_rows-TOTAL_FORMS": "1", "related_rows-0-other": two.pk}
    asked = post(binh, piece, mine, **typed, **{"related_rows-0-position": 1})
    answer = post(binh, piece, fields(asked), **{"choose-related": "mine"})
    assert answer.status_code == 302
    assert [row.other for row in piece.related_rows.all()] == [two]


def test_published_meanwhile_is_no_question(an, binh, piece):
    mine = opened(binh, piece)
    binh.force_login(chief())
    binh.post(f"/admin/articles/article/{piece.pk}/xuat-ban/", {"at": "", "until": ""})
    answer = post(binh, piece, mine, title="Tít sau khi đăng")
    assert (answer.status_code, now(piece).title) == (302, "Tít sau khi đăng")


def test_own_other_window_is_named_so(an, piece):
    mine = opened(an, piece)
    send(an, change(piece), title="Tít cửa sổ một")
    page = post(an, piece, mine, title="Tít cửa sổ hai").content.decode()
    assert "Bạn đã lưu bài này lúc" in page
    assert "ở một cửa sổ khác" in page


def test_words_changed_where_no_revision_was_made_get_one_first(an, piece):
    mine = opened(an, piece)
    piece.refresh_from_db()
    piece.sapo = "Sapo do việc hàng loạt sửa."
    piece.save()
    asked = fields(post(an, piece, mine, sapo="Sapo của An."))
    assert now(piece).sapo == "Sapo do việc hàng loạt sửa."
    post(an, piece, asked, **{"choose-sapo": "mine"})
    assert now(piece).sapo == "Sapo của An."
    saves = Version.objects.get_for_object(piece)
    assert [save.field_dict["sapo"] for save in saves] == [
        "Sapo của An.",
        "Sapo do việc hàng loạt sửa.",
        "Sapo.",
    ]


def test_facts_of_a_genre_are_joined_as_fields_are(an, binh, piece):
    mine = opened(binh, piece)
    send(an, change(piece), interviewee="Nguyễn Văn Nam", questions_sent="1/10/2026")
    typed = {"interviewee_post": "Đồn trưởng", "interviewee": ""}
    assert post(binh, piece, mine, **typed).status_code == 302
    assert now(piece).facts == {
        "interviewee": "Nguyễn Văn Nam",
        "interviewee_post": "Đồn trưởng",
        "questions_sent": "2026-10-01",
    }
    mine = opened(binh, piece)
    send(an, change(piece), interviewee="Nguyễn Văn Năm")
    asked = post(binh, piece, mine, interviewee="Nguyễn Văn Nám")
    assert set(clashes(asked)) == {"interviewee"}


def test_without_a_revision_to_begin_with_the_script_tells_what_was_changed(an, binh):
    piece = make_article(title="Tít", sapo="Sapo.", body=BODY, created_by=chief())
    mine = opened(binh, piece)
    send(an, change(piece), title="Tít của An")
    asked = post(binh, piece, mine, sapo="Sapo của Bình.")
    assert set(clashes(asked)) == {"title", "sapo"}
    assert post(binh, piece, mine, sapo="Sapo của Bình.", touched="js sapo").status_code == 200
    asked = post(binh, piece, mine, sapo="Sapo của Bình.", touched="js sapo")
    assert set(clashes(asked)) == {"sapo"}
    assert post(binh, piece, fields(asked), **{"choose-sapo": "mine"}).status_code == 302
    assert (now(piece).title, now(piece).sapo) == ("Tít của An", "Sapo của Bình.")
