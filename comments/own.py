"""A reader's way with what he sent: see what became of it, change it, take it back.

Whoever holds a receipt's address may do it all, for thirty days; afterwards only the browser or
the account that sent it. None of these pages is kept anywhere or found by anybody, nor leads
outside: what no moderator has read yet stands on them as dead letters.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import ValidationError
from django.db import Error as DatabaseFailure
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles import queries as articles
from audit.origin import by_reader
from comments import guarding, moderation, queries, refusals, stamp
from comments.forms import EditForm
from comments.holders import person_of
from comments.models import Comment
from comments.policy import policy_of
from core.http import read_only
from core.pagination import BadCursor

RECEIPT_DAYS = timedelta(days=30)
ELSEWHERE = "Yêu cầu này không được gửi từ trang của Báo. Nếu chính bạn gửi, xin bấm lần nữa."
STALE = "Trang mở đã lâu nên chưa có gì thay đổi. Chữ còn nguyên, xin bấm lần nữa."
BUSY = "Hệ thống đang bận, chưa có gì thay đổi. Chữ còn nguyên, xin bấm lại sau ít phút."
_STATUS = {"elsewhere": 403, "barred": 403, "closed": 409, "many": 429}
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
_log = logging.getLogger(__name__)
_Args = ParamSpec("_Args")


def personal(
    view: Callable[Concatenate[HttpRequest, _Args], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, _Args], HttpResponseBase]:
    """For one person's eyes: kept nowhere, found by nobody, and no page learns its address."""

    @wraps(view)
    def kept_nowhere(
        request: HttpRequest, *args: _Args.args, **named: _Args.kwargs
    ) -> HttpResponseBase:
        by_reader(request, "/binh-luan/")
        response = view(request, *args, **named)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return kept_nowhere


@read_only
@personal
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a comment, for whoever holds its link."""
    comment = _of_receipt(request, token)
    version = articles.for_reader(comment.article_id)
    context = {"comment": comment, "version": version, "token": token}
    return render(request, "comments/receipt.html", context)


@csrf_exempt  # reader pages hold no token: stamp.py stands in for it
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def edit(request: HttpRequest, token: str) -> HttpResponse:
    return _change(request, token, "comments/edit.html", _edit)


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    return _change(request, token, "comments/withdraw.html", _withdraw)


@read_only
@personal
def sent(request: HttpRequest) -> HttpResponse:
    """All that was sent from this browser, or with the account that is signed in."""
    person = person_of(request)
    reader = person.reader.pk if person.reader else None
    try:
        page = queries.sent(request.GET.get("truoc", ""), reader=reader, holder=person.holder)
    except BadCursor:
        raise Http404 from None
    context = {"page": page, "reader": person.reader}
    _give_receipts(page.items)
    return render(request, "comments/sent.html", context)


@read_only
@personal
def sent_here(request: HttpRequest, article_id: str) -> HttpResponse:
    """What this browser sent to one piece and is not there yet, for the script to put above the
    others; 204 where there is nothing."""
    person = person_of(request)
    reader = person.reader.pk if person.reader else None
    own = queries.sent_here(int(article_id), reader=reader, holder=person.holder)
    if not own:
        return HttpResponse(status=204)
    _give_receipts(own)
    return render(request, "comments/sent_here.html", {"own": own})


def _give_receipts(comments: Iterable[Any]) -> None:
    for comment in comments:
        comment.token = stamp.receipt_token(comment.pk)


def _of_receipt(request: HttpRequest, token: str) -> Comment:
    comment = get_object_or_404(queries.own(stamp.comment_of_receipt(token)))
    old = comment.created < timezone.now() - RECEIPT_DAYS
    if old and not person_of(request).holds(comment):
        raise Http404
    return comment


def _change(
    request: HttpRequest,
    token: str,
    template: str,
    change: Callable[[HttpRequest, Comment, EditForm], Comment],
) -> HttpResponse:
    """The page of a change, the change itself, or the page again with why not and all the words."""
    form = EditForm(request.POST if request.method == "POST" else None, initial={})
    context: dict[str, Any] = {"form": form, "token": token}
    try:
        comment = _of_receipt(request, token)
        form.initial = {"text": comment.latest.text if comment.latest else ""}
        context |= {"comment": comment, "stamp": stamp.stamp(comment.article_id)}
        if not form.is_bound:
            return form_page(request, template, context)
        form.full_clean()
        _check(request, form, comment)
        change(request, comment, form)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        status = _STATUS.get(getattr(refusal, "code", ""), 422)
        response = form_page(request, template, context, status)
        if status == 429:
            response["Retry-After"] = str(guarding.WAIT_SECONDS)
        return response
    except DatabaseFailure:
        _log.exception("A comment could not be changed by its writer")
        return _busy(request, template, form, token)
    return HttpResponseRedirect(reverse("comment-receipt", args=[token]), status=303)


def _check(request: HttpRequest, form: EditForm, comment: Comment) -> None:
    if not stamp.is_same_site(request):
        raise ValidationError(ELSEWHERE, code="elsewhere")
    if not stamp.is_valid(form.cleaned_data["stamp"], comment.article_id):
        raise ValidationError(STALE)


def _edit(request: HttpRequest, comment: Comment, form: EditForm) -> Comment:
    notices = guarding.judge_edit(request, comment)
    version = articles.for_reader(comment.article_id)
    if version is None:
        raise refusals.Closed
    policy = policy_of(version)
    if not policy.takes:
        raise refusals.Closed(policy.why_closed)
    return moderation.edit(comment, text=form.cleaned_data["text"], flags=notices)


def _withdraw(request: HttpRequest, comment: Comment, form: EditForm) -> Comment:
    return moderation.withdraw(comment)


def form_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page with a form: under no-referrer older browsers would send it from nowhere."""
    headers = {"Referrer-Policy": "same-origin"}
    return HttpResponse(
        render_to_string(template, context, request), status=status, headers=headers
    )


def _busy(request: HttpRequest, template: str, form: EditForm, token: str) -> HttpResponse:
    """A page that asks the database nothing."""
    if form.is_bound:
        form.full_clean()
        form.add_error(None, BUSY)
    context = {
        "form": form,
        "token": token,
        "busy": BUSY,
        "stamp": form.data.get("stamp", ""),
        "shell": "base.html",
    }
    response = form_page(request, template, context, 503)
    response["Retry-After"] = "60"
    return response
