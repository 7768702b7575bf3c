"""Who signs: ranks and posts through time, units through their renamings, names in order."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from authors import ranks
from authors.models import Author, PenName, Posting, Succession, Unit
from tests.factories.people import make_author

pytestmark = pytest.mark.django_db


def unit(name, **facts):
    return Unit.objects.create(name=name, **facts)


def succeed(old, new, on=date(2025, 7, 1)):
    return Succession.objects.create(predecessor=old, successor=new, on=on)


def post(author, since, rank="", office="", unit=None):
    return Posting.objects.create(author=author, since=since, rank=rank, post=office, unit=unit)


def refusals(row):
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return caught.value.message_dict


# --- ranks, posts and units through time ------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "rank"),
    [
        (date(2014, 12, 31), None),
        (date(2015, 1, 1), "Trung tá"),
        (date(2019, 7, 17), "Trung tá"),
        (date(2020, 5, 31), "Trung tá"),
        (date(2020, 6, 1), "Thượng tá"),
        (date(2023, 12, 31), "Thượng tá"),
        (date(2024, 1, 1), "Đại tá"),
        (date(9999, 12, 31), "Đại tá"),
    ],
)
def test_posting_on_a_day_is_the_last_begun_by_then(day, rank):
    author = make_author()
    post(author, date(2024, 1, 1), "Đại tá")
    post(author, date(2015, 1, 1), "Trung tá")
    post(author, date(2020, 6, 1), "Thượng tá")
    posting = author.posting_on(day)
    assert (posting.rank if posting else None) == rank


def test_posting_on_any_day_of_nobody_is_none():
    assert make_author().posting_on(date(2026, 1, 1)) is None


def test_posting_on_costs_nothing_when_prefetched(django_assert_num_queries):
    author = make_author()
    post(author, date(2015, 1, 1), "Trung tá")
    loaded = Author.objects.prefetch_related("postings").get(pk=author.pk)
    with django_assert_num_queries(0):
        assert loaded.posting_on(date(2019, 1, 1)).rank == "Trung tá"


@pytest.mark.parametrize(
    ("facts", "printed"),
    [
        (
            ("Đại tá", "Chính ủy", "BĐBP Quảng Ninh"),
            "Đại tá Trần Văn Khởi, Chính ủy BĐBP Quảng Ninh",
        ),
        (("", "Chính ủy", "BĐBP Quảng Ninh"), "Trần Văn Khởi, Chính ủy BĐBP Quảng Ninh"),
        (("Đại tá", "", "BĐBP Quảng Ninh"), "Đại tá Trần Văn Khởi, BĐBP Quảng Ninh"),
        (("Đại tá", "Chính ủy", ""), "Đại tá Trần Văn Khởi, Chính ủy"),
        (("Đại tá", "", ""), "Đại tá Trần Văn Khởi"),
        (("", "", ""), "Trần Văn Khởi"),
        (
            ("Đại úy QNCN", "phóng viên Báo Biên phòng", "Báo Biên phòng"),
            "Đại úy QNCN Trần Văn Khởi, phóng viên Báo Biên phòng",
        ),
    ],
)
def test_posting_is_printed_as_papers_sign(facts, printed):
    rank, office, short_name = facts
    where = unit("Bộ Chỉ huy", short_name=short_name) if short_name else None
    posting = post(make_author(), date(2020, 1, 1), rank, office, where)
    assert posting.printed("Trần Văn Khởi") == printed


def test_unit_without_a_short_name_is_printed_in_full():
    station = unit("Đồn Biên phòng Ia O")
    posting = post(make_author(), date(2020, 1, 1), "Thiếu tá", "Đồn trưởng", station)
    assert posting.printed("Lê Dũng") == "Thiếu tá Lê Dũng, Đồn trưởng Đồn Biên phòng Ia O"


def test_two_postings_from_one_day_are_refused():
    author = make_author()
    post(author, date(2020, 1, 1))
    twin = Posting(author=author, since=date(2020, 1, 1), rank="Đại tá")
    assert refusals(twin) == {"__all__": ["Đã có một dòng cho ngày này."]}


def test_rank_ladder_is_the_border_guards():
    assert ranks.LADDER[0] == "Binh nhì"
    assert ranks.LADDER[-1] == "Đại tướng"
    order = ["Thượng sĩ", "Thiếu úy QNCN", "Thượng tá QNCN", "Thiếu úy", "Đại tá", "Thiếu tướng"]
    assert sorted(order, key=ranks.LADDER.index) == order
    assert len(set(ranks.LADDER)) == len(ranks.LADDER) == 24


def test_rank_off_the_ladder_is_refused():
    assert list(refusals(Posting(author=make_author(), since=date(2020, 1, 1), rank="Đô đốc"))) == [
        "rank"
    ]


# --- names ------------------------------------------------------------------------------------


def test_authors_are_filed_by_given_name_in_vietnamese_order():
    names = ["Nguyễn Văn An", "Đặng Bình", "Lê Dũng", "Trần Đại", "Ngô Đạt", "Phạm Đăng", "Viết Hà"]
    for name in reversed(names):
        make_author(name)
    in_order = [
        "Nguyễn Văn An",
        "Đặng Bình",
        "Lê Dũng",
        "Trần Đại",
        "Ngô Đạt",
        "Phạm Đăng",
        "Viết Hà",
    ]
    assert list(Author.objects.values_list("name", flat=True)) == in_order


def test_authors_of_one_given_name_are_filed_by_family_then_tone():
    for name in ("Trần Hà", "Nguyễn Hạ", "Đỗ Hà", "Nguyễn Hà", "Dương Hà"):
        make_author(name)
    assert list(Author.objects.values_list("name", flat=True)) == [
        *("Dương Hà", "Đỗ Hà", "Nguyễn Hà", "Trần Hà", "Nguyễn Hạ"),
    ]


def test_author_renamed_is_filed_and_addressed_anew():
    author = make_author("Viết Hà")
    author.name = "Nguyễn Đức"
    author.save()
    author.refresh_from_db()
    assert author.slug == "nguyen-duc"
    make_author("Lê Đạt")
    assert [row.name for row in Author.objects.all()] == ["Lê Đạt", "Nguyễn Đức"]


@pytest.mark.parametrize("name", ["作者", "Ёё Юю"])
def test_author_of_another_script_has_an_address_too(name):
    assert make_author(name).slug == "tac-gia"


def test_same_pen_name_twice_is_refused_and_shared_ones_are_not():
    author = make_author()
    PenName.objects.create(author=author, name="Biên Cương")
    PenName(author=make_author(), name="Biên Cương").full_clean()
    twin = PenName(author=author, name="Biên  Cương")
    assert refusals(twin) == {"__all__": ["Tác giả đã có bút danh này."]}


# --- units through time -----------------------------------------------------------------------


def lineage(one):
    return {row.name for row in one.lineage()}


def test_lineage_of_a_unit_that_never_changed_is_itself():
    assert lineage(unit("Đồn Biên phòng Ia O")) == {"Đồn Biên phòng Ia O"}


def test_lineage_follows_renamings_both_ways():
    old, middle, new = unit("Cũ"), unit("Giữa"), unit("Mới")
    succeed(old, middle)
    succeed(middle, new)
    assert lineage(old) == lineage(middle) == lineage(new) == {"Cũ", "Giữa", "Mới"}


def test_lineage_follows_mergers_and_divisions():
    tuyen_quang, ha_giang, merged = unit("Tuyên Quang cũ"), unit("Hà Giang"), unit("Tuyên Quang")
    succeed(tuyen_quang, merged)
    succeed(ha_giang, merged)
    part = unit("Đồn Lũng Cú")
    succeed(ha_giang, part)
    unit("Gia Lai")
    family = {"Tuyên Quang cũ", "Hà Giang", "Tuyên Quang", "Đồn Lũng Cú"}
    assert lineage(tuyen_quang) == lineage(part) == family


def test_lineage_of_a_ring_ends():
    one, two, three = unit("Một"), unit("Hai"), unit("Ba")
    for old, new in ((one, two), (two, three), (three, one)):
        succeed(old, new)
    assert lineage(two) == {"Một", "Hai", "Ba"}


@pytest.mark.parametrize("width", [1, 3, 30])
def test_lineage_costs_a_query_for_each_generation(width, django_assert_num_queries):
    merged = unit("Mới")
    for number in range(width):
        succeed(unit(f"Cũ {number}"), merged)
    with django_assert_num_queries(2):
        assert len(merged.lineage()) == width + 1


def test_unit_is_not_its_own_successor():
    one = unit("Một")
    row = Succession(predecessor=one, successor=one, on=date(2025, 7, 1))
    assert refusals(row) == {"__all__": ["Một đơn vị không thể kế tục chính nó."]}
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
