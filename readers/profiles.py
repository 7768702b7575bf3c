"""What readers change about themselves."""

from django.db import transaction

from accounts.models import User
from core.vietnamese import fold
from readers.models import Profile

# Names that the newsroom speaks under.
NOT_FOR_READERS = ("bao bien phong", "toa soan", "ban bien tap", "quan tri", "ban quan tri")


def is_free(name: str) -> bool:
    """Whether a reader may go by this name."""
    return " ".join(fold(name).split()) not in NOT_FOR_READERS


def change(profile: Profile, *, name: str, mail_replies: bool, mail_decisions: bool) -> None:
    """The name is for comments sent from now on; those already sent keep theirs."""
    with transaction.atomic():
        profile.name = name
        profile.mail_replies, profile.mail_decisions = mail_replies, mail_decisions
        profile.save(update_fields=["name", "mail_replies", "mail_decisions"])
        User.objects.filter(pk=profile.pk).update(full_name=name)
