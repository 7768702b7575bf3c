"""Who is a reader. Asked at every door of /tai-khoan/, by pages, sign-in, mail and social login."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User


def readers() -> QuerySet[User]:
    """The accounts that readers made for themselves.

    An account of the newsroom has no profile; one that was given staff rights later is of the
    newsroom from then on. Their passwords, mails and sessions are none of this app's business.
    """
    return User.objects.filter(profile__isnull=False, is_staff=False, is_superuser=False)


def is_reader(user: Any) -> bool:
    """One query, or none where the profile came along with the user."""
    return bool(
        user.is_authenticated
        and user.is_active
        and not (user.is_staff or user.is_superuser)
        and hasattr(user, "profile")
    )
