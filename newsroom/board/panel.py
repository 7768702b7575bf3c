"""The panel “Tiến độ” beside the form of a piece: where it stands, and what this person may do."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q
from django.http import HttpRequest

from accounts.models import User
from articles.approval import stands
from articles.models import OPEN, Article, Priority, Stage
from articles.steps import Need
from articles.workflow import allowed
from audit.models import Entry

STEPS_SHOWN = 8
_WAY = (
    *("articles.submitted", "articles.moved", "articles.returned", "articles.approved"),
    *("articles.approval_voided", "articles.archived", "articles.assigned", "articles.published"),
    *("articles.scheduled", "articles.withdrawn", "articles.paused", "articles.removed"),
)


def panel(request: HttpRequest, article: Article) -> dict[str, Any]:
    """progress, its steps onward and back, the people to choose from, and the way so far."""
    user: User = request.user  # type: ignore[assignment]
    steps = allowed(article, user)
    progress = article.progress
    may_assign = progress.stage in OPEN and user.has_perm("articles.assign", article)
    return {
        "progress": progress,
        "steps_on": [step for step in steps if Need.REASON not in step.needs],
        "steps_back": [step for step in steps if Need.REASON in step.needs],
        "approval": Stage.APPROVED,
        "approval_differs": approval_differs(article),
        "holders": holders(article) if may_assign else [],
        "priorities": Priority.choices,
        "way": list(
            Entry.objects.about(article).filter(act__in=_WAY).order_by("-number")[:STEPS_SHOWN]
        ),
    }


def approval_differs(article: Article) -> bool:
    """Approved, and no longer what was approved: a picture or a name changed since."""
    if article.progress.stage != Stage.APPROVED:
        return False
    return not stands(Article.objects.for_snapshot().get(pk=article.pk))


def holders(article: Article) -> list[User]:
    """Who may be given a piece: the desk, its writer, and whoever has it now."""
    desk = User.objects.with_perm(
        "articles.change_any_article",
        include_superusers=False,
        backend=f"{ModelBackend.__module__}.ModelBackend",
    )
    its_own = Q(pk__in={article.created_by_id, article.progress.assignee_id} - {None})
    people = User.objects.filter(its_own | Q(pk__in=desk.values("pk")), is_active=True)
    return list(people.filter(is_staff=True).order_by("full_name", "username")[:300])
