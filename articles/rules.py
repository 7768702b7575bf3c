"""Who may do what with a piece. Views and the admin ask through user.has_perm(name, article)."""

import rules
from django.db.models import Q, QuerySet

from accounts.models import User
from articles.models import Article, Byline, PublishedVersion

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
def may_say_sorry(user: User) -> bool:
    return user.has_perm("articles.add_correction")


@rules.predicate
def is_own_draft(user: User, article: Article | None) -> bool:
    """A writer's own piece until it is first published; afterwards the desk answers for it."""
    return (
        article is not None and article.created_by_id == user.pk and not article.versions.exists()
    )


def visible_articles(user: User) -> QuerySet[Article]:
    """The working copies a person of the newsroom may open: the desk all, the others their own
    and what readers have seen."""
    if may_change_any(user) or may_approve(user):
        return Article.objects.all()
    own = Q(created_by=user) | Q(pk__in=Byline.objects.filter(author__user=user).values("article"))
    shown = PublishedVersion.objects.shown_by().values("article")
    return Article.objects.filter(own | Q(pk__in=shown))


@rules.predicate
def may_open(user: User, article: Article | None) -> bool:
    return article is None or visible_articles(user).filter(pk=article.pk).exists()


rules.add_perm("articles.edit", has_change & (may_change_any | is_own_draft))
rules.add_perm("articles.preview", has_change & may_open)
rules.add_perm("articles.publish", may_approve)
rules.add_perm("articles.withdraw", may_take_down)
rules.add_perm("articles.correct", may_say_sorry)
