"""How an account ends: asked for, seven days to think better of it, then gone for good.

An account holds years of words and saved pieces; a phone left on a table, or anger, should not cost
them. Within the seven days the reader can sign in and say that it is to stay; afterwards nothing of
it is left but the comments that were approved, without a name, if the reader wanted to leave them.
"""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.db.models import ProtectedError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from comments import moderation
from comments.banning import forget_names
from comments.models import Comment
from comments.parting import leave_nameless
from core.http import absolute
from outbox.queue import enqueue
from readers import letters
from readers.models import Profile

LEAVE = "readers.leave"
UNCONFIRMED = "readers.unconfirmed"
GRACE = timedelta(days=7)
# Longer than the link in the mail holds (three days).
UNCONFIRMED_FOR = timedelta(days=4)
KEY_HOLDS = timedelta(days=1)
BATCH = 200
_signer = TimestampSigner(salt="readers.leaving", sep=".")


def ask(reader: Profile, *, withdraws: bool) -> datetime:
    """From now on the account waits for its end; `withdraws`: what readers see of it goes too.

    When that will be. Asking again changes the wish, not the day.
    """
    with transaction.atomic():
        held = Profile.objects.select_for_update(no_key=True).get(pk=reader.pk)
        again = held.leaves_at is not None
        held.leaves_at = held.leaves_at or timezone.now() + GRACE
        held.withdraws = withdraws
        held.save(update_fields=["leaves_at", "withdraws"])
        if not again:
            enqueue(LEAVE, str(held.pk), due=held.leaves_at)
            _write(held, "emails/reader_leaving.txt", "Tài khoản sẽ bị xóa")
    return held.leaves_at


def stay(reader: Profile) -> None:
    """Think better of it."""
    Profile.objects.filter(pk=reader.pk).update(leaves_at=None)


def leave(reader_pk: int) -> bool:
    """One batch of the end, if it still is wanted and due. Whether there is more to do.

    What waited for a decision never comes before readers by it: it is withdrawn and its words are
    forgotten first, and so is all that was refused.
    """
    reader = Profile.objects.select_related("user").filter(pk=reader_pk).first()
    if reader is None or reader.leaves_at is None or reader.leaves_at > timezone.now():
        return False
    own = Comment.objects.sent_by(reader=reader.pk, holder=None).order_by("pk")
    batch = list(own[:BATCH])
    for comment in batch:
        if comment.approved and not reader.withdraws:
            leave_nameless(comment)
        else:
            moderation.erase(comment)
    if len(batch) == BATCH:
        return True
    _delete(reader.user)
    return False


def forget_unconfirmed(user_pk: int) -> None:
    """An address that nobody confirmed is free again, with what was told along with it."""
    user = User.objects.filter(pk=user_pk, is_staff=False, last_login=None).first()
    if user and not EmailAddress.objects.filter(user=user, verified=True).exists():
        _delete(user)


def _delete(user: User) -> None:
    """Where rows that are for good name the account, it stays, closed, and says nothing more."""
    addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    forget_names(accounts=[user.pk], emails={user.email, *addresses})
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:
        with transaction.atomic():
            EmailAddress.objects.filter(user=user).delete()
            SocialAccount.objects.filter(user=user).delete()
            Profile.objects.filter(pk=user.pk).delete()
            user.full_name, user.email, user.is_active = "", "", False
            user.set_unusable_password()
            user.save(update_fields=["full_name", "email", "is_active", "password"])


# --- by mail, for who has no password ---------------------------------------------------------


def mail_key(reader: Profile) -> None:
    link = absolute(reverse("reader-leave-by-mail", args=[_signer.sign(str(reader.pk))]))
    _write(reader, "emails/reader_leave_key.txt", "Xác nhận xóa tài khoản", link=link)


def is_key_of(reader: Profile, key: str) -> bool:
    try:
        return _signer.unsign(key, max_age=KEY_HOLDS) == str(reader.pk)
    except BadSignature:
        return False


def _write(reader: Profile, template: str, subject: str, **facts: str) -> None:
    newspaper = settings.MASTHEAD["name"]
    page = absolute(reverse("reader-leave"))
    context = {"reader": reader, "page": page, "newspaper": newspaper, **facts}
    body = render_to_string(template, context)
    letters.post(reader.user.email, f"[{newspaper}] {subject}", body)
