from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.http import read_only
from readership import queries
from readership.buffering import buffer
from readership.models import DAY, WEEK
from readership.visits import visit


@csrf_exempt  # reader pages hold no token, and nothing happens here in anybody's name
@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """The beacon: an article's id as the whole body. The answer never tells what became of it."""
    read = visit(request)
    if read is not None:
        buffer.add(read)
    return HttpResponse(status=204)


@read_only
def most_read(request: HttpRequest) -> HttpResponse:
    context = {"day": queries.most_read(DAY), "week": queries.most_read(WEEK)}
    return render(request, "readership/most_read.html", context)
