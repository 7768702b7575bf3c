"""Every address a reader can reach, walked before and after a removal: title, sapo and picture are
on none, and the undo brings back the same bytes everywhere."""

import html
import re
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from articles.corrections import correct
from articles.models import Byline, Series
from articles.publishing import publish
from articles.removals import reinstate, remove
from comments import moderation
from multimedia.models import Document, Recording
from photos.models import Photo
from photos.rendering import files_of
from search.indexing import index
from tests.articles.test_removals import ORDER
from tests.comments.factories import make_pending, moderator
from tests.factories.articles import chief, make_article, make_published, make_section, make_topic
from tests.factories.people import make_author
from tests.factories.photos import make_photo
from tests.multimedia.factories import make_audio, make_document, make_video

pytestmark = pytest.mark.django_db

WORD = "Zyxomat"
LINK = re.compile(
    r'(?:href|src|action|srcset|content|url)="(/[^" ]*|http://127\.0\.0\.1:8000[^" ]*)'
)
TAGS = re.compile(r"<(?:link|loc|guid|image:loc)>([^<]+)<")
STARTS = (
    *("/", "/tin-moi/", "/doc-nhieu/", "/luu-tru/", "/lite/", "/rss/", "/sitemap.xml"),
    *("/news-sitemap.xml", "/cai-chinh/", "/robots.txt", "/sw.js", "/manifest.webmanifest"),
    f"/tim-kiem/goi-y/?q={WORD[:5]}",
    *(f"/tim-kiem/?q={WORD}", f"/tim-kiem/?q={WORD}+sapo", f"/tim-kiem/?q={WORD.lower()}"),
)
LEFT_OUT = ("/static/", "/admin/", "/binh-luan/", "/media/")


@pytest.fixture
def paper():
    """Two live pieces in the same lists; one is to be removed."""
    section = make_section(name="Xã hội", slug="xa-hoi")
    author, topic, series = make_author("Viết Hà"), make_topic(), Series.objects.create(name="Loạt")

    def piece(word, part, figures="", **facts):
        article = make_article(
            title=f"{word} tít", sapo=f"{word} sapo của bài.",
            body=f"<p>{word} thân bài 9-ĐA/TU.</p>{figures}", section=section,
            tags=("Quảng Ninh",), byline=False, series=series, part=part, **facts,
        )  # fmt: skip
        Byline.objects.create(article=article, author=author)
        article.topics.add(topic)
        return publish(article, by=chief())

    kept = piece("Bình thường", 1)
    photo = make_photo(caption=f"{WORD} ảnh", alt=f"{WORD} trong ảnh")
    film, sound, paper = make_video(captions=vtt()), make_audio(), make_document(pages=2)
    figures = (
        f'<figure data-recording="{film.pk}"></figure><figure data-recording="{sound.pk}"></figure>'
        f'<figure data-document="{paper.pk}"></figure>'
    )
    version = piece(WORD, 2, figures, lead_photo=photo, lead_caption=f"{WORD} chú thích")
    correct(
        version.article,
        by=chief(),
        wrong=f"{WORD} sai",
        right="Đúng 12 người",
        note=f"{WORD} vì sao",
    )
    comment = make_pending(version, text=f"{WORD} trong ý kiến")
    moderation.approve(comment, by=moderator())
    index([kept, version])
    return version


def vtt():
    return ContentFile(b"WEBVTT\n\n00:01.000 --> 00:02.000\nBi\xc3\xaan", name="phu-de.vtt")


def files():
    """The public names of every photo, film, sound and paper."""
    shown = [*Recording.objects.all(), *Document.objects.all()]
    names = {name for photo in Photo.objects.all() for name in files_of(photo)}
    return names | {name for row in shown for name in row.public_files()}


def walk():
    """address → (status, text) of everything that links lead to, and of files named there."""
    client = Client(raise_request_exception=False)
    waiting, seen = list(STARTS), {}
    while waiting:
        address = waiting.pop()
        if address in seen or len(seen) > 400:
            continue
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        text = body.decode(errors="ignore")
        seen[address] = answer.status_code, html.unescape(text)
        for link in (*LINK.findall(text), *TAGS.findall(text)):
            parts = urlsplit(html.unescape(link))
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if path.startswith("/") and not path.startswith(LEFT_OUT):
                waiting.append(path)
    return seen


def with_word(seen, names):
    """Addresses whose answer still names the piece or its files; the search page repeats what
    was typed, which is the reader's own word."""
    found = []
    for address, (_status, text) in seen.items():
        said = text.replace(f"{WORD} sapo", "") if address.startswith("/tim-kiem/") else text
        telling = [f"{WORD} tít", f"{WORD} sapo", f"{WORD} thân", f"{WORD} ảnh", f"{WORD} chú"]
        telling += [f"{WORD} sai", f"{WORD} vì sao"]
        if any(word in said for word in (*telling, f"{WORD} trong", *names)):
            found.append(address)
    return sorted(found)


def statuses(names):
    found = set()
    for name in names:
        answer = Client().get(f"/media/{name}")
        found.add(answer.status_code)
        if answer.streaming:
            b"".join(answer)
    return found


def test_removed_piece_is_on_no_public_byte_and_comes_back(
    paper, django_capture_on_commit_callbacks
):
    names = files()
    assert {name.partition("/")[0] for name in names} == {
        *("anh", "video", "audio", "tai-lieu", "phu-de"),
    }
    before = walk()
    page = paper.get_absolute_url()
    assert before[page][0] == 200
    shown = with_word(before, names)
    # The home page, a list of each kind, both feeds of each, the sitemap: it was everywhere.
    assert len(shown) > 15
    with django_capture_on_commit_callbacks(execute=True):
        removal = remove(paper.article, by=chief(), **ORDER)
    after = walk()
    assert with_word(after, names) == []
    for address in ("/", "/cai-chinh/"):
        assert "Bài đã gỡ theo lệnh." in after[address][1]
        assert "Đúng 12 người" in after[address][1]
    client = Client()
    assert client.get(page).status_code == 410
    assert (
        client.get(reverse("lite-article", args=[paper.slug, paper.article_id])).status_code == 410
    )
    assert client.get("/con-dang/", {"bai": paper.article_id}).json() == {
        str(paper.article_id): None
    }
    assert statuses(names) == {404}
    assert not any(default_storage.exists(name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        reinstate(removal, by=chief(), reason="Lệnh đã hủy")
    # As the worker does, whom publishing asks.
    index(list(paper.article.versions.order_by("-number")[:1]))
    assert with_word(walk(), names) == shown
    assert statuses(names) == {200}


def test_published_archive_piece_is_gone_from_counts(django_capture_on_commit_callbacks):
    version, tag = make_published(tags=("Quảng Ninh",)), "Quảng Ninh"
    with django_capture_on_commit_callbacks(execute=True):
        remove(version.article, by=chief(), **ORDER)
    assert tag not in Client().get("/").content.decode()
    assert Client().get(reverse("section", args=[version.section.slug])).status_code == 200
