"""Pieces as two programs that are not ours read them: title, author, date, text, picture."""

from datetime import UTC, datetime

import pytest
import trafilatura
from goose3 import Goose

from articles.models import Byline, Genre
from articles.publishing import publish
from tests.articles.test_genres import ASKED
from tests.factories.articles import chief, make_article, make_section
from tests.factories.people import make_author
from tests.factories.photos import make_photo
from tests.multimedia.factories import make_video

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
TITLE = "Năm cán bộ Biên phòng về xã giữ bình yên đường biên"
SAPO = "Những cán bộ gắn bó với bản làng đã góp sức xây dựng hệ thống chính trị cơ sở vững mạnh."
FIRST = (
    "Sáng sớm, tổ công tác của Đồn Biên phòng rời trạm, đi dọc con suối lên bản cao nhất của xã, "
    "nơi hơn năm mươi hộ dân đang vào vụ gặt."
)
SECOND = (
    "Đến cuối buổi, việc đo lại ranh giới nương rẫy đã xong, bà con cùng ký vào biên bản và hẹn "
    "nhau chiều mai ra tu sửa đoạn đường vào trường học."
)
PUBLISHED = datetime(2026, 3, 1, 3, 51, tzinfo=UTC)


def figure(kind, row, caption):
    return f'<figure data-{kind}="{row.pk}"><figcaption>{caption}</figcaption></figure>'


def news(photo):
    body = f"<p>{FIRST}</p>{figure('photo', photo, 'Tổ công tác.')}<p>{SECOND}</p>"
    return {"genre": Genre.NEWS, "body": body}


def photo_report(photo):
    shown = [(photo, "Một."), (make_photo(), "Hai."), (make_photo(), "Ba.")]
    body = f"<p>{FIRST}</p>" + "".join(figure("photo", row, caption) for row, caption in shown)
    return {"genre": Genre.PHOTO_REPORT, "body": f"{body}<p>{SECOND}</p>"}


def interview(photo):
    asked = "<p><strong>PV: Đồng chí cho biết tổ công tác đã làm những gì?</strong></p>"
    return {
        "genre": Genre.INTERVIEW,
        "facts": ASKED,
        "body": f"{asked}<p>{FIRST}</p>{asked}<p>{SECOND}</p>",
    }


def with_table_and_box(photo):
    row = "<tr><td>Xã biên giới</td><td>12</td></tr>"
    table = f"<table><tbody>{row * 4}</tbody></table>"
    box = "<aside><p>Đồn quản lý 27 km đường biên giới.</p></aside>"
    return {"genre": Genre.REPORT, "body": f"<p>{FIRST}</p>{table}{box}<p>{SECOND}</p>"}


def video(photo):
    film = figure("recording", make_video(poster=photo), "Tổ tuần tra qua suối.")
    return {"genre": Genre.VIDEO, "body": f"{film}<p>{FIRST}</p><p>{SECOND}</p>"}


KINDS = [news, photo_report, interview, with_table_and_box, video]


@pytest.fixture(params=KINDS, ids=lambda make: make.__name__)
def piece(request, clock):
    """A piece of a genre, with its page as it goes out."""
    clock.now = PUBLISHED
    photo = make_photo()
    article = make_article(
        byline=False,
        title=TITLE,
        sapo=SAPO,
        section=make_section(name="Xã hội", slug="xa-hoi"),
        lead_photo=photo,
        tags=("Quảng Ninh",),
        **request.param(photo),
    )
    Byline.objects.create(article=article, author=make_author("Trần Văn Khởi"))
    return publish(article, by=chief())


def page(client, version):
    return client.get(version.get_absolute_url()).content.decode()


def picture(version):
    return SITE + version.lead_photo.best_url("16x9", 1200)


def test_trafilatura_reads_the_piece(client, piece):
    read = trafilatura.bare_extraction(
        page(client, piece), url=SITE + piece.get_absolute_url(), with_metadata=True
    )
    assert (read.title, read.author, read.date) == (TITLE, "Trần Văn Khởi", "2026-03-01")
    assert (read.image, read.sitename) == (picture(piece), "Báo Biên phòng")
    assert [words for words in (FIRST, SECOND) if words not in read.text] == []


def test_goose_reads_the_piece(client, piece):
    with Goose({"enable_image_fetching": False, "target_language": "vi"}) as goose:
        read = goose.extract(raw_html=page(client, piece))
    assert (read.title, read.authors) == (TITLE, ["Trần Văn Khởi"])
    assert read.publish_date == "2026-03-01T10:51:00+07:00"
    assert (read.opengraph["image"], read.meta_description) == (picture(piece), SAPO)
    assert [words for words in (FIRST, SECOND) if words not in read.cleaned_text] == []
