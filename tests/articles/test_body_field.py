"""The body at its two doors: the form, and the row however it is written."""

import unicodedata

import pytest
from django import forms

from articles.models import Article
from tests.factories.articles import make_article

DIRTY = '<p onclick="alert(1)">Ðồn\u200b <b>Biên</b> phòng</p><script>alert(1)</script>'
CLEAN = "<p>Đồn Biên phòng</p>"
EMPTIED = "Nội dung dán vào không còn chữ nào sau khi lọc mã. Hãy dán lại dạng văn bản thuần."


class BodyForm(forms.ModelForm):
    class Meta:
        model = Article
        fields = ("body",)


@pytest.mark.parametrize(
    "html",
    [
        *("<script>alert(1)</script>", "<style>p{}</style>", "<p><img src=x></p>", "<div></div>"),
        *("<!-- Word -->", '<figure data-photo="x"><figcaption>Chú thích</figcaption></figure>'),
    ],
)
def test_form_refuses_what_the_sanitiser_empties_and_keeps_the_text(html):
    form = BodyForm({"body": html})
    assert form.errors == {"body": [EMPTIED]}
    assert form["body"].value() == html


@pytest.mark.parametrize("html", ["", "<p></p>", "<p><br></p>", " <p></p>\n"])
def test_form_takes_an_untouched_editor_for_an_empty_body(html):
    form = BodyForm({"body": html})
    assert form.errors == {}
    assert form.instance.body == ""


def test_form_cleans_what_it_takes():
    form = BodyForm({"body": DIRTY})
    assert form.errors == {}
    assert form.instance.body == CLEAN


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["create", "save", "bulk_create"])
def test_row_is_clean_however_it_is_written(way):
    article = make_article(body=DIRTY if way == "create" else "<p>Một</p>")
    if way == "save":
        article.body = unicodedata.normalize("NFD", DIRTY)
        article.save()
    elif way == "bulk_create":
        copy = Article(
            title="Hai", section=article.section, created_by=article.created_by, body=DIRTY
        )
        [article] = Article.objects.bulk_create([copy])
    assert Article.objects.get(pk=article.pk).body == CLEAN
    assert article.body == CLEAN


@pytest.mark.django_db
def test_megabyte_of_body_comes_back_whole():
    body = "<p>Đồn Biên phòng.</p>" * 50_000
    assert Article.objects.get(pk=make_article(body=body).pk).body == body
