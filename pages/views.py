from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.presentation import words
from core.http import read_only
from pages.models import Page


@read_only
def page(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Page.objects.published(), slug=slug)
    return render(request, "pages/page.html", {"page": found, "body": words(found.body)})
