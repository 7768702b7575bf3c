"""Every kind of feed as a feed reader reads it: sapos or whole texts, pictures with credits."""

from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone

from articles.corrections import correct
from articles.models import Article, Byline, Genre, PublishedVersion, Tag
from articles.publishing import publish, withdraw
from tests.biendoi.reader_pages import personal_traces, xml
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
    make_section,
    make_topic,
)
from tests.factories.people import make_author
from tests.factories.photos import make_photo
from tests.multimedia.factories import make_audio, make_document, make_video

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
KINDS = ["latest", "section", "tag", "topic", "author"]
OWNED = ["tag", "topic", "author"]
FORMS = [".rss", ".day-du.rss"]
# Pieces with their photos; the owner of the feed; with whole texts photos and corrections.
QUERIES = {
    (kind, form): 1 + (kind != "latest") + 2 * (form != ".rss") for kind in KINDS for form in FORMS
}


@pytest.fixture
def world():
    class World:
        section = make_section(name="Xã hội", slug="xa-hoi", description="Đời sống biên giới.")
        author = make_author("Viết Hà", bio="Phóng viên.")
        topic = make_topic("Biên giới bình yên", description="Một dòng sự kiện.")
        facts = {
            "section": section,
            "author": author,
            "topics": (topic, make_topic("Khác")),
            "tags": ("Quảng Ninh", "Hải đảo"),
        }

        def fill(self, count, **facts):
            start = timezone.now() - timedelta(days=1)
            times = [start - timedelta(minutes=n) for n in range(count)]
            return make_many_published(times, **{**self.facts, **facts})

        def address(self, kind, form=".rss"):
            tag = Tag.objects.get_or_create(name="Quảng Ninh")[0]
            return {
                "latest": "/rss/tin-moi",
                "section": f"/rss/xa-hoi-{self.section.pk}",
                "tag": f"/rss/the/quang-ninh-{tag.pk}",
                "topic": f"/rss/chu-de/bien-gioi-binh-yen-{self.topic.pk}",
                "author": f"/rss/tac-gia/viet-ha-{self.author.pk}",
            }[kind] + form

    return World()


def read(client, address):
    """The feed as feedparser has it, which finds nothing to complain about."""
    response = client.get(address)
    assert response.status_code == 200
    assert personal_traces(response) == []
    heads = {name.lower(): value for name, value in response.items()}
    feed = feedparser.parse(response.content, response_headers=heads)
    assert (feed.get("bozo_exception"), feed.version) == (None, "rss20")
    return feed


def figure(kind, row, caption=""):
    return f'<figure data-{kind}="{row.pk}"><figcaption>{caption}</figcaption></figure>'


def content(client, version):
    """The whole text of the one piece there is, as its feed carries it, line breaks aside."""
    [item] = xml(client.get("/rss/tin-moi.day-du.rss")).findall("channel/item")
    assert item.findtext("guid") == f"bienphong.com.vn:{version.article_id}"
    return item.findtext(CONTENT).replace("\n", "")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_feed_is_read_without_complaint(client, world, kind, form):
    versions = world.fill(3, lead_photo=make_photo(caption="Đồn xa.", credit="TTXVN"))
    address = world.address(kind, form)
    feed = read(client, address)
    [own] = [link.href for link in feed.feed.links if link.rel == "self"]
    assert (own, feed.feed.language) == (SITE + address, "vi")
    assert [entry.title for entry in feed.entries] == [version.title for version in versions]
    first = feed.entries[0]
    copy = versions[0].lead_photo.best("16x9", 1200)
    assert first.link == SITE + versions[0].get_absolute_url()
    assert first.summary == "Biên phòng - Một dòng dẫn."
    assert first.author == "Viết Hà"
    assert [tag.term for tag in first.tags] == ["Xã hội", "Quảng Ninh", "Hải đảo"]
    assert [picture.href for picture in first.enclosures] == [SITE + copy.url]
    assert [(media["url"], media["width"]) for media in first.media_content] == [
        (SITE + copy.url, str(copy.width))
    ]
    assert [credit["content"] for credit in first.media_credit] == ["TTXVN"]
    assert ("content" in first) == (form == ".day-du.rss")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("kind", "title", "told"),
    [
        ("section", "Xã hội", "Đời sống biên giới."),
        ("topic", "Biên giới bình yên", "Một dòng sự kiện."),
        ("author", "Viết Hà", "Phóng viên."),
    ],
)
def test_feed_tells_what_it_is_of(client, world, kind, title, told, form):
    world.fill(1)
    feed = read(client, world.address(kind, form)).feed
    whole = " (toàn văn)" if form == ".day-du.rss" else ""
    assert (feed.title, feed.subtitle) == (f"{title} - Báo Biên phòng{whole}", told)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("kind", KINDS)
def test_feed_costs_the_same_for_any_number(
    client, world, kind, rows, form, django_assert_num_queries
):
    world.fill(rows, lead_photo=make_photo())
    address = world.address(kind, form)
    with django_assert_num_queries(QUERIES[kind, form]):
        response = client.get(address)
    assert len(feedparser.parse(response.content).entries) == rows


# --- whole texts ------------------------------------------------------------------------------


def test_whole_text_has_all_that_readers_read(client):
    lead, inside = make_photo(credit="Viết Hà"), make_photo(alt="Bản & làng", illustration=True)
    version = make_published(
        lead_photo=lead,
        lead_caption="Đồn nhìn từ xa.",
        sapo="Góp sức.",
        body=f"<p>Một.</p>{figure('photo', inside, 'Bản làng.')}<p>Hai.</p>",
        signature="Đại tá Trần Văn Khởi",
        source="Theo TTXVN",
    )

    def drawn(photo, words):
        copy = photo.best()
        return (
            f'<figure><img src="{SITE}{copy.url}" alt="{words[0]}" width="{copy.width}"'
            f' height="{copy.height}"><figcaption>{words[1]}</figcaption></figure>'
        )

    assert content(client, version) == (
        drawn(lead, ("Một ngôi nhà.", "Đồn nhìn từ xa. Ảnh: Viết Hà"))
        + "<p><strong>Biên phòng - Góp sức.</strong></p><p>Một.</p>"
        + drawn(inside, ("Bản &amp; làng", "Bản làng. Ảnh minh họa: Viết Hà"))
        + "<p>Hai.</p><p><em>Đại tá Trần Văn Khởi</em></p><p>Theo TTXVN</p>"
    )


def test_whole_text_begins_with_what_was_put_right(client):
    version = make_published()
    correct(version.article, by=chief(), wrong="4 <b>cán bộ</b>", right="5 cán bộ", note="")
    assert content(client, version).startswith(
        "<p><strong>Cải chính, xin lỗi:</strong> Đã đăng: “4 &lt;b&gt;cán bộ&lt;/b&gt;”."
        " Sửa lại là: “5 cán bộ”.</p>"
    )


def test_whole_text_of_a_photo_report_has_each_photo_once(client):
    photos = [make_photo(), make_photo()]
    version = make_published(
        genre=Genre.PHOTO_REPORT,
        lead_photo=photos[0],
        body="".join(figure("photo", photo, "Lời.") for photo in photos),
    )
    text = content(client, version)
    assert [text.count(photo.best().url) for photo in photos] == [1, 1]


def test_whole_text_leads_to_recordings_and_documents(client):
    video, audio, document = make_video(), make_audio(), make_document()
    version = make_published(
        body=figure("recording", video, "Qua suối.")
        + figure("recording", audio)
        + figure("document", document)
    )
    text = content(client, version)
    assert f'<video controls preload="none" src="{SITE}{video.file.url}">' in text
    assert "<figcaption>Qua suối. Video: Viết Hà</figcaption>" in text
    assert f'<audio controls preload="none" src="{SITE}{audio.file.url}">' in text
    assert f'<a href="{SITE}{document.file.url}">Kế hoạch phối hợp</a> (PDF)' in text


def test_whole_text_leaves_out_a_photo_readers_may_not_see(client):
    hidden = make_photo(for_online=False)
    version = make_published(lead_photo=hidden, body=f"<p>Chữ.</p>{figure('photo', hidden)}")
    [entry] = read(client, "/rss/tin-moi.day-du.rss").entries
    assert "media_content" not in entry
    assert entry.enclosures == []
    assert hidden.key not in content(client, version)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("/xa-hoi/", f"{SITE}/xa-hoi/"),
        ("khac-post7.html", f"{SITE}/khac-post7.html"),
        ("?a=1&amp;b=2", "{page}?a=1&amp;b=2"),
        ("#anh-2", "{page}#anh-2"),
        ("https://vnanet.vn/a?b=1&amp;c=2", "https://vnanet.vn/a?b=1&amp;c=2"),
        ("mailto:toasoan@bienphong.example.vn", "mailto:toasoan@bienphong.example.vn"),
        ("[x]", f"{SITE}/[x]"),
    ],
)
def test_whole_text_leads_to_our_pages_by_whole_addresses(client, written, read_as):
    version = make_published(body=f'<p><a href="{written}" title="Tít">đây</a></p>')
    target = read_as.format(page=SITE + version.get_absolute_url())
    assert f'<p><a href="{target}" title="Tít">đây</a></p>' in content(client, version)


def test_whole_text_keeps_every_sign(client):
    nasty = """Lời "nói" & <b>của</b> ]]> 'dân' </description>"""
    version = make_published(title=nasty, sapo=nasty, body="<p>&lt;script&gt; ]]&gt; &amp;amp;</p>")
    text = content(client, version)
    assert "<p>&lt;script&gt; ]]&gt; &amp;amp;</p>" in text
    assert "<strong>Biên phòng - Lời &quot;nói&quot; &amp; &lt;b&gt;" in text


# --- refusals, addresses, leaks ----------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", OWNED)
def test_owner_without_a_live_piece_has_no_feed_under_any_name(client, world, kind, form):
    [version] = world.fill(1)
    PublishedVersion.objects.filter(pk=version.pk).update(valid_until=version.valid_from)
    address = world.address(kind, form)
    folder, number = address.rsplit("/", 1)[0], address.rsplit("-", 1)[1].split(".")[0]
    if form == ".day-du.rss":
        number = address.removesuffix(form).rsplit("-", 1)[1]
    for asked in (address, f"{folder}/x-{number}{form}"):
        response = client.get(asked)
        assert (response.status_code, response.has_header("Location")) == (404, False)
        assert personal_traces(response) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["section", *OWNED])
def test_feed_under_a_wrong_slug_is_sent_on_for_good(client, world, kind, form):
    world.fill(1)
    address = world.address(kind, form)
    stem = address.removesuffix(form)
    response = client.get(f"{stem.rsplit('/', 1)[0]}/x-{stem.rsplit('-', 1)[1]}{form}")
    assert (response.status_code, response["Location"]) == (301, address)


@pytest.mark.parametrize("folder", ["", "the/", "chu-de/", "tac-gia/", "loat-bai/"])
@pytest.mark.parametrize("name", ["x-0", "x-999999", "x-" + "9" * 19, "x", "x--1", "x-1.toan-van"])
def test_feed_of_nothing_is_not_found(client, folder, name):
    for form in FORMS:
        assert client.get(f"/rss/{folder}{name}{form}").status_code == 404


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_feed_leaves_out_what_is_not_live(client, world, kind, form, clock):
    world.fill(1)
    draft = make_article(
        title="Bản nháp", byline=False, section=world.section, tags=("Quảng Ninh",)
    )
    later = make_article(title="Hẹn giờ", byline=False, section=world.section, tags=("Quảng Ninh",))
    for article in (draft, later):
        article.topics.add(world.topic)
        Byline.objects.create(article=article, author=world.author)
    publish(later, by=chief(), at=clock.after(hours=1))
    [shown] = [entry.title for entry in read(client, world.address(kind, form)).entries]
    assert shown.startswith("Tin số")
    for article in Article.objects.filter(versions__valid_until=None, title__startswith="Tin"):
        withdraw(article, by=chief(), reason="Theo lệnh.")
    response = client.get(world.address(kind, form))
    assert response.status_code == (404 if kind in OWNED else 200)
    assert "Tin số" not in response.content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_unchanged_feed_is_not_sent_again(client, clock, form):
    article = make_article(title="Một")
    publish(article, by=chief())
    clock.forward(hours=1)
    first = client.get(f"/rss/tin-moi{form}")
    known = {"If-None-Match": first["ETag"]}
    again = client.get(f"/rss/tin-moi{form}", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert personal_traces(again) == []
    withdraw(article, by=chief(), reason="Theo lệnh.")
    assert client.get(f"/rss/tin-moi{form}", headers=known).status_code == 200


def test_feed_tells_no_date_by_which_a_piece_taken_down_would_stay(client):
    make_published()
    assert not client.get("/rss/tin-moi.rss").has_header("Last-Modified")


# --- the page of all feeds --------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_of_feeds_names_them_all_in_two_queries(client, count, django_assert_num_queries):
    parents = [make_section() for _n in range(count)]
    children = [make_section(parent=parent) for parent in parents]
    make_section(name="Cũ", slug="cu", active=False)
    with django_assert_num_queries(2):
        response = client.get("/rss/")
    page = response.content.decode()
    feeds = {f"/rss/{row.slug}-{row.pk}{form}" for row in (*parents, *children) for form in FORMS}
    feeds |= {"/rss/tin-moi.rss", "/rss/tin-moi.day-du.rss"}
    assert {feed for feed in feeds if f'<a href="{feed}">' in page} == feeds
    assert "/rss/cu-" not in page
    assert personal_traces(response) == []
