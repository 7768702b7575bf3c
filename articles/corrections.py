"""Saying in public what was wrong. Mending the piece itself is another act: publishing.publish."""

from collections.abc import Iterable
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import correction_requests, partners, signals
from articles.models import Article, Correction, CorrectionRequest, PublishedVersion
from articles.models.correction import WORDS_LENGTH
from audit.log import record
from core.vietnamese import clean


def correct(
    article: Article,
    *,
    by: User,
    wrong: str,
    right: str,
    note: str = "",
    answers: Iterable[CorrectionRequest] = (),
) -> Correction:
    """Publish a correction, at once, of what readers were shown: `wrong` stood for `right`.

    `answers` are the requests of this piece that are done with it. The piece may be withdrawn by
    now. Saying the same again, as a double click does, gives the correction that stands. Raises
    PermissionDenied, or ValidationError by field name.
    """
    if not by.has_perm("articles.correct", article):
        raise PermissionDenied
    typed = {"wrong": wrong, "right": right, "note": note}
    words = {name: clean(text).strip() for name, text in typed.items()}
    _refuse_unsaid(words)
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        version = _shown_last(article)
        standing = article.corrections.newest_first().first()
        if standing and all(getattr(standing, name) == said for name, said in words.items()):
            return standing
        correction = _of_version(version, by=by, **words)
        correction.save(force_insert=True)
        facts: dict[str, object] = {"correction": correction.pk}
        if done := correction_requests.answer(answers, correction=correction):
            facts["requests"] = done
        partners.order(correction)
        record("articles.corrected", by=by, about=article, facts=facts)
        told = partial(signals.corrected.send_robust, sender=Correction, correction=correction)
        transaction.on_commit(told, robust=True)
    return correction


def _of_version(version: PublishedVersion, *, by: User, **words: str) -> Correction:
    return Correction(
        article_id=version.article_id,
        title=version.title,
        section_name=version.section.name,
        first_published_at=version.first_published_at,
        by=by,
        published_at=timezone.now(),
        **words,
    )


def _refuse_unsaid(words: dict[str, str]) -> None:
    """What says nothing, or more than a correction is for."""
    found = {
        name: f"Viết gọn trong {WORDS_LENGTH} ký tự."
        for name, said in words.items()
        if len(said) > WORDS_LENGTH
    }
    if not words["wrong"]:
        found["wrong"] = "Hãy chép lại chỗ sai, đúng như đã đăng."
    if not words["right"]:
        found["right"] = "Hãy ghi thông tin đúng."
    elif words["right"] == words["wrong"]:
        found["right"] = "Thông tin đúng đang giống hệt thông tin sai."
    if found:
        raise ValidationError(found)


def _shown_last(article: Article) -> PublishedVersion:
    """The version readers see, or saw last."""
    shown = PublishedVersion.objects.shown_by().filter(article=article.pk)
    version = shown.select_related("section").order_by("-valid_from", "-number").first()
    if version is None:
        raise ValidationError("Bài này chưa từng đăng nên không có gì để cải chính.")
    return version
