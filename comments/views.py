"""A reader sends words, reads others' and replies; comments/own.py shows him what became of his.

The answer to every refusal is the form with all that was typed.
"""

import logging
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import Error as DatabaseFailure
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles import queries as articles
from articles.models import PublishedVersion
from audit.origin import by_reader
from comments import guarding, holders, moderation, queries, refusals, stamp
from comments.forms import CommentForm
from comments.holders import Person, new_holder, person_of
from comments.models import NAME_LENGTH, Comment
from comments.policy import Policy, policy_of
from comments.words import checked
from core.http import read_only
from core.pagination import BadCursor

ELSEWHERE = (
    "Yêu cầu này không được gửi từ trang của Báo. Nếu chính bạn viết, xin bấm Gửi ý kiến lần nữa."
)
STALE = "Trang mở đã lâu nên ý kiến chưa được gửi. Chữ còn nguyên, xin bấm Gửi ý kiến lần nữa."
BUSY = "Hệ thống đang bận, ý kiến chưa được gửi. Chữ còn nguyên, xin gửi lại sau ít phút."
_STATUS = {"elsewhere": 403, "barred": 403, "closed": 409, "many": 429}
_ID = re.compile(r"[1-9][0-9]{0,17}")
_log = logging.getLogger(__name__)


@csrf_exempt  # reader pages hold no token: stamp.py stands in for it
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, article_id: str) -> HttpResponseBase:
    if request.method != "POST":
        version = _live_version(int(article_id))
        return redirect(version) if version else _gone(request)
    form = CommentForm(request.POST, article_id=int(article_id))
    form.full_clean()
    by_reader(request)
    holder = None
    try:
        person = person_of(request)
        holder = person.holder or (None if person.reader else new_holder())
        comment = _take_in(request, form, person, holder)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _refused(request, form, _STATUS.get(getattr(refusal, "code", ""), 422))
    except DatabaseFailure:
        _log.exception("A comment could not be stored")
        form.add_error(None, BUSY)
        response = _bare(request, form, 503)
        if holder:  # the words may be in all the same: by it they are found when they come again
            holders.remember(response, holder)
        return response
    token = stamp.receipt_token(comment.pk)
    response = HttpResponseRedirect(reverse("comment-receipt", args=[token]), status=303)
    if number := _number_to_keep(person, holder, comment):
        holders.remember(response, number)
    return response


@read_only
def page(request: HttpRequest, article_id: str) -> HttpResponse:
    """Comments in one of three orders (?xep=, ?truoc=), a thread by itself (?duoi=; ?da-thich= one
    of it to take a like back from), or the form for a reply (?tra-loi=), which says why there is
    none to whoever had the piece open since before it was closed."""
    version = _live_version(int(article_id))
    if version is None:
        return _gone(request)
    policy = policy_of(version)
    form = CommentForm(article_id=version.article_id)
    context = {"version": version, "form": form, "policy": policy, "orders": queries.ORDERS}
    asked = request.GET
    if not policy.shows:
        raise Http404
    if "tra-loi" in asked:
        form.answered = _answerable(version.article_id, asked["tra-loi"])
        if form.answered is None:
            raise Http404
        return render(request, "comments/page.html", context)
    try:
        context |= _thread(version, asked) if "duoi" in asked else _list(version, asked, policy)
    except queries.Outdated:
        # Whoever has read for ten minutes begins anew; the script adds what he has not seen.
        return redirect(f"{request.path}?xep={queries.LIKED}#y-kien")
    except BadCursor:
        raise Http404 from None
    return render(request, "comments/page.html", context)


def _list(version: PublishedVersion, asked: QueryDict, policy: Policy) -> dict[str, Any]:
    order = asked.get("xep", queries.NEWEST)
    if order not in queries.ORDERS:
        raise Http404
    cursor = asked.get("truoc", "")
    found = queries.threads(version.article_id, cursor, order=order, edition=policy.edition)
    first = policy.features and order == queries.NEWEST and not cursor
    marked = queries.featured(version.article_id) if first else []
    return {"order": order, "page": found, "featured": marked}


def _thread(version: PublishedVersion, asked: QueryDict) -> dict[str, Any]:
    given = (asked.get(name, "") for name in ("duoi", "da-thich"))
    number, liked = (int(one) if _ID.fullmatch(one) else 0 for one in given)
    found = queries.replies(number, version.article_id, asked.get("truoc", ""))
    if found is None:
        raise Http404
    return {"root": found[0], "replies": found[1], "liked": liked}


def _take_in(
    request: HttpRequest, form: CommentForm, person: Person, holder: int | None
) -> Comment:
    version = _live_version(form.article_id)
    if version is None:
        raise refusals.Closed
    policy = policy_of(version)
    if not policy.takes:
        raise refusals.Closed(policy.why_closed)
    words = form.cleaned_data
    if words["parent"]:
        form.answered = _answerable(form.article_id, words["parent"])
    if not stamp.is_same_site(request):
        raise ValidationError(ELSEWHERE, code="elsewhere")
    if not stamp.is_valid(words["stamp"], form.article_id):
        raise ValidationError(STALE)
    if words["parent"] and form.answered is None:
        raise refusals.Unanswerable
    words |= _signature(person, words)
    words |= checked(words["name"], words["email"], words["text"])
    verdict = guarding.judge(request, version, words, person=person)
    comment = moderation.submit(
        article=version.article,
        name=words["name"],
        email=words["email"],
        text=words["text"],
        parent=form.answered,
        trapped=verdict.spam,
        reader=person.reader or person.staff,
        holder=None if person.reader else holder,
        known=person.holder is not None,
        sender=verdict.sender,
        network=verdict.network,
        flags=verdict.notices,
        behind=verdict.behind,
    )
    guarding.keep(comment, verdict)
    return comment


def _number_to_keep(person: Person, holder: int | None, comment: Comment) -> int | None:
    """By which the browser is shown its own from now on. That of a comment which was found shows
    all that was sent with it: given only where that is nothing else, as to a finger that pressed
    twice, whose browser gave up the answer that brought the number."""
    if holder is None or holder in {person.holder, comment.holder}:
        return holder
    return comment.holder if getattr(comment, "alone", False) else None


def _signature(person: Person, words: dict[str, str]) -> dict[str, str]:
    """Of whom is signed in: what his account says, whatever the form does."""
    if person.reader is None:
        return {}
    name = person.reader.get_full_name()[:NAME_LENGTH] or words["name"]
    return {"name": name, "email": person.reader.email}


def _live_version(article_id: int) -> PublishedVersion | None:
    """None where the piece was taken down; nobody learns of one never shown."""
    version = articles.for_reader(article_id)
    if version is None and not articles.was_shown(article_id):
        raise Http404
    return version


def _answerable(article_id: int, given: str) -> Comment | None:
    return queries.answerable(article_id, int(given)) if _ID.fullmatch(given) else None


def _refused(request: HttpRequest, form: CommentForm, status: int) -> HttpResponse:
    try:
        context = {"form": form, "version": articles.for_reader(form.article_id)}
        response = render(request, "comments/page.html", context, status=status)
    except DatabaseFailure:
        return _bare(request, form, status)
    if status == 429:
        response["Retry-After"] = str(guarding.WAIT_SECONDS)
    return response


def _bare(request: HttpRequest, form: CommentForm, status: int) -> HttpResponse:
    """A page that asks the database nothing."""
    context = {"form": form, "shell": "base.html"}
    response = render(request, "comments/page.html", context, status=status)
    response["Retry-After"] = "60"
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "410.html", status=410)
