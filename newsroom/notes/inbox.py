"""The inbox: what one was told, newest first, and how one wants it mailed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.pagination import BadCursor, page_after
from newsroom.messages import read, titles, wish
from newsroom.models import Kind, MailWish, Message

SIZE = 30


class WishForm(forms.Form):
    rhythm = forms.ChoiceField(
        label="Gửi thư", choices=MailWish.Rhythm.choices, widget=forms.RadioSelect
    )
    mailed = forms.MultipleChoiceField(
        label="Gửi thư về",
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Loại không chọn vẫn vào hộp thư.",
    )


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    own = Message.objects.filter(to=user)
    if request.GET.get("moi") == "1":
        own = own.filter(read_at=None)
    try:
        page = page_after(own, request.GET.get("truoc", ""), SIZE, keys=("at", "pk"))
    except BadCursor:
        raise Http404 from None
    known = titles(page.items, to=user)
    rows = [{"message": row, "title": known.get(row.about_id or 0)} for row in page.items]
    context = {
        "title": "Hộp thư",
        "rows": rows,
        "next": page.next_cursor,
        "only_new": request.GET.get("moi") == "1",
        "newest": max((row.pk for row in page.items), default=0),
    }
    return _page(request, "newsroom/notes/inbox.html", context)


@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Read: the one named by `message`, or all up to the number `newest` that the page showed.
    With `open` it leads to the piece the message is about."""
    user = _user(request)
    own = Message.objects.filter(to=user)
    if "message" in request.POST:
        chosen = get_object_or_404(own, pk=_number(request.POST["message"]))
        read(own.filter(pk=chosen.pk), by=user)
        if "open" in request.POST and chosen.about_id:
            return redirect("admin:articles_article_change", chosen.about_id)
    else:
        read(own.filter(pk__lte=_number(request.POST.get("newest", ""))), by=user)
    return redirect("admin:inbox")


def wishes(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    held = MailWish.objects.filter(user=user).first() or MailWish(user=user)
    mailed = [kind for kind in Kind.values if kind not in held.silent]
    form = WishForm(request.POST or None, initial={"rhythm": held.rhythm, "mailed": mailed})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["mailed"]
        silent = [kind for kind in Kind.values if kind not in chosen]
        wish(user, rhythm=form.cleaned_data["rhythm"], silent=silent)
        notices.success(request, "Đã lưu cách nhận thư.")
        return redirect(reverse("admin:inbox"))
    context = {"title": "Cách nhận thư", "form": form, "address": user.email}
    return _page(request, "newsroom/notes/wishes.html", context)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise Http404
    return int(text)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), **context})
