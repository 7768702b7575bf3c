"""A form sent after the sign-in ran out. Its words stay on the page until somebody has signed in,
and then the very same request goes on to where it was going."""

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PREFIX = "resume"


def sign_in_place(request: HttpRequest) -> HttpResponse | None:
    """None when the person has signed in with this request; else the page that asks for it."""
    tried = f"{PREFIX}-username" in request.POST
    form = AdminAuthenticationForm(request, data=request.POST if tried else None, prefix=PREFIX)
    if tried and form.is_valid():
        login(request, form.get_user())
        return None
    context = {"form": form, "kept": kept_words(request)}
    return render(request, "newsroom/resume.html", context, status=403)


def kept_words(request: HttpRequest) -> list[tuple[str, str]]:
    """(name, value) of all that was typed; empty for a request that brings nothing."""
    own = ("csrfmiddlewaretoken", f"{PREFIX}-username", f"{PREFIX}-password")
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in own
        for value in values
    ]
