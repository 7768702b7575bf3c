"""Who may read the log. The secretary and the chiefs all of it; who keeps the machine, the rest."""

import rules
from django.db.models import Q

from accounts.models import User
from audit.models import Entry, EntryQuerySet

# Acts on accounts and settings: nothing here carries a word of a piece.
_SYSTEM = (
    Q(act__startswith="accounts.")
    | Q(act__startswith="outbox.")
    | Q(act="newsroom.settings_changed")
    | Q(kind__in=("accounts.user", "auth.group", "outbox.effect"))
)


@rules.predicate
def may_read_all(user: User) -> bool:
    return user.has_perm("audit.view_entry")


@rules.predicate
def may_read_system(user: User) -> bool:
    return user.has_perm("audit.view_system_entry")


rules.add_perm("audit.read", may_read_all | may_read_system)


def visible_entries(user: User) -> EntryQuerySet:
    """What of the log this person may read."""
    if user.has_perm("audit.view_entry"):
        return Entry.objects.all()
    if user.has_perm("audit.view_system_entry"):
        return Entry.objects.filter(_SYSTEM)
    return Entry.objects.none()
