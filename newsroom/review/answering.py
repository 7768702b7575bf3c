"""What the recipient of a review link says: agreed, to be changed, a remark on a passage."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from audit.log import record
from comments.stamp import is_same_site
from core.html import plain_text
from core.vietnamese import tone_key
from newsroom.messages import tell
from newsroom.models import Kind, ReviewAnswer, ReviewLink
from newsroom.models.review import ANSWER_LENGTH, QUOTE_LENGTH

MOST_ANSWERS = 40
MOST_AN_HOUR = 8
STAMP_VALID = timedelta(days=2)
_ACTS = {
    ReviewAnswer.Kind.APPROVED: "newsroom.review_approved",
    ReviewAnswer.Kind.CHANGES: "newsroom.review_changes_asked",
    ReviewAnswer.Kind.COMMENT: "newsroom.review_commented",
}
_stamps = TimestampSigner(salt="newsroom.review")


class TooMany(ValidationError):
    """The link has been answered too often."""


def answer(link: ReviewLink, *, kind: str, quote: str = "", text: str = "") -> ReviewAnswer:
    """Record it, also in the log, and tell who made the link; the same as the last is the last.
    Texts come cleaned. Raises ValidationError, TooMany."""
    if kind not in ReviewAnswer.Kind.values:
        raise ValidationError("Hãy chọn: đồng ý, đề nghị sửa hay góp ý.")
    if kind != ReviewAnswer.Kind.APPROVED and not text:
        raise ValidationError({"text": "Hãy ghi điều cần sửa hoặc góp ý."})
    _measure("text", text, ANSWER_LENGTH)
    _measure("quote", quote, QUOTE_LENGTH)
    if quote and not _stands_in(quote, link):
        raise ValidationError(
            {"quote": "Đoạn trích không có trong bài. Hãy chép đúng chữ của bài."}
        )
    with transaction.atomic():
        link = ReviewLink.objects.select_for_update().select_related("saved").get(pk=link.pk)
        if not (link.open and link.answerable):
            raise ValidationError("Đường dẫn này không nhận trả lời nữa.")
        last = link.answers.order_by("-pk").first()
        if last and (last.kind, last.quote, last.text) == (kind, quote, text):
            return last  # sent twice
        _not_too_often(link)
        given = ReviewAnswer.objects.create(link=link, kind=kind, quote=quote, text=text)
        words = f"{link.recipient}: {given.get_kind_display().lower()}."
        tell([link.made_by], kind=Kind.REVIEWED, about=link.article, words=words)
        facts = {"link": link.pk, "recipient": link.recipient}
        record(
            _ACTS[ReviewAnswer.Kind(kind)],
            by=None,
            about=link.article,
            revision=link.saved.revision_id,
            facts=facts,
        )
    return given


def stamp(link: ReviewLink) -> str:
    """Stands where a CSRF token would: the page has no session to ride on."""
    return _stamps.sign(str(link.pk))


def is_ours(given: str, link: ReviewLink) -> bool:
    try:
        return _stamps.unsign(given, max_age=STAMP_VALID) == str(link.pk)
    except BadSignature:
        return False


def is_from_our_page(request: HttpRequest) -> bool:
    """A page without a referrer names no origin either; a browser that sends no more than that has
    the benefit of the doubt, for it sends the token and the stamp."""
    nameless = request.headers.get("Origin") == "null" and "Sec-Fetch-Site" not in request.headers
    return nameless or is_same_site(request)


def _measure(field: str, words: str, most: int) -> None:
    if len(words) > most:
        raise ValidationError({field: f"Dài {len(words)} ký tự, quá mức {most} ký tự."})


def _stands_in(quote: str, link: ReviewLink) -> bool:
    said = link.snapshot
    uses = " ".join(use.get("caption", "") for use in said["photos"])
    whole = f"{said['kicker']} {said['title']} {said['sapo']} {plain_text(said['body'])} {uses}"
    return _squeezed(quote) in _squeezed(whole)


def _squeezed(text: str) -> str:
    return " ".join(tone_key(text).split())


def _not_too_often(link: ReviewLink) -> None:
    hour_ago = timezone.now() - timedelta(hours=1)
    given = ReviewAnswer.objects.filter(link=link)
    if given.count() >= MOST_ANSWERS or given.filter(at__gt=hour_ago).count() >= MOST_AN_HOUR:
        raise TooMany("Đã nhận nhiều ý kiến qua đường dẫn này. Xin gửi lại sau, hoặc gọi tòa soạn.")
