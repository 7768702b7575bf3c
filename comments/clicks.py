"""What a reader does with one click: like, take a like back, report. No token and no script needed:
the request's own headers say from which site it came, and a click does no harm that another click
does not undo. The answer leads back to the comment.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles import queries as articles
from comments import likes, reporting, stamp
from comments.forms import ReportForm
from comments.holders import reader_of
from comments.limits import Limit, fill
from comments.models import Comment
from comments.networks import network_of
from comments.own import ELSEWHERE
from comments.policy import policy_of
from comments.voters import former_marks, is_known, remember, voter_of, voter_of_reader
from core.http import bare_page, too_many_requests

TOO_MANY = "Mạng của bạn vừa có quá nhiều lượt bấm. Xin bấm lại sau ít phút."
MANY_REPORTS = (
    "Từ mạng của bạn đã có nhiều báo cáo và tòa soạn đang xem. Chữ còn nguyên, xin gửi lại sau ít"
    " phút nếu cần."
)
WAIT_SECONDS = 60
_STATUS = {"elsewhere": 403, "many": 429}
# Odd, so that neighbouring comments have buckets far apart.
_SPREAD = 0x9E3779B1
_View = Callable[[HttpRequest, Comment], HttpResponseBase]


def _on_public_comment(view: _View) -> Callable[[HttpRequest, str], HttpResponseBase]:
    @wraps(view)
    def found(request: HttpRequest, pk: str) -> HttpResponseBase:
        comment = get_object_or_404(Comment.objects.public().select_related("shown"), pk=int(pk))
        version = articles.for_reader(comment.article_id)
        if version is None or not policy_of(version).shows:
            raise Http404
        return view(request, comment)

    return csrf_exempt(found)


def _click(
    verb: Callable[..., bool], query: str = ""
) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """The view of a click that is only sent; its address, opened, leads to the comment. The answer
    leads there with `query`."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @_on_public_comment
    def view(request: HttpRequest, comment: Comment) -> HttpResponseBase:
        if request.method != "POST":
            return redirect(_place_of(comment))
        if not stamp.is_same_site(request):
            return bare_page("403.html", 403, request)
        if _is_crowded(request, comment):
            return _too_many(request)
        voter = _voter(request)
        for before in former_marks(request, voter):
            likes.unlike(comment, voter=before)
        verb(comment, voter=voter)
        return _back(request, comment, voter, query)

    return view


like = _click(likes.like, "&da-thich={pk}")
unlike = _click(likes.unlike)


@require_http_methods(["GET", "HEAD", "POST"])
@_on_public_comment
def report(request: HttpRequest, comment: Comment) -> HttpResponseBase:
    form = ReportForm(request.POST or None)
    context = {"comment": comment, "form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "comments/report.html", context, status=status)
    try:
        _check_reports(request, comment)
        voter = _voter(request)
        reporting.report(comment, voter=voter, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        status = _STATUS.get(getattr(refusal, "code", ""), 422)
        return render(request, "comments/report.html", context, status=status)
    response = render(request, "comments/report.html", {"comment": comment, "done": True})
    remember(response, voter, former_marks(request, voter))
    return response


def _voter(request: HttpRequest) -> int:
    reader = reader_of(request)
    return voter_of_reader(reader) if reader else voter_of(request)


def _is_crowded(request: HttpRequest, comment: Comment) -> bool:
    """Whether more browsers click from one network than stand behind one: a name for one's browser
    costs nothing, and each would be a voter. Marks can be gathered, hour by hour: of those it is
    asked how many like one comment. An account is not asked."""
    if reader_of(request):
        return False
    if is_known(request):
        return fill({Limit.LIKES: _bucket_of(request, comment)})[Limit.LIKES].over
    return fill({Limit.CLICKS: network_of(request)})[Limit.CLICKS].over


def _bucket_of(request: HttpRequest, comment: Comment) -> int:
    return network_of(request) ^ comment.pk * _SPREAD


def _too_many(request: HttpRequest) -> HttpResponse:
    if request.headers.get("Accept") != "application/json":
        return too_many_requests(request, seconds=WAIT_SECONDS)
    answer = JsonResponse({"told": TOO_MANY}, status=429)
    answer["Retry-After"] = str(WAIT_SECONDS)
    return answer


def _check_reports(request: HttpRequest, comment: Comment) -> None:
    """Raises ValidationError, code elsewhere or many."""
    if not stamp.is_same_site(request):
        raise ValidationError(ELSEWHERE, code="elsewhere")
    place = _bucket_of(request, comment)
    if _is_crowded(request, comment) or fill({Limit.REPORTS: place})[Limit.REPORTS].over:
        raise ValidationError(MANY_REPORTS, code="many")


def _back(request: HttpRequest, comment: Comment, voter: int, query: str) -> HttpResponseBase:
    """To the comment on its page; a script asks for the number alone."""
    if request.headers.get("Accept") == "application/json":
        comment.refresh_from_db(fields=["likes"])
        response: HttpResponseBase = JsonResponse({"likes": comment.likes})
    else:
        response = HttpResponseRedirect(_place_of(comment, query), status=303)
    response["Cache-Control"] = "no-store"
    remember(response, voter, former_marks(request, voter))
    return response


def _place_of(comment: Comment, query: str = "") -> str:
    page = reverse("comment-page", args=[comment.article_id])
    thread = f"?duoi={comment.root_id or comment.pk}"
    return f"{page}{thread}{query.format(pk=comment.pk)}#y-kien-{comment.pk}"
