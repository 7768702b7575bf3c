"""The pages of the moderators' desk: the queue, a card, all that is alike, and what changed since
the queue was opened. They change nothing, but that opening a card's own page says who has it
open."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.models import Section
from comments import claiming, moderation
from comments.banning import kinds_of
from comments.desk import alike, waiting
from comments.desk.cards import card, loaded
from comments.desk.marking import marked
from comments.desk.waiting import LANES, MOST_COUNTED, PENDING, Wishes
from comments.forms import AnswerForm, DecisionForm, VerdictForm
from comments.models import Claim, Comment, Flag, ReasonTemplate
from comments.rules import sections_of
from core.dates import lasting
from core.pagination import BadCursor, Page

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
QUEUE = "admin:comment-queue"


def moderator(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not user.has_perm("comments.moderate"):
        raise PermissionDenied
    return user


def queue(request: HttpRequest) -> HttpResponse:
    """?loai= lane, ?muc= section, ?dau-hieu= flag, ?sau= cursor."""
    user = moderator(request)
    own = sections_of(user)
    sections = sections_within(own)
    wishes = wishes_of(request.GET, sections)
    try:
        page = waiting.page(wishes, own)
    except BadCursor:
        raise Http404 from None
    counts = waiting.counts(sections, waiting.wanted(wishes, own))
    context = {
        **admin.site.each_context(request),
        "title": "Duyệt ý kiến",
        "wishes": wishes,
        "lanes": [
            (name, told, counts.lanes[name], replace(wishes, lane=name, flag="", cursor=""))
            for name, (told, _which) in LANES.items()
        ],
        "all_done": not (any(counts.lanes.values()) or wishes.section or wishes.flag),
        "sections": [(section, counts.sections.get(section.pk, 0)) for section in sections],
        "most_counted": MOST_COUNTED,
        "given": own is not None,
        "flags": Flag.Reason.choices,
        "rows": [
            (row, marked(row.comment.latest.text if row.comment.latest else "", row.flags))
            for row in waiting.rows(page.items, user=user)
        ],
        "next_cursor": page.next_cursor,
        "waits_longest": _clock(wishes, page, own),
        "last": moderation.last_act(user),
        "form": VerdictForm(auto_id="nhieu-%s"),
        "templates": list(ReasonTemplate.objects.offered()),
        "renewed": int(claiming.RENEWED.total_seconds()),
    }
    return TemplateResponse(request, "admin/comments/queue.html", context)


def _clock(wishes: Wishes, page: Page, own: Collection[int] | None) -> str:
    """How long the first of this lane has been there; empty where the first is not known of."""
    first = waiting.page(replace(wishes, cursor=""), own) if wishes.cursor else page
    return lasting(first.items[0].created, timezone.now()) if first.items else ""


def show_card(
    request: HttpRequest,
    comment: Comment,
    form: DecisionForm | None = None,
    *,
    answer: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """`form` and `answer` hold what was typed and refused. The comment is found anew with all that
    its card shows; one of a section given to others is refused. ?phan=the: the card alone, which
    whoever asks for it takes by a POST once it is shown (desk/acts.py: claim)."""
    user = moderator(request)
    comment, own = get_object_or_404(loaded(), pk=comment.pk), sections_of(user)
    refuse_elsewhere(comment, own)
    shown = card(comment)
    part = request.GET.get("phan") == "the"
    claim = _claim(request, comment, user, part=part)
    form = form or DecisionForm()
    context = {
        **admin.site.each_context(request),
        "title": f"Ý kiến của {comment.name}",
        "opts": Comment._meta,
        "card": shown,
        "comment": comment,
        "token": waiting.token(
            comment.pk,
            moderation.Read(comment.latest.number if comment.latest else 0, shown.seen),
        ),
        "piece_address": piece_address(comment),
        "form": form,
        "answer": answer or AnswerForm(),
        "templates": list(ReasonTemplate.objects.offered()),
        "may_decide": comment.reader_id != user.pk and not comment.withdrawn,
        "may_ban": user.has_perm("comments.ban") and bool(kinds_of(comment)),
        "agreed": shown.first is not None and shown.first.by_id == user.pk,
        "holds": waits(comment),
        "own_sections": own,
        "other": claim if claim and claim.by_id != user.pk else None,
        "ways": alike.ways_of(comment),
        "last": moderation.last_act(user),
        "query": query_of(request),
        "renewed": int(claiming.RENEWED.total_seconds()),
    }
    if part:
        return render(request, "admin/comments/card_body.html", context, status=status)
    return TemplateResponse(request, "admin/comments/card.html", context, status=status)


def all_alike(request: HttpRequest, pk: int) -> HttpResponse:
    """?theo= author, network or text: what waits and is alike, before it is decided on together."""
    user = moderator(request)
    comment, own = get_object_or_404(loaded(), pk=pk), sections_of(user)
    refuse_elsewhere(comment, own)
    found = alike.find(comment, request.GET.get("theo", ""), user=user, sections=own)
    if found is None:
        raise Http404
    return show_alike(request, comment, found, user=user)


def show_alike(
    request: HttpRequest,
    comment: Comment,
    found: alike.Alike,
    *,
    user: User,
    form: VerdictForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": f"{len(found.rows)} ý kiến {found.told} đang chờ",
        "comment": comment,
        "alike": found,
        "rows": [
            (row, marked(row.comment.latest.text if row.comment.latest else "", row.flags))
            for row in found.rows
        ],
        "plan": found.signed(by=user),
        "form": form or VerdictForm(),
        "templates": list(ReasonTemplate.objects.offered()),
        "query": query_of(request),
    }
    return TemplateResponse(request, "admin/comments/alike.html", context, status=status)


def state(request: HttpRequest) -> HttpResponse:
    """?y-kien=7,12: who else has which open, and which wait no longer. For the open queue."""
    user = moderator(request)
    parts = request.GET.get("y-kien", "").split(",")[: waiting.SIZE * 2]
    numbers = [int(part) for part in parts if _NUMBER.fullmatch(part)]
    there = set(Comment.objects.awaiting().filter(pk__in=numbers).values_list("pk", flat=True))
    claims = claiming.of_others(numbers, than=user)
    told = {
        "claims": {str(pk): str(claim.by) for pk, claim in claims.items()},
        "gone": [pk for pk in numbers if pk not in there],
    }
    return JsonResponse(told)


def wishes_of(asked: QueryDict, sections: list[Section]) -> Wishes:
    """Raises Http404 for what there is none of."""
    lane, flag = asked.get("loai", PENDING), asked.get("dau-hieu", "")
    given = asked.get("muc", "")
    section = next((one for one in sections if str(one.pk) == given), None)
    if lane not in LANES or (flag and flag not in Flag.Reason.values) or (given and not section):
        raise Http404
    return Wishes(lane, section, flag, asked.get("sau", ""))


def sections_within(own: Collection[int] | None) -> list[Section]:
    """Those somebody decides in, each under its parent. One query."""
    found = Section.objects.order_by("position", "pk")
    every = list(found if own is None else found.filter(pk__in=own))
    tops = [one for one in every if one.parent_id not in {other.pk for other in every}]
    return [
        section
        for top in tops
        for section in (top, *(one for one in every if one.parent_id == top.pk))
    ]


def query_of(request: HttpRequest) -> str:
    """Of the queue somebody came from, as the form carries it or the address says it."""
    kept = QueryDict(request.POST.get("hang", ""), mutable=True) if request.POST else request.GET
    names = ("loai", "muc", "dau-hieu")
    said = QueryDict(mutable=True)
    for name in names:
        if value := kept.get(name):
            said[name] = str(value)
    return said.urlencode()


def piece_address(comment: Comment) -> str:
    """The id resolves; the page itself sends on to the slug in force."""
    return reverse("article", args=["bai", comment.article_id])


def refuse_elsewhere(comment: Comment, own: Collection[int] | None) -> None:
    if own is not None and comment.section_id not in own:
        raise PermissionDenied


def waits(comment: Comment) -> bool:
    return comment.pending or comment.again or comment.reports > 0


def _claim(request: HttpRequest, comment: Comment, user: User, *, part: bool) -> Claim | None:
    """Opening a card is having it open, with script or without; a browser that fetches ahead has
    not opened it, nor has who may have gone on before the `part` arrives."""
    if not waits(comment):
        return None
    if part:
        return claiming.of_others([comment.pk], than=user).get(comment.pk)
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return None
    return claiming.claim(comment, by=user)


def facts_of(outcome: moderation.Outcome, done: str) -> str:
    """What came of deciding on many, in one line."""
    parts = [f"{done} {len(outcome.decided)} ý kiến."]
    if outcome.awaiting:
        parts.append(f"{len(outcome.awaiting)} ý kiến chờ người thứ hai cùng duyệt.")
    if outcome.refused:
        why = dict.fromkeys(_sentence(refusal) for refusal in outcome.refused.values())
        parts.append(f"{len(outcome.refused)} ý kiến chưa đổi: {' '.join(list(why)[:3])}")
    return " ".join(parts)


def _sentence(refusal: Any) -> str:
    said = getattr(refusal, "messages", None) or [str(refusal)]
    return " ".join(said)
