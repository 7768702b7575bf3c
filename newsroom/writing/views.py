"""What the page of a piece says to the newsroom while somebody writes. JSON in, JSON out; what is
refused is refused in words under "said"."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from articles.models import Article
from core.dates import in_hanoi
from newsroom.models import Sitting
from newsroom.writing import keeping, old_text, seats
from newsroom.writing.sending import KEY

_MOST_ASKED = 200
_WRITTEN = ("number", "typed", "typed_at", "told_at", "base", "seen", "writes", "taken_by")


class Refused(Exception):
    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status = status


Answer = Callable[..., HttpResponse]


def spoken(view: Answer) -> Answer:
    """Refusals become sentences; a session that died asks for the sign-in in the page."""

    @never_cache
    @require_POST
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not admin.site.has_permission(request):
            said = "Phiên làm việc đã hết. Hãy đăng nhập lại; chữ bạn gõ còn nguyên."
            return JsonResponse({"said": said, "csrf": get_token(request)}, status=401)
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return JsonResponse({"said": str(refused)}, status=refused.status)
        except ValidationError as error:
            return JsonResponse({"said": " ".join(error.messages)}, status=422)

    return answer


@spoken
def autosave(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Keeps what was typed since the last time and says who else is there.

    In: {"sitting", "number", "base", "user", "fields": {name: text, list or splice}, "leaving"}.
    Out: {"number", "again": [names to send whole], "at", "writes", "others", "taken_by"}.
    """
    said = _said(request)
    article = _article(request, pk)
    with transaction.atomic():
        sitting = _sitting(request, said, article)
        again = keeping.keep(sitting, _number(said, "number"), _fields(said))
        found = seats.beat(sitting)
        if said.get("leaving") is True:
            seats.leave(sitting)
        sitting.save(update_fields=_WRITTEN)
    return JsonResponse(
        {
            "number": sitting.number,
            "again": again,
            "at": f"{in_hanoi(timezone.now()):%H:%M}",
            "writes": found.writes,
            "others": [
                {"name": str(other.user), "self": other.user_id == request.user.pk}
                | {"writes": other.writes, "since": f"{in_hanoi(other.opened):%H:%M}"}
                for other in found.others
            ],
            "taken_by": found.taken_by,
        }
    )


@spoken
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    said = _said(request)
    article = _article(request, pk)
    with transaction.atomic():
        seats.take_over(_sitting(request, said, article))
    return JsonResponse({"writes": True})


@spoken
def drop(request: HttpRequest, key: str) -> HttpResponse:
    """A script asks, or the form's own button: then the page comes again."""
    try:
        keeping.drop(key, by=_user(request))
    except LookupError:
        raise Refused(404, "Bản gõ dở này không còn.") from None
    except PermissionDenied:
        raise Refused(403, "Bản gõ dở này là của người khác.") from None
    back = request.POST.get("back", "")
    if back.isascii() and back.isdecimal():
        return redirect("admin:articles_article_change", back)
    return redirect("admin:articles_article_add") if "back" in request.POST else JsonResponse({})


@spoken
def saved(request: HttpRequest) -> HttpResponse:
    """Which of the sittings a browser keeps the words of were saved.

    In: {"sittings": [keys]}. Out: {"saved": [keys]}.
    """
    _demand_writer(request)
    asked = _said(request).get("sittings")
    if not isinstance(asked, list) or len(asked) > _MOST_ASKED:
        raise Refused(400, "Danh sách bản gõ dở gửi lên không đọc được.")
    keys = [key for key in asked if isinstance(key, str) and KEY.fullmatch(key)]
    own = Sitting.objects.filter(user=_user(request), key__in=keys).exclude(digest="")
    return JsonResponse({"saved": list(own.order_by("pk").values_list("key", flat=True))})


@spoken
def look(request: HttpRequest) -> HttpResponse:
    """Whether a field's text is from before Unicode, and what it would become.

    In: {"name", "text"}. Out: {} or {"kind", "text", "before", "after", "losses"}.
    """
    _demand_writer(request)
    said = _said(request)
    name, text = said.get("name"), said.get("text")
    if not (isinstance(name, str) and isinstance(text, str)):
        raise Refused(400, "Bản gõ dở gửi lên không đọc được.")
    found = old_text.seen(name, name, text)
    if found is None:
        return JsonResponse({})
    return JsonResponse(
        {
            "kind": found.kind,
            "text": found.text,
            "before": found.before,
            "after": found.after,
            "losses": found.losses,
        }
    )


@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in without leaving the page. Out: {"user", "csrf"}, or 422 with "said" and "csrf"."""
    form = AdminAuthenticationForm(request, data=request.POST)
    if not form.is_valid():
        said = " ".join(
            str(sentence) for sentences in form.errors.values() for sentence in sentences
        )
        return JsonResponse({"said": said, "csrf": get_token(request)}, status=422)
    login(request, form.get_user())
    return JsonResponse({"user": form.get_user().pk, "csrf": get_token(request)})


def _said(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except RequestDataTooBig:
        raise Refused(413, "Bản gõ dở quá dài nên không giữ thêm được. Hãy bấm Lưu.") from None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Refused(400, "Bản gõ dở gửi lên không đọc được.")
    return said


def _demand_writer(request: HttpRequest) -> None:
    rights = ("articles.add_article", "articles.change_article")
    if not any(map(request.user.has_perm, rights)):
        raise Refused(403, "Bạn không có quyền viết bài.")


def _article(request: HttpRequest, pk: int | None) -> Article | None:
    if pk is None:
        if not request.user.has_perm("articles.add_article"):
            raise Refused(403, "Bạn không có quyền lập bài.")
        return None
    article = Article.objects.filter(pk=pk).first() if pk < 10**18 else None
    if article is None:
        raise Refused(404, "Bài này không còn. Chữ bạn gõ còn nguyên trong trang.")
    if not request.user.has_perm("articles.edit", article):
        raise Refused(403, "Bạn không có quyền sửa bài này.")
    return article


def _sitting(request: HttpRequest, said: dict[str, Any], article: Article | None) -> Sitting:
    """This person's sitting at this piece, locked. Raises Refused for any other."""
    key = said.get("sitting")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise Refused(400, "Bản gõ dở gửi lên không đọc được.")
    user = _user(request)
    if said.get("user", user.pk) != user.pk:
        raise Refused(403, "Trang này do người khác mở. Hãy chép chữ ra rồi mở lại bài.")
    base = said.get("base")
    sitting, _new = Sitting.objects.select_for_update(of=("self",)).get_or_create(
        key=key,
        defaults={
            "user": user,
            "article": article,
            "base": base if isinstance(base, int) and 0 < base < 10**18 else None,
        },
    )
    if sitting.user_id != user.pk:
        raise Refused(403, "Phiên gõ này là của người khác.")
    if sitting.article_id != (article.pk if article else None):
        raise Refused(422, "Phiên gõ này thuộc một bài khác.")
    sitting.article, sitting.user = article, user
    return sitting


def _number(said: dict[str, Any], name: str) -> int:
    number = said.get(name)
    if type(number) is not int or not 0 <= number < 10**15:
        raise Refused(400, "Bản gõ dở gửi lên không đọc được.")
    return number


def _fields(said: dict[str, Any]) -> dict[str, Any]:
    fields = said.get("fields", {})
    if not isinstance(fields, dict):
        raise Refused(400, "Bản gõ dở gửi lên không đọc được.")
    return fields


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
