"""What pages tell machines: schema.org in their heads, parsed back, and the card for sharing."""

import html
import json
import re
from datetime import UTC, datetime

import pytest
from django.template import Context, Template

from articles import linked_data
from articles.corrections import correct
from articles.models import Article, Byline, Genre, Series
from articles.publishing import publish
from authors.models import Posting, Unit
from core.dates import in_hanoi, iso
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
from tests.multimedia.factories import make_audio, make_video

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
PAPER = {
    "@type": "NewsMediaOrganization",
    "@id": f"{SITE}/#toa-soan",
    "name": "Báo Biên phòng",
    "url": f"{SITE}/",
    "logo": {
        "@type": "ImageObject",
        "url": f"{SITE}/static/img/icon-512.png",
        "width": 512,
        "height": 512,
    },
}
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
NASTY = """</script><script>alert("1")</script> & <!-- ]]> 'x' \u2028\u2029"""


def graph(client, address):
    """The nodes of the one block of linked data on a page."""
    [block] = SCRIPT.findall(client.get(address).content.decode())
    told = json.loads(block)
    assert told.pop("@context") == "https://schema.org"
    return told["@graph"]


def node(client, version):
    return graph(client, version.get_absolute_url())[0]


def step(position, name, path):
    return {"@type": "ListItem", "position": position, "name": name, "item": SITE + path}


def figure(kind, row, caption=""):
    return f'<figure data-{kind}="{row.pk}"><figcaption>{caption}</figcaption></figure>'


def image(photo, ratio, caption, credit="Viết Hà"):
    copy = photo.best(ratio, 1200)
    return {
        "@type": "ImageObject",
        "url": SITE + copy.url,
        "width": copy.width,
        "height": copy.height,
        "caption": caption,
        "creditText": credit,
    }


# --- a piece ----------------------------------------------------------------------------------


def test_piece_tells_all_of_itself(client, clock):
    parent = make_section(name="Xã hội", slug="xa-hoi")
    unit = Unit.objects.create(name="BĐBP Quảng Ninh")
    author = make_author("Trần Văn Khởi", staff=False)
    Posting.objects.create(
        author=author, since="2020-01-01", rank="Đại tá", post="Chính ủy", unit=unit
    )
    photo = make_photo()
    article = make_article(
        byline=False,
        title="Năm cán bộ về xã",
        sapo="Góp sức.",
        section=make_section(name="Y tế", slug="y-te", parent=parent),
        tags=("Quảng Ninh", "Y tế"),
        lead_photo=photo,
        series=Series.objects.create(name="Giữ mốc"),
        part=2,
    )
    Byline.objects.create(article=article, author=author)
    version = publish(article, by=chief())
    address = f"{SITE}/nam-can-bo-ve-xa-post{article.pk}.html"
    assert graph(client, version.get_absolute_url()) == [
        {
            "@type": "NewsArticle",
            "@id": f"{address}#bai",
            "mainEntityOfPage": address,
            "url": address,
            "headline": "Năm cán bộ về xã",
            "description": "Góp sức.",
            "datePublished": iso(clock.now),
            "dateModified": iso(clock.now),
            "author": [
                {
                    "@type": "Person",
                    "name": "Trần Văn Khởi",
                    "url": f"{SITE}/tac-gia/tran-van-khoi-{author.pk}.html",
                    "honorificPrefix": "Đại tá",
                    "jobTitle": "Chính ủy",
                    "affiliation": {"@type": "Organization", "name": "BĐBP Quảng Ninh"},
                }
            ],
            "publisher": PAPER,
            "articleSection": "Y tế",
            "keywords": ["Quảng Ninh", "Y tế"],
            "image": [image(photo, "16x9", "Đồn Biên phòng nhìn từ xa.")],
            "isPartOf": {
                "@type": "CreativeWorkSeries",
                "name": "Giữ mốc",
                "url": f"{SITE}/loat-bai/giu-moc-{article.series_id}.html",
            },
            "position": 2,
            "inLanguage": "vi",
            "isAccessibleForFree": True,
        },
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                step(1, "Trang chủ", "/"),
                step(2, "Xã hội", "/xa-hoi/"),
                step(3, "Y tế", "/y-te/"),
            ],
        },
    ]


def test_piece_tells_when_it_was_changed(client, clock):
    article = make_article()
    first = publish(article, by=chief()).valid_from
    updated = clock.forward(hours=3)
    Article.objects.filter(pk=article.pk).update(title="Tít đã sửa")
    told = node(client, publish(article, by=chief()))
    assert (told["datePublished"], told["dateModified"]) == (iso(first), iso(updated))


@pytest.mark.parametrize(
    ("genre", "kind"),
    [
        *((Genre.NEWS, "NewsArticle"), (Genre.BRIEF, "NewsArticle")),
        *((Genre.INTERVIEW, "NewsArticle"), (Genre.VIDEO, "NewsArticle")),
        *((Genre.FEATURE, "ReportageNewsArticle"), (Genre.LONGFORM, "ReportageNewsArticle")),
        *((Genre.PHOTO_REPORT, "ReportageNewsArticle"), (Genre.COMMENTARY, "OpinionNewsArticle")),
    ],
)
def test_piece_has_the_kind_of_its_genre(client, genre, kind):
    assert node(client, make_published(genre=genre))["@type"] == kind


def test_people_stand_by_what_they_did(client):
    article = make_article(byline=False)
    roles = {"Viết Hà": "viet", "Lê Thu": "tong-hop", "Trọng Đức": "anh", "Mai An": "bien-dich"}
    for position, (name, role) in enumerate(roles.items()):
        author = make_author(name)
        Byline.objects.create(article=article, author=author, role=role, position=position)
    told = node(client, publish(article, by=chief()))
    names = {
        part: [person["name"] for person in told[part]]
        for part in ("author", "contributor", "translator")
    }
    assert names == {
        "author": ["Viết Hà", "Lê Thu"],
        "contributor": ["Trọng Đức"],
        "translator": ["Mai An"],
    }


def test_photographer_who_alone_signs_is_the_author(client):
    article = make_article(byline=False)
    Byline.objects.create(article=article, author=make_author("Trọng Đức"), role="anh")
    told = node(client, publish(article, by=chief()))
    assert [person["name"] for person in told["author"]] == ["Trọng Đức"]
    assert "contributor" not in told


def test_piece_nobody_signed_is_the_papers(client):
    assert node(client, make_published(byline=False))["author"] == [PAPER]


def test_photo_report_names_each_photo_once_with_its_credit(client):
    first, second = make_photo(credit="Trọng Đức"), make_photo(credit="TTXVN")
    hidden = make_photo(for_online=False)
    version = make_published(
        genre=Genre.PHOTO_REPORT,
        lead_photo=first,
        body="".join(
            [
                figure("photo", first, "Một."),
                figure("photo", second, "Hai."),
                figure("photo", hidden, "Không được đăng."),
            ]
        ),
    )
    assert node(client, version)["image"] == [
        image(first, "16x9", "Đồn Biên phòng nhìn từ xa.", "Trọng Đức"),
        image(second, "free", "Hai.", "TTXVN"),
    ]


def test_video_is_told_with_its_file_length_and_picture(client):
    poster = make_photo()
    video, audio = make_video(poster=poster, title="Tuần tra", credit="Viết Hà"), make_audio()
    version = make_published(
        genre=Genre.VIDEO,
        body=figure("recording", video, "Qua suối.") + figure("recording", audio),
    )
    told = node(client, version)
    assert told["video"] == [
        {
            "@type": "VideoObject",
            "name": "Tuần tra",
            "description": "Qua suối.",
            "contentUrl": SITE + video.file.url,
            "encodingFormat": "video/mp4",
            "duration": f"PT{round(video.duration)}S",
            "uploadDate": iso(version.first_published_at),
            "creditText": "Viết Hà",
            "thumbnailUrl": SITE + poster.best_url("16x9", 1200),
            "width": video.width,
            "height": video.height,
        }
    ]
    assert [sound["contentUrl"] for sound in told["audio"]] == [SITE + audio.file.url]


def test_video_whose_poster_may_not_be_shown_has_none(client):
    video = make_video(poster=make_photo(for_online=False))
    version = make_published(body=figure("recording", video))
    assert "thumbnailUrl" not in node(client, version)["video"][0]


def test_corrections_stand_with_their_dates(client, clock):
    version = make_published(at=clock.after(hours=-2))
    correct(version.article, by=chief(), wrong="4 cán bộ", right="5 cán bộ", note="")
    moment = iso(clock.now)
    clock.forward(hours=1)
    assert node(client, version)["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Đã đăng: “4 cán bộ”. Sửa lại là: “5 cán bộ”.",
            "datePublished": moment,
        }
    ]


def test_piece_without_words_photo_or_tags_leaves_out_what_it_has_not(client):
    told = node(client, make_published(sapo="", tags=(), byline=False))
    empty = {"description", "keywords", "image", "video", "audio", "correction", "isPartOf"}
    assert empty & told.keys() == set()


# --- lists and the front page -----------------------------------------------------------------


def test_section_lists_its_pieces_in_order_under_its_parent(client, clock):
    parent = make_section(name="Xã hội", slug="xa-hoi")
    child = make_section(name="Y tế", slug="y-te", parent=parent)
    times = [clock.after(hours=-n) for n in range(1, 4)]
    versions = make_many_published(times, section=child)
    pieces, way = graph(client, "/y-te/")
    assert pieces == {
        "@type": "ItemList",
        "name": "Y tế",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": version.title,
                "url": SITE + version.get_absolute_url(),
            }
            for position, version in enumerate(versions, start=1)
        ],
    }
    assert way["itemListElement"] == [
        step(1, "Trang chủ", "/"),
        step(2, "Xã hội", "/xa-hoi/"),
        step(3, "Y tế", "/y-te/"),
    ]


def test_tag_topic_and_author_list_their_pieces(client):
    topic, author = make_topic("Biên giới bình yên"), make_author("Lê Thu")
    article = make_article(byline=False, tags=("Quảng Ninh",))
    Byline.objects.create(article=article, author=author)
    article.topics.add(topic)
    version = publish(article, by=chief())
    [tag] = version.tags
    addresses = {
        "Quảng Ninh": f"/tag/quang-ninh-{tag['id']}.html",
        "Biên giới bình yên": f"/chu-de/bien-gioi-binh-yen-{topic.pk}.html",
        "Lê Thu": f"/tac-gia/le-thu-{author.pk}.html",
    }
    for name, address in addresses.items():
        pieces, way = graph(client, address)
        assert (pieces["name"], [row["url"] for row in pieces["itemListElement"]]) == (
            name,
            [SITE + version.get_absolute_url()],
        )
        last = {"@type": "ListItem", "position": 2, "name": name}
        assert way["itemListElement"] == [step(1, "Trang chủ", "/"), last]


def test_section_without_a_piece_lists_none(client):
    make_section(slug="xa-hoi")
    assert graph(client, "/xa-hoi/")[0]["itemListElement"] == []


def test_front_page_tells_of_the_paper_and_how_to_search_it(client):
    paper, site = graph(client, "/")
    assert paper == {
        **PAPER,
        "slogan": "Tiếng nói của lực lượng vũ trang và nhân dân trên mặt trận bảo vệ chủ quyền, "
        "an ninh biên giới quốc gia",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "40A Hàng Bài, Hoàn Kiếm, Hà Nội",
            "addressCountry": "VN",
        },
        "telephone": "(024) 39364407",
        "email": "toasoan@bienphong.example.vn",
        "parentOrganization": {
            "@type": "Organization",
            "name": "Bộ Tư lệnh Bộ đội Biên phòng",
        },
    }
    assert site["potentialAction"]["target"]["urlTemplate"] == (
        f"{SITE}/tim-kiem/?q={{search_term_string}}"
    )
    assert site["publisher"] == {"@id": PAPER["@id"]}


# --- attacks ----------------------------------------------------------------------------------


def test_words_that_end_a_script_are_inert_and_come_back_whole(client):
    nasty = NASTY[:80]
    photo = make_photo(caption=nasty, credit=nasty, alt=nasty)
    section = make_section(name=nasty, description=nasty)
    version = make_published(
        title=nasty, sapo=nasty, section=section, tags=(nasty,), lead_photo=photo, social_title=""
    )
    page = client.get(version.get_absolute_url()).content.decode()
    [block] = SCRIPT.findall(page)
    assert [sign for sign in "<>&\u2028\u2029" if sign in block] == []
    assert len(re.findall("<script", page)) == len(re.findall("</script>", page))
    assert "alert(" not in re.sub(SCRIPT, "", page).replace("alert(&quot;", "")
    told = node(client, version)
    assert (told["headline"], told["description"]) == (version.title, version.sapo)
    assert told["image"][0]["caption"] == version.lead["caption"]
    pieces = graph(client, section.get_absolute_url())[0]
    assert pieces["itemListElement"][0]["name"] == version.title


@pytest.mark.parametrize("word", [NASTY, "\u2028", "</SCRIPT >", "<!--<script", "\\u003c", "&lt;"])
def test_printed_json_is_inert_and_parses_back(word):
    text = linked_data.printed([{"name": word}])
    assert [sign for sign in "<>&\u2028\u2029" if sign in text] == []
    assert json.loads(text)["@graph"] == [{"name": word}]


# --- the card others show ---------------------------------------------------------------------


def card(client, address):
    """Every og:, article: and twitter: line by name, and the page's own address."""
    page = client.get(address).content.decode()
    lines = re.findall(
        r'<meta (?:property|name)="((?:og|twitter|article):[^"]*)" content="([^"]*)"', page
    )
    canonical = re.findall(r'<link rel="canonical" href="([^"]*)">', page)
    assert len(lines) == len(dict(lines)), "a line stands twice"
    return {name: html.unescape(text) for name, text in lines} | {"canonical": canonical}


PLAIN_CARD = {
    "og:site_name": "Báo Biên phòng",
    "og:locale": "vi_VN",
    "og:image": f"{SITE}/static/img/share.png",
    "og:image:width": "1200",
    "og:image:height": "630",
    "og:image:alt": "Ngôi sao vàng trên cột mốc biên giới, nền xanh lá đậm",
    "twitter:card": "summary_large_image",
}


def test_card_of_a_piece(client, clock):
    photo = make_photo(alt="Một ngôi nhà.")
    version = make_published(
        at=clock.after(hours=-1),
        title="Năm cán bộ về xã",
        social_title='Năm cán bộ "về" xã',
        sapo="Góp sức.",
        section=make_section(name="Xã hội"),
        tags=("Quảng Ninh",),
        lead_photo=photo,
    )
    copy = photo.best("16x9", 1200)
    address = SITE + version.get_absolute_url()
    assert card(client, version.get_absolute_url()) == {
        **PLAIN_CARD,
        "canonical": [address],
        "og:type": "article",
        "og:url": address,
        "og:title": 'Năm cán bộ "về" xã',
        "og:description": "Góp sức.",
        "og:image": SITE + copy.url,
        "og:image:width": str(copy.width),
        "og:image:height": str(copy.height),
        "og:image:alt": "Một ngôi nhà.",
        "article:published_time": iso(version.first_published_at),
        "article:section": "Xã hội",
        "article:tag": "Quảng Ninh",
    }


def test_card_of_a_section_and_of_its_older_pages(client):
    section = make_section(name="Xã hội", slug="xa-hoi", description="Đời sống biên giới.")
    make_published(section=section)
    told = {
        **PLAIN_CARD,
        "canonical": [f"{SITE}/xa-hoi/"],
        "og:type": "website",
        "og:url": f"{SITE}/xa-hoi/",
        "og:title": "Xã hội",
        "og:description": "Đời sống biên giới.",
    }
    assert card(client, "/xa-hoi/") == told
    older = f"{SITE}/xa-hoi/?truoc=9999999999999999-1"  # it shows other pieces than the first
    assert card(client, "/xa-hoi/?truoc=9999999999999999-1&fbclid=x") == {
        **told,
        "canonical": [older],
        "og:url": older,
    }
    assert card(client, "/xa-hoi/?fbclid=x") == told


def test_older_page_keeps_what_else_its_address_asks_for(client):
    topic = make_topic("Giữ rừng")
    piece = make_published()
    topic.articles.add(piece.article)
    piece = make_many_published([piece.first_published_at], topics=(topic,))[0]
    address = f"/chu-de/giu-rung-{topic.pk}.html?thu-tu=cu-nhat&truoc=1-1"
    assert card(client, address)["og:url"] == SITE + address
    day = f"{in_hanoi(piece.first_published_at):%Y-%m-%d}"
    address = f"{piece.section.get_absolute_url()}?ngay={day}&truoc=9999999999999999-1"
    assert card(client, address)["og:url"] == SITE + address


@pytest.mark.parametrize("address", ["/", "/doc-nhieu/", "/rss/"])
def test_card_of_pages_without_a_picture_of_their_own(client, address):
    told = card(client, address)
    assert {name: told[name] for name in PLAIN_CARD} == PLAIN_CARD
    assert (told["canonical"], told["og:url"]) == ([SITE + address], SITE + address)


def test_page_has_no_other_languages_to_name_while_there_is_one(client):
    make_published()
    assert "hreflang" not in client.get("/").content.decode()


def test_page_in_other_languages_names_them_all():
    text = Template('{% load linked_data %}{% sharing "Tít" address="/" %}').render(
        Context({"alternates": [("vi", f"{SITE}/"), ("en", f"{SITE}/en/")]})
    )
    assert re.findall(r'hreflang="(.*?)" href="(.*?)"', text) == [
        ("vi", f"{SITE}/"),
        ("en", f"{SITE}/en/"),
    ]


def test_lists_name_their_feeds(client):
    section = make_section(name="Xã hội", slug="xa-hoi")
    [version] = make_many_published(
        [datetime(2026, 3, 1, tzinfo=UTC)], section=section, tags=("Đồn",)
    )
    [tag] = version.tags
    line = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'
    for address, name, feed in (
        ("/xa-hoi/", "Xã hội", f"/rss/xa-hoi-{section.pk}"),
        (f"/tag/don-{tag['id']}.html", "Đồn", f"/rss/the/don-{tag['id']}"),
    ):
        page = client.get(address).content.decode()
        assert line.format(name, f"{feed}.rss") in page
        assert line.format(f"{name} (toàn văn)", f"{feed}.day-du.rss") in page
