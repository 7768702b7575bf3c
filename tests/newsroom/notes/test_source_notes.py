"""Who told the reporter: read by those named and by nobody else, and found nowhere."""

import io
import json

import pytest
from django.contrib.admin.models import LogEntry
from django.core import serializers
from django.core.management import call_command
from django.urls import reverse
from reversion.models import Version

from audit.models import Entry
from newsroom.models import Message, SourceNote
from outbox.queue import run_due
from tests.factories.articles import chief, make_article
from tests.factories.people import make_user
from tests.newsroom.desk import LIST, change, send

pytestmark = pytest.mark.django_db

WORDS = "Zulu-Quebec gặp ở quán bà Bảy"


@pytest.fixture
def reporter():
    return make_user("Phóng viên", full_name="Hoàng Viết Hà", email="ha@example.vn")


@pytest.fixture
def trusted():
    return make_user("Biên tập viên", full_name="Lê Thị Khánh Vy", email="vy@example.vn")


@pytest.fixture
def piece(reporter):
    return make_article(created_by=reporter)


def list_of(article):
    return reverse("admin:article-sources", args=[article.pk])


def page_of(note):
    return reverse("admin:article-source", args=[note.article_id, note.pk])


def write(client, article, *, by, readers=()):
    client.force_login(by)
    sent = {"words": WORDS, "readers": [person.pk for person in readers]}
    assert client.post(list_of(article), sent).status_code == 302
    return SourceNote.objects.get()


def acts():
    told = Entry.objects.filter(act__startswith="newsroom.").order_by("number")
    return list(told.values_list("act", "by", "facts"))


def test_named_reader_opens_it_and_the_log_says_so(client, piece, reporter, trusted):
    note = write(client, piece, by=reporter, readers=[trusted])
    client.force_login(trusted)
    page = client.get(page_of(note))
    assert WORDS in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert acts()[-1] == ("newsroom.source_note_read", trusted.pk, {"note": note.pk})
    assert list(Message.objects.values_list("to", "kind")) == [(trusted.pk, "trusted")]


def test_log_names_whom_it_was_given_and_from_whom_it_was_taken(client, piece, reporter, trusted):
    note = write(client, piece, by=reporter, readers=[trusted])
    given = {"note": note.pk, "let_read": ["Lê Thị Khánh Vy"]}
    assert acts() == [
        ("newsroom.source_note_added", reporter.pk, {"note": note.pk}),
        ("newsroom.source_note_shared", reporter.pk, given),
    ]
    other = make_user("Biên tập viên", full_name="Trần An")
    for readers, shared in (
        ([trusted.pk], None),
        ([other.pk], {"note": note.pk, "let_read": ["Trần An"], "no_longer": ["Lê Thị Khánh Vy"]}),
        ([], {"note": note.pk, "no_longer": ["Trần An"]}),
    ):
        client.post(page_of(note), {"words": WORDS, "readers": readers})
        told = [facts for act, _by, facts in acts() if act == "newsroom.source_note_shared"]
        assert told[-1] == (shared or given)
    assert not any("Zulu" in str(facts) for _act, _by, facts in acts())


def test_list_names_no_words_and_shows_nothing_to_others(client, piece, reporter, trusted):
    note = write(client, piece, by=reporter, readers=[trusted])
    for person, seen in ((reporter, [note]), (trusted, [note]), (chief(), [])):
        client.force_login(person)
        page = client.get(list_of(piece))
        assert list(page.context["rows"]) == seen
        assert WORDS not in page.content.decode()


@pytest.mark.parametrize("who", ["chief", "superuser", "editor", "reporter"])
def test_who_is_not_named_finds_nothing_whatever_the_rank(client, piece, reporter, who):
    note = write(client, piece, by=reporter)
    person = {
        "chief": chief,
        "superuser": lambda: make_user("Tổng biên tập", is_superuser=True),
        "editor": lambda: make_user("Biên tập viên"),
        "reporter": lambda: make_user("Phóng viên"),
    }[who]()
    before = acts()
    client.force_login(person)
    assert client.get(page_of(note)).status_code == 404
    assert client.post(page_of(note), {"words": "x"}).status_code == 404
    assert acts() == before
    note.refresh_from_db()
    assert note.words == WORDS


def test_reader_changes_nothing_and_writer_takes_the_right_back(client, piece, reporter, trusted):
    note = write(client, piece, by=reporter, readers=[trusted])
    client.force_login(trusted)
    assert client.post(page_of(note), {"words": "x", "readers": []}).status_code == 403
    client.force_login(reporter)
    assert client.post(page_of(note), {"words": "Chữ khác", "readers": []}).status_code == 302
    client.force_login(trusted)
    assert client.get(page_of(note)).status_code == 404
    note.refresh_from_db()
    assert note.words == "Chữ khác"


def test_named_reader_who_lost_the_piece_reads_no_more(client, piece, reporter):
    outsider = make_user("Phóng viên")
    note = write(client, piece, by=reporter)
    note.readers.add(outsider)
    client.force_login(outsider)
    assert client.get(page_of(note)).status_code == 403


def test_address_of_another_piece_is_not_found(client, piece, reporter):
    note = write(client, piece, by=reporter)
    other = make_article(created_by=reporter)
    assert client.get(reverse("admin:article-source", args=[other.pk, note.pk])).status_code == 404


@pytest.mark.parametrize("words", ["", " \u200b ", "ă" * 4001])
def test_refused_words_change_nothing(client, piece, reporter, words):
    client.force_login(reporter)
    assert client.post(list_of(piece), {"words": words}).status_code == 200
    assert client.post(list_of(piece), {"words": "x", "readers": ["999"]}).status_code == 200
    assert SourceNote.objects.count() == 0


# --- nowhere else ---------------------------------------------------------------------------------


def _pages(client, article):
    """Every page of the back-office that may be asked for without a number, and the piece's own."""
    names = ("notes", "preview", "preview-page", "publish", "withdraw", "correct", "sources")
    yield from (reverse(f"admin:article-{name}", args=[article.pk]) for name in names)
    yield from (change(article), reverse("admin:articles_article_history", args=[article.pk]))
    yield from (LIST, reverse("admin:inbox"), reverse("admin:index"))
    yield f"{reverse('admin:find')}?q=Zulu-Quebec"
    from django.contrib.admin import site  # noqa: PLC0415 -- every model of the back-office

    for model in site._registry:
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def test_words_stand_on_no_page_in_no_history_log_search_or_mail(
    client, piece, reporter, trusted, mailoutbox
):
    note = write(client, piece, by=reporter, readers=[trusted])
    send(client, change(piece), title="Tít mới")
    client.get(page_of(note))
    run_due()
    assert len(mailoutbox) == 1
    for person in (reporter, make_user("Tổng biên tập", is_superuser=True)):
        client.force_login(person)
        for address in _pages(client, piece):
            assert "Zulu-Quebec gặp" not in client.get(address, follow=True).content.decode()
    kept = serializers.serialize("json", [*Version.objects.all(), *LogEntry.objects.all()])
    texts = [kept, str(list(Entry.objects.values())), *(str(mail.message()) for mail in mailoutbox)]
    assert Version.objects.exists()
    assert [text for text in texts if "Zulu" in text or "Bảy" in text] == []


def test_no_other_table_holds_the_words(client, piece, reporter, trusted):
    """Search documents, revisions, the outbox, sessions: all that the database keeps."""
    write(client, piece, by=reporter, readers=[trusted])
    send(client, change(piece), title="Tít mới")
    out = io.StringIO()
    call_command("dumpdata", exclude=["contenttypes", "auth.permission"], stdout=out)
    holding = {row["model"] for row in json.loads(out.getvalue()) if "Zulu" in str(row["fields"])}
    assert holding == {"newsroom.sourcenote"}


def test_naming_who_can_not_open_the_piece_is_refused(client, piece, reporter):
    stranger = make_user("Phóng viên", username="la", full_name="Người Lạ")
    client.force_login(reporter)
    answer = client.post(list_of(piece), {"words": WORDS, "readers": [stranger.pk]})
    assert (answer.status_code, SourceNote.objects.count()) == (200, 0)
    sentence = "Người Lạ không mở được bài này. Hãy bỏ chọn."
    assert answer.context["form"].errors == {"readers": [sentence]}
    assert Message.objects.filter(to=stranger).count() == 0
