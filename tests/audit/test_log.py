"""One act, one entry, chained to the one before it."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import origin
from audit.log import record
from audit.models import SEALED, Entry, Head
from tests.factories.articles import make_article
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_entry_keeps_who_what_which_and_where():
    editor, article = make_user(full_name="Nguyễn Văn An"), make_article()
    entry = record("articles.approved", by=editor, about=article, revision=7, facts={"lần": 2})
    kept = Entry.objects.get(pk=entry.pk)
    assert (kept.by, kept.by_name, kept.act) == (editor, "Nguyễn Văn An", "articles.approved")
    assert (kept.kind, kept.key, kept.label) == ("articles.article", str(article.pk), article.title)
    assert (kept.revision, kept.facts) == (7, {"lần": 2})
    assert list(kept.origin) == ["command"]
    assert list(Entry.objects.about(article)) == [entry]
    assert str(kept) == f"{entry.number}. Duyệt"


def test_name_and_label_are_those_of_the_moment():
    editor, article = make_user(full_name="Trần Thị Bình"), make_article(title="Tít cũ")
    entry = record("articles.approved", by=editor, about=article)
    editor.full_name, article.title = "Bình khác", "Tít mới"
    editor.save(update_fields=["full_name"])
    article.save(update_fields=["title"])
    entry.refresh_from_db()
    assert (entry.by_name, entry.label) == ("Trần Thị Bình", "Tít cũ")


def test_entries_are_numbered_and_chained():
    begun = Head.objects.get().number
    one, two = (record("accounts.signed_out", by=None) for _n in range(2))
    assert [one.number, two.number] == [begun + 1, begun + 2]
    assert two.previous == one.sha256
    head = Head.objects.get()
    assert (head.number, head.sha256) == (two.number, two.sha256)
    for entry in Entry.objects.filter(pk__in=[one.pk, two.pk]):
        assert entry.seal() == entry.sha256


def test_every_column_is_sealed():
    columns = {field.attname for field in Entry._meta.concrete_fields}
    assert columns - {"at", "sha256"} == set(SEALED)


def test_chain_begins_anew_where_tables_were_emptied():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_head DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER head_is_kept")
    Head.objects.all().delete()
    assert Entry.objects.count() == 0
    assert record("accounts.signed_out", by=None).number == 1


def test_three_queries(django_assert_num_queries):
    editor, article = make_user(), make_article()
    with django_assert_num_queries(3):
        record("articles.approved", by=editor, about=article, facts={"lý do": "đã đọc"})


def test_unknown_act_is_refused():
    with pytest.raises(LookupError):
        record("articles.aproved", by=None)
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("odd", [1.5, b"x", object()])
def test_facts_no_database_gives_back_alike_are_refused(odd):
    with pytest.raises(TypeError):
        record("articles.approved", by=None, facts={"so": [odd]})


def test_facts_are_kept_in_plain_words():
    at = datetime(2026, 11, 28, 7, 30, tzinfo=UTC)
    told = {"lúc": at, "ngày": date(2026, 11, 28), "thẻ": {"b", "a"}, "Ðã": ("x", None, True)}
    assert record("articles.approved", by=None, facts=told).facts == {
        "lúc": "2026-11-28T07:30:00+00:00",
        "ngày": "2026-11-28",
        "thẻ": ["a", "b"],
        "Đã": ["x", None, True],
    }


@given(
    st.dictionaries(
        st.text(max_size=8),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20), st.lists),
        max_size=4,
    )
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_facts_come_back_as_they_were_sealed(facts):
    entry = Entry.objects.get(pk=record("articles.approved", by=None, facts=facts).pk)
    assert entry.seal() == entry.sha256


def test_words_are_folded_for_search():
    editor = make_user(full_name="Đặng Hòa")
    entry = record("articles.approved", by=editor, about=make_article(title="Tuần tra  biên giới"))
    assert entry.words == "dang hoa tuan tra bien gioi"


def test_row_may_be_named_without_its_words():
    comment = make_article()
    comment.log_label = "Ý kiến số 5"
    assert record("articles.approved", by=None, about=comment).label == "Ý kiến số 5"


def test_origin_is_the_request_while_it_is_answered(settings):
    settings.BEHIND_PROXY = True
    request = RequestFactory().get(
        "/admin/x/", headers={"X-Forwarded-For": "6.6.6.6, 10.1.2.3"}, query_params={"q": "kín"}
    )
    seen = []
    origin.remember(lambda _request: seen.append(origin.told()))(request)
    assert seen == [{"address": "10.1.2.3", "path": "/admin/x/"}]
    assert list(origin.told()) == ["command"]


def test_forwarded_address_counts_only_behind_a_proxy():
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "10.1.2.3"})
    seen = []
    origin.remember(lambda _request: seen.append(origin.told()["address"]))(request)
    assert seen == ["127.0.0.1"]


def test_command_is_told_without_its_arguments(monkeypatch):
    monkeypatch.setattr("sys.argv", ["/opt/bao/manage.py", "createsuperuser", "--username=x"])
    assert origin.told() == {"command": "createsuperuser"}


def test_row_is_never_changed_or_deleted():
    entry = record("articles.approved", by=None)
    rows = Entry.objects.filter(pk=entry.pk)
    for change in (
        lambda: rows.update(act="articles.published"),
        rows.delete,
        Head.objects.all().delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert rows.get().act == "articles.approved"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE")
@pytest.mark.parametrize("table", ["audit_entry", "audit_head"])
def test_log_is_never_emptied(table):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table}")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_act_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        record("articles.approved", by=None)
    assert Entry.objects.count() == 0
