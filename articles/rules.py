"""Who may do what with a piece. Views and the admin ask through user.has_perm(name, article)."""

import rules
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from articles.models import Article, Byline, PublishedVersion, Removal, SectionHead, Stage

has_change = rules.predicate(lambda user: user.has_perm("articles.change_article"), "has_change")
may_change_tags = rules.predicate(lambda user: user.has_perm("articles.change_tag"), "tags")
may_change_topics = rules.predicate(lambda user: user.has_perm("articles.change_topic"), "topics")
may_change_series = rules.predicate(lambda user: user.has_perm("articles.change_series"), "series")


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
def may_release(user: User) -> bool:
    return user.has_perm("articles.release_article")


@rules.predicate
def heads_section(user: User, article: Article | None) -> bool:
    """A trưởng ban, of a piece in a section he heads or below it."""
    if article is None or not user.has_perm("articles.publish_headed_article"):
        return False
    sections = {article.section_id, article.section.parent_id}
    return SectionHead.objects.filter(user=user, section__in=sections - {None}).exists()


@rules.predicate
def is_approved(user: User, article: Article | None) -> bool:
    return article is not None and bool(article.progress.approved_sha256)


@rules.predicate
def is_own(user: User, article: Article | None) -> bool:
    return article is not None and article.created_by_id == user.pk


@rules.predicate
def is_draft(user: User, article: Article | None) -> bool:
    """Not handed in yet, or handed back: what is called so was never published."""
    if article is None:
        return False
    progress = article.progress
    return progress.stage == Stage.DRAFT and progress.trashed_at is None


@rules.predicate
def is_open_to_desk(user: User, article: Article | None) -> bool:
    """What waits for a chief or has been approved is changed by those who answer for it."""
    if article is None:
        return True
    progress = article.progress
    if progress.trashed_at or progress.stage == Stage.ARCHIVED:
        return False
    if progress.stage in {Stage.AWAITING, Stage.APPROVED}:
        return bool(answers_for_it.test(user, article))
    return True


def visible_articles(user: User) -> QuerySet[Article]:
    """The pieces a person of the newsroom may know of: the desk all, the others their own and what
    readers have seen; nobody what lies in the trash, and what is removed those alone who may see
    removals."""
    shown = PublishedVersion.objects.shown_by().filter(article=OuterRef("pk"))
    return _kept(user, Q(Exists(shown)))


def concerned_articles(user: User) -> QuerySet[Article]:
    """The pieces whose working copy, notes, history and review links a person may read: of what
    others wrote, readers' page is all there is for those who are not of the desk."""
    return _kept(user, Q())


def _kept(user: User, besides: Q) -> QuerySet[Article]:
    kept = Article.objects.filter(progress__trashed_at=None)
    if not user.has_perm("articles.view_removal"):
        removed = Removal.objects.standing().filter(article=OuterRef("pk"))
        kept = kept.exclude(Exists(removed))
    if may_change_any(user) or may_approve(user):
        return kept
    # Asked of each piece, not of all at once: whoever looks at a few pays for a few.
    signed = Byline.objects.filter(author__user=user, article=OuterRef("pk"))
    return kept.filter(Q(created_by=user) | Q(Exists(signed)) | besides)


@rules.predicate
def is_concerned(user: User, article: Article | None) -> bool:
    return article is None or concerned_articles(user).filter(pk=article.pk).exists()


may_publish = may_approve | heads_section
answers_for_it = may_publish | may_release
is_desk = has_change & may_change_any

rules.add_perm(
    "articles.edit", has_change & ((may_change_any & is_open_to_desk) | (is_own & is_draft))
)
rules.add_perm("articles.read_copy", may_change_any | may_approve | is_concerned)
rules.add_perm("articles.preview", has_change & is_concerned)
rules.add_perm("articles.submit", has_change & (may_change_any | is_own))
rules.add_perm("articles.recall", has_change & is_own)
rules.add_perm("articles.handle", is_desk)
rules.add_perm("articles.assign", is_desk)
rules.add_perm("articles.archive_own", has_change & is_own & is_draft)
rules.add_perm("articles.trash", (is_desk & is_open_to_desk) | (has_change & is_own & is_draft))
rules.add_perm("articles.untrash", has_change & (may_change_any | is_own))
rules.add_perm("articles.publish", may_publish)
rules.add_perm("articles.release", may_publish | (may_release & is_approved))
rules.add_perm("articles.withdraw", may_take_down)
rules.add_perm("articles.remove", may_take_down)
rules.add_perm("articles.correct", may_say_sorry)
rules.add_perm("articles.ask_correction", is_desk | may_say_sorry)
rules.add_perm("articles.merge_tag", may_change_any & may_change_tags)
rules.add_perm("articles.merge_topic", may_change_any & may_change_topics)
rules.add_perm("articles.trash_tag", may_change_any & may_change_tags)
rules.add_perm("articles.trash_topic", may_change_any & may_change_topics)
rules.add_perm("articles.trash_series", may_change_any & may_change_series)
