"""What stays on a page when the account that wrote it is deleted."""

from django.db import transaction

from audit.log import record
from comments.banning import forget_names
from comments.models import Comment, Flag, Print
from comments.moderation import erase
from comments.placing import hold
from comments.words import ERASED_NAME, ERASED_TEXT


def leave_nameless(comment: Comment) -> Comment:
    """What readers see stays before them under a neutral name; who wrote it is forgotten, and so
    are the texts that readers do not see: a later one that waits can't be let through any more.

    What readers do not see at all is erased. Doing it again changes nothing.
    """
    with transaction.atomic():
        [held] = hold([comment])
        if not held.approved or held.shown is None:
            return erase(held)
        if held.reader_id is None and held.name == ERASED_NAME and not held.edited_since:
            return held
        forget_names(accounts=[held.reader_id], emails=[held.email])
        held.latest, held.name, held.email, held.reader = held.shown, ERASED_NAME, "", None
        held.sender = held.network = held.holder = None
        told = ["latest", "name", "email", "reader", "sender", "network", "holder"]
        held.save(update_fields=told)
        unseen = held.revisions.exclude(pk=held.shown.pk).exclude(text=ERASED_TEXT)
        unseen.update(text=ERASED_TEXT, digest=None)
        Flag.objects.filter(revision__comment=held).exclude(revision=held.shown).delete()
        Print.objects.filter(comment=held).delete()
        facts = {"piece": held.article_id}
        record("comments.left_nameless", by=None, about=held, facts=facts)
    return held
