"""From the working copy to the words, names and captions of one version."""

from datetime import UTC, date, datetime, timedelta

import pytest

from articles.models import Article, Byline, PublishedVersion, RelatedArticle
from articles.publishing import publish, publish_archive
from articles.snapshots import snapshot
from authors.models import PenName, Posting, Unit
from tests.factories.articles import chief, make_article, make_published, make_section, make_topic
from tests.factories.people import make_author
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 3, 51, tzinfo=UTC)


def taken(article, first_published_at=NOW):
    copy = Article.objects.for_snapshot().get(pk=article.pk)
    return snapshot(copy, first_published_at=first_published_at, valid_from=NOW)


def signed(*authors, **facts):
    """A piece by these authors, each as text unless a (author, role) pair says otherwise."""
    article = make_article(byline=False, **facts)
    for position, entry in enumerate(authors, start=1):
        author, role = entry if isinstance(entry, tuple) else (entry, Byline.Role.TEXT)
        Byline.objects.create(article=article, author=author, role=role, position=position)
    return article


@pytest.fixture
def khoi():
    """An officer: lieutenant colonel from 2015, colonel and political commissar from 2020."""
    author = make_author("Trần Khởi", full_name="Trần Văn Khởi", staff=False)
    unit = Unit.objects.create(name="Bộ Chỉ huy BĐBP Quảng Ninh", short_name="BĐBP Quảng Ninh")
    Posting.objects.create(
        author=author, since=date(2015, 1, 1), rank="Trung tá", post="Phó Chính ủy", unit=unit
    )
    Posting.objects.create(
        author=author, since=date(2020, 6, 1), rank="Đại tá", post="Chính ủy", unit=unit
    )
    return author


def test_snapshot_takes_every_word_of_the_copy():
    child = make_section(parent=make_section())
    words = {
        "kicker": "Đề án 174",
        "title": "Năm cán bộ về xã",
        "short_title": "Về xã",
        "social_title": "Chuyện về xã",
        "sapo": "Một dòng dẫn.",
        "body": "<p>Đồn Biên phòng.</p>",
        "source": "Theo TTXVN",
        "signature": "Đại tá Trần Văn Khởi",
        "genre": "phong-su",
        "part": 2,
        "section_id": child.pk,
    }
    version = taken(make_article(**words))
    assert {name: getattr(version, name) for name in words} == words
    assert version.root_section_id == child.parent_id
    assert version.sha256 == version.content_hash()


@pytest.mark.parametrize(
    ("facts", "slug"),
    [
        ({"title": "Đề án 174-ĐA/TU"}, "de-an-174-da-tu"),
        ({"title": "Đề án", "slug": "dia-chi-rieng"}, "dia-chi-rieng"),
        ({"title": "中越边境"}, "bai"),
        ({"title": "!!!"}, "bai"),
    ],
)
def test_slug_is_the_typed_one_else_from_the_title(facts, slug):
    assert taken(make_article(**facts)).slug == slug


def test_bylines_are_in_order_with_their_roles():
    writer, photographer = make_author("Viết Hà"), make_author("Trọng Đức")
    article = signed((photographer, Byline.Role.PHOTOS), writer)
    Byline.objects.filter(author=photographer).update(position=9)
    names = [(row["name"], row["role"], row["role_name"]) for row in taken(article).bylines]
    assert names == [("Viết Hà", "viet", "Viết"), ("Trọng Đức", "anh", "Ảnh")]


def test_byline_under_another_pen_name_leads_to_the_same_author():
    author = make_author("Viết Hà")
    article = signed(author)
    pen_name = PenName.objects.create(author=author, name="Hà Biên Cương")
    article.bylines.update(pen_name=pen_name)
    [byline] = taken(article).bylines
    assert (byline["name"], byline["author"], byline["slug"]) == (
        "Hà Biên Cương",
        author.pk,
        "viet-ha",
    )


@pytest.mark.parametrize(
    ("day", "rank", "post"),
    [
        ((2019, 7, 17), "Trung tá", "Phó Chính ủy"),
        ((2020, 5, 31), "Trung tá", "Phó Chính ủy"),
        ((2020, 6, 1), "Đại tá", "Chính ủy"),
        ((2026, 3, 1), "Đại tá", "Chính ủy"),
        ((2014, 12, 31), "", ""),
    ],
)
def test_byline_has_rank_and_post_of_the_day(khoi, day, rank, post):
    [byline] = taken(signed(khoi), datetime(*day, 5, tzinfo=UTC)).bylines
    assert (byline["rank"], byline["post"]) == (rank, post)


def test_byline_day_is_hanois():
    author = make_author(staff=False)
    Posting.objects.create(author=author, since=date(2020, 6, 1), rank="Đại tá")
    evening = datetime(2020, 5, 31, 16, 59, tzinfo=UTC)
    ranks = [
        taken(signed(author), evening + timedelta(minutes=n)).bylines[0]["rank"] for n in (0, 1)
    ]
    assert ranks == ["", "Đại tá"]


def test_piece_of_2019_keeps_the_rank_of_2019_when_it_is_updated_later(khoi, clock):
    article = signed(khoi)
    times = {article.pk: datetime(2019, 7, 17, 3, tzinfo=UTC)}
    copies = Article.objects.filter(pk=article.pk).for_snapshot()
    [old] = publish_archive(copies, by=chief(), times=times, photos={})
    Posting.objects.create(author=khoi, since=date(2025, 1, 1), rank="Thiếu tướng", post="Tư lệnh")
    new = publish(article, by=chief())
    for version in (old, new):
        assert version.bylines[0]["rank"] == "Trung tá"
        assert version.signature == "Trung tá Trần Văn Khởi, Phó Chính ủy BĐBP Quảng Ninh"


def test_signature_of_an_author_from_outside_writes_itself(khoi):
    assert taken(signed(khoi)).signature == "Đại tá Trần Văn Khởi, Chính ủy BĐBP Quảng Ninh"


def test_signature_typed_by_hand_stands(khoi):
    article = signed(khoi, signature="Chính ủy BĐBP Quảng Ninh")
    assert taken(article).signature == "Chính ủy BĐBP Quảng Ninh"


def test_signature_of_two_authors_from_outside(khoi):
    other = make_author("Lê Dũng", staff=False)
    Posting.objects.create(author=other, since=date(2020, 1, 1), rank="Đại úy", post="Đồn trưởng")
    signature = taken(signed(khoi, other)).signature
    assert signature == (
        "Đại tá Trần Văn Khởi, Chính ủy BĐBP Quảng Ninh – Đại úy Lê Dũng, Đồn trưởng"
    )


def test_no_signature_for_staff_photographers_or_people_without_a_post(khoi):
    staff = make_author("Viết Hà")
    Posting.objects.create(author=staff, since=date(2020, 1, 1), rank="Thiếu tá")
    plain = make_author("Nguyễn An", staff=False)
    assert taken(signed(staff, plain, (khoi, Byline.Role.PHOTOS))).signature == ""


def test_signature_of_many_fits_its_column(khoi):
    for number in range(9):
        other = make_author(f"Tác giả {number}", staff=False)
        Posting.objects.create(
            author=other, since=date(2020, 1, 1), rank="Đại úy", post="Trưởng phòng " * 5
        )
    version = publish(signed(khoi, *type(khoi).objects.exclude(pk=khoi.pk)), by=chief())
    assert len(PublishedVersion.objects.get(pk=version.pk).signature) == 300


def test_photos_are_the_lead_and_then_those_of_the_body_in_order():
    lead = make_photo(caption="Ảnh chính.", credit="Viết Hà", alt="", illustration=True)
    one = make_photo(caption="Trong kho.", credit="CTV", alt="Một cột mốc.")
    body = (
        f'<figure data-photo="{one.pk}"><figcaption>Riêng ở đây.</figcaption></figure>'
        f'<figure data-photo="{one.pk}"></figure>'
    )
    use = {"photo": one.pk, "lead": False, "credit": "CTV", "illustration": False}
    use["made_by_ai"] = False
    assert taken(make_article(lead_photo=lead, body=body)).photos == [
        {
            "photo": lead.pk,
            "lead": True,
            "caption": "Ảnh chính.",
            "credit": "Viết Hà",
            "alt": "Ảnh chính.",
            "illustration": True,
            "made_by_ai": False,
        },
        {**use, "caption": "Riêng ở đây.", "alt": "Một cột mốc."},
        {**use, "caption": "Trong kho.", "alt": "Một cột mốc."},
    ]


def test_lead_caption_of_this_piece_goes_before_the_librarys():
    lead = make_photo(caption="Trong kho.")
    article = make_article(lead_photo=lead, lead_caption="Riêng ở đây.")
    assert taken(article).lead["caption"] == "Riêng ở đây."


def test_codes_are_those_of_title_sapo_and_body_once():
    article = make_article(
        title="Kết quả Đề án 174-ĐA/TU",
        sapo="Theo Quy định số 11-QĐ/TU.",
        body="<p>Đề án số 174-ĐA/TU; <em>Luật 66/2020/QH14</em>.</p>",
    )
    keys = [found["key"] for found in taken(article).codes]
    assert keys == ["174-da-tu", "11-qd-tu", "66-2020-qh14"]


def test_tags_topics_and_related_pieces_are_kept_by_number_and_name():
    other = make_published().article
    article = make_article(tags=("Quảng Ninh",))
    topic = make_topic("Biên giới bình yên")
    article.topics.add(topic)
    RelatedArticle.objects.create(article=article, other=other)
    version = taken(article)
    [tag] = article.tags.all()
    assert version.tags == [{"id": tag.pk, "name": "Quảng Ninh", "slug": "quang-ninh"}]
    assert version.topics == [
        {"id": topic.pk, "name": "Biên giới bình yên", "slug": "bien-gioi-binh-yen"}
    ]
    assert version.related == [other.pk]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_snapshot_costs_one_query_beside_the_copys(count, django_assert_num_queries):
    photo = make_photo()
    authors = [make_author(f"Tác giả {n}", staff=False) for n in range(count)]
    for author in authors:
        Posting.objects.create(author=author, since=date(2020, 1, 1), rank="Đại úy")
    figure = f'<figure data-photo="{photo.pk}"></figure>'
    article = signed(*authors, body=figure * count, tags=tuple(f"Thẻ {n}" for n in range(count)))
    article.topics.add(*(make_topic(f"Sự kiện {n}") for n in range(count)))
    with django_assert_num_queries(6):
        copy = Article.objects.for_snapshot().get(pk=article.pk)
    with django_assert_num_queries(1):
        version = snapshot(copy, first_published_at=NOW, valid_from=NOW)
    assert [
        len(rows) for rows in (version.bylines, version.tags, version.topics, version.photos)
    ] == [count] * 4
