"""Pages on which somebody asks what is kept of him, takes it along, and has it erased."""

import logging

from django.core.exceptions import ValidationError
from django.db import Error as DatabaseFailure
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments import own_data, stamp
from comments.forms import AddressForm
from comments.limits import Limit, fill
from comments.models import DataRequest
from comments.networks import network_of
from comments.own import ELSEWHERE, form_page, personal
from comments.queries import kept
from comments.voters import voter_of
from core.http import read_only
from core.pagination import BadCursor

BUSY = "Hệ thống đang bận, yêu cầu chưa được ghi. Xin gửi lại sau ít phút."
TOO_MANY = "Đang có quá nhiều yêu cầu từ trình duyệt hoặc mạng của bạn. Xin gửi lại sau một phút."
_STATUS = {"elsewhere": 403, "many": 429}
_log = logging.getLogger(__name__)


@csrf_exempt  # the page holds no token: it says nothing, and the mailbox is not the asker's to see
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def ask(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether anything is kept or not."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return form_page(request, "comments/data_ask.html", {"form": form})
    form.full_clean()
    try:
        _take(request, form)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        status = _STATUS.get(getattr(refusal, "code", ""), 422)
        return form_page(request, "comments/data_ask.html", {"form": form}, status)
    except DatabaseFailure:
        _log.exception("A request for one's own data could not be stored")
        form.add_error(None, BUSY)
        return _busy(request, form)
    return render(request, "comments/data_ask.html", {"done": True})


@read_only
@personal
def show(request: HttpRequest, token: str) -> HttpResponse:
    return _kept(request, token)


def _kept(request: HttpRequest, token: str, refusal: str = "", status: int = 200) -> HttpResponse:
    found = _find(token)
    try:
        page = kept(own_data.kept_of(found), request.GET.get("truoc", ""))
    except BadCursor:
        raise Http404 from None
    context = {"page": page, "token": token, "email": found.email, "refusal": refusal}
    return form_page(request, "comments/data_kept.html", context, status)


@read_only
@personal
def export(request: HttpRequest, token: str) -> HttpResponse:
    return JsonResponse(
        own_data.told(_find(token)),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="du-lieu-cua-toi.json"'},
    )


@csrf_exempt  # whoever holds the link may do it, and nobody else knows the link
@require_http_methods(["POST"])
@personal
def erase(request: HttpRequest, token: str) -> HttpResponseBase:
    found = _find(token)
    if not stamp.is_same_site(request):
        return _kept(request, token, ELSEWHERE, 403)
    own_data.erase_on(found.pk)
    return HttpResponseRedirect(reverse("comment-data-kept", args=[token]), status=303)


def _find(token: str) -> DataRequest:
    found = own_data.find(token)
    if found is None:
        raise Http404
    return found


def _take(request: HttpRequest, form: AddressForm) -> None:
    if not stamp.is_same_site(request):
        raise ValidationError(ELSEWHERE, code="elsewhere")
    levels = fill({Limit.SENDER: voter_of(request), Limit.NETWORK: network_of(request)})
    if any(level.full for level in levels.values()):
        raise ValidationError(TOO_MANY, code="many")
    own_data.ask(form.cleaned_data["email"])


def _busy(request: HttpRequest, form: AddressForm) -> HttpResponse:
    """A page that asks the database nothing."""
    context = {"form": form, "shell": "base.html"}
    response = form_page(request, "comments/data_ask.html", context, 503)
    response["Retry-After"] = "60"
    return response
