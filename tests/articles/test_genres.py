"""What each genre asks for: refused without it, frozen with the version, shown to readers."""

import pytest
from django.urls import reverse

from articles import publishing
from articles.genres import FACTS, GROUPS, cleaned, reader_facts
from articles.models import Article, Genre, PublishedVersion
from articles.readiness import refusals
from tests.factories.articles import chief, make_article, make_published
from tests.factories.photos import make_photo
from tests.multimedia.factories import make_video

pytestmark = pytest.mark.django_db

ASKED = {
    "interviewee": "Trần Văn Khởi",
    "interviewee_rank": "Đại tá",
    "interviewee_post": "Chính ủy",
    "interviewee_unit": "BĐBP Quảng Ninh",
    "consent": True,
    "questions_sent": "2026-11-20",
}
PHOTOS = "Phóng sự ảnh cần ít nhất 3 ảnh trong bài, mới có 2."
CHAPTERS = "Longform cần ít nhất 2 chương (tít phụ), mới có 1."


def photos(count):
    return "".join(f'<figure data-photo="{make_photo().pk}"></figure>' for _n in range(count))


def page(version):
    return reverse("article", args=[version.slug, version.article_id])


@pytest.mark.parametrize(
    ("genre", "facts", "refused"),
    [
        (Genre.NEWS, {}, {}),
        (
            Genre.INTERVIEW,
            {},
            {
                "interviewee": ["Bài phỏng vấn chưa ghi người trả lời."],
                "consent": ["Chưa ghi người trả lời đồng ý cho đăng."],
            },
        ),
        (Genre.INTERVIEW, ASKED, {}),
        (Genre.ANSWERS, {}, {"letter": ["Bài trả lời chưa có thư bạn đọc."]}),
        (Genre.ANSWERS, {"letter": "Tôi muốn hỏi…"}, {}),
        (Genre.VIDEO, {}, {"recording": ["Bài video chưa có video."]}),
        (Genre.COMMENTARY, {}, {}),
    ],
)
def test_genre_is_refused_what_it_lacks(genre, facts, refused):
    assert refusals(make_article(genre=genre, facts=facts)) == refused


def test_photo_report_needs_its_photos():
    report = make_article(genre=Genre.PHOTO_REPORT, body=photos(2))
    assert refusals(report) == {"body": [PHOTOS]}
    assert refusals(make_article(genre=Genre.PHOTO_REPORT, body=photos(3))) == {}


def test_infographic_needs_its_picture_and_words():
    bare = make_article(genre=Genre.INFOGRAPHIC)
    assert refusals(bare) == {
        "lead_photo": ["Infographic chưa có hình."],
        "text_alternative": ["Infographic chưa có nội dung bằng chữ."],
    }
    whole = {"body": photos(1), "facts": {"text_alternative": "12 xã"}}
    assert refusals(make_article(genre=Genre.INFOGRAPHIC, **whole)) == {}
    table = "<table><tbody><tr><td>12 xã</td></tr></tbody></table>"
    assert refusals(make_article(genre=Genre.INFOGRAPHIC, body=table)) == {}


def test_longform_needs_a_cover_and_chapters():
    body = "<h2>Một</h2><p>A</p>"
    bare = make_article(genre=Genre.LONGFORM, body=body)
    assert refusals(bare) == {
        "lead_photo": ["Longform chưa có ảnh chính làm bìa."],
        "body": [CHAPTERS],
    }
    whole = {"body": f"{body}<h2>Hai</h2><p>B</p>", "lead_photo": make_photo()}
    assert refusals(make_article(genre=Genre.LONGFORM, **whole)) == {}


def test_video_is_told_what_its_film_lacks():
    film = make_video(poster=None)
    body = f'<figure data-recording="{film.pk}"></figure><p>A</p>'
    found = refusals(make_article(genre=Genre.VIDEO, recording=film, body=body))
    assert found == {
        "recording": [
            f"Video số {film.pk} chưa có ảnh đại diện. Sửa trong kho video.",
            f"Video số {film.pk} đã đứng đầu bài: hãy bỏ khung của nó trong nội dung.",
        ]
    }


def test_video_in_the_body_alone_is_ready():
    body = f'<figure data-recording="{make_video().pk}"></figure><p>A</p>'
    assert refusals(make_article(genre=Genre.VIDEO, body=body)) == {}


def test_poster_of_the_opening_film_has_to_be_in_order():
    film = make_video(poster=make_photo(credit=""))
    found = refusals(make_article(genre=Genre.VIDEO, recording=film))
    assert found == {"body": [f"Chưa ghi người chụp: ảnh đại diện của video số {film.pk}."]}


# --- what readers get ---------------------------------------------------------------------------


def test_version_holds_the_facts_of_its_genre_alone():
    facts = {**ASKED, "letter": "Thư cũ", "story_template": 3}
    version = make_published(genre=Genre.INTERVIEW, facts=facts)
    told = {name: ASKED[name] for name in FACTS if name.startswith("interviewee")}
    assert (version.facts, version.is_intact()) == (told, True)
    assert reader_facts(make_article(genre=Genre.NEWS, facts=facts)) == {}


def test_version_from_before_there_were_facts_is_intact():
    """Its hash was made over the other columns alone."""
    make_published(title="Tít", slug="tit", byline=False, source="TTXVN")
    version = PublishedVersion.objects.get()
    assert (version.facts, version.is_intact()) == ({}, True)
    version.facts = {"occasion": "Thêm vào sau"}
    assert not version.is_intact()


def test_interviewee_is_named_before_the_answers(client):
    version = make_published(genre=Genre.INTERVIEW, facts=ASKED)
    shown = client.get(page(version)).content.decode()
    line = "Đại tá Trần Văn Khởi, Chính ủy BĐBP Quảng Ninh"
    assert f'<span class="label">Người trả lời:</span> {line}</p>' in shown
    assert "2026-11-20" not in shown
    lite = client.get(reverse("lite-article", args=[version.slug, version.article_id]))
    assert line in lite.content.decode()


def test_film_of_a_video_stands_before_everything_and_once(client):
    film = make_video()
    photo = make_photo()
    version = make_published(genre=Genre.VIDEO, recording=film, lead_photo=photo, body=photos(1))
    shown = client.get(page(version)).content.decode()
    assert shown.count("<video ") == 1
    assert shown.index("<video ") < shown.index('class="article__body')
    assert film.length in shown
    assert [use.get("main") for use in version.photos] == [None, True, None]


def test_film_stays_behind_when_the_piece_is_no_video():
    version = make_published(genre=Genre.NEWS, recording=make_video())
    assert version.film is None


def test_infographic_is_told_in_words(client):
    facts = {"text_alternative": "Dòng một.\nDòng hai & ba."}
    version = make_published(genre=Genre.INFOGRAPHIC, facts=facts, lead_photo=make_photo())
    shown = client.get(page(version)).content.decode()
    assert "<p>Dòng một.<br>Dòng hai &amp; ba.</p></details>" in shown


def test_letter_stands_before_the_answer(client):
    facts = {"letter": "Tôi hỏi <b>", "letter_from": "Chị Vừ", "letter_place": "xã Tả Gia Khâu"}
    version = make_published(genre=Genre.ANSWERS, facts=facts)
    shown = client.get(page(version)).content.decode()
    assert "<p>Tôi hỏi &lt;b&gt;</p>" in shown
    assert '<p class="letter__from">Chị Vừ, xã Tả Gia Khâu</p>' in shown


def test_pieces_without_facts_show_nothing_of_them(client):
    shown = client.get(page(make_published())).content.decode()
    assert [
        word for word in ("genre-line", "letter", "in-words") if f'class="{word}' in shown
    ] == []


def test_publishing_goes_by_the_genre():
    article = make_article(genre=Genre.INTERVIEW, facts=ASKED)
    version = publishing.publish(article, by=chief())
    assert version.facts["interviewee"] == "Trần Văn Khởi"


# --- the table ----------------------------------------------------------------------------------


def test_every_field_of_the_table_is_a_fact_or_a_column():
    columns = {field.name for field in Article._meta.get_fields()}
    named = [name for group in GROUPS for name in group.fields]
    assert set(named) <= FACTS.keys() | columns
    assert len(named) == len(set(named))


def test_facts_are_kept_clean_and_known():
    typed = {"interviewee": " Đo\u0300n\u200b ", "letter": "", "consent": False, "x": "y"}
    assert cleaned(typed) == {"interviewee": "Đòn"}
