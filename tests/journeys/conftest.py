"""A real Chromium before the real application: `visit()` brings in one more person."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.journeys.waiting import server_done_afterwards

PATIENCE = 10_000  # milliseconds for any one step


@pytest.fixture
def site(django_db_serialized_rollback, live_server, settings):
    """The address people come to; the application knows itself by the same one."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    with server_done_afterwards():
        yield live_server.url


@pytest.fixture
def visit(browser, site):
    """Opens a window for another person, whose cookies nobody shares.

    Afterwards no window may have asked a foreign host for anything, nor run into a script error.
    `page.console_errors` lists what the console complained of.
    """
    contexts, foreign, failures = [], [], []
    own = urlsplit(site).netloc

    def note_request(request):
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != own:
            foreign.append(request.url)

    def visit(**options) -> Page:
        context = browser.new_context(
            base_url=site, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("request", note_request)
        page = context.new_page()
        page.console_errors = []
        page.on("console", lambda m: m.type == "error" and page.console_errors.append(m.text))
        page.on("pageerror", lambda error: failures.append(str(error)))
        return page

    yield visit
    for context in contexts:
        context.close()
    assert (foreign, failures) == ([], [])


@pytest.fixture
def page(visit):
    return visit()


@pytest.fixture
def shot():
    """shot(page, "trang-chu") keeps a picture of the page in JOURNEY_SHOTS or var/journeys."""
    folder = Path(os.environ.get("JOURNEY_SHOTS") or settings.BASE_DIR / "var" / "journeys")

    def shot(page, name):
        page.screenshot(path=folder / f"{name}.png", full_page=True, animations="disabled")

    return shot
