"""Recordings and documents in the rich-text editor, in a real browser."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.factories.articles import make_article, make_published
from tests.factories.people import make_user
from tests.factories.photos import make_photo
from tests.journeys.newsroom import choose_photo, editor_of, sign_in
from tests.multimedia.factories import make_audio, make_document, make_video

pytestmark = pytest.mark.journey


@pytest.fixture
def desk(page, site):
    """An editor before a piece of one paragraph."""
    article = make_article(body="<p>Đầu bài.</p>")
    sign_in(page, make_user("Biên tập viên"))
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    editor_of(page).click()
    page.keyboard.press("Control+End")
    yield page
    assert page.console_errors == []


def button(page, label):
    return page.locator(f'.prose-menubar__button[title="{label}"]')


def save(page):
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    return Article.objects.get().body


def test_video_from_the_store_stands_in_the_text_with_its_words(desk, shot):
    film = make_video(title="Tuần tra đường biên", caption="Tổ tuần tra.", credit="Khánh Vy")
    choose_photo(desk, button(desk, "Chèn video, âm thanh"), film)
    figure = desk.locator(".editor-figure")
    figure.get_by_text("Thực hiện: Khánh Vy").wait_for()
    figure.get_by_text("Tuần tra đường biên").wait_for()
    figure.locator("img").evaluate("(img) => img.decode()")
    figure.locator("figcaption").click()
    desk.keyboard.press("End")
    desk.keyboard.insert_text(" Tháng 7.")
    shot(desk, "soan-bai-video")
    caption = "<figcaption>Tổ tuần tra. Tháng 7.</figcaption>"
    assert f'<figure data-recording="{film.pk}">{caption}</figure>' in save(desk)


def test_document_from_the_store_has_its_title_for_a_caption(desk):
    paper = make_document(title="Kế hoạch phối hợp", credit="Bộ Tư lệnh BĐBP")
    choose_photo(desk, button(desk, "Chèn tài liệu"), paper)
    figure = desk.locator(".editor-figure")
    figure.get_by_text("Nguồn: Bộ Tư lệnh BĐBP").wait_for()
    figure.get_by_text("Kế hoạch phối hợp").wait_for()
    expect(figure.locator("figcaption")).to_have_count(0)
    assert f'<figure data-document="{paper.pk}"></figure>' in save(desk)


def test_figures_of_three_kinds_saved_again_are_the_same_text(desk):
    photo, sound, paper = make_photo(), make_audio(), make_document()
    body = (
        f'<p>A</p><figure data-recording="{sound.pk}"><figcaption>Chuyện</figcaption></figure>'
        f'<figure data-document="{paper.pk}"></figure>'
        f'<figure data-photo="{photo.pk}"><figcaption>Chú</figcaption></figure><p>B</p>'
    )
    Article.objects.update(body=body)
    desk.reload()
    desk.locator(".editor-figure").nth(2).wait_for()
    assert save(desk) == body


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_photo_story_as_a_reader_sees_it(visit, site, shot, scheme):
    photos = [make_photo(made_by_ai=n == 1) for n in range(3)]
    body = "".join(
        f'<p>Đoạn dẫn.</p><figure data-photo="{photo.pk}"><figcaption></figcaption></figure>'
        for photo in photos
    )
    version = make_published(genre="phong-su-anh", lead_photo=photos[0], body=body)
    for width in (390, 1280):
        page = visit(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.goto(version.get_absolute_url())
        numbers = ["Ảnh 1/3", "Ảnh 2/3", "Ảnh 3/3"]
        expect(page.locator(".figure__number")).to_have_text(numbers)
        wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert wide
        shot(page, f"phong-su-anh-{scheme}-{width}")
