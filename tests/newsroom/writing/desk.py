"""What the script of the form says to the newsroom."""

import json
from zlib import crc32

from django.urls import reverse

from tests.newsroom.desk import fields


def address(article=None):
    if article is None:
        return reverse("admin:article-autosave-new")
    return reverse("admin:article-autosave", args=[article.pk])


def say(client, article, sitting, number=1, to=None, **said):
    body = {"sitting": sitting, "number": number, "fields": {}, **said}
    return client.post(
        to or address(article), data=json.dumps(body), content_type="application/json"
    )


def splice(before, after):
    """The smallest stretch of bytes that differs, as the script cuts it."""
    old, new = before.encode(), after.encode()
    at = 0
    while at < min(len(old), len(new)) and old[at] == new[at]:
        at += 1
    while at and (new[at : at + 1] or b"\x00")[0] & 0xC0 == 0x80:
        at -= 1
    end = 0
    while end < min(len(old), len(new)) - at and old[-1 - end] == new[-1 - end]:
        end += 1
    while end and old[len(old) - end] & 0xC0 == 0x80:
        end -= 1
    put = new[at : len(new) - end].decode()
    return {"at": at, "cut": len(old) - end - at, "put": put, "sum": crc32(old)}


def opened(client, where):
    """The form's fields, its sitting among them."""
    return fields(client.get(where))
