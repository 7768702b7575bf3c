"""The Vietnamese of what Django leaves in English: catalogues, and what is read from them."""

import ast
import gettext
import json
import re
from pathlib import Path

import django.contrib.admin
import django_prose_editor
import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories.people import make_user

FOLDER = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES"
DOMAINS = ["django", "djangojs"]
_LINE = re.compile(r'^(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[0\])?) )?(".*")$')
_CALL = re.compile(r"""\b(?:gettext|ngettext|pX)\((["'])((?:\\.|(?!\1).)*)\1""")


def entries(path):
    """(context, msgid) → sentence of a .po file; the header is the entry of "" """
    found, entry, key = {}, {}, None
    for line in [*path.read_text().splitlines(), ""]:
        if match := _LINE.match(line):
            key = (match[1] or key).removesuffix("[0]")
            entry[key] = entry.get(key, "") + ast.literal_eval(match[2])
        elif entry and not line:
            found[entry.get("msgctxt"), entry["msgid"]] = entry
            entry = {}
    return found


@pytest.mark.parametrize("domain", DOMAINS)
def test_compiled_catalogue_says_what_its_source_says(domain):
    """Machines without gettext tools read the .mo that is kept beside the .po."""
    with (FOLDER / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    source = {}
    for (context, msgid), entry in entries(FOLDER / f"{domain}.po").items():
        key = f"{context}\x04{msgid}" if context else msgid
        source[(key, 0) if "msgid_plural" in entry else key] = entry["msgstr"]
    assert compiled == source


@pytest.mark.parametrize("domain", DOMAINS)
def test_sentences_keep_the_places_for_values(domain):
    places = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    for (_context, msgid), entry in entries(FOLDER / f"{domain}.po").items():
        asked = set(places.findall(msgid + entry.get("msgid_plural", "")))
        assert set(places.findall(entry["msgstr"])) - asked == set(), msgid
        assert not msgid or entry["msgstr"], msgid


def said_by_scripts():
    stock = Path(django.contrib.admin.__file__).parent / "static/admin/js"
    editor = Path(django_prose_editor.__file__).parent / "static"
    for path in [*stock.glob("*.js"), *stock.glob("admin/*.js"), *editor.rglob("editor.js")]:
        for _quote, msgid in _CALL.findall(path.read_text()):
            yield msgid.replace("\\'", "'").replace('\\"', '"')


@pytest.mark.django_db
def test_scripts_of_the_back_office_speak_vietnamese(client):
    client.force_login(make_user("Phóng viên"))
    script = client.get(reverse("admin:jsi18n")).content.decode()
    catalogue = json.loads(re.search(r"newcatalog = (\{.*?\});", script, re.DOTALL)[1])
    known = {key.rpartition("\x04")[2] for key in catalogue}
    assert sorted(set(said_by_scripts()) - known) == []
