"""Names that the newsroom alone speaks under, and the words of the lists in names."""

import pytest

from comments import rescanning
from comments.models import Flag, Mode, SectionPolicy, Voice, Word
from comments.names import speaks_for_the_house
from tests.comments.factories import make_approved, make_pending, make_trusted
from tests.factories.articles import make_published


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Tổng biên tập",
            "Phó Tổng Biên Tập",
            "BBT",
            "BBT báo",
            "admin",
            "Admin 2",
            "Phóng viên",
        ),
        *("Tòa soạn", "TOÀ  SOẠN.", "TòaSoạn", "Tоà sоạn", "Toa s0an", "T.ò.a s.o.ạ.n"),
        *(
            "Thư ký tòa soạn",
            "Báo Biên phòng điện tử",
            "[Ban biên tập]",
            "Quản trị",
            "Ban quản trị",
        ),
    ],
)
def test_name_of_the_house_is_seen_through(name):
    assert speaks_for_the_house(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Nguyễn Văn An", "Lê Quân Trí", "Lính biên phòng", "Bạn đọc báo Biên giới", "Hòa", "…"),
        *("B. B. Trâm", "Phóng viên về hưu", "Badminton", "Bt"),
        *("Thoa Soạn", "Ban Văn Biên", "Một người yêu biên phòng"),
    ],
)
def test_name_of_a_reader_is_his_own(name):
    assert not speaks_for_the_house(name)


def told(comment):
    return [str(flag) for flag in Flag.objects.filter(revision__comment=comment)]


@pytest.mark.django_db
def test_guest_under_a_name_of_the_house_is_told_of():
    version = make_published()
    flagged = make_pending(version, name="Tòa soạn.")
    assert told(flagged) == ["Tên như của tòa soạn: Tòa soạn."]
    assert told(make_pending(version, name="Lò Thị Mai")) == []
    assert told(make_pending(version, name="Tòa soạn", voice=Voice.DESK)) == []


@pytest.mark.django_db
def test_word_in_a_name_is_flagged_and_waits():
    version = make_published()
    SectionPolicy.objects.create(section=version.section, mode=Mode.TRUSTED)
    Word.objects.create(text="lừa đảo", list="cam")
    comment = make_pending(version, reader=make_trusted(), name="Lua đảo", text="Hay.")
    [flag] = Flag.objects.all()
    assert (comment.pending, flag.start, flag.end) == (True, 0, 0)
    assert str(flag) == "Từ cấm: lừa đảo, trong tên"


@pytest.mark.django_db
def test_word_in_the_name_and_at_the_beginning_of_the_text_is_told_once():
    Word.objects.create(text="lừa đảo", list="cam")
    comment = make_pending(make_published(), name="Lừa đảo", text="Lừa đảo! Toàn lừa đảo.")
    assert told(comment) == ["Từ cấm: lừa đảo, trong tên", "Từ cấm: lừa đảo"]


@pytest.mark.django_db
def test_new_word_finds_an_old_name():
    comment = make_approved(make_published(), name="Lừa Đảo")
    Word.objects.create(text="lừa đảo", list="cam")
    for _twice in range(2):
        rescanning.rescan(rescanning.ask_rescan().pk, 0)
    comment.refresh_from_db()
    assert (comment.again, told(comment)) == (True, ["Từ cấm: lừa đảo, trong tên"])
