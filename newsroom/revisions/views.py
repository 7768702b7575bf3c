"""The pages of a piece's history: the list of saves, two states compared, one brought back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.models import User
from articles.models import Article
from articles.rules import concerned_articles
from audit.models import Entry
from audit.wording import facts
from newsroom.revisions.comparing import compare
from newsroom.revisions.naming import Names
from newsroom.revisions.restoring import restore
from newsroom.revisions.sources import NOW, Source, source
from newsroom.revisions.timeline import NoSuchPage, Save, history
from newsroom.states import state_of

_SHOWN = {"Lý do", "Lần đăng", "Sang bước", "Số lệnh", "Căn cứ", "Người ra lệnh", "Người nhận"}


def list_saves(request: HttpRequest, pk: int) -> HttpResponse:
    article = _article(request, pk)
    try:
        found = history(article, request.GET.get("truoc", ""))
    except NoSuchPage:
        raise Http404 from None
    context: dict[str, Any] = {
        "history": found,
        "lines": [(line, _address(article, line), _facts(line)) for line in found.lines],
        "action_list": [{"save": save, "url": _address(article, save)} for save in found.saves],
        "first_key": found.saves[0].key if found.saves else "",
        "first_page": "truoc" not in request.GET,
        "now": NOW,
    }
    return _page(request, "newsroom/history.html", article, title="Lịch sử", **context)


def compare_two(request: HttpRequest, pk: int) -> HttpResponse:
    """?cu=…&moi=…, in whatever order they were chosen: the older stands first."""
    article = _article(request, pk)
    chosen = [source(article, request.GET.get(name, "")) for name in ("cu", "moi")]
    old, new = (
        sorted((found for found in chosen if found), key=_age, reverse=True)
        if all(chosen)
        else (None, None)
    )
    if old is None or new is None:
        raise Http404
    return _comparison(request, article, old, new, title="So sánh")


def one_save(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A save beside the working copy, and the way back to it. POST brings it back."""
    article = _article(request, pk)
    old = source(article, key)
    if old is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            left = restore(article, key, by=_user(request), seen=request.POST.get("opened", ""))
        except LookupError:
            raise Http404 from None
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            for sentence in left:
                messages.warning(request, sentence)
            messages.success(
                request, f"Đã đưa bài về {old.name}. Bản trước đó vẫn còn trong lịch sử."
            )
            return redirect("admin:articles_article_change", article.pk)
    new = source(article, NOW)
    assert new is not None
    may_restore = bool(old.number and old.told.values) and request.user.has_perm(
        "articles.edit", article
    )
    status = 409 if refusal else 200
    context = {
        "may_restore": may_restore,
        "refusal": refusal,
        "opened": article.modified.isoformat(),
    }
    return _comparison(request, article, old, new, title="Bản lưu", status=status, **context)


def _comparison(
    request: HttpRequest,
    article: Article,
    old: Source,
    new: Source,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    names = Names([old.told, new.told], by=_user(request))
    context |= {
        "old": old,
        "new": new,
        "comparison": compare(old.told, new.told, names),
        "now": NOW,
    }
    return _page(request, "newsroom/compare.html", article, status=status, **context)


def _age(found: Source) -> tuple[bool, float]:
    """The working copy is newest, whatever the clocks say."""
    return found.key != NOW, -found.at.timestamp()


def _address(article: Article, line: Save | Entry) -> str:
    """Of a save; "" for a step of the log."""
    if isinstance(line, Entry):
        return ""
    return reverse("admin:articles_article_revision", args=[article.pk, line.key])


def _facts(line: Save | Entry) -> list[tuple[str, str]]:
    """What readers of a history need of a step; the rest is for those who read the log."""
    told = facts(line) if isinstance(line, Entry) else []
    return [(name, words) for name, words in told if name in _SHOWN]


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _article(request: HttpRequest, pk: int) -> Article:
    """A piece that concerns this person; its history tells no more than it."""
    user = _user(request)
    if not (user.has_perm("articles.view_article") or user.has_perm("articles.change_article")):
        raise PermissionDenied
    pieces = Article.objects.for_snapshot().filter(pk__in=concerned_articles(user))
    return get_object_or_404(pieces, pk=pk)


def _page(
    request: HttpRequest, template: str, article: Article, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {
        **admin.site.each_context(request),
        "article": article,
        "state": state_of(article),
        "opts": Article._meta,
    }
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response
