"""Who decides on readers' words. Views and the admin ask through user.has_perm(name, comment)."""

from collections.abc import Collection

import rules
from django.db.models import Q

from accounts.models import User
from articles.models import Article, Section
from comments.models import Assignment, Comment
from comments.policy import read_in

may_moderate = rules.predicate(
    lambda user: user.has_perm("comments.moderate_comment"), "may_moderate"
)
may_assign = rules.predicate(lambda user: user.has_perm("comments.add_assignment"), "may_assign")
may_see_people = rules.predicate(
    lambda user: user.has_perm("comments.view_deskday"), "may_see_people"
)

may_export = rules.predicate(lambda user: user.has_perm("comments.export_comment"), "may_export")
may_export_emails = may_export & rules.predicate(
    lambda user: user.has_perm("comments.export_email"), "may_export_email"
)

rules.add_perm("comments.export", may_export)
rules.add_perm("comments.export_emails", may_export_emails)

# Nobody trusts himself, and nobody of the house needs it: they publish by other ways.
is_reader = rules.predicate(
    lambda user, reader: reader is not None and reader.is_active and not reader.is_staff,
    "is_reader",
)

rules.add_perm("comments.trust", may_moderate & is_reader)

may_ban = rules.predicate(lambda user: user.has_perm("comments.add_ban"), "may_ban")


def sections_of(user: User) -> Collection[int] | None:
    """The sections whose comments this person decides on, those below included; None: all of them.

    So it is for whoever was given none, and for those who give them out. One query.
    """
    if may_assign(user):
        return None
    given = Assignment.objects.filter(user=user).values("section")
    within = Section.objects.filter(Q(pk__in=given) | Q(parent__in=given))
    return set(within.values_list("pk", flat=True)) or None


@rules.predicate
def in_own_sections(user: User, comment: Comment | None) -> bool:
    if comment is None:
        return True
    sections = sections_of(user)
    return sections is None or comment.section_id in sections


@rules.predicate
def piece_in_own_sections(user: User, article: Article | None) -> bool:
    if article is None:
        return True
    sections = sections_of(user)
    if sections is None:
        return True
    piece = Article.objects.filter(pk=article.pk).annotate(read_in=read_in())
    return piece.filter(read_in__in=sections).exists()


@rules.predicate
def decides_everywhere(user: User) -> bool:
    return sections_of(user) is None


# An address typed by hand tells of no section, and what is banned is banned in all of them.
rules.add_perm("comments.ban_address", may_ban & decides_everywhere)
rules.add_perm("comments.set_discussion", may_moderate & piece_in_own_sections)
rules.add_perm("comments.ban", may_ban & in_own_sections)
rules.add_perm("comments.moderate", may_moderate & in_own_sections)
rules.add_perm("comments.feature", may_moderate & in_own_sections)
rules.add_perm("comments.answer", may_moderate & in_own_sections)
rules.add_perm("comments.see_statistics", may_moderate)
rules.add_perm("comments.see_people", may_moderate & may_see_people)
