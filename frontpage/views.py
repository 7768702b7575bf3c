from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.http import read_only
from frontpage import queries


@read_only
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "frontpage/home.html", {"front": queries.home()})
