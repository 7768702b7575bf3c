"""A save that comes when the piece is no longer open to its writer: handed in from another window,
moved on, in the trash. The piece stays as it is; the words are kept and shown."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article
from core.html import plain_text
from newsroom.forms import ArticleForm
from newsroom.models import Sitting
from newsroom.writing import keeping, sending, words

_OTHERS = ("topics",)
"""Fields of which several values are sent."""


def posted_words(request: HttpRequest) -> dict[str, str | list[str]]:
    """What the form said in the fields of a piece, those left blank apart."""
    return {
        name: request.POST.getlist(name) if name in _OTHERS else request.POST[name]
        for name in words.NAMES
        if request.POST.get(name)
    }


def keep_posted(request: HttpRequest, sitting: Sitting) -> bool:
    """Whether the sitting has them now: words too long for it, or unreadable, it cannot have."""
    try:
        keeping.keep(sitting, sending.last_number(request) + 1, posted_words(request))
    except ValidationError:
        return False
    sitting.save()
    return True


def answer_shut(request: HttpRequest, article: Article) -> HttpResponse:
    """Says why nothing was saved, and gives the words back. They wait in the sitting the form was
    typed in; one that never spoke becomes the start of a new piece, if its writer may make one."""
    sitting = sending.own_sitting(request, article)
    if sitting is None and request.user.has_perm("articles.add_article") and posted_words(request):
        sitting = Sitting(key=uuid4().hex, user_id=request.user.pk)  # type: ignore[misc]
    request.sitting = sitting  # type: ignore[attr-defined]
    kept = sitting is not None and keep_posted(request, sitting)
    context = {
        "title": "Chưa lưu được bài",
        "trashed": article.progress.trashed_at is not None,
        "waits_at_piece": kept and sitting is not None and sitting.article_id is not None,
        "key": sitting.key if kept and sitting and sitting.article_id is None else "",
        "words": [
            (str(ArticleForm.base_fields[name].label or name), _shown(name, value))
            for name, value in posted_words(request).items()
            if isinstance(value, str)
        ],
    }
    return render(request, "newsroom/shut.html", context, status=403)


def _shown(name: str, value: str) -> str:
    return plain_text(value) if name == "body" else value
