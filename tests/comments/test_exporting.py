"""Readers' words as files: whole, inert, and back again the same."""

import csv
import io
import json
from datetime import timedelta
from operator import itemgetter

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from comments import likes, moderation, recounting, reporting
from comments.exporting import BATCH, Choice, house, lines
from comments.importing import lines as importing
from comments.models import Comment, CommentRevision, Decision, Flag, Like, Report
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_rejected,
    make_spam,
    moderator,
)
from tests.factories.articles import make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

SHOT = '<script>alert(1)</script> {{7*7}} </textarea>"\u2028'


def exported(*arguments):
    out = io.StringIO()
    call_command("export_comments", *arguments, stdout=out)
    return out.getvalue()


def told(**choice):
    return [json.loads(line) for line in "".join(lines(Choice(**choice), "jsonl")).splitlines()]


def table(**choice):
    text = "".join(lines(Choice(**choice), "csv"))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


@pytest.fixture
def store():
    """One comment of each kind: edited, decided twice, undone, liked, answered, withdrawn …"""
    version = make_published(title="Bài có ý kiến")
    root = make_approved(version, name="Pa", email="pa@example.vn", text="Bản một.")
    moderation.edit(root, text="Bản hai, chờ duyệt.")
    reply = make_approved(version, parent=root, text="Trả lời.")
    make_approved(version, parent=reply, text="Trả lời của trả lời.")
    for voter in (1, 2, 3):
        likes.like(root, voter=voter)
    rejected = make_rejected(version, reason="Không đúng chủ đề", text="Khác.")
    moderation.undo(by=moderator())
    moderation.reject(rejected, by=moderator(), reason="Thô tục")
    moderation.withdraw(make_approved(version, text="Rút lại."))
    make_spam(version, text="Mua ngay.")
    make_pending(version, name="=1+1", email="bad@example.vn", text=SHOT)
    return version


def test_lines_hold_all_that_was_written_and_decided(store):
    first = told()[0]
    assert [row["text"] for row in first["revisions"]] == ["Bản một.", "Bản hai, chờ duyệt."]
    assert (first["shown"], first["status"], first["likes"]) == (1, "approved", 3)
    assert first["source"] == f"127.0.0.1:8000:{Comment.objects.order_by('pk')[0].pk}"
    assert first["address"].endswith(f"/bai-co-y-kien-post{store.article_id}.html")
    undone = told()[3]["decisions"]
    assert [(row["verdict"], row["undoes"], row["reason"]) for row in undone] == [
        ("rejected", None, "Không đúng chủ đề"),
        ("pending", 0, ""),
        ("rejected", None, "Thô tục"),
    ]
    assert {row["by"] for row in undone} == {moderator().username}


def test_addresses_of_readers_go_along_only_when_asked_for(store):
    assert "example.vn" not in "".join(lines(Choice(), "jsonl"))
    assert "example.vn" not in "".join(lines(Choice(), "csv"))
    assert told(emails=True)[0]["email"] == "pa@example.vn"
    assert table(emails=True)[1][-1] == "pa@example.vn"


def test_marks_of_browsers_and_networks_stay_here(store):
    Comment.objects.update(sender=424242, network=434343, holder=444444)
    for form in ("jsonl", "csv"):
        text = "".join(lines(Choice(emails=True), form))
        assert not any(mark in text for mark in ("424242", "434343", "444444"))


def test_pending_words_are_inert(store):
    text = "".join(lines(Choice(), "jsonl"))
    assert not any(sign in text for sign in "<>&\u2028")
    assert told()[-1]["revisions"][0]["text"] == Comment.objects.latest("pk").latest.text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_cell_of_a_table_is_computed(sign):
    name = f"{sign}cmd|' /C calc'!A0"
    comment = make_pending(make_published(), name=name, text=f"{sign}SUM(A1)")
    # What cleaning takes away at the door may still lie in old rows.
    Comment.objects.filter(pk=comment.pk).update(name=name)
    row = table()[1]
    assert row[5] == f"'{comment.name}"
    assert row[6][:2] == f"'{sign.strip()}"


def test_table_has_a_line_for_each_with_the_last_decision(store):
    rows = table()
    assert len(rows) == 1 + Comment.objects.count()
    assert rows[4][8] == "Không đăng"
    assert rows[4][-1] == "Thô tục"
    assert {len(row) for row in rows} == {len(rows[0])}


def test_one_piece_and_a_day_can_be_asked_for(store):
    other = make_approved(make_published())
    assert [row["article"] for row in told(article=other.article_id)] == [other.article_id]
    assert len(exported(f"--article={store.article_id}").splitlines()) == 7
    assert exported("--since=1/1/2999") == ""
    assert len(exported("--since=1/10/2023", "--format=csv").splitlines()) > 8
    with pytest.raises(CommandError):
        exported("--since=hôm qua")


def test_a_file_that_is_there_is_not_written_over(tmp_path, store):
    file = tmp_path / "y-kien.jsonl"
    call_command("export_comments", f"--output={file}")
    assert len(file.read_text().splitlines()) == Comment.objects.count()
    with pytest.raises(CommandError):
        call_command("export_comments", f"--output={file}")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_batch_costs_the_same_for_any_number(count, django_assert_num_queries):
    version = make_published()
    for _n in range(count):
        make_approved(version)
    with django_assert_num_queries(4):
        list(lines(Choice(), "jsonl"))
    assert BATCH > 30


# --- there and back -----------------------------------------------------------------------------


def empty():
    Decision.objects.exclude(undoes=None).delete()
    for model in (Decision, Flag, Like, Report):
        model.objects.all().delete()
    Comment.objects.update(latest=None, shown=None, root=None, parent=None)
    CommentRevision.objects.all().delete()
    Comment.objects.all().delete()


def lines_of(content):
    return list(importing.read(io.BytesIO(content)))


def bring(file, *options):
    out = io.StringIO()
    arguments = ["--format=jsonl", f"--by={moderator().username}", *options]
    call_command("import_comments", str(file), *arguments, stdout=out)
    return out.getvalue()


def test_what_goes_out_comes_in_the_same(store, tmp_path, settings):
    reporting.report(Comment.objects.order_by("pk")[1], voter=1, reason="rac")
    file = tmp_path / "tep"
    file.write_text(exported("--emails"), encoding="utf-8")
    before, count = told(emails=True), count_of(store)
    empty()
    store.article.comment_count = 0
    store.article.save(update_fields=["comment_count"])
    settings.SITE_URL = "https://bao-moi.example"
    bring(file, "--trust-names")
    after = told(emails=True)
    for row in (*before, *after):
        row["address"] = row["address"].rpartition("/")[2]
    # An answer may come in after others that were written later.
    assert sorted(after, key=itemgetter("source")) == sorted(before, key=itemgetter("source"))
    assert count_of(store) == count
    # Of nobody known, so they have no rows; the counter knows how many they are.
    assert Like.objects.count() == 0
    assert [drift for batch in recounting.comments() for drift in batch.drifts] == []
    bring(file)
    assert len(told()) == len(before)


def test_a_newspaper_knows_its_own_comments(store, tmp_path):
    file = tmp_path / "tep"
    file.write_text(exported(), encoding="utf-8")
    before = told()
    assert "7 ý kiến đã có từ trước." in bring(file)
    assert told() == before


WHOLE = {
    "source": "a:1",
    "parent": None,
    "article": 1,
    "address": "/bai-post1.html",
    "title": "Bài",
    "name": "Pa",
    "status": "approved",
    "shown": 1,
    "created": "2019-01-01T00:00:00+07:00",
    "likes": 0,
    "again": False,
    "featured": False,
    "voice": "",
    "revisions": [{"number": 1, "text": "Hay.", "created": "2019-01-01T00:00:00+07:00"}],
    "decisions": [],
}


def versions(*texts):
    same = {"created": WHOLE["created"]}
    return [{"number": n, "text": text, **same} for n, text in enumerate(texts, 1)]


SAID = {"revision": 1, "verdict": "approved", "by": None, "reason": "", "undoes": None}
SAID |= {"at": "2019-01-02T00:00:00+07:00"}


def test_a_whole_line_is_read():
    [record] = lines_of(json.dumps(WHOLE).encode())
    assert (record.fault, record.text, record.shown) == ("", "Hay.", 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"created": "2019-01-01T00:00:00"},
        {"status": "moi"},
        {"shown": None},
        {"status": "pending"},
        {"status": "withdrawn"},
        {"shown": 5},
        {"revisions": []},
        {"revisions": WHOLE["revisions"] * 2},
        {"revisions": [WHOLE["revisions"][0] | {"text": "a" * 3001}]},
        {"voice": "tong-bien-tap"},
        {"likes": "x"},
        {"likes": None},
        {"source": ["a:1"]},
        {"parent": {"a": 1}},
        {"name": ["Pa"]},
        {"revisions": [WHOLE["revisions"][0] | {"text": ["Hay."]}]},
        {"decisions": [SAID | {"by": 0}]},
        {"revisions": [WHOLE["revisions"][0] | {"number": 2**80}]},
        {"decisions": [{"revision": 9, "verdict": "approved"}]},
        {"likes": float("inf")},
        {"decisions": [SAID | {"reason": "a" * 201}]},
        {"decisions": [SAID | {"at": "0001-01-01T00:00:00+14:00"}]},
        {"decisions": [SAID, SAID | {"undoes": 0}, SAID | {"undoes": 0}]},
        {"revisions": [WHOLE["revisions"][0] | {"created": "9999-12-31T23:59:59-14:00"}]},
        {"decisions": [SAID | {"at": (timezone.now() + timedelta(days=2)).isoformat()}]},
    ],
)
def test_a_line_that_says_what_cannot_be_is_not_taken(changed):
    [record] = lines_of(json.dumps(WHOLE | changed).encode())
    assert record.fault == "dòng hỏng"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"source": "a:\ud800"}, "mã có ký tự hỏng"),
        ({"source": "a:\x00"}, "mã có ký tự hỏng"),
        ({"parent": "a:\ud800"}, "mã có ký tự hỏng"),
        ({"parent": "a:\x00"}, "mã có ký tự hỏng"),
        ({"created": "0001-01-01T00:00:00+14:00"}, "ngày gửi trước năm 1990"),
        ({"created": "9999-12-31T23:59:59-14:00"}, "ngày gửi ở tương lai"),
        ({"address": "/\ud800"}, "chưa có bài"),
        ({"decisions": [SAID | {"by": "\ud800a\x00", "reason": "\ud800Tốt\x00"}]}, ""),
        ({"name": "\ud800", "email": "\x00"}, ""),
        ({"name": None, "email": None}, ""),
        ({"revisions": versions("   ", "Hay.")}, "bản 1: Bạn chưa viết ý kiến"),
        ({"revisions": versions("Hay.", "\u202e\x00"), "shown": 1}, "Bạn chưa viết ý kiến"),
    ],
)
def test_one_bad_line_is_told_and_stops_no_other(tmp_path, changed, why):
    version = make_published()
    here = WHOLE | {"article": version.article_id, "address": version.get_absolute_url()}
    rows = [here | {"source": "a:2"}, here | changed, here | {"source": "a:3"}]
    file = tmp_path / "tep"
    file.write_text("\n".join(map(json.dumps, rows)))
    said = bring(file, f"--left-out={tmp_path / 'con-lai'}")
    assert Comment.objects.count() == (2 if why else 3)
    assert [line for line in said.splitlines() if "không nhập" in line] == (
        [f"1 không nhập: {why}."] if why else []
    )
    assert len((tmp_path / "con-lai").read_text().splitlines()) == bool(why)


def brought(tmp_path, **changed):
    """The comment that comes of a line."""
    version = make_published()
    here = WHOLE | {"article": version.article_id, "address": version.get_absolute_url()}
    file = tmp_path / "tep"
    file.write_text(json.dumps(here | changed))
    bring(file)
    return Comment.objects.select_related("shown").get()


def test_an_older_text_that_readers_see_is_as_clean_as_the_newest(tmp_path):
    texts = versions("a\x00\u202eb\ud800" + "e" + "\u0301" * 50, "Hay.")
    comment = brought(tmp_path, revisions=texts)
    assert comment.shown.number == 1
    assert comment.shown.text == "ab\u00e9" + "\u0301" * 4


@pytest.mark.parametrize("status", ["pending", "rejected", "withdrawn"])
def test_what_nobody_sees_stands_out_nowhere(tmp_path, status):
    comment = brought(tmp_path, status=status, shown=None, again=True, featured=True)
    assert (comment.status, comment.again, comment.featured) == (status, False, False)


def test_what_is_no_word_and_no_truth_is_taken_for_none(tmp_path):
    comment = brought(tmp_path, name=None, featured="false", again=1)
    assert (comment.name, comment.featured, comment.again) == ("Bạn đọc", False, False)


def test_likes_of_nobody_known_cost_no_rows(tmp_path):
    comment = brought(tmp_path, likes=5_000_000)
    likes.like(comment, voter=7)
    comment.refresh_from_db()
    assert (comment.likes, comment.likes_brought, Like.objects.count()) == (1_000_000, 999_999, 1)
    assert [drift for batch in recounting.comments() for drift in batch.drifts] == []
    Comment.objects.update(likes=3)
    assert [batch.drifts[0].counted for batch in recounting.comments(repair=True)] == [1_000_000]


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ([SAID], 0),
        ([SAID | {"verdict": "rejected"}], 1),
        ([SAID, SAID | {"verdict": "pending", "undoes": 0}], 1),
        ([SAID | {"revision": 2}], 1),
    ],
)
def test_somebody_answers_for_all_that_readers_see(tmp_path, said, own):
    comment = brought(tmp_path, decisions=said, revisions=versions("Hay.", "Hay hơn."))
    answering = Decision.objects.standing().filter(comment=comment, reason="Nhập từ hệ thống cũ")
    assert answering.filter(revision=comment.shown, by=moderator()).count() == own


def test_a_line_without_end_is_one_fault(monkeypatch):
    monkeypatch.setattr(importing, "_LONGEST", 1_000)
    told = lines_of(b" " * 4_500 + json.dumps(WHOLE).encode() + b"\n" + json.dumps(WHOLE).encode())
    assert [(record.source, record.fault) for record in told] == [
        ("dòng 1", "dòng dài quá mức"),
        ("a:1", ""),
    ]


def test_a_line_the_store_refuses_is_left_out_by_itself(tmp_path, monkeypatch):
    version = make_published()
    here = WHOLE | {"article": version.article_id, "address": version.get_absolute_url()}
    monkeypatch.setattr(importing, "FIRST_YEAR", 0)
    monkeypatch.setattr(importing, "REASON_LENGTH", 1000)
    # The first is too early for the one database, the second too long for the other.
    told = [SAID | {"at": "0001-01-01T00:00:00+14:00", "reason": "a" * 500}]
    rows = [here, here | {"source": "a:2", "decisions": told}, here | {"source": "a:3"}]
    file = tmp_path / "tep"
    file.write_text("\n".join(map(json.dumps, rows)))
    assert "1 không nhập: không ghi được." in bring(file)
    assert sorted(Comment.objects.values_list("source", flat=True)) == ["a:1", "a:3"]


@pytest.mark.parametrize("line", [b"{", b"null", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_a_line_that_is_not_ours_is_told_and_the_next_is_read(line):
    told = [record.fault for record in lines_of(line + b"\n\n" + json.dumps(WHOLE).encode())]
    assert told == ["dòng hỏng", ""]


def test_what_is_left_out_of_an_export_is_told(store, tmp_path):
    whole = exported().splitlines()
    nameless = json.dumps(json.loads(whole[0]) | {"source": "1"})
    file = tmp_path / "tep"
    file.write_text("\n".join(["{", nameless, *whole[1:]]), encoding="utf-8")
    empty()
    said = bring(file)
    assert "1 không nhập: dòng hỏng." in said
    assert "1 không nhập: không có mã, hoặc mã quá dài." in said
    assert Comment.objects.count() == len(whole) - 1


def test_an_export_of_another_store_is_not_taken_for_what_has_its_numbers(tmp_path):
    """Its house is called as ours: it was ours before it was set up anew, or is a copy."""
    mine, answer = (make_approved(make_published()) for _n in range(2))
    version = make_published(title="Bài khác")
    here = {"article": version.article_id, "address": version.get_absolute_url()}
    sources = [f"{house()}:{comment.pk}" for comment in (mine, answer)]
    rows = [
        WHOLE | here | {"source": sources[0]},
        WHOLE | here | {"source": sources[1], "parent": sources[0]},
    ]
    file = tmp_path / "tep"
    file.write_text("\n".join(map(json.dumps, rows)))
    assert "Đã nhập 2 đã đăng." in bring(file)
    made = Comment.objects.filter(article=version.article_id).order_by("pk")
    assert [comment.source for comment in made] == sources
    assert [comment.parent for comment in made] == [None, made[0]]
    assert "2 ý kiến đã có từ trước." in bring(file)


def test_a_file_names_nobody_and_speaks_for_no_desk_unless_it_is_trusted(tmp_path):
    version, chief = make_published(), make_user("Tổng biên tập", username="tong")
    said = [SAID | {"by": "tong"}, SAID]
    facts = {"article": version.article_id, "address": version.get_absolute_url()}
    file = tmp_path / "tep"
    for n, options in enumerate([[], ["--trust-names"]]):
        row = WHOLE | facts | {"source": f"a:{n}", "voice": "toa-soan", "decisions": said}
        file.write_text(json.dumps(row))
        bring(file, *options)
    told = [
        (comment.voice, {decision.by for decision in comment.decisions.all()})
        for comment in Comment.objects.order_by("pk")
    ]
    assert told == [("", {moderator(), None}), ("toa-soan", {chief, None})]


# --- the download -------------------------------------------------------------------------------


def take(client, form="jsonl", **asked):
    return client.get(reverse("admin:comments-export"), {"dang": form, **asked})


def test_the_head_takes_the_words_along_and_the_log_tells(client, store):
    client.force_login(make_user("Tổng biên tập"))
    answer = take(client, bai=store.article_id, thu="on")
    body = b"".join(answer.streaming_content).decode()
    assert len(body.splitlines()) == 7
    assert '"email": "pa@example.vn"' in body
    assert answer["Content-Disposition"] == 'attachment; filename="y-kien.jsonl"'
    assert answer["Cache-Control"].split(",")[0] == "no-store"
    assert answer["Content-Type"] == "application/x-ndjson; charset=utf-8"
    entry = Entry.objects.filter(act="comments.exported").latest("number")
    asked = {"format": "jsonl", "article": store.article_id, "since": None, "emails": True}
    assert entry.facts == asked


def test_addresses_need_a_right_of_their_own(client, store):
    client.force_login(make_user("Thư ký tòa soạn"))
    assert take(client, "csv").status_code == 200
    assert take(client, "csv", thu="on").status_code == 403


def test_a_moderator_takes_nothing_along(client, store):
    client.force_login(make_user("Người duyệt bình luận"))
    assert take(client).status_code == 403
    client.force_login(make_user())
    assert take(client).status_code in {302, 403}


@pytest.mark.parametrize(
    "asked", [{"bai": "x"}, {"bai": "0"}, {"tu": "hôm qua"}, {"bai": "9" * 30}, {"dang": "xlsx"}]
)
def test_odd_questions_get_the_form_again(client, store, asked):
    client.force_login(make_user("Tổng biên tập"))
    answer = take(client, **asked)
    assert answer.status_code == 422
    assert "Chưa tải được." in answer.content.decode()


def test_the_form_offers_addresses_to_who_may_have_them(client):
    for role, offered in (("Tổng biên tập", True), ("Thư ký tòa soạn", False)):
        client.force_login(make_user(role))
        answer = client.get(reverse("admin:comments-export"))
        assert answer.status_code == 200
        assert ("Cùng thư điện tử" in answer.content.decode()) is offered


def test_the_list_of_all_leads_there_who_may(client):
    for role, led in (("Thư ký tòa soạn", True), ("Người duyệt bình luận", False)):
        client.force_login(make_user(role))
        page = client.get(reverse("admin:comments_comment_changelist") + "?tinh-trang=tat-ca")
        assert page.status_code == 200
        assert (reverse("admin:comments-export") in page.content.decode()) is led
