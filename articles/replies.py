"""The right of reply: pieces of ours that print what others answer, and refusals in writing."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from articles.models import Article, Progress, PublishedVersion, Reply
from articles.models.reply import REASON_LENGTH
from audit.log import record
from core.vietnamese import clean, clean_line


def print_reply(article: Article, *, answer: Article, replier: str, by: User) -> Reply:
    """`answer` prints what somebody replies to `article`; readers are led from each to the other
    while both are live. At most REPLY_ROUNDS replies to one piece. The same said again gives the
    reply that stands. Raises PermissionDenied, or ValidationError by field name."""
    replier = _replier(article, replier, by)
    if answer.pk == article.pk:
        raise ValidationError({"answer": "Bài phản hồi phải là một bài khác."})
    with transaction.atomic():
        # Both, always in one order, so that two acts the other way round take turns.
        pair = Article.objects.select_for_update().filter(pk__in=[article.pk, answer.pk])
        list(pair.order_by("pk"))
        if standing := Reply.objects.filter(answer=answer).first():
            if standing.article_id == article.pk:
                return standing
            told = f"Bài này đã là phản hồi cho bài số {standing.article_id}."
            raise ValidationError({"answer": told})
        _refuse_answer(article, answer)
        rounds = article.replies.exclude(round=None).count()
        if rounds >= settings.REPLY_ROUNDS:
            raise ValidationError(
                f"Bài đã có {rounds} lần phản hồi, đủ số lần luật định. Từ nay chỉ ghi lý do"
                " không đăng."
            )
        reply = Reply.objects.create(
            article=article, answer=answer, round=rounds + 1, replier=replier, by=by
        )
        facts = {"answer": answer.pk, "round": reply.round, "replier": replier}
        record("articles.reply_linked", by=by, about=article, facts=facts)
    return reply


def refuse(article: Article, *, replier: str, reason: str, by: User) -> Reply:
    """A reply is not printed; the reason is kept as it was written to who replied.
    Raises PermissionDenied, or ValidationError by field name."""
    replier, reason = _replier(article, replier, by), clean(reason).strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": "Từ chối thì phải ghi lý do, gọn trong 2.000 ký tự."})
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        reply = Reply.objects.create(
            article=article, replier=replier, refused_because=reason, by=by
        )
        facts = {"replier": replier, "reason": reason}
        record("articles.reply_refused", by=by, about=article, facts=facts)
    return reply


def _refuse_answer(article: Article, answer: Article) -> None:
    """Words no reader will see, and a piece that `article` answers itself, however far back."""
    told = ""
    if Progress.objects.filter(pk=answer.pk).exclude(trashed_at=None).exists():
        told = "Bài phản hồi đang ở trong thùng rác."
    elif answer.removals.standing().exists():
        told = "Bài phản hồi đang bị gỡ."
    before: int | None = article.pk
    while before := Reply.objects.filter(answer=before).values_list("article", flat=True).first():
        if before == answer.pk:
            told = "Bài này đang phản hồi chính bài kia: hai bài không phản hồi vòng quanh được."
            break
    if told:
        raise ValidationError({"answer": told})


def _replier(article: Article, replier: str, by: User) -> str:
    if not by.has_perm("articles.correct", article):
        raise PermissionDenied
    replier = clean_line(replier)
    if not replier or len(replier) > 200:
        raise ValidationError({"replier": "Hãy ghi tên người, cơ quan phản hồi."})
    if not PublishedVersion.objects.shown_by().filter(article=article.pk).exists():
        raise ValidationError("Bài này chưa từng đăng nên không có gì để phản hồi.")
    return replier
