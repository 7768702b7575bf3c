"""What the newsroom finds: as readers' search understands it, in rows that change."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import given, settings

from articles.models import Article, Byline, Series
from authors.models import Author, PenName, Posting, Unit
from outbox.models import Effect
from outbox.queue import look, run_due
from photos.models import Photo
from search.desk import keeping, noting
from search.desk.finding import matching, search, seen_by, understood
from search.models import Change, DeskDocument
from tests.core.strategies import any_text
from tests.factories.articles import chief, make_article, make_topic
from tests.factories.people import make_author
from tests.factories.photos import make_photo
from tests.factories.units import make_officer, make_unit, rename

pytestmark = pytest.mark.django_db


def found(text, kind=None, **options):
    """The names of what an editor in chief finds."""
    shelves = search(understood(text), seen_by(chief()), **options)
    return [
        str(row) for name, shelf in shelves.items() if kind in {None, name} for row in shelf.items
    ]


@pytest.fixture
def draft():
    return make_article(
        title="Tăng cường cán bộ Biên phòng",
        kicker="Chuyện ở Hoà Bình",
        sapo="Các đồn ở Thủy Nguyên.",
        body="<p>Đề án số 174-ĐA/TU ngày 21-3-2016, chuyện của BĐBP.</p>",
        tags=("Quảng Ninh",),
    )


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Tăng cường",
            "tang cuong",
            "Hòa Bình",
            "hoa binh",
            "Thuỷ Nguyên",
            "“can bo”",
            "quang ninh",
        ),
        *("174-ĐA/TU", "174 da tu", "đề án 174", "21/3/2016", "ngày 21 tháng 3 năm 2016", "3/2016"),
        *("tháng 3 năm 2016", "thang 3/2016", "bộ đội biên phòng", "cán bộ 3-2016"),
    ],
)
def test_working_copy_is_found_as_readers_find_pieces(draft, text):
    assert found(text, "bai") == [draft.title]


@pytest.mark.parametrize(
    "text", ["Hải Phòng", "175-ĐA/TU", "22/3/2016", "4/2016", "“cuong tang”", "", "%", "…"]
)
def test_nothing_is_found_where_a_word_is_missing(draft, text):
    assert found(text, "bai") == []


def test_title_as_typed_stands_first():
    make_article(title="Một", sapo="Hội đua ngựa.")
    make_article(title="Hội dua ngưa")
    make_article(title="Hội đua ngựa")
    assert found("đua ngựa", "bai") == ["Hội đua ngựa", "Hội dua ngưa", "Một"]
    newest = ["Hội đua ngựa", "Hội dua ngưa", "Một"]
    assert found("đua ngựa", "bai", newest_first=True) == newest


def test_photo_is_found_by_all_that_is_said_of_it_but_where_the_camera_stood():
    unit = make_unit("Đồn Biên phòng Trà Lĩnh", "ĐBP Trà Lĩnh")
    photo = make_photo(
        caption="Tuần tra",
        credit="Viết Hà",
        persons="Lò Văn Sơn",
        unit=unit,
        place="Cao Bằng",
        taken_on=date(2026, 9, 2),
        location="22.12345, 106.54321",
    )
    for text in (
        *("tuan tra", "viet ha", "lo van son", "dbp tra linh", "cao bang", str(photo.pk)),
        *("2/9/2026", "tháng 9 năm 2026", "09/2026", "2026", "đại úy Lò Văn Sơn"),
    ):
        assert found(text, "anh") == ["Tuần tra"], text
    for text in ("22.12345", "106.54321", "8/2026"):
        assert found(text, "anh") == [], text


def test_author_is_found_with_or_without_a_rank_by_pen_name_and_unit():
    officer = make_officer(make_unit("Đồn Biên phòng Nậm Khao"), name="Trần Văn Khởi")
    PenName.objects.create(author=officer, name="Hà Đông Bắc")
    for text in ("tran van khoi", "Đại úy Trần Văn Khởi", "ha dong bac", "nam khao"):
        assert found(text, "tac-gia") == ["Trần Văn Khởi"], text
    assert found("tran van hung", "tac-gia") == []


def test_unit_is_found_under_its_old_and_its_new_name():
    rename(make_unit("BĐBP Hà Giang"), make_unit("BCH Tuyên Quang"))
    assert sorted(found("ha giang", "don-vi")) == ["BCH Tuyên Quang", "BĐBP Hà Giang"]
    assert sorted(found("BCH tuyen quang", "don-vi")) == ["BCH Tuyên Quang", "BĐBP Hà Giang"]


# --- what changes ---------------------------------------------------------------------------------


def test_saved_a_second_ago_is_found_and_old_words_are_forgotten(draft):
    assert found("tang cuong") == [draft.title]
    draft.title = "Thuyền cứu hộ"
    draft.save()
    assert (found("thuyen cuu ho"), found("tang cuong")) == (["Thuyền cứu hộ"], [])
    Article.objects.filter(pk=draft.pk).update(sapo="Bão số 3")  # past every save()
    assert found("bao so 3") == ["Thuyền cứu hộ"]


def test_change_that_is_undone_leaves_nothing(draft):
    found("x")
    with transaction.atomic():
        Article.objects.filter(pk=draft.pk).update(title="Thuyền cứu hộ")
        transaction.set_rollback(True)
    assert (found("thuyen cuu ho"), Change.objects.count()) == ([], 0)


def rename_author(draft):
    Author.objects.filter(bylines__article=draft).update(name="Bằng Lăng")


def rename_pen(draft):
    PenName.objects.update(name="Bằng Lăng")


def rename_tag(draft):
    tag = draft.tagged_items.get().tag
    tag.name = "Bằng Lăng"
    tag.save()


def rename_topic(draft):
    draft.topics.update(name="Bằng Lăng")


def rename_series(draft):
    Series.objects.update(name="Bằng Lăng")


def sign_anew(draft):
    Byline.objects.create(article=draft, author=make_author("Bằng Lăng"), role="anh")


def tag_anew(draft):
    draft.tags.add("Bằng Lăng")


def take_up_topic(draft):
    draft.topics.add(make_topic("Bằng Lăng"))


@pytest.mark.parametrize(
    "change",
    [
        *(rename_author, rename_pen, rename_tag, rename_topic, rename_series),
        *(sign_anew, tag_anew, take_up_topic),
    ],
)
def test_name_that_changes_is_found_in_its_pieces(draft, change):
    line = draft.bylines.get()
    line.pen_name = PenName.objects.create(author=line.author, name="Cũ Kỹ")
    line.save()
    draft.topics.add(make_topic("Dòng cũ"))
    draft.series = Series.objects.create(name="Loạt cũ")
    draft.save()
    assert found("bang lang", "bai") == []
    change(draft)
    assert found("bang lang", "bai") == [draft.title]
    assert Change.objects.count() == 0


def test_what_is_taken_from_a_piece_is_not_found_in_it(draft):
    draft.topics.add(make_topic("Dòng cũ"))
    assert (found("dong cu"), found("quang ninh"), found("viet ha", "bai")) == ([draft.title],) * 3
    draft.topics.clear()
    draft.tags.clear()
    draft.bylines.all().delete()
    assert (found("dong cu"), found("quang ninh"), found("viet ha", "bai")) == ([], [], [])


def test_unit_and_author_renamed_are_found_in_photos():
    unit, author = make_unit("Đồn Cũ"), make_author("Người Cũ")
    make_photo(caption="Tuần tra", unit=unit, photographer=author)
    assert (found("don cu", "anh"), found("nguoi cu", "anh")) == (["Tuần tra"], ["Tuần tra"])
    Unit.objects.filter(pk=unit.pk).update(name="Đồn Mới")
    Author.objects.filter(pk=author.pk).update(name="Người Mới")
    assert (found("don moi", "anh"), found("nguoi moi", "anh")) == (["Tuần tra"], ["Tuần tra"])
    assert (found("don cu", "anh"), found("nguoi cu", "anh")) == ([], [])


def test_unit_renamed_is_found_in_its_people_and_its_posts():
    unit = make_unit("Đồn Cũ")
    officer = make_officer(unit, name="Trần Văn Khởi")
    make_unit("Trạm Một", parent=unit)
    Unit.objects.filter(pk=unit.pk).update(name="Đồn Mới")
    assert found("don moi", "tac-gia") == [officer.name]
    assert sorted(found("don moi", "don-vi")) == ["Trạm Một", "Đồn Mới"]
    Posting.objects.all().delete()
    assert found("don moi", "tac-gia") == []


def test_saving_what_is_not_searched_for_notes_nothing(draft):
    photo = make_photo()
    found("x")
    Article.objects.filter(pk=draft.pk).update(comment_count=3)
    Photo.objects.filter(pk=photo.pk).update(made={}, checked=False)
    assert Change.objects.count() == 0


def test_whoever_looks_waits_for_few_and_the_worker_does_the_rest():
    for n in range(4):
        make_article(title=f"Hội đua {n}", byline=False)
    assert (keeping.catch_up(3), Change.objects.count()) == (True, 1)
    look()
    waiting = Effect.objects.filter(kind=keeping.DESK)
    assert list(waiting.values_list("key", "ticket")) == [("", 1)]
    look()
    run_due()
    assert (Change.objects.count(), waiting.count()) == (0, 0)
    assert len(found("hoi dua")) == 4
    look()
    assert waiting.count() == 0


# --- built anew -----------------------------------------------------------------------------------


def test_everything_is_written_anew_and_what_lacks_is_told(monkeypatch, draft):
    monkeypatch.setattr(keeping, "BATCH", 2)
    make_photo(caption="Tuần tra")
    make_unit("Đồn Một")
    articles = [make_article(title=f"Hội đua {n}") for n in range(3)]
    Change.objects.all().delete()
    assert keeping.missing() == {"bai": 4, "anh": 1, "tac-gia": 4, "don-vi": 1}
    assert [kind for kind, _last in keeping.fill()] == [
        "bai",
        "bai",
        "anh",
        "tac-gia",
        "tac-gia",
        "don-vi",
    ]
    assert keeping.missing() == dict.fromkeys(("bai", "anh", "tac-gia", "don-vi"), 0)
    assert len(found("hoi dua")) == len(articles)
    assert len(list(keeping.fill())) == 6
    assert (len(found("hoi dua")), found("tuan tra")) == (3, ["Tuần tra"])


def test_reindex_fills_it_and_verify_tells_what_lacks(capsys, draft):
    Change.objects.all().delete()
    with pytest.raises(CommandError, match="Chỉ mục của tòa soạn thiếu 2 mục"):
        call_command("reindex", "--verify")
    call_command("reindex")
    assert "Chỉ mục của tòa soạn đủ bài, ảnh, tác giả, đơn vị." in capsys.readouterr().out


def test_worker_fills_the_index_batch_by_batch(monkeypatch, draft):
    monkeypatch.setattr(keeping, "BATCH", 1)
    make_article(title="Hội đua")
    Change.objects.all().delete()
    Effect.objects.create(kind=keeping.FILL, key="", due=draft.created)
    run_due()
    assert Effect.objects.filter(kind=keeping.FILL).count() == 0
    assert keeping.missing() == dict.fromkeys(("bai", "anh", "tac-gia", "don-vi"), 0)


def test_triggers_are_laid_once_and_again_where_one_was_lost():
    noting.lay(connection)
    name, table = "search_note_0_update", "articles_article"
    with connection.cursor() as cursor:
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {name}{on}")
    noting.lay(connection)
    draft = make_article()
    found("x")
    Article.objects.filter(pk=draft.pk).update(title="Thuyền cứu hộ")
    assert found("thuyen cuu ho") == ["Thuyền cứu hộ"]


def test_every_row_that_is_gone_is_gone_from_the_index():
    unit = make_unit("Đồn Một")
    assert found("don mot") == ["Đồn Một"]
    unit.delete()
    assert (found("don mot"), DeskDocument.objects.filter(kind="don-vi").count()) == ([], 0)


# --- odd input, lists of the admin ----------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(any_text)
def test_any_text_is_searched_for_without_an_error(text):
    search(understood(text), seen_by(chief()))
    matching("bai", text, Article.objects.all(), begun=True).exists()


@pytest.mark.parametrize(
    ("text", "begun", "count"),
    [
        *(("tăng cư", True, 0), ("tăng cườ", True, 1), ("tang cuo", True, 1)),
        *(("tang cuo", False, 0), ("tang cuong", False, 1), ("174-đa", True, 1), ("%", True, 1)),
        *(("c*", True, 0), ("", True, 1)),
    ],
)
def test_last_word_may_go_on_where_somebody_types(draft, text, begun, count):
    assert matching("bai", text, Article.objects.all(), begun=begun).count() == count
