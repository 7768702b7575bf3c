"""What waits and what was done, for whoever answers for the desk."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.models import User
from comments import tallying
from comments.desk import waiting
from comments.desk.pages import moderator, sections_within
from comments.desk.waiting import LANES, MOST_COUNTED
from comments.models import Status, Word
from core.dates import in_hanoi, lasting

PERIODS = {"1": "Hôm nay", "7": "7 ngày", "30": "30 ngày", "90": "90 ngày", "365": "Một năm"}
_FIRST = "7"


@dataclass(frozen=True)
class PersonLine:
    name: str
    approved: int
    rejected: int
    spam: int
    undone: int
    median: str


@dataclass(frozen=True)
class WordLine:
    word: str
    found: int
    passed: int
    """Let through after all: the word was a false alarm."""

    @property
    def share(self) -> int:
        """Per cent."""
        return round(100 * self.passed / self.found) if self.found else 0


def statistics(request: HttpRequest) -> HttpResponse:
    """?ky= days back, today among them. Of people only oneself, unless one may see all."""
    user = moderator(request)
    if not user.has_perm("comments.see_statistics"):
        raise PermissionDenied
    period = request.GET.get("ky", _FIRST)
    if period not in PERIODS:
        raise Http404
    now = timezone.now()
    today = in_hanoi(now).date()
    tally, missing = tallying.tally_of(today - timedelta(days=int(period) - 1), today)
    if missing:
        tallying.ask()
    every = sections_within(None)
    counts, since = waiting.counts(every), waiting.oldest()
    sections = [
        (section, counts.sections[section.pk]) for section in every if section.pk in counts.sections
    ]
    context = {
        **admin.site.each_context(request),
        "title": "Số liệu duyệt ý kiến",
        "period": period,
        "periods": PERIODS.items(),
        "lanes": [(told, counts.lanes[name]) for name, (told, _which) in LANES.items()],
        "sections": sections,
        "most_counted": MOST_COUNTED,
        "waits_longest": lasting(since, now) if since else "",
        "hours": [(hour, tally.received[hour], tally.decided[hour]) for hour in range(24)],
        "busiest": max([1, *tally.received.values(), *tally.decided.values()]),
        "received": sum(tally.received.values()),
        "decided": sum(tally.decided.values()),
        "people": _people(tally, user),
        "all_people": user.has_perm("comments.see_people"),
        "reasons": tally.reasons.most_common(20),
        "words": _words(tally),
        "missing": len(missing),
    }
    return TemplateResponse(request, "admin/comments/statistics.html", context)


def _people(tally: tallying.Tally, user: User) -> list[PersonLine]:
    seen = tally.people
    if not user.has_perm("comments.see_people"):
        seen = {pk: one for pk, one in seen.items() if pk == user.pk}
    names = User.objects.in_bulk(list(seen))
    moment = timezone.now()
    lines = [
        PersonLine(
            name=str(names.get(pk, "–")),
            approved=one.verdicts[Status.APPROVED],
            rejected=one.verdicts[Status.REJECTED],
            spam=one.verdicts[Status.SPAM],
            undone=one.undone,
            median=lasting(moment - timedelta(seconds=one.median), moment)
            if one.median is not None
            else "–",
        )
        for pk, one in seen.items()
    ]
    return sorted(lines, key=lambda line: -(line.approved + line.rejected + line.spam))


def _words(tally: tallying.Tally) -> list[WordLine]:
    names: dict[int, Any] = Word.objects.in_bulk(list(tally.words))
    lines = [
        WordLine(str(names.get(pk, "–")), sum(found.values()), found[Status.APPROVED])
        for pk, found in tally.words.items()
    ]
    return sorted(lines, key=lambda line: (-line.passed, -line.found))[:50]
