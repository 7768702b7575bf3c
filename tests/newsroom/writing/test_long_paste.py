"""A whole book from Word: taken within limits, refused in words beyond them."""

import pytest

from articles.models import Article
from tests.factories.articles import chief, make_article
from tests.factories.people import make_user
from tests.newsroom.desk import change, errors, fields, send
from tests.newsroom.writing.desk import say

pytestmark = pytest.mark.django_db

WORDS = "Cán bộ, chiến sĩ bám bản, bám dân, giữ vững biên cương. "
PARAGRAPH = (
    f'<p class="MsoNormal" style="margin:0"><span lang="VI">{WORDS * 4}<o:p></o:p></span></p>'
)


@pytest.fixture
def desk(client):
    client.force_login(make_user("Biên tập viên"))
    return client


def test_two_hundred_thousand_letters_from_word_are_taken(desk):
    article = make_article(created_by=chief())
    pasted = PARAGRAPH * (200_000 // len(WORDS * 4) + 1)
    answer = send(desk, change(article), body=pasted)
    assert answer.status_code == 302
    body = Article.objects.get().body
    assert len(body) > 200_000
    assert "Mso" not in body
    assert say(desk, article, "ab" * 16, 1, fields={"body": pasted}).status_code == 200


def test_more_than_a_page_can_hold_is_refused_and_kept_in_the_form(desk):
    article = make_article(body="<p>Cũ</p>", created_by=chief())
    long = f"<p>{'chữ ' * 125_000}</p>"
    answer = send(desk, change(article), body=long)
    assert errors(answer) == {
        "body": [
            "Nội dung dài 500.007 ký tự kể cả mã, quá mức 500.000. Hãy chia bài thành nhiều kỳ."
        ]
    }
    assert fields(answer)["body"] == long
    assert Article.objects.get().body == "<p>Cũ</p>"
