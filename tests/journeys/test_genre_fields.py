"""The fields of a genre in a real browser: switched, and nothing that was typed is lost."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.factories.articles import make_article
from tests.factories.people import make_user
from tests.journeys.newsroom import save, sign_in

pytestmark = pytest.mark.journey


def test_switching_the_genre_shows_its_fields_and_keeps_what_was_typed(page, site):
    article = make_article(genre="phong-van")
    sign_in(page, make_user("Biên tập viên"))
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(page.get_by_label("Người trả lời:")).to_be_visible()
    expect(page.get_by_label("Nội dung bằng chữ")).to_be_hidden()
    page.get_by_label("Người trả lời:").fill("Vừ Mí Súa")
    page.get_by_label("Thể loại").select_option("infographic")
    expect(page.get_by_label("Nội dung bằng chữ")).to_be_visible()
    expect(page.get_by_label("Người trả lời:")).to_be_hidden()
    kept = page.get_by_text("Thông tin của thể loại khác")
    kept.click()
    expect(page.get_by_label("Người trả lời:")).to_be_visible()
    page.get_by_label("Nội dung bằng chữ").fill("12 xã")
    save(page)
    expect(page.get_by_label("Nội dung bằng chữ")).to_have_value("12 xã")
    told = {"interviewee": "Vừ Mí Súa", "text_alternative": "12 xã"}
    assert Article.objects.get().facts == told
    assert page.console_errors == []
