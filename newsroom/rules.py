"""Who may do what with the newsroom's own rows."""

import rules

from accounts.models import User
from articles.rules import may_change_any, may_open
from newsroom.models import Note


@rules.predicate
def works_on_pieces(user: User) -> bool:
    return user.has_perm("articles.view_article") or user.has_perm("articles.change_article")


@rules.predicate
def wrote_note(user: User, note: Note | None) -> bool:
    return note is not None and note.by_id == user.pk


rules.add_perm("newsroom.annotate", works_on_pieces & may_open)
rules.add_perm("newsroom.edit_note", wrote_note)
rules.add_perm("newsroom.hide_note", wrote_note | may_change_any)
