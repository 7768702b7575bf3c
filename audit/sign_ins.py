"""Who came in, who went, who stood before the door: heard from django.contrib.auth.

Of the newsroom's door alone. When readers come and go is their business: it would fill the log, and
an entry, which is for good, would keep their account from being deleted.
"""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver

from accounts.models import User
from audit.log import record


@receiver(user_logged_in)
def came_in(sender: Any, user: User, **_told: Any) -> None:
    if not user.is_staff:
        return
    with transaction.atomic(savepoint=False):
        record("accounts.signed_in", by=user, about=user)


@receiver(user_logged_out)
def went(sender: Any, user: User | None, **_told: Any) -> None:
    """Signing out twice, the second time it is nobody."""
    if user is not None and user.pk and user.is_staff:
        with transaction.atomic(savepoint=False):
            record("accounts.signed_out", by=user, about=user)


@receiver(user_login_failed)
def stood_before_the_door(sender: Any, credentials: dict[str, Any], **_told: Any) -> None:
    """Of a name that nobody has nothing is kept: people type their password there."""
    if "username" not in credentials:
        return  # readers sign in by their address
    user = User.objects.filter(username=str(credentials.get("username", "")).strip()[:150]).first()
    with transaction.atomic(savepoint=False):
        record("accounts.sign_in_failed", by=None, about=user)
