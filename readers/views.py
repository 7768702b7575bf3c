"""A reader's own pages."""

import re
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import queries as articles
from comments import queries as comments
from comments import stamp
from comments.forms import CommentForm
from comments.policy import policy_of
from core.dates import in_hanoi
from core.http import bare_page
from core.numbers import number
from core.pagination import BadCursor
from readers import exporting, leaving, mailing, profiles, saving, telling
from readers.doors import profile_of
from readers.forms import LeaveForm, ProfileForm
from readers.rules import is_reader

LEAVING = (
    "Tài khoản sẽ bị xóa sau bảy ngày. Đổi ý thì xin đăng nhập lại và bấm “Giữ lại tài khoản”; chỉ"
    " đăng nhập thì chưa giữ."
)
_ID = re.compile(r"[1-9][0-9]{0,17}")
_IDS = re.compile(r"[1-9][0-9]{0,17}(?:,[1-9][0-9]{0,17}){0,199}")


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    context = {"profile": profile_of(request), "social": bool(settings.SOCIAL_LOGINS)}
    return render(request, "readers/front.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponseBase:
    own = profile_of(request)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=own)
    if request.method == "POST" and form.is_valid():
        profiles.change(own, **form.cleaned_data)
        messages.success(request, "Đã lưu thay đổi.")
        return redirect("reader")
    status = 422 if form.errors else 200
    return render(request, "readers/profile.html", {"form": form}, status=status)


@require_safe
def no_password(request: HttpRequest) -> HttpResponse:
    """Who signed up by an account elsewhere gets a first password as others get a new one."""
    return render(request, "account/password_set.html")


# --- notices ----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponseBase:
    """POST: all is read."""
    if request.method == "POST":
        telling.read(profile_of(request))
        return redirect("reader-notices")
    try:
        page = telling.notices(profile_of(request), request.GET.get("truoc", ""))
    except BadCursor:
        raise Http404 from None
    return render(request, "readers/notices.html", {"page": page})


@csrf_exempt  # mail programs press it for their reader: the token stands for everything else
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    known = mailing.reader_of_token(token) is not None
    done = request.method == "POST" and mailing.unsubscribe(token)
    status = 200 if known else 404
    context = {"known": known, "done": done}
    return render(request, "readers/unsubscribe.html", context, status=status)


# --- saved pieces -----------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest) -> HttpResponseBase:
    """?them=12,34: asks whether these are to be added, as who was not signed in meant to."""
    own = profile_of(request)
    if request.method == "POST":
        return _add(request, request.POST.get("bai", ""))
    wanted = request.GET.get("them", "")
    try:
        page = saving.saved(own, request.GET.get("truoc", ""))
    except BadCursor:
        raise Http404 from None
    offered = saving.offered(map(int, wanted.split(","))) if _IDS.fullmatch(wanted) else []
    context = {
        "page": page,
        "offered": offered,
        "ids": ",".join(str(v.article_id) for v in offered),
    }
    return render(request, "readers/saved.html", context)


@csrf_exempt  # sent from pages that are the same for all: their headers stand in for the token
@require_POST
def save(request: HttpRequest) -> HttpResponseBase:
    """From a piece, or from the list that a browser keeps: bai=12,34."""
    wanted = request.POST.get("bai", "")
    if not _IDS.fullmatch(wanted):
        raise Http404
    if not stamp.is_same_site(request):
        return bare_page("403.html", 403, request)
    if not stamp.tells_its_site(request) or not is_reader(request.user):
        # Asked again on a page of the reader's own, after signing in if need be: a request that
        # does not say where it comes from rides on nobody's session.
        ask = f"{reverse('reader-saved')}?them={wanted}"
        return HttpResponseRedirect(ask, status=303)
    return _add(request, wanted)


def _add(request: HttpRequest, wanted: str) -> HttpResponseBase:
    if not _IDS.fullmatch(wanted):
        raise Http404
    try:
        count = saving.save(profile_of(request), map(int, wanted.split(",")))
    except saving.Full:
        messages.error(request, f"Danh sách đã đủ {number(saving.MOST)} bài. Xin bỏ bớt bài cũ.")
    else:
        told = f"Đã thêm {number(count)} bài." if count else "Các bài này đã có trong danh sách."
        messages.success(request, told)
    return HttpResponseRedirect(reverse("reader-saved"), status=303)


@require_POST
def unsave(request: HttpRequest) -> HttpResponseBase:
    given = request.POST.get("bai", "")
    if not _ID.fullmatch(given):
        raise Http404
    saving.unsave(profile_of(request), int(given))
    return redirect("reader-saved")


# --- a comment by one's account ---------------------------------------------------------------


@require_safe
def write(request: HttpRequest, article_id: str) -> HttpResponse:
    """The form that says by which name it sends; comments take in what is sent, as from any page.
    Where the piece was closed or taken down after a reader opened it, why there is no form.

    ?tra-loi=: to answer a comment.
    """
    version = articles.for_reader(int(article_id))
    if version is None:
        if not articles.was_shown(int(article_id)):
            raise Http404
        return render(request, "410.html", status=410)
    if why_closed := policy_of(version).why_closed:
        told = {"version": version, "why_closed": why_closed}
        return render(request, "readers/write.html", told)
    form = CommentForm(article_id=version.article_id)
    if "tra-loi" in request.GET:
        given = request.GET["tra-loi"]
        form.answered = (
            comments.answerable(version.article_id, int(given)) if _ID.fullmatch(given) else None
        )
        if form.answered is None:
            raise Http404
    context = {"form": form, "version": version, "profile": profile_of(request)}
    return render(request, "readers/write.html", context)


# --- one's data, and the end ------------------------------------------------------------------


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    day = in_hanoi(timezone.now()).date().isoformat()
    response = JsonResponse(
        exporting.everything(profile_of(request)),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    response["Content-Disposition"] = f'attachment; filename="du-lieu-cua-toi-{day}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, key: str = "") -> HttpResponseBase:
    """POST without a password, from who has none, mails the link that stands for one (`key`)."""
    own = profile_of(request)
    confirmed = bool(key) and leaving.is_key_of(own, key)
    if key and not confirmed:
        raise Http404
    by_mail = not confirmed and not own.user.has_usable_password()
    data = request.POST if request.method == "POST" else None
    form = LeaveForm(data, user=own.user, confirmed=confirmed or by_mail)
    if data is not None and by_mail:
        if refusal := ratelimit.consume_or_429(request, action="leave"):
            return refusal
        leaving.mail_key(own)
        return _page_of_leaving(request, form=form, by_mail=True, mailed=True)
    if data is not None and form.is_valid():
        leaving.ask(own, withdraws=form.cleaned_data["wish"] == "rut")
        logout(request)
        messages.info(request, LEAVING)
        return redirect("account_login")
    return _page_of_leaving(request, form=form, by_mail=by_mail, mailed=False)


def _page_of_leaving(request: HttpRequest, *, form: LeaveForm, **facts: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors and not facts["mailed"] else 200
    return render(request, "readers/leave.html", {"form": form, **facts}, status=status)


@require_POST
def stay(request: HttpRequest) -> HttpResponseBase:
    leaving.stay(profile_of(request))
    messages.success(request, "Tài khoản được giữ lại.")
    return redirect("reader")
