"""Which database the suite runs on: TEST_DATABASE=sqlite (unless told) or postgres."""

import errno
import os

import pytest
from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from biendoi import environment
from pages import footer
from readership.buffering import buffer
from search.journal import journal
from tests import postgres
from tests.chromium import NO_BROWSER, browser

__all__ = ["browser"]


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL only what asks a database: the rest has run beside SQLite, and is the same."""
    if os.environ.get("TEST_DATABASE") != "postgres":
        return
    asking = [item for item in items if _asks_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _asks_a_database(item)])
    items[:] = asking


def _asks_a_database(item):
    fixtures = {"db", "transactional_db"}
    return item.get_closest_marker("django_db") or fixtures & set(item.fixturenames)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """On PostgreSQL without TEST_DATABASE_URL: a server of our own, as long as the run lasts.

    Where tests run side by side each process has its own, as it has its own folders.
    """
    if os.environ.get("TEST_DATABASE") != "postgres" or os.environ.get("TEST_DATABASE_URL"):
        yield
        return
    with postgres.server() as address, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", address)
        settings.DATABASES["default"].update(environment.database("DATABASE_URL", ""))
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The links of the footer are asked for once, before the first test."""
    with django_db_blocker.unblock():
        footer.links()


@pytest.fixture(scope="session", autouse=True)
def _log_gives_way_between_tests():
    """A test that commits is followed by the emptying of all tables: the one time the log goes."""
    emptied = BaseDatabaseOperations.execute_sql_flush

    def empty(operations, statements):
        if connection.vendor == "postgresql":
            tables = ("audit_entry", "audit_head")
            off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        else:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT name, sql FROM sqlite_master"
                    " WHERE type = 'trigger' AND tbl_name IN ('audit_entry', 'audit_head')"
                )
                triggers = cursor.fetchall()
            off = [f"DROP TRIGGER {name}" for name, _sql in triggers]
            on = [sql for _name, sql in triggers]
        emptied(operations, [*off, *statements, *on])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", empty)
        yield


def pytest_report_header():
    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


@pytest.fixture(autouse=True)
def _nothing_waits():
    """What a process holds back (reads, searches) is written after some answer: no test finds the
    one before's, whose writing would count among its own queries."""
    buffer._reads.clear()
    journal._told.clear()
    yield
    buffer._reads.clear()
    buffer._failed = False
    journal._told.clear()


@pytest.fixture
def disk_full_early(monkeypatch):
    """The disk takes no more while files are still on their way in."""

    def full(*_given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """What was logged goes from process to process as UTF-8: half a character is left out."""
    report = yield
    report.sections = [
        (name, text.encode(errors="replace").decode()) for name, text in report.sections
    ]
    return report


def pytest_terminal_summary(terminalreporter):
    """One line, however many journeys were left out."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(NO_BROWSER)
