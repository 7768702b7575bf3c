"""Notices as mail: plain text, with a link to one's own pages and the way out on every one."""

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core.http import absolute
from readers import letters, telling
from readers.models import Notice, Profile
from readers.rules import readers

MOST = 50
_signer = Signer(salt="readers.mailing", sep=".")

# Mail programs make links of what looks like an address, whoever wrote it.
_DEAD = str.maketrans({".": "․", ":": "∶", "@": "＠"})


def inert(text: str) -> str:
    """Reads the same, and no program finds an address in it."""
    return text.translate(_DEAD)


def mail(reader_pk: int) -> None:
    """One letter with what this reader has not read and wants to be mailed; none where there is
    nothing. Written and marked in one transaction, so a run that is repeated writes no second."""
    user = readers().select_related("profile").filter(pk=reader_pk, is_active=True).first()
    if user is None or not user.email:
        return
    reader = user.profile
    with transaction.atomic():
        Profile.objects.select_for_update(no_key=True).get(pk=reader.pk)
        rows = telling.to_mail(reader, MOST)
        told = [row for row in rows if telling.wanted_by_mail(reader, row.kind)]
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=timezone.now())
        if told:
            _write(reader, user.email, told)


def _write(reader: Profile, email: str, rows: list[Any]) -> None:
    out = absolute(reverse("reader-unsubscribe", args=[token_of(reader)]))
    context = {
        "rows": [
            {"notice": row, "name": inert(row.comment.name), "url": _address_of(row)}
            for row in rows
        ],
        "reader": inert(reader.name),
        "page": absolute(reverse("reader-notices")),
        "out": out,
        "newspaper": settings.MASTHEAD["name"],
    }
    headers = {
        "List-Unsubscribe": f"<{out}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    subject = f"[{settings.MASTHEAD['name']}] Thông báo về ý kiến của bạn"
    letters.post(email, subject, render_to_string("emails/reader_notices.txt", context), headers)


def _address_of(row: Any) -> str:
    """Where readers see the comment; "" where they do not."""
    if not row.open:
        return ""
    page = reverse("comment-page", args=[row.comment.article_id])
    thread = row.comment.root_id or row.comment.pk
    return absolute(f"{page}?duoi={thread}#y-kien-{row.comment.pk}")


def token_of(reader: Profile) -> str:
    return _signer.sign(str(reader.pk))


def unsubscribe(token: str) -> bool:
    """No more mails to whom the token was given. Whether it is one of ours."""
    reader = reader_of_token(token)
    if reader is None:
        return False
    Profile.objects.filter(pk=reader.pk).update(mail_replies=False, mail_decisions=False)
    return True


def reader_of_token(token: str) -> Profile | None:
    try:
        return Profile.objects.filter(pk=int(_signer.unsign(token))).first()
    except (BadSignature, ValueError):
        return None
