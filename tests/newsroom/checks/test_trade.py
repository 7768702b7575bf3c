"""What must be told, and what must not get out: checks over the rows a piece hangs on."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from authors.models import Succession, Unit
from newsroom.checks.judging import findings
from newsroom.models import CheckRule
from photos.models import Consent, Photo
from tests.factories.articles import make_article, make_published
from tests.factories.photos import make_photo
from tests.newsroom.checks.demo_pieces import piece, said

pytestmark = pytest.mark.django_db

SAPO = "Những cán bộ gắn bó với bản làng, góp sức xây dựng hệ thống chính trị."


def found(article, *kinds):
    return [one.sentence for one in findings(article) if not kinds or one.kind in kinds]


def test_piece_without_faults_has_no_findings():
    assert found(make_article()) == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"title": "a" * 121}, "Tít dài 121 ký tự, nên trong 120 ký tự."),
        ({"sapo": "a" * 451}, "Sapo dài 451 ký tự, nên trong 450 ký tự."),
        ({"sapo": "Ngắn."}, "Sapo chỉ có 5 ký tự."),
        ({"sapo": f"Biên phòng – {SAPO}"}, "Trang báo tự in tên báo ở đầu, không cần gõ."),
        (
            {"body": "<p>Người cung cấp tin là chị Hoa.</p>"},
            "Có “Người cung cấp tin”: tên, ảnh, nơi ở của người ấy có được phép nêu không?",
        ),
        (
            {"body": "<p>Phá chuyên án A723p.</p>"},
            "Có bí số chuyên án “A723p”: đã được phép nêu chưa?",
        ),
        ({"body": "<p>Ở 21.02851, 105.80482.</p>"}, "Có tọa độ của một nơi. Hãy bỏ đi."),
        ({"genre": "phong-van"}, "Chưa ghi người trả lời đồng ý cho đăng."),
    ],
)
def test_fault_is_said_in_a_sentence(facts, sentence):
    assert found(make_article(**facts)) == [sentence]


def test_papers_and_temperatures_are_no_secrets():
    body = "<p>Theo Nghị định 237/2026/NĐ-CP, Đề án 174-ĐA/TU, chuyên án được phá ở 23° C.</p>"
    assert found(make_article(body=body)) == []


# --- photos ---------------------------------------------------------------------------------------


def test_photo_s_faults_are_told_with_its_name():
    photo = make_photo(made_by_ai=True)
    body = f'<p>Chữ.</p><figure data-photo="{photo.pk}"></figure>'
    told = found(make_article(lead_photo=photo, body=body), "photo-facts")
    assert told == ["Ảnh chính: do AI tạo hoặc sửa.", f"Ảnh số {photo.pk}: do AI tạo hoặc sửa."]


def test_photo_without_credit_holds_back():
    photo = make_photo()
    Photo.objects.update(credit="")
    photo.refresh_from_db()
    [one] = [one for one in findings(make_article(lead_photo=photo)) if one.blocking]
    assert (one.sentence, one.refused_anyway) == ("Ảnh chính: chưa ghi người chụp.", True)


@pytest.mark.parametrize(("marked", "told"), [(False, 1), (True, 0)])
def test_caption_that_says_ai_wants_the_mark(marked, told):
    photo = make_photo(made_by_ai=marked, caption="Ảnh minh họa do AI tạo.")
    assert len(found(make_article(lead_photo=photo), "ai")) == told


@pytest.mark.parametrize(("marked", "told"), [(False, 1), (True, 0)])
def test_caption_that_names_children_wants_the_mark(marked, told):
    facts = {"minors": True, "consent": Consent.GIVEN} if marked else {}
    photo = make_photo(caption="Học sinh bản Pò Mã tới trường.", **facts)
    assert len(found(make_article(lead_photo=photo), "minors")) == told


# --- renamed units --------------------------------------------------------------------------------


def renamed(on=date(2025, 7, 1)):
    old, new = (
        Unit.objects.create(name=f"Bộ đội Biên phòng {n}") for n in ("Hà Giang", "Tuyên Quang")
    )
    Succession.objects.create(predecessor=old, successor=new, on=on)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bộ đội Biên phòng Hà Giang tuần tra.", 1),
        ("Bộ đội Biên phòng Hà Giang (nay là Bộ đội Biên phòng Tuyên Quang) tuần tra.", 0),
        ("Bộ đội Biên phòng Hà Giangg tuần tra.", 0),
        ("Bộ đội Biên phòng Tuyên Quang tuần tra.", 0),
    ],
)
def test_unit_is_called_by_the_name_of_the_day(text, told):
    renamed()
    assert len(found(make_article(body=f"<p>{text}</p>"), "old-names")) == told


def test_old_name_is_right_until_the_day_it_changed():
    renamed(on=date(2025, 7, 1))
    article = make_article(body="<p>Bộ đội Biên phòng Hà Giang tuần tra.</p>")
    days = (date(2025, 6, 30), date(2025, 7, 1))
    told = [[one.sentence for one in findings(article, day)] for day in days]
    new = "“Bộ đội Biên phòng Hà Giang” từ 1-7-2025 là “Bộ đội Biên phòng Tuyên Quang”."
    assert told == [[], [new]]


# --- costs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 30])
def test_all_checks_cost_five_queries(count, django_assert_num_queries):
    renamed()
    photos = [make_photo() for _number in range(count)]
    links = "".join(
        f'<p><a href="{make_published().get_absolute_url()}">Xem</a></p>'
        for _number in range(count)
    )
    shown = "".join(f'<figure data-photo="{photo.pk}"></figure>' for photo in photos)
    article = Article.objects.get(pk=make_article(body=links + shown, lead_photo=photos[0]).pk)
    with django_assert_num_queries(5):
        findings(article)


def test_limit_is_the_newsroom_s():
    CheckRule.objects.create(kind="title-length", limit=10)
    assert found(make_article(), "title-length") == ["Tít dài 38 ký tự, nên trong 10 ký tự."]


def test_day_of_publishing_rules_and_not_today():
    photo = make_photo(usable_until=timezone.localdate())
    article = make_article(lead_photo=photo)
    told = findings(article, timezone.localdate() + timedelta(days=1))
    assert "Ảnh chính: đã hết hạn sử dụng." in [one.sentence for one in told]


def test_checks_ask_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        said(piece(title="TÍT", body="của của"))
