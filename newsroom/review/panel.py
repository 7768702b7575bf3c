"""What the desk sees of a piece's review links, on its form and on their own page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from articles.models import Article
from newsroom.models import ReviewAnswer, ReviewLink
from newsroom.review.demands import demanded, met
from newsroom.review.links import words_hash

NEWEST = 3


@dataclass(frozen=True)
class Sent:
    link: ReviewLink
    answers: list[ReviewAnswer]
    differs: str
    """Where to compare what was sent with the copy; "" while they say the same."""


def panel(request: HttpRequest, article: Article) -> dict[str, Any]:
    """For templates/newsroom/panels/review.html. Three queries, two more where a review is
    demanded."""
    wanted = demanded(article)
    return {
        "review_sent": sent(article)[:NEWEST],
        "review_demanded": wanted,
        "review_met": wanted and met(article),
        "may_send_for_review": request.user.has_perm("newsroom.send_for_review", article),
    }


def sent(article: Article) -> list[Sent]:
    """Newest first. Two queries."""
    words = words_hash(article)
    links = ReviewLink.objects.filter(article=article.pk).order_by("-pk").defer("snapshot")
    return [
        Sent(
            link,
            sorted(link.answers.all(), key=lambda row: row.pk),
            _comparison(article, link) if link.words_sha256 != words else "",
        )
        for link in links.select_related("made_by").prefetch_related("answers")
    ]


def _comparison(article: Article, link: ReviewLink) -> str:
    return reverse("admin:articles_article_revision", args=[article.pk, link.saved_id])
