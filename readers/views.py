"""A reader's own pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from readers import profiles
from readers.doors import profile_of
from readers.forms import ProfileForm


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "readers/front.html", {"profile": profile_of(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponseBase:
    own = profile_of(request)
    form = ProfileForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        profiles.change(own, **form.cleaned_data)
        messages.success(request, "Đã lưu thay đổi.")
        return redirect("reader")
    status = 422 if form.errors else 200
    return render(request, "readers/profile.html", {"form": form}, status=status)


@require_safe
def no_password(request: HttpRequest) -> HttpResponse:
    """Who signed up by an account elsewhere gets a first password as others get a new one."""
    return render(request, "account/password_set.html")
