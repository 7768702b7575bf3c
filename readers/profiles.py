"""What readers change about themselves."""

from django.db import transaction

from accounts.models import User
from comments.names import speaks_for_the_house
from readers.models import Profile


def is_free(name: str) -> bool:
    """Whether a reader may go by this name."""
    return not speaks_for_the_house(name)


def change(profile: Profile, *, name: str, mail_replies: bool, mail_decisions: bool) -> None:
    """The name is for comments sent from now on; those already sent keep theirs."""
    with transaction.atomic():
        profile.name = name
        profile.mail_replies, profile.mail_decisions = mail_replies, mail_decisions
        profile.save(update_fields=["name", "mail_replies", "mail_decisions"])
        User.objects.filter(pk=profile.pk).update(full_name=name)
