"""A new piece from a skeleton of the desk: the form opens filled in, nothing is saved before."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from audit.log import record
from newsroom.models import StoryTemplate

_COPIED = ("genre", "title", "sapo", "body", "tags")


def choose(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("articles.add_article"):
        raise PermissionDenied
    templates = StoryTemplate.objects.in_use().select_related("section")
    context = {
        **admin.site.each_context(request),
        "templates": templates,
        "title": "Bài mới từ mẫu",
        "may_add": request.user.has_perm("newsroom.add_storytemplate"),
    }
    return render(request, "newsroom/story_templates.html", context)


def initial(request: HttpRequest) -> dict[str, Any]:
    """What the form for a new piece is opened with; empty for no template or none there is."""
    template = _named(request.GET.get("mau", ""))
    if template is None:
        return {}
    copied = {name: getattr(template, name) for name in _COPIED}
    return {**copied, "section": template.section_id, "story_template": template.pk}


def checklist(request: HttpRequest, article: Article | None) -> list[str]:
    """What the template of a piece, or of a new one, reminds of. One query where it has one."""
    chosen = article.facts.get("story_template", "") if article else request.GET.get("mau", "")
    template = _named(str(chosen))
    return template.reminders if template else []


def trash(template: StoryTemplate, *, by: User) -> None:
    """Offered no more; pieces begun with it are not touched."""
    _put(template, "newsroom.template_trashed", by, trashed_at=timezone.now(), trashed_by=by)


def restore(template: StoryTemplate, *, by: User) -> None:
    _put(template, "newsroom.template_restored", by, trashed_at=None, trashed_by=None)


def _put(template: StoryTemplate, act: str, by: User, **facts: Any) -> None:
    with transaction.atomic():
        held = StoryTemplate.objects.select_for_update().get(pk=template.pk)
        if bool(held.trashed_at) == bool(facts["trashed_at"]):
            return
        for name, value in facts.items():
            setattr(held, name, value)
        held.save(update_fields=list(facts))
        record(act, by=by, about=held)


def _named(number: str) -> StoryTemplate | None:
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    return StoryTemplate.objects.in_use().filter(pk=number).first()
