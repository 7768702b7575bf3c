"""Brings the demo's working copies to the stages they stand at, hand by hand as people would."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from articles import workflow
from articles.models import Article, Section

# stage → who takes the step to it, by user name
_WAY = {
    "submitted": "phongvien",
    "editing": "bientap",
    "layout": "bientap",
    "awaiting": "bientap",
    "approved": "tongbientap",
}
_HEADED = ("xa-hoi", "van-hoa")


def send_on_their_way(
    pieces: list[dict[str, Any]], articles: dict[str, Article], people: dict[str, User]
) -> None:
    """Pieces with a `stage`; the others stay where they are. Heads get their sections."""
    for section in Section.objects.filter(slug__in=_HEADED):
        section.heads.get_or_create(user=people["truongban"])
    for piece in pieces:
        if "stage" in piece:
            _bring(articles[piece["key"]], piece, people)


def _bring(article: Article, piece: dict[str, Any], people: dict[str, User]) -> None:
    returned = piece["stage"] == "returned"
    last = "editing" if returned else piece["stage"]
    for to in list(_WAY)[: list(_WAY).index(last) + 1]:
        workflow.move(article, to, by=people[_WAY[to]])
    if returned:
        workflow.move(article, "draft", by=people["bientap"], reason=piece["reason"])
    due = timezone.now() + timedelta(hours=piece["due"]) if "due" in piece else None
    workflow.assign(article, by=people["thuky"], due=due, priority=piece.get("priority", 0))
