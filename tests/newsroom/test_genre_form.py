"""One form for all genres: it shows what the genre needs and loses nothing when it is switched."""

from html.parser import HTMLParser

import pytest

from articles.models import Article
from tests.articles.test_genres import ASKED
from tests.factories.articles import make_article, make_published
from tests.factories.people import make_user
from tests.multimedia.factories import make_video
from tests.newsroom.desk import change, errors, fields, page_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_user("Phó Tổng biên tập"))
    return client


class _Groups(HTMLParser):
    """Names of the fields in the open part and in the folded one."""

    def __init__(self):
        super().__init__()
        self.own, self.others, self.place = [], [], None

    def handle_starttag(self, tag, pairs):
        attrs = dict(pairs)
        if "data-own" in attrs:
            self.place = self.own
        elif "data-others" in attrs:
            self.place = self.others
        elif tag == "script" and "genre-fields" in attrs.get("src", ""):
            self.place = None
        elif self.place is not None and tag in {"input", "textarea", "select"}:
            self.place.append(attrs.get("name"))


def groups(response):
    parser = _Groups()
    parser.feed(response.content.decode())
    return parser


SERIES = ["series", "part"]
INTERVIEW = list(ASKED)


@pytest.mark.parametrize(
    ("genre", "shown"),
    [
        ("tin", SERIES),
        ("tin-van", []),
        ("phong-van", [*INTERVIEW, *SERIES]),
        ("phong-su-anh", SERIES),
        ("video", ["recording", *SERIES]),
        ("infographic", ["text_alternative"]),
        ("longform", ["cover", *SERIES]),
        ("binh-luan", ["occasion", *SERIES]),
        ("tra-loi-ban-doc", ["letter", "letter_from", "letter_place"]),
    ],
)
def test_form_shows_what_the_genre_needs_and_folds_the_rest(desk, genre, shown):
    found = groups(desk.get(change(make_article(genre=genre))))
    assert found.own == shown
    assert set(found.own) | set(found.others) == {
        *INTERVIEW,
        *SERIES,
        *("recording", "text_alternative", "cover", "occasion"),
        *("letter", "letter_from", "letter_place"),
    }


def test_facts_are_saved_and_come_back_as_typed(desk):
    article = make_article(genre="phong-van")
    typed = {**ASKED, "consent": "on", "questions_sent": "20/11/2026"}
    assert send(desk, change(article), **typed).status_code == 302
    article.refresh_from_db()
    assert article.facts == ASKED
    back = fields(desk.get(change(article)))
    assert {name: back[name] for name in ASKED} == typed


def test_switching_the_genre_keeps_what_was_typed(desk):
    article = make_article(genre="phong-van", facts=ASKED)
    send(desk, change(article), genre="infographic", text_alternative="12 xã")
    article.refresh_from_db()
    assert (article.genre, article.facts) == ("infographic", {**ASKED, "text_alternative": "12 xã"})
    send(desk, change(article), genre="phong-van")
    article.refresh_from_db()
    assert article.facts == {**ASKED, "text_alternative": "12 xã"}


def test_emptied_fact_is_gone(desk):
    article = make_article(genre="phong-van", facts=ASKED)
    opened = fields(desk.get(change(article)))
    del opened["consent"]
    desk.post(change(article), {**opened, "interviewee_rank": " ", "_continue": "1"})
    article.refresh_from_db()
    kept = set(ASKED) - {"consent", "interviewee_rank"}
    assert set(article.facts) == kept


def test_saving_facts_writes_no_other_column(desk):
    article = make_article(genre="phong-van")
    before = Article.objects.filter(pk=article.pk).values().get()
    send(desk, change(article), interviewee="Vừ Mí Súa")
    after = Article.objects.filter(pk=article.pk).values().get()
    assert {name for name in before if before[name] != after[name]} == {"facts", "modified"}


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"interviewee": "A" * 121}, {"interviewee": ["Dài 121 ký tự, quá mức 120 ký tự."]}),
        ({"recording": "999"}, {"recording": ["Lựa chọn này không còn nữa. Hãy chọn lại."]}),
        ({"story_template": "x"}, {"story_template": ["Hãy nhập một số nguyên."]}),
    ],
)
def test_forged_field_of_another_genre_is_refused_beside_it_in_the_open(desk, typed, refused):
    article = make_article(genre="tin")
    answer = send(desk, change(article), **typed)
    assert errors(answer) == refused
    name = next(iter(typed))
    if name != "story_template":
        assert name in groups(answer).own
    assert Article.objects.get().facts == {}


def test_facts_posted_for_another_genre_reach_no_reader(desk):
    article = make_article(genre="tin")
    send(desk, change(article), interviewee="Ai đó", letter="Thư")
    page = desk.get(page_of(article, "preview-page")).content.decode()
    assert "Ai đó" not in page
    assert Article.objects.get().facts == {"interviewee": "Ai đó", "letter": "Thư"}


def test_film_is_chosen_on_the_form(desk):
    film, article = make_video(), make_article(genre="video")
    send(desk, change(article), recording=film.pk)
    article.refresh_from_db()
    assert article.recording == film


def test_who_only_reads_is_told_the_facts(client):
    writer = make_user("Phóng viên")
    version = make_published(genre="phong-van", facts=ASKED, created_by=writer)
    client.force_login(writer)
    shown = client.get(change(version.article)).content.decode()
    assert "<li>Người trả lời: Trần Văn Khởi</li>" in shown
    assert "<li>Gửi câu hỏi ngày: 20/11/2026</li>" in shown
    assert 'name="interviewee"' not in shown


def test_publish_page_names_what_the_genre_lacks(desk):
    page = desk.get(page_of(make_article(genre="phong-van"), "publish"))
    labels = [label for _name, label, _told in page.context["refusals"]]
    assert labels == ["người trả lời", "người trả lời đã đồng ý cho đăng"]
