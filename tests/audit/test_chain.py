"""What somebody did to the log past the guards is found, and the command says where."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit import chain
from audit.exporting import lines, safe
from audit.log import record
from audit.models import Entry, Head
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def written(count):
    return [record("articles.approved", by=None, facts={"n": n}) for n in range(count)]


def force(statement):
    """As somebody does who owns the database: past the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Deferred checks stand between rows just written and what follows.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        else:
            for name in ("log_is_not_changed", "log_is_kept"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(statement)


def verify(**options):
    out = io.StringIO()
    call_command("audit", "verify", *(f"--{k}={v}" for k, v in options.items()), stdout=out)
    return out.getvalue().splitlines()


def fault(**options):
    with pytest.raises(CommandError) as refused:
        verify(**options)
    assert refused.value.returncode == 1
    return str(refused.value)


def test_whole_log_is_told_with_the_hash_it_ends_in(monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 3)
    entries = written(7)
    said, seal = verify()
    assert said.startswith("Nguyên vẹn: 7 dòng, ")
    assert seal == f"Dấu cuối: {entries[-1].number}:{entries[-1].sha256}"
    assert verify(**{"from": 5})[0].startswith("Nguyên vẹn: 3 dòng, ")
    assert verify(**{"from": 99})[0].startswith("Nguyên vẹn: 0 dòng, ")


def test_empty_log_is_whole():
    [said] = verify()
    assert said.startswith("Nguyên vẹn: 0 dòng")


@pytest.mark.parametrize(
    "change",
    [
        "act = 'articles.published'",
        "by_name = 'Người khác'",
        "facts = '{\"n\": 9}'",
        "at = '2020-01-01 00:00:00+00:00'",
        "words = 'x'",
        "sha256 = 'x'",
        "previous = 'x'",
        "revision = 1",
    ],
)
def test_changed_row_is_named(change):
    entries = written(5)
    force(f"UPDATE audit_entry SET {change} WHERE number = {entries[2].number}")
    assert fault() == f"Dòng {entries[2].number} đã bị sửa."


def test_row_sealed_anew_is_betrayed_by_the_next():
    entries = written(5)
    row = Entry.objects.get(pk=entries[2].pk)
    row.by_name = "Người khác"
    force(
        f"UPDATE audit_entry SET by_name = 'Người khác', sha256 = '{row.seal()}'"
        f" WHERE number = {row.number}"
    )
    assert fault() == f"Dòng {row.number + 1} không nối với dòng {row.number}."


def test_missing_row_is_named():
    entries = written(5)
    force(f"DELETE FROM audit_entry WHERE number = {entries[1].number}")
    assert fault() == f"Mất dòng {entries[1].number}."
    assert fault(**{"from": entries[0].number}) == f"Mất dòng {entries[1].number}."


def test_tail_cut_off_is_noticed():
    entries = written(5)
    force(f"DELETE FROM audit_entry WHERE number > {entries[2].number}")
    last, head = entries[2].number, entries[4].number
    assert fault() == f"Mất phần cuối: dòng cuối là {last}, đầu mối ghi {head}."


def test_tail_and_head_cut_back_together_lack_the_row_that_was_kept():
    """The chain alone can't tell: whoever keeps the last seal elsewhere can."""
    entries = written(5)
    kept = verify()[1].removeprefix("Dấu cuối: ")
    force(f"DELETE FROM audit_entry WHERE number > {entries[2].number}")
    Head.objects.update(number=entries[2].number, sha256=entries[2].sha256)
    assert verify()[0].startswith("Nguyên vẹn: 3 dòng")
    assert fault(expect=kept) == f"Dòng {entries[4].number} không phải dòng có dấu đã giữ."


def test_log_that_went_on_holds_the_row_that_was_kept():
    written(2)
    kept = verify()[1].removeprefix("Dấu cuối: ")
    written(2)
    assert verify(expect=kept)[1:] == verify()[1:]
    number, _colon, _sha256 = kept.partition(":")
    other = f"{number}:{'0' * 64}"
    assert fault(expect=other) == f"Dòng {number} không phải dòng có dấu đã giữ."


@pytest.mark.parametrize("odd", ["", "7", "7:abc", f"x:{'0' * 64}", f"0:{'0' * 64}"])
def test_odd_seal_is_refused(odd):
    with pytest.raises(CommandError):
        verify(expect=odd)


def test_row_the_head_does_not_know_is_noticed():
    entries = written(3)
    Head.objects.update(number=entries[1].number, sha256=entries[1].sha256)
    assert fault() == f"Đầu mối không biết dòng {entries[2].number}."


def test_last_row_swapped_for_another_is_noticed():
    entries = written(3)
    Head.objects.update(sha256="0" * 64)
    assert fault() == f"Dòng {entries[2].number} không phải dòng mà đầu mối ghi."


@pytest.mark.parametrize("odd", ["0", "-1", "x"])
def test_odd_number_is_refused(odd):
    with pytest.raises(CommandError):
        verify(**{"from": odd})


# --- export -------------------------------------------------------------------------------------


def exported(*options):
    out = io.StringIO()
    call_command("audit", "export", *options, stdout=out)
    return out.getvalue()


def test_json_lines_hold_all_that_is_sealed():
    record("articles.approved", by=make_user(full_name="Đặng Hòa"), facts={"lý do": "đã đọc"})
    [line] = exported().splitlines()
    told, entry = json.loads(line), Entry.objects.get()
    assert (told["by_name"], told["facts"]) == ("Đặng Hòa", {"lý do": "đã đọc"})
    assert (told["sha256"], told["previous"]) == (entry.sha256, entry.previous)
    assert datetime.fromisoformat(told["at"]) == entry.at


def test_csv_computes_nothing():
    record("articles.approved", by=make_user(full_name='=HYPERLINK("x")'))
    text = exported("--format=csv")
    assert text.startswith("\ufeffSố,Lúc,")
    _heading, row = csv.reader(io.StringIO(text))
    assert row[2:4] == ['\'=HYPERLINK("x")', "Duyệt"]


@pytest.mark.parametrize(
    "begin",
    [
        *("=", "+", "-", "@", "\t", "\r", "\n"),
        *("＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−"),
        *(" =", "\u200b=", "\ufeff=", "\xa0＝", "\t =", "\x00="),
    ],
)
def test_formula_is_told_as_words(begin):
    assert safe(f"{begin}1") == f"'{begin}1"
    assert safe(f"1{begin}") == f"1{begin}"


@pytest.mark.parametrize("words", ["", " ", "\u200b", " Tôi", "– gạch", "“=1”", "…", "1-2"])
def test_words_are_told_as_they_are(words):
    assert safe(words) == words


def test_period_is_days_of_hanoi(monkeypatch):
    def at(*when):
        monkeypatch.setattr("audit.log.timezone.now", lambda: datetime(*when, tzinfo=UTC))
        return record("articles.approved", by=None).number

    numbers = [at(2026, 10, 1, 16, 59), at(2026, 10, 1, 17, 0), at(2026, 10, 2, 17, 0)]
    text = exported("--since=2/10/2026", "--until=2/10/2026")
    assert [json.loads(line)["number"] for line in text.splitlines()] == [numbers[1]]
    with pytest.raises(CommandError):
        exported("--since=31/2/2026")


def test_export_reads_in_batches(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("audit.exporting.BATCH", 3)
    written(7)
    with django_assert_num_queries(4):
        assert len("".join(lines(Entry.objects.all(), "jsonl")).splitlines()) == 7
