"""A correction somebody asks for: taken down with its due time, or declined with a reason."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from articles import correction_requests
from core.dates import short_datetime
from newsroom.removal.forms import CorrectionRequestForm, DeclineForm
from newsroom.views import act_page, article_for

USUAL = timedelta(days=1)


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    article = article_for(request, pk, "articles.ask_correction")

    def act(cleaned: dict[str, Any]) -> str:
        asked = correction_requests.ask(article, by=request.user, **cleaned)  # type: ignore[arg-type]
        return f"Đã ghi yêu cầu cải chính, hạn {short_datetime(asked.due)}."

    soon = timezone.localtime(timezone.now() + USUAL).replace(minute=0, second=0, microsecond=0)
    form = CorrectionRequestForm(request.POST or None, initial={"due": soon})
    rows = article.correction_requests.select_related("by", "correction", "dropped_by")
    context = {
        "asked": rows.order_by("-at", "-pk"),
        "may_decline": request.user.has_perm("articles.correct", article),
    }
    template = "newsroom/removal/ask.html"
    return act_page(request, article, form, act, template, "Yêu cầu cải chính", **context)


def decline(request: HttpRequest, pk: int, request_pk: int) -> HttpResponse:
    article = article_for(request, pk, "articles.correct")
    asked = get_object_or_404(article.correction_requests.select_related("article"), pk=request_pk)
    if asked.correction_id or asked.dropped_at:
        return redirect("admin:correction-ask", article.pk)

    def act(cleaned: dict[str, Any]) -> str:
        correction_requests.drop(asked, by=request.user, **cleaned)  # type: ignore[arg-type]
        return f"Đã ghi lý do không cải chính theo yêu cầu của {asked.asked_by}."

    form = DeclineForm(request.POST or None)
    template = "newsroom/removal/decline.html"
    return act_page(request, article, form, act, template, "Không cải chính", asked=asked)
