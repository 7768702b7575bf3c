"""Pieces that wait for the person interviewed: whether they do, what is missing, who overrides."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, Q, Subquery

from accounts.models import User
from articles.models import Article, Genre
from articles.readiness import Refusals
from audit.log import record
from core.vietnamese import clean
from newsroom.models import ReviewAnswer, ReviewDemand, ReviewLink, ReviewOverride
from newsroom.models.review import Purpose
from newsroom.review.links import words_hash

MISSING = (
    "Bài phải có ý kiến của người được phỏng vấn về đúng bản này trước khi đăng. "
    "Hãy gửi đường dẫn xem trước, hoặc người có quyền ghi lý do đăng khi chưa có ý kiến."
)

MOST_REASON = 1000


def demanded(article: Article) -> bool:
    """One query."""
    wanted = Q(article=article.pk)
    of_section = Q(section__in=_sections(article))
    if article.genre != Genre.INTERVIEW:
        of_section &= _was_interview(article)
    return ReviewDemand.objects.filter(wanted | of_section).exists()


def _was_interview(article: Article) -> Q:
    """Under another genre it is no less what somebody said to us: it was sent to the person asked,
    or readers have it as an interview."""
    links = ReviewLink.objects.filter(article=article.pk, purpose=Purpose.INTERVIEW)
    newest = article.versions.order_by("-pk").values("pk")[:1]
    version = article.versions.filter(pk=Subquery(newest), genre=Genre.INTERVIEW)
    return Q(Exists(links)) | Q(Exists(version))


def met(article: Article) -> bool:
    """Whether these very words were agreed to, or somebody answers for them. Three queries."""
    words = words_hash(article)
    links = ReviewLink.objects.filter(
        article=article.pk, words_sha256=words, purpose=Purpose.INTERVIEW, revoked=None
    )
    if any(_agreed(link) for link in links.prefetch_related("answers")):
        return True
    return ReviewOverride.objects.filter(article=article.pk, words_sha256=words).exists()


def waits_for_review(article: Article, day: date) -> Refusals:
    """What articles/readiness.py is told."""
    return {"body": [MISSING]} if demanded(article) and not met(article) else {}


def demand(article: Article, wanted: bool, *, by: User, reason: str = "") -> None:
    """Have the piece wait for the review, or no more, for a reason. Raises PermissionDenied,
    ValidationError."""
    if not by.has_perm("newsroom.demand_review", article):
        raise PermissionDenied
    reason = clean(reason).strip()
    if not wanted and not reason:
        raise ValidationError({"reason": "Hãy ghi lý do bỏ yêu cầu."})
    if len(reason) > MOST_REASON:
        raise ValidationError({"reason": f"Lý do dài quá {MOST_REASON} ký tự."})
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        if wanted:
            ReviewDemand.objects.get_or_create(article=article)
        else:
            ReviewDemand.objects.filter(article=article).delete()
        facts = {"demanded": wanted, **({"reason": reason} if reason else {})}
        record("newsroom.review_demanded", by=by, about=article, facts=facts)


def override(article: Article, *, by: User, reason: str) -> ReviewOverride:
    """Answer for publishing the words as they stand. Raises PermissionDenied, ValidationError."""
    if not by.has_perm("newsroom.override_review", article):
        raise PermissionDenied
    reason = clean(reason).strip()
    if not reason:
        raise ValidationError({"reason": "Hãy ghi lý do đăng khi chưa có ý kiến."})
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        given, _made = ReviewOverride.objects.get_or_create(
            article=article,
            words_sha256=words_hash(article),
            defaults={"reason": reason, "by": by},
        )
        facts = {"reason": reason, "words": given.words_sha256}
        record("newsroom.review_overridden", by=by, about=article, facts=facts)
    return given


def _sections(article: Article) -> list[int]:
    section = article.section
    return [section.pk, section.root_id]


def _agreed(link: ReviewLink) -> bool:
    """By the last thing said that was more than a remark."""
    said = [row for row in link.answers.all() if row.kind != ReviewAnswer.Kind.COMMENT]
    last = max(said, key=lambda row: row.pk, default=None)
    return last is not None and last.kind == ReviewAnswer.Kind.APPROVED
