"""A piece as readers would get it: on a phone or a desk, in the light or in the dark, and at a time
to come with what will be live then beside it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles import queries
from articles.models import Article
from articles.paging import page_of
from articles.presentation import article_context
from articles.snapshots import next_version
from core.fields import VietnameseDateTimeField
from frontpage.queries import home
from newsroom.views import article_for, desk_page

FARTHEST = timedelta(days=366)
_PAGES = {"bai": "Bài này", "chuyen-muc": "Chuyên mục", "trang-nhat": "Trang nhất"}
_SCREENS = {"": "Vừa khung", "dien-thoai": "Điện thoại (390)", "may-ban": "Máy bàn (1280)"}
_LIGHTS = {"": "Theo máy", "sang": "Nền sáng", "toi": "Nền tối"}
_THEMES = {"sang": "light", "toi": "dark"}


class PreviewForm(forms.Form):
    """What the address asks for; whatever is missing is as it is now."""

    trang = forms.ChoiceField(label="Trang", choices=list(_PAGES.items()), required=False)
    luc = VietnameseDateTimeField(label="Lúc", required=False, help_text="Để trống: bây giờ.")
    may = forms.ChoiceField(label="Màn hình", choices=list(_SCREENS.items()), required=False)
    nen = forms.ChoiceField(label="Nền", choices=list(_LIGHTS.items()), required=False)

    def clean_luc(self) -> datetime | None:
        at = self.cleaned_data["luc"]
        if at and not timezone.now() <= at <= timezone.now() + FARTHEST:
            raise forms.ValidationError("Chỉ xem trước được từ bây giờ đến một năm tới.")
        return at


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The public page inside the back-office, with the way back and onward."""
    article = article_for(request, pk, "articles.preview")
    form = PreviewForm(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if wanted.get("trang") in {"chuyen-muc", "trang-nhat"} and not _sees_all(request):
        raise PermissionDenied
    asked = {name: request.GET.get(name, "") for name in ("trang", "luc", "nen")} if wanted else {}
    return desk_page(
        request,
        "newsroom/preview.html",
        article,
        title="Xem trước",
        form=form,
        at=wanted.get("luc"),
        page_name=_PAGES[wanted.get("trang") or "bai"],
        whole_site=(wanted.get("trang") or "bai") != "bai",
        screen=wanted.get("may", ""),
        query=urlencode({name: value for name, value in asked.items() if value}),
    )


@xframe_options_sameorigin
def preview_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as readers would get it if the working copy were published now, or at that time."""
    article = article_for(request, pk, "articles.preview")
    form = PreviewForm(request.GET)
    if not form.is_valid():
        raise Http404
    wanted = form.cleaned_data
    draw = _DRAWN[wanted["trang"] or "bai"]
    template, context = draw(request, article, wanted["luc"])
    context["theme"] = _THEMES.get(wanted["nen"], "")
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


Drawn = tuple[str, dict[str, Any]]


def _piece(request: HttpRequest, article: Article, at: datetime | None) -> Drawn:
    version = next_version(article, at or timezone.now())
    return "articles/article.html", article_context(version)


def _section(request: HttpRequest, article: Article, at: datetime | None) -> Drawn:
    """Others' scheduled pieces are on it: for those who may open every piece."""
    if not _sees_all(request):
        raise PermissionDenied
    section = article.section
    return "articles/section.html", {
        "section": section,
        "page": page_of(request, queries.in_section(section, at)),
        "children": section.children.filter(active=True),
    }


def _front(request: HttpRequest, article: Article, at: datetime | None) -> Drawn:
    if not _sees_all(request):
        raise PermissionDenied
    return "frontpage/home.html", {"front": home(at)}


_DRAWN: dict[str, Callable[[HttpRequest, Article, datetime | None], Drawn]] = {
    "bai": _piece,
    "chuyen-muc": _section,
    "trang-nhat": _front,
}


def _sees_all(request: HttpRequest) -> bool:
    desk = ("articles.change_any_article", "articles.publish_article")
    return any(request.user.has_perm(right) for right in desk)
