"""Who may do what with a piece. Views and the admin ask through user.has_perm(name, article)."""

import rules

from accounts.models import User
from articles.models import Article

has_change = rules.predicate(lambda user: user.has_perm("articles.change_article"), "has_change")


@rules.predicate
def may_change_any(user: User) -> bool:
    return user.has_perm("articles.change_any_article")


@rules.predicate
def may_approve(user: User) -> bool:
    return user.has_perm("articles.publish_article")


@rules.predicate
def may_take_down(user: User) -> bool:
    return user.has_perm("articles.withdraw_article")


@rules.predicate
def is_own_draft(user: User, article: Article | None) -> bool:
    """A writer's own piece until it is first published; afterwards the desk answers for it."""
    return (
        article is not None and article.created_by_id == user.pk and not article.versions.exists()
    )


rules.add_perm("articles.edit", has_change & (may_change_any | is_own_draft))
rules.add_perm("articles.preview", has_change)
rules.add_perm("articles.publish", may_approve)
rules.add_perm("articles.withdraw", may_take_down)
