"""A real Chromium before the real application: `visit()` brings in one more person."""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page, sync_playwright

CANDIDATES = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
# The machine's own browser, kept from calling home while it is being driven.
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
NO_BROWSER = "Không tìm thấy Chromium (đặt CHROMIUM=đường dẫn): các hành trình không chạy."
PATIENCE = 10_000  # milliseconds for any one step


def find_chromium():
    """The path of a Chromium: CHROMIUM where it is set, else one in the usual places, or None."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    return next(filter(None, map(shutil.which, CANDIDATES)), None)


def pytest_terminal_summary(terminalreporter):
    """One line, however many journeys were left out."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(NO_BROWSER)


@pytest.fixture(scope="session")
def browser():
    path = find_chromium()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(NO_BROWSER, pytrace=False)
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; the test itself still runs one at a time.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def site(django_db_serialized_rollback, live_server, settings):
    """The address people come to; the application knows itself by the same one."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server.url


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
