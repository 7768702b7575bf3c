"""Checks for pages every reader gets alike, whatever app they belong to."""

import html
from xml.etree import ElementTree as ET

from django.conf import settings

CSP = {
    "default-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
DUTIES = (
    *("name", "agency", "governing_body", "domain", "licence_number", "licence_date"),
    *("licence_issuer", "address", "phone", "hotline", "email", "editor_in_chief"),
)


def personal_traces(response):
    """What keeps a page from being the same bytes for all, or from being safe: nothing, []."""
    policy = response.headers.get("Content-Security-Policy", "")
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if part)
    found = {
        f"cookies {response.cookies}": response.cookies,
        "Set-Cookie": response.has_header("Set-Cookie"),
        f"Vary {response.headers.get('Vary')}": "cookie"
        in response.headers.get("Vary", "").lower(),
        "csrf token": b"csrfmiddlewaretoken" in response.content,
        f"Content-Security-Policy {policy}": directives != CSP,
        "no nosniff": response.headers.get("X-Content-Type-Options") != "nosniff",
    }
    return [trace for trace, there in found.items() if there]


def missing_duties(page, printed_date):
    """What the press law wants and the page does not print."""
    lines = [*(settings.MASTHEAD[name] for name in DUTIES), printed_date]
    return [line for line in lines if html.escape(line) not in page]


def titles(response):
    """The titles of the pieces a list page shows, in order, as a browser would read them."""
    page = response.content.decode()
    parts = page.split('class="teaser__title"><a href="')[1:]
    return [html.unescape(part.split(">", 1)[1].split("</a>", 1)[0]) for part in parts]


def xml(response):
    assert response.status_code == 200
    return ET.fromstring(response.content)
