"""The page of a piece's notes; the panel beside the form sends here too and gets its part back."""

from typing import Any

from django.contrib import admin
from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from articles.models import Article
from newsroom.models import Note
from newsroom.notes import writing
from newsroom.notes.mentions import desk_people, suggested
from newsroom.notes.panel import panel

# The script of the panel asks for the panel alone.
PART = "X-Part"


def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows them. POST `do` = add, answer, edit, hide, resolve or reopen does it."""
    article, refusal, remarks = _article(request, pk), "", []
    if request.method == "POST":
        try:
            remarks = _do(request, article)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            if PART not in request.headers:
                for sentence in remarks:
                    notices.warning(request, sentence)
                return redirect("admin:article-notes", article.pk)
    context: dict[str, Any] = {
        **panel(request, article),
        "article": article,
        "refusal": refusal,
        "remarks": remarks,
        "typed": request.POST if refusal else {},
    }
    status = 422 if refusal else 200
    if PART in request.headers:
        return render(request, "newsroom/panels/note_threads.html", context, status=status)
    context |= {**admin.site.each_context(request), "title": "Ghi chú", "opts": Article._meta}
    return render(request, "newsroom/notes/notes.html", context, status=status)


@require_safe
def people(request: HttpRequest, pk: int) -> JsonResponse:
    """Names that go on from what was typed after @."""
    _article(request, pk)
    typed = request.GET.get("q", "")[:60]
    found = [
        {"username": person.username, "name": str(person)}
        for person in suggested(typed, desk_people())
    ]
    return JsonResponse({"people": found})


def _do(request: HttpRequest, article: Article) -> list[str]:
    user, sent = _user(request), request.POST
    words = sent.get("words", "")
    match sent.get("do"):
        case "add":
            return writing.write(
                article,
                by=user,
                words=words,
                quote=sent.get("quote", ""),
                before=sent.get("before", ""),
                after=sent.get("after", ""),
            ).remarks
        case "answer":
            first = _note(request, article)
            return writing.write(article, by=user, words=words, answering=first).remarks
        case "edit":
            return writing.edit(_note(request, article), by=user, words=words).remarks
        case "hide":
            writing.hide(_note(request, article), by=user)
        case "resolve" | "reopen" as settled:
            resolved = settled == "resolve"
            writing.settle(_note(request, article), by=user, resolved=resolved)
        case _:
            raise Http404
    return []


def _note(request: HttpRequest, article: Article) -> Note:
    number = request.POST.get("note", "")
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        raise Http404
    return get_object_or_404(Note.objects.threads().filter(article=article), pk=int(number))


def _article(request: HttpRequest, pk: int) -> Article:
    article = get_object_or_404(Article, pk=pk)
    if not _user(request).has_perm("newsroom.annotate", article):
        raise PermissionDenied
    return article


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
