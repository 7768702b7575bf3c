"""What a moderator does from the desk. Each is a form; a script that asks for JSON gets the same
answer in one line. Whatever is refused leaves what was typed where it was."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from comments import answering, claiming, moderation
from comments.desk import alike, waiting
from comments.desk.pages import (
    QUEUE,
    facts_of,
    moderator,
    query_of,
    refuse_elsewhere,
    sections_within,
    show_alike,
    show_card,
    waits,
    wishes_of,
)
from comments.forms import AnswerForm, DecisionForm, VerdictForm
from comments.models import Comment, Decision, Status
from comments.moderation import Conflict, Read
from comments.policy import agreed
from comments.rules import sections_of

_ONE = {
    "approve": moderation.approve,
    "reject": moderation.reject,
    "spam": moderation.mark_spam,
}
_MANY = {
    "approve": (Status.APPROVED, "Đã duyệt đăng"),
    "reject": (Status.REJECTED, "Không đăng"),
    "spam": (Status.SPAM, "Đã đánh dấu rác"),
}


@require_POST
def decide(request: HttpRequest, object_id: str) -> HttpResponse:
    user = moderator(request)
    comment = get_object_or_404(Comment, pk=_number(object_id))
    form = DecisionForm(request.POST)
    status = 422
    if form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            decided = _ONE[facts.pop("verdict")](comment, by=user, **facts)
        except (ValidationError, PermissionDenied) as refusal:
            status = _status(refusal)
            if isinstance(refusal, PermissionDenied):
                refusal = ValidationError(str(refusal) or "Bạn không được duyệt ý kiến này.")
            form.add_error(None, refusal)
        else:
            told = f"Ý kiến của {decided.name}: {_told(decided, user)}."
            return _done(request, told, _onward(request, decided, user))
    if _wants_json(request):
        return _refused(" ".join(_sentences(form)), status)
    return show_card(request, comment, form, status=status)


@require_POST
def decide_many(request: HttpRequest) -> HttpResponse:
    """Of the queue: the rows that are checked (`chon`), or one row approved at a press
    (`duyet-ngay`)."""
    user = moderator(request)
    at_once = request.POST.get("duyet-ngay", "")
    form = VerdictForm({"verdict": "approve"} if at_once else request.POST)
    tokens = [at_once] if at_once else request.POST.getlist("chon")
    read = waiting.read_tokens(tokens, alike.MOST)
    back = _back(request, user)
    if not read:
        return _not_done(request, "Chưa chọn ý kiến nào.", back, 422)
    return _decide_on(request, form, read, user=user, back=back)


@require_POST
def decide_alike(request: HttpRequest, pk: int) -> HttpResponse:
    """On what a preview showed, and was not unchecked there."""
    user = moderator(request)
    comment = get_object_or_404(Comment.objects.select_related("latest"), pk=pk)
    refuse_elsewhere(comment, sections_of(user))
    form = VerdictForm(request.POST)
    chosen = request.POST.getlist("chon")
    try:
        read = alike.read(request.POST.get("plan", ""), by=user, chosen=chosen)
    except ValidationError as refusal:
        form.add_error(None, refusal)
    if form.is_valid():
        return _decide_on(request, form, read, user=user, back=_back(request, user))
    way = request.POST.get("theo", "")
    found = alike.find(comment, way, user=user, sections=sections_of(user))
    if found is None:
        return _not_done(request, " ".join(_sentences(form)), _queue(""), 422)
    return show_alike(request, comment, found, user=user, form=form, status=422)


def _decide_on(
    request: HttpRequest, form: VerdictForm, read: dict[int, Read], *, user: User, back: str
) -> HttpResponse:
    if not form.is_valid():
        return _not_done(request, " ".join(_sentences(form)), back, 422)
    verdict, done = _MANY[form.cleaned_data["verdict"]]
    chosen = Comment.objects.filter(pk__in=read)
    try:
        reason = form.cleaned_data["reason"]
        outcome = moderation.decide_all(chosen, verdict, by=user, reason=reason, read=read)
    except ValidationError as refusal:
        return _not_done(request, " ".join(refusal.messages), back, 422)
    told = facts_of(outcome, done)
    if outcome.refused and not (outcome.decided or outcome.awaiting):
        return _not_done(request, told, back, 409)
    return _done(request, told, back)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    user = moderator(request)
    back = _back(request, user)
    given = request.POST.get("viec", "")
    try:
        outcome = moderation.undo(by=user, act=UUID(given) if given else None)
    except ValueError:
        return _not_done(request, "Không rõ quyết định nào cần hoàn tác.", back, 422)
    except Conflict as refusal:
        return _not_done(request, " ".join(refusal.messages), back, 409)
    return _done(request, facts_of(outcome, "Đã hoàn tác"), back)


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """`viec`: giu keeps the card that is open, gianh takes it over, tha gives it back."""
    user = moderator(request)
    comment = get_object_or_404(Comment, pk=pk)
    if not user.has_perm("comments.moderate", comment):
        raise PermissionDenied
    wish = request.POST.get("viec", "")
    if wish == "tha":
        claiming.release([comment], by=user)
        return HttpResponse(status=204)
    if wish not in {"giu", "gianh"}:
        return _not_done(request, "Xin chọn một việc.", _queue(""), 422)
    if not waits(comment):
        return _not_done(request, "Ý kiến này không còn chờ duyệt.", _card(comment), 409)
    held = claiming.claim(comment, by=user, over=wish == "gianh")
    if _wants_json(request):
        return JsonResponse({"by": str(held.by), "own": held.by_id == user.pk})
    query = query_of(request)
    return redirect(f"{_card(comment)}?{query}" if query else _card(comment))


@require_POST
def feature(request: HttpRequest, pk: int) -> HttpResponse:
    user = moderator(request)
    comment = get_object_or_404(Comment, pk=pk)
    wanted = request.POST.get("noi-bat") == "1"
    try:
        answering.feature(comment, by=user, featured=wanted)
    except ValidationError as refusal:
        return _not_done(request, " ".join(refusal.messages), _card(comment), 422)
    told = "Đã chọn làm bình luận nổi bật." if wanted else "Đã bỏ chọn nổi bật."
    return _done(request, told, _card(comment))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    user = moderator(request)
    comment = get_object_or_404(Comment.objects.select_related("article"), pk=pk)
    form = AnswerForm(request.POST)
    form.full_clean()
    try:
        answering.answer(comment, by=user, text=form.cleaned_data.get("text") or "")
    except ValidationError as refusal:
        said = getattr(refusal, "message_dict", None) or {"text": refusal.messages}
        for sentence in [one for sentences in said.values() for one in sentences]:
            form.add_error("text", sentence)
        return show_card(request, comment, answer=form, status=422)
    told = "Câu trả lời đã vào hàng chờ; người khác sẽ duyệt."
    return _done(request, told, _card(comment))


# --- answers ------------------------------------------------------------------------------------


def _onward(request: HttpRequest, comment: Comment, user: User) -> str:
    """The next card where somebody goes from card to card, else the queue."""
    own = sections_of(user)
    query, wishes = _came_from(request, own)
    if "tiep" in request.POST:
        following = waiting.following(comment, wishes, user=user, sections=own)
        if following is not None:
            return f"{_card(following)}?{query}" if query else _card(following)
    return _queue(query)


def _back(request: HttpRequest, user: User) -> str:
    return _queue(_came_from(request, sections_of(user))[0])


def _came_from(request: HttpRequest, own: Collection[int] | None) -> tuple[str, waiting.Wishes]:
    """What of the queue somebody left; all of it where that is no more, so that no decision which
    stands is told of as a page that is not there."""
    query = query_of(request)
    try:
        return query, wishes_of(QueryDict(query), sections_within(own) if query else [])
    except Http404:
        return "", waiting.Wishes()


def _done(request: HttpRequest, told: str, back: str) -> HttpResponse:
    if _wants_json(request):
        last = moderation.last_act(moderator(request))
        return JsonResponse({"told": told, "undo": str(last.act) if last else ""})
    messages.success(request, told)
    return redirect(back)


def _not_done(request: HttpRequest, told: str, back: str, status: int) -> HttpResponse:
    if _wants_json(request):
        return _refused(told, status)
    messages.error(request, told)
    return redirect(back)


def _refused(told: str, status: int) -> HttpResponse:
    return JsonResponse({"told": told}, status=status)


def _status(refusal: Exception) -> int:
    if isinstance(refusal, PermissionDenied):
        return 403
    return 409 if isinstance(refusal, Conflict) else 422


def _sentences(form: Any) -> Iterable[str]:
    return [sentence for sentences in form.errors.values() for sentence in sentences]


def _told(comment: Comment, user: User) -> str:
    """Where it stands after a verdict; still waiting, it waits for a second person."""
    if not (comment.pending or comment.again):
        return comment.get_status_display()
    said = agreed(Decision.objects.standing().filter(comment=comment).order_by("pk"), comment)
    mine = any(decision.by_id == user.pk for decision in said)
    return "bạn đã đồng ý, chờ người thứ hai cùng duyệt" if mine else "vẫn chờ duyệt"


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _queue(query: str) -> str:
    return reverse(QUEUE) + (f"?{query}" if query else "")


def _card(comment: Comment) -> str:
    return reverse("admin:comments_comment_change", args=[comment.pk])


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
