"""The machine's own Chromium, one for each process of the suite. REQUIRE_BROWSER=1: it must be."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

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


def find_chromium():
    """The path of a Chromium: CHROMIUM where it is set, else one in the usual places, or None."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    return next(filter(None, map(shutil.which, CANDIDATES)), None)


def main_process(profile):
    """The number of the Chromium that has this profile open: of its processes the one the others
    were started by."""
    opened = f"--user-data-dir={profile}".encode()
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # gone meanwhile
            words = (place / "cmdline").read_bytes().split(b"\0")
            if opened in words and not any(word.startswith(b"--type=") for word in words):
                return int(place.name)
    raise LookupError(profile)


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
