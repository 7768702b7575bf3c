from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontpage import queries


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "frontpage/home.html", {"front": queries.home()})
