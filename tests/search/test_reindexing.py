"""A new index beside the old one: progress, a run broken off, two at once, --verify."""

import re
import signal
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import PublishedVersion
from outbox.models import Effect
from outbox.queue import enqueue, run_due
from search import indexing, reindexing
from search.analysis import sheet
from search.engines import engine, postgres
from search.indexing import index, index_block, state
from search.models import DocumentA, DocumentB
from search.queries import search
from search.turning import turn_to
from tests.factories.articles import make_published
from tests.outbox.process import wait_until
from tests.search.process import reindexing_that_stands

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_slices(monkeypatch, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(reindexing, "SLICE", 2)


@pytest.fixture
def pieces():
    versions = [make_published(title=f"Chợ phiên {n}") for n in range(5)]
    index(versions)
    return versions


def reindex(*arguments):
    out = StringIO()
    call_command("reindex", *arguments, stdout=out)
    return out.getvalue()


def found():
    return sorted(version.title for version in search("chợ phiên").items)


RIGHT = "Chỉ mục khớp với mọi bản đã xuất bản."
ALL = [f"Chợ phiên {n}" for n in range(5)]


class Interrupting(StringIO):
    """A terminal at which Ctrl+C is pressed when so much has been told."""

    def __init__(self, lines):
        super().__init__()
        self.left = lines

    def write(self, text):
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return super().write(text)


# --- building ---------------------------------------------------------------------------------


def test_new_copy_takes_over_and_tells_how_it_went(pieces):
    told = reindex()
    last = pieces[-1].pk
    assert re.findall(r"\r(\d+/\d+), \d+ bản/giây, còn \d+ giây", told) == [
        *(f"{pieces[1].pk}/{last}", f"{pieces[3].pk}/{last}", f"{last}/{last}"),
    ]
    assert "Chỉ mục mới đã thay chỉ mục cũ." in told.splitlines()
    assert (state().live, state().building, found()) == ("b", False, ALL)


def test_readers_are_answered_by_the_old_copy_until_the_new_is_whole(pieces):
    reindexing.begin()
    while reindexing.go_on():
        assert (state().live, found()) == ("a", ALL)
    assert (state().live, found()) == ("b", ALL)


def test_run_broken_off_goes_on_where_it_was(pieces):
    with pytest.raises(KeyboardInterrupt):
        call_command("reindex", stdout=Interrupting(1))
    assert (state().live, state().building, state().done) == ("a", True, pieces[3].pk)
    assert reindex().startswith(f"Chạy tiếp từ bản số {pieces[3].pk}.\n")
    assert (state().live, found()) == ("b", ALL)


class Asking(StringIO):
    """A terminal at which a reader searches whenever something is told."""

    def write(self, text):
        assert found() == ALL
        return super().write(text)


def free():
    """Whether nobody is building: a server takes a moment to notice that a client died."""
    try:
        with reindexing.alone():
            return True
    except reindexing.Busy:
        return False


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_run_that_is_killed_leaves_search_answering_and_goes_on(pieces):
    with reindexing_that_stands() as process:
        assert (free(), found()) == (False, ALL)
        process.kill()
        assert process.wait(timeout=5) == -signal.SIGKILL
    wait_until(free)
    now = state()
    assert (now.live, now.building, now.done, found()) == ("a", True, pieces[3].pk, ALL)
    assert DocumentB.objects.count() == 4  # of the slice it was killed in, nothing
    told = Asking()
    call_command("reindex", stdout=told)
    assert told.getvalue().startswith(f"Chạy tiếp từ bản số {pieces[3].pk}.\n")
    assert (state().live, state().building, found()) == ("b", False, ALL)
    assert RIGHT in reindex("--verify").splitlines()


def test_slice_that_was_written_and_not_noted_is_written_once(pieces):
    reindexing.begin()
    index(pieces[:2], "b")
    while reindexing.go_on():
        pass
    assert DocumentB.objects.count() == 5


def test_told_to_begin_anew_it_forgets_what_was_begun(pieces):
    reindexing.begin()
    reindexing.go_on()
    assert not reindex("--anew").startswith("Chạy tiếp")
    assert (state().live, DocumentB.objects.count()) == ("b", 5)


def test_what_is_published_meanwhile_is_in_both(pieces):
    reindexing.begin()
    reindexing.go_on()
    late = make_published(title="Chợ phiên 5")
    index_block(late.pk - late.pk % indexing.BLOCK)
    assert found() == [*ALL, "Chợ phiên 5"]
    while reindexing.go_on():
        pass
    assert (state().live, found()) == ("b", [*ALL, "Chợ phiên 5"])


def test_version_that_came_late_under_a_lower_number_is_in_the_new_copy(pieces):
    reindexing.begin()
    while len(engine().holds("b", [version.pk for version in pieces])) < 5:
        reindexing.go_on()
    DocumentB.objects.filter(version=pieces[0]).delete()
    reindexing.go_on()
    assert (state().live, reindexing.missing("b")) == ("b", [])


def test_old_copy_is_emptied_some_minutes_later(clock, pieces):
    reindex()
    run_due()
    assert DocumentA.objects.count() == 5
    clock.forward(minutes=6)
    run_due()
    assert (DocumentA.objects.count(), found()) == (0, ALL)


def test_old_copy_that_is_being_built_again_is_not_emptied(pieces):
    reindex()
    reindexing.begin()
    reindexing.go_on()
    reindexing.tidy()
    assert DocumentA.objects.count() == 2


def test_asked_of_the_outbox_it_is_built_slice_by_slice(pieces):
    enqueue(reindexing.REINDEX, "")
    run_due()
    assert (state().live, found()) == ("b", ALL)
    assert not Effect.objects.filter(kind=reindexing.REINDEX).exists()


def test_second_run_at_once_is_refused(pieces):
    refused = []

    def second():
        try:
            with reindexing.alone():
                refused.append(False)
        except reindexing.Busy:
            refused.append(True)
        finally:
            connection.close()

    def meanwhile():
        thread = Thread(target=second)
        thread.start()
        thread.join()

    with reindexing.alone():
        meanwhile()
    meanwhile()
    assert refused == [True, False]


def test_whole_copy_is_parted_in_time_and_finds_the_same(pieces, monkeypatch):
    monkeypatch.setattr(postgres, "FIRST_STEP", 1)
    monkeypatch.setattr(postgres, "GROWTH", 2)
    before = [version.pk for version in search("chợ phiên", newest_first=True).items]
    reindex()
    places = list(DocumentB.objects.order_by("-place").values_list("place", flat=True))
    parted = {"postgresql": [places[0], places[2]], "sqlite": []}
    assert state().steps == parted[connection.vendor]
    assert [version.pk for version in search("chợ phiên", newest_first=True).items] == before
    page = search("chợ phiên", newest_first=True, turn=turn_to(f"0_{places[1]}"))
    assert [version.pk for version in page.items] == before[2:]


# --- verifying --------------------------------------------------------------------------------


def faults():
    """What --verify says of a copy that is wrong."""
    out = StringIO()
    with pytest.raises(CommandError, match="Chỉ mục không khớp"):
        call_command("reindex", "--verify", stdout=out)
    return out.getvalue().rpartition("\r")[2].splitlines()[1:]


def test_whole_copy_is_found_right(pieces):
    assert RIGHT in reindex("--verify").splitlines()
    assert (state().live, DocumentB.objects.count()) == ("a", 0)


def test_verify_names_a_version_that_is_missing(pieces):
    DocumentA.objects.filter(version=pieces[2]).delete()
    assert faults() == [f"1 bản thiếu, từ bản số {pieces[2].pk}."]


@pytest.mark.parametrize("mark", [None, "0" * 16])
def test_verify_names_a_version_that_is_held_by_other_words(pieces, mark):
    DocumentA.objects.filter(version__in=pieces[1:3]).update(fingerprint=mark)
    assert faults() == [f"2 bản cũ hoặc sai chữ, từ bản số {pieces[1].pk}."]


@pytest.mark.parametrize("words", [{"title": " chợ chiều "}, {"sapo": " khác "}])
def test_verify_names_words_changed_behind_its_back(pieces, words):
    DocumentA.objects.filter(version=pieces[1]).update(**words)
    assert faults() == [f"1 bản cũ hoặc sai chữ, từ bản số {pieces[1].pk}."]


def test_verify_names_a_version_its_words_do_not_find(pieces):
    place = DocumentA.objects.get(version=pieces[1]).place
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            gone = " ".join(sheet(pieces[1]).lexemes)
            cursor.execute(
                "INSERT INTO search_lexemes_a(search_lexemes_a, rowid, lexemes)"
                " VALUES ('delete', %s, %s)",
                [place, gone],
            )
        else:
            cursor.execute(
                "UPDATE search_documenta SET lexemes = ts_delete(lexemes, 'phien')"
                " WHERE place = %s",
                [place],
            )
    assert faults() == [f"1 bản cũ hoặc sai chữ, từ bản số {pieces[1].pk}."]


def test_verify_names_a_row_of_no_version(pieces):
    last = PublishedVersion.objects.order_by("pk").last().pk
    DocumentA.objects.create(place=1, version_id=last + 7, title="", sapo="", fingerprint="")
    told = faults()
    DocumentA.objects.filter(place=1).delete()
    assert told == [f"1 bản lạ, không có bản nào như vậy, từ bản số {last + 7}."]


def test_building_mends_what_verify_named(pieces):
    DocumentA.objects.filter(version=pieces[2]).delete()
    faults()
    reindex()
    assert RIGHT in reindex("--verify").splitlines()
