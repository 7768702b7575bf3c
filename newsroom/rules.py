"""Who may do what with the newsroom's own rows."""

import rules

from accounts.models import User
from articles.models import Article
from articles.rules import is_concerned, may_approve, may_change_any
from newsroom.models import Note


@rules.predicate
def works_on_pieces(user: User) -> bool:
    return user.has_perm("articles.view_article") or user.has_perm("articles.change_article")


@rules.predicate
def wrote_note(user: User, note: Note | None) -> bool:
    return note is not None and note.by_id == user.pk


@rules.predicate
def may_send(user: User) -> bool:
    return user.has_perm("newsroom.add_reviewlink")


@rules.predicate
def may_edit(user: User, article: Article | None) -> bool:
    return article is not None and user.has_perm("articles.edit", article)


@rules.predicate
def may_publish(user: User, article: Article | None) -> bool:
    return user.has_perm("articles.publish", article)


rules.add_perm("newsroom.annotate", works_on_pieces & is_concerned)
rules.add_perm("newsroom.edit_note", wrote_note)
rules.add_perm("newsroom.hide_note", wrote_note | may_change_any)
rules.add_perm("newsroom.dismiss_finding", may_change_any & is_concerned)
rules.add_perm("newsroom.dismiss_blocking", may_approve)
# Who writes a piece shows it to those it speaks of; whether it waits for them is the desk's to say.
rules.add_perm("newsroom.send_for_review", may_send & may_edit)
rules.add_perm("newsroom.demand_review", may_edit & may_publish)
rules.add_perm("newsroom.override_review", may_publish)
