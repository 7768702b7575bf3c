"""Every page of a demo newspaper, found by walking it: python -m tests.budgets.survey FOLDER

Runs in the newspaper's own environment. Writes the pages into the folder and `pages.json` beside
them: `unseen`, the templates of pages that no answer used; `pages`, those for everybody; `own`,
those of one reader (personal.py). Both are lists of: address, template, kind (the template, for
articles the genre too, "tiếp" for what a query asks for), status, headers, content, file (of the
same bytes), plain (a browser gets the same by that address; else it is the answer to something
odd).
"""

import html
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings")

import django

django.setup()

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import override_settings, setup_test_environment
from django.urls import resolve, reverse

from articles.models import PublishedVersion
from comments import own_data, stamp
from comments.models import DataRequest
from core.dates import HANOI
from search.engines import engine
from tests.budgets import personal

TEMPLATES = Path(settings.BASE_DIR) / "templates"
DESK = (
    *("admin/", "newsroom/", "emails/", "photos/", "registration/", "reversion/", "components/"),
    "catalogue/",
)
EXTENDS = re.compile(r"{% extends ([^%]*)%}")
QUOTED = re.compile(r'"([^"]+)"')
LINK = re.compile(r'(?:href|action)="([^"]*)"')
NO_PAGES = ("/static/", "/media/", "/admin/", "/binh-luan/gui/", "/binh-luan/thich/", "/tai-khoan/")
# Of one shape of address so many are looked at; pieces all, for each is another page.
ENOUGH = 12


def page_templates():
    """Every template that is a whole page for readers, and not only the shell of others."""
    texts = {
        str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8")
        for path in TEMPLATES.rglob("*.html")
    }
    above = {
        name: set(re.findall(r'"([^"]+)"', str(EXTENDS.findall(texts[name])))) for name in texts
    }
    whole = {name for name, text in texts.items() if "<html" in text}
    while below := {name for name in texts if above[name] & whole} - whole:
        whole |= below
    shells = set().union(*above.values())
    return {name for name in whole - shells if not name.startswith(DESK)}


class Walk:
    """The answers by address, from the home page on."""

    def __init__(self):
        site = urlsplit(settings.SITE_URL)
        self.facts = {"SERVER_NAME": site.hostname, "SERVER_PORT": str(site.port)}
        self.client = Client(raise_request_exception=False, **self.facts)
        self.whole = page_templates()
        self.pages, self.own = [], []
        self.looked = Counter()

    def everything(self):
        waiting, known = unlinked(), set(unlinked())
        for address in waiting:
            answer = self.client.get(address)
            if self.keep(address, answer):
                fresh = [link for link in links(answer) if link not in known]
                known.update(fresh)
                waiting += [link for link in fresh if self.is_wanted(link)]
        return self

    def is_wanted(self, link):
        """Whether it is an address of ours that shows something we have not seen enough of."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or link.startswith(NO_PAGES):
            return False
        shape = self.shape(parts)
        self.looked[shape] += 1
        return shape[0] == "article" or self.looked[shape] <= ENOUGH

    def shape(self, parts):
        names = tuple(sorted(part.partition("=")[0] for part in parts.query.split("&")))
        return resolve(parts.path).view_name, names

    def keep(self, address, answer, *, plain=True):
        """Whether it is a page; an answer that is none, such as a feed, is no budget's business."""
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            return False
        template = next(part.name for part in answer.templates if part.name in self.whole)
        genre = answer.context["version"].genre if template == "articles/article.html" else ""
        odd = "" if answer.status_code == 200 or re.match(r"\d", template) else answer.status_code
        words = [template, genre, "tiếp" if "?" in address else "", str(odd)]
        kind = " ".join(filter(None, words))
        self.pages.append(told(address, answer, template=template, kind=kind, plain=plain))
        return True

    def of_one_reader(self):
        for answer, said in personal.answers(self.facts):
            template = next(part.name for part in answer.templates if part.name in self.whole)
            odd = "" if answer.status_code == 200 else str(answer.status_code)
            kind = " ".join(filter(None, [template, odd, said]))
            place = answer.request["PATH_INFO"]
            self.own.append(told(place, answer, template=template, kind=kind, plain=False))
        return self

    def odd(self):
        """What comes of a wrong address, a refused form, a broken store, a search engine away."""
        self.keep("/khong/co/", self.client.get("/khong/co/"))
        if gone := withdrawn():
            self.keep(gone, self.client.get(gone))
            self.keep(f"/lite{gone}", self.client.get(f"/lite{gone}"))
        elsewhere = self.client.get("/", headers={"Host": "evil.example"})
        self.keep("/400", elsewhere, plain=False)
        forged = Client(enforce_csrf_checks=True, **self.facts).post("/admin/login/")
        self.keep("/403", forged, plain=False)
        self.comment(PublishedVersion.objects.live().newest_first()[0])
        for address, error in (("/500", DatabaseError), ("/503", OperationalError)):
            with connection.execute_wrapper(failing(error)):
                self.keep(address, self.client.get("/"), plain=False)
        engine.cache_clear()
        with override_settings(SEARCH_URL="http://127.0.0.1:9/bao"):
            self.keep("/tim-kiem/?q=nghỉ", self.client.get("/tim-kiem/?q=nghỉ"), plain=False)
        engine.cache_clear()
        return self

    def comment(self, version):
        form = {"name": "Nguyễn Văn An", "email": "an@example.com", "trap": ""}
        form["stamp"] = stamp.stamp(version.article_id)
        address = f"/binh-luan/gui/{version.article_id}/"
        origin = {"Origin": settings.SITE_URL}
        refused = self.client.post(address, {**form, "text": ""}, headers=origin)
        self.keep(address, refused, plain=False)
        taken = self.client.post(address, {**form, "text": "Bài hay."}, headers=origin)
        for address in ("", "sua/", "rut-lai/"):
            self.keep(taken["Location"] + address, self.client.get(taken["Location"] + address))
        asked = DataRequest.objects.create(email="an@example.com")
        kept = reverse("comment-data-kept", args=[own_data.token_of(asked)])
        self.keep(kept, self.client.get(kept))

    def refusals(self):
        """Pages of an error that nothing here runs into, as their template says them."""
        seen = {page["template"] for page in [*self.pages, *self.own]}
        for name in sorted(self.whole - seen):
            if re.fullmatch(r"[45]\d\d\.html", name):
                request = RequestFactory(**self.facts).get("/")
                self.pages.append(
                    {
                        "address": f"/{name[:3]}",
                        "template": name,
                        "kind": name,
                        "status": int(name[:3]),
                        "headers": {"Content-Type": "text/html; charset=utf-8"},
                        "content": render_to_string(name, request=request),
                        "plain": False,
                    }
                )
        return self


def unlinked():
    """The home page, and what forms and a lost line lead to, not links."""
    newest = PublishedVersion.objects.live().newest_first()[0]
    day = newest.first_published_at.astimezone(HANOI).date()
    asked = [f"{newest.section.get_absolute_url()}?ngay={day}", "/tim-kiem/?q=bien+phong"]
    return ["/", *asked, "/luu-tru/?ngay=hom+qua", "/ngoai-tuyen/"]


def failing(error):
    def fail(*_anything):
        raise error("planted")

    return fail


def withdrawn():
    """The address of a piece that was taken down, or None."""
    live = PublishedVersion.objects.live().values("article_id")
    ended = PublishedVersion.objects.filter(valid_until__isnull=False).exclude(article_id__in=live)
    return ended[0].get_absolute_url() if ended else None


def links(answer):
    """The addresses a page leads to, "?…" made whole and "#…" cut off."""
    here = answer.request["PATH_INFO"]
    found = {html.unescape(link) for link in LINK.findall(answer.content.decode())}
    own = {link.removeprefix(settings.SITE_URL) for link in found}
    full = {here + link if link.startswith("?") else link for link in own}
    return sorted({link.partition("#")[0] for link in full if link.startswith(("/", here))} - {""})


def told(address, answer, **facts):
    return {
        "address": address,
        "status": answer.status_code,
        "headers": dict(answer.headers),
        "content": answer.content.decode(),
        **facts,
    }


def write(folder, pages, own):
    for number, page in enumerate([*pages, *own]):
        page["file"] = f"{number:04}.html"
        (folder / page["file"]).write_text(page["content"], encoding="utf-8")
    unseen = sorted(page_templates() - {page["template"] for page in [*pages, *own]})
    found = {"pages": pages, "own": own, "unseen": unseen}
    (folder / "pages.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def main():
    setup_test_environment()
    walk = Walk().everything().odd().of_one_reader().refusals()
    write(Path(sys.argv[1]), walk.pages, walk.own)


if __name__ == "__main__":
    main()
