"""One page opened in a real browser as a reader opens it, and what is noted meanwhile."""

import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3}
PATIENCE = 20_000  # milliseconds for any one step
# Each shift of what stands on the page that no key or finger asked for.
NOTE_SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifts.push(entry.value);
}).observe({type: "layout-shift", buffered: true});
"""
SCROLL_TO_THE_END = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y);
    await new Promise(done => setTimeout(done, 30));
  }
}"""
FONTS = "() => [...document.fonts].filter(f => f.status === 'STATUS').map(f => f.family)"


@dataclass
class Reading:
    """Bytes are those on the line, headers included; `first` is before anybody scrolls."""

    page: dict
    first: Counter = field(default_factory=Counter)  # bytes by kind of file
    all: Counter = field(default_factory=Counter)
    files: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    shifts: list[float] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    fonts_failed: list[str] = field(default_factory=list)

    @property
    def name(self):
        return f"{self.page['kind']} {self.page['address']}"


@contextmanager
def window(browser, site, **options):
    """A browser window of its own; `page.foreign` and `page.complaints` fill up."""
    context = browser.new_context(
        base_url=site,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        service_workers="block",
        **options,
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.foreign, page.complaints = [], []
    own = urlsplit(site).netloc

    def note_request(request):
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != own:
            page.foreign.append(request.url)

    def note_console(message):
        # A page of an error is one itself, and that much its console may say.
        if message.type == "error" and message.location.get("url") != page.url:
            page.complaints.append(message.text)

    page.on("request", note_request)
    page.on("console", note_console)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()


def show(page, found, site, until="networkidle"):
    """Opens a page of the survey: by its address, or as the answer it was to something odd."""
    address = site + found["address"]
    if found["plain"]:
        page.goto(address, wait_until=until)
        return
    answer = {"status": found["status"], "headers": found["headers"], "body": found["content"]}
    page.route(address, lambda route: route.fulfill(**answer))
    page.goto(address, wait_until=until)
    page.unroute(address)


def read(browser, paper, found):
    """The page on a phone, from the top to the end."""
    reading = Reading(found)
    with window(browser, paper.site, **PHONE) as page:
        requests = []
        page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108
        page.add_init_script(NOTE_SHIFTS)
        show(page, found, paper.site)
        reading.first = weights(requests)
        page.evaluate(SCROLL_TO_THE_END)
        page.wait_for_load_state("networkidle")
        reading.all = weights(requests)
        reading.files = [request.url for request in requests]
        reading.shifts = page.evaluate("shifts")
        reading.fonts = page.evaluate(FONTS.replace("STATUS", "loaded"))
        reading.fonts_failed = page.evaluate(FONTS.replace("STATUS", "error"))
        reading.foreign, reading.complaints = page.foreign, page.complaints
    return reading


def weights(requests):
    found = Counter()
    for request in list(requests):
        sizes = request.sizes()
        found[request.resource_type] += sizes["responseBodySize"] + sizes["responseHeadersSize"]
    return found


def pictures_named(reading):
    """The keys of the photos a page has fetched."""
    return set(re.findall(r"/media/anh/../([0-9a-z]+)-", " ".join(reading.files)))
