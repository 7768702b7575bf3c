from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core.http import read_only
from core.pagination import BadCursor, page_after
from core.vietnamese import clean_line
from search import queries

PAGE_SIZE = 20


@read_only
def results(request: HttpRequest) -> HttpResponse:
    query = clean_line(request.GET.get("q", ""))[: queries.MAX_LENGTH]
    try:
        page = page_after(queries.find(query), request.GET.get("truoc", ""), PAGE_SIZE)
    except BadCursor:
        raise Http404 from None
    response = render(request, "search/results.html", {"query": query, "page": page})
    response["X-Robots-Tag"] = "noindex"
    return response
