"""What is kept of somebody, told and erased by a link mailed to his address.

Whoever asks gets one and the same answer at once, so nobody learns by it who ever wrote to us; the
mail goes only where something is kept. The link names a row, never the address. An address is found
on comments that were sent with it, and on those of the account that has it.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Upper
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.models import PublishedVersion
from comments import banning, moderation
from comments.models import Comment, CommentQuerySet, DataRequest
from comments.policy import on_page
from comments.words import is_email
from core.dates import iso
from core.http import absolute
from core.vietnamese import clean_line
from outbox.queue import enqueue

MAIL = "comments.mail_own_data"
ERASE = "comments.erase_own_data"
BATCH = 50
"""Comments erased at a time: what a reader waits for, and less than a second."""
# A stranger must not fill somebody's mailbox.
AGAIN_AFTER = timedelta(minutes=10)
MOST_OPEN = 5

_links = Signer(sep=".", salt="comments.own_data")


def ask(email: str) -> None:
    """Have the link mailed, if anything is kept. Raises ValidationError by field: email."""
    email = clean_line(email).lower()
    if not is_email(email):
        raise ValidationError({"email": "Địa chỉ thư điện tử chưa đúng."})
    with transaction.atomic():
        asked = list(DataRequest.objects.open().filter(email=email).order_by("-asked")[:MOST_OPEN])
        soon = asked and asked[0].asked > timezone.now() - AGAIN_AFTER
        if not soon and len(asked) < MOST_OPEN:
            enqueue(MAIL, str(DataRequest.objects.create(email=email).pk))


def mail(pk: int) -> None:
    """Sent before it is marked as sent: a run that was killed between sends it again."""
    request = DataRequest.objects.open().filter(pk=pk, mailed=None).first()
    if request is None or not kept_of(request).exists():
        return
    context = {
        "link": absolute(reverse("comment-data-kept", args=[token_of(request)])),
        "hours": settings.COMMENT_DATA_HOURS,
        "newspaper": settings.MASTHEAD["name"],
    }
    subject = f"{settings.MASTHEAD['name']}: dữ liệu của bạn"
    send_mail(subject, render_to_string("emails/own_data.txt", context), None, [request.email])
    DataRequest.objects.filter(pk=pk).update(mailed=timezone.now())


def token_of(request: DataRequest) -> str:
    return _links.sign(str(request.pk))


def find(token: str) -> DataRequest | None:
    """The request of a link that opens still."""
    try:
        pk = int(_links.unsign(token))
    except (BadSignature, ValueError):
        return None
    return DataRequest.objects.open().filter(pk=pk).first()


def kept_of(request: DataRequest) -> CommentQuerySet:
    """Every comment with the address of a request. One query for the account that has it."""
    if not request.email:
        return Comment.objects.none()
    named = User.objects.alias(address=Upper("email")).filter(address=Upper(Value(request.email)))
    accounts = named.filter(is_staff=False)
    mine = Q(email=request.email) | Q(reader__in=list(accounts.values_list("pk", flat=True)))
    # Not by number: a database may then walk all comments to find the first few of these.
    return Comment.objects.filter(mine).order_by("-created", "-pk")


def told(request: DataRequest) -> dict[str, Any]:
    """All that is kept, as it is exported. Half a dozen queries."""
    rows = kept_of(request).annotate(on_page=on_page())
    comments = list(rows.prefetch_related("revisions", "decisions"))
    pieces = {comment.article_id for comment in comments}
    live = PublishedVersion.objects.live().filter(article__in=pieces)
    addresses = {version.article_id: absolute(version.get_absolute_url()) for version in live}
    return {
        "thu_dien_tu": request.email,
        "lap_luc": iso(timezone.now()),
        "y_kien": [_told(comment, addresses.get(comment.article_id, "")) for comment in comments],
    }


def _told(comment: Comment, address: str) -> dict[str, Any]:
    """Who decided is the desk's own business; what was decided, and why, is the writer's too."""
    return {
        "so": comment.pk,
        "bai": address,
        "ten": comment.name,
        "thu_dien_tu": comment.email,
        "co_tai_khoan": comment.reader_id is not None,
        "con_dau_trinh_duyet_va_mang": comment.keeps_marks,
        "gui_luc": iso(comment.created),
        "tinh_trang": comment.outcome,
        "luot_thich": comment.likes,
        "cac_ban": [
            {"so": one.number, "luc": iso(one.created), "noi_dung": one.text}
            for one in sorted(comment.revisions.all(), key=lambda one: one.number)
        ],
        "cac_quyet_dinh": [
            {"luc": iso(one.at), "quyet_dinh": one.get_verdict_display(), "ly_do": one.reason}
            for one in comment.decisions.all()
        ],
    }


def erase(pk: int) -> bool:
    """One batch of what is kept; the address goes with the last. Whether more is left.

    A comment's words, name and marks go; one that readers see is withdrawn, one that waits never
    comes before them. Erasing again changes nothing.
    """
    request = DataRequest.objects.filter(pk=pk).first()
    if request is None:
        return False
    for comment in kept_of(request)[:BATCH]:
        moderation.erase(comment)
    if kept_of(request).exists():
        return True
    banning.forget_names(emails=[request.email])
    DataRequest.objects.filter(email=request.email).update(email="")
    return False


def erase_on(pk: int) -> None:
    """One batch now, and the rest by the worker."""
    if erase(pk):
        enqueue(ERASE, str(pk))
