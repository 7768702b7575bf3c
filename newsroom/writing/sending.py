"""One post of the form: which sitting it ends, and whether it came before."""

import hashlib
import json
import re
from datetime import datetime, time, timedelta

from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article
from core.dates import HANOI, in_hanoi
from newsroom.models import Sitting
from newsroom.writing import keeping
from outbox.queue import enqueue

SWEEP = "newsroom.sweep_sittings"
KEY = re.compile(r"[0-9a-f]{32}")
_APART = {"csrfmiddlewaretoken", "number", "touched"}


def sitting_of(request: HttpRequest, article: Article | None) -> Sitting | None:
    """The sitting this post says it comes from, locked until the transaction ends: the same post
    sent twice at one time waits here. None where it is another's, or at another piece."""
    key = request.POST.get("sitting", "")
    if not KEY.fullmatch(key):
        return None
    sitting, _new = Sitting.objects.select_for_update().get_or_create(
        key=key,
        defaults={"user_id": request.user.pk, "article": article},  # type: ignore[misc]
    )
    if sitting.user_id != request.user.pk:
        return None
    if article and sitting.article_id not in {None, article.pk}:
        return None
    return sitting


def own_sitting(request: HttpRequest, article: Article) -> Sitting | None:
    """The person's own sitting at this piece the post comes from, if it ever spoke. Locked."""
    own = Sitting.objects.select_for_update().filter(user=request.user.pk, article=article)
    return own.filter(key=request.POST.get("sitting", "")[:32].replace("\x00", "")).first()


def came_before(request: HttpRequest, sitting: Sitting | None) -> bool:
    """This very post saved the piece already: the line broke before its answer was there."""
    return bool(sitting and sitting.digest and sitting.digest == _digest(request))


def last_number(request: HttpRequest) -> int:
    """What was heard last of the sitting this post comes from, or was on its way when it was sent:
    a page that goes on with the sitting goes on with its number."""
    number = request.POST.get("number", "")
    known = number.isascii() and number.isdecimal() and len(number) < 16
    sitting = getattr(request, "sitting", None)
    return max(sitting.number if sitting else 0, int(number) if known else 0)


def finish(request: HttpRequest, sitting: Sitting, article: Article) -> None:
    """The words of this sitting are saved, and those taken over from earlier ones with them."""
    sitting.number = last_number(request)
    sitting.article, sitting.digest = article, _digest(request)
    sitting.save(update_fields=["article", "digest", "number"])
    keeping.end(sitting)
    for taken in Sitting.objects.filter(key__in=taken_keys(request), user=sitting.user_id):
        keeping.end(taken)
    tomorrow = in_hanoi(timezone.now()).date() + timedelta(days=1)
    enqueue(SWEEP, f"{tomorrow}", due=datetime.combine(tomorrow, time(3), HANOI))


def taken_keys(request: HttpRequest) -> list[str]:
    return [key for key in request.POST.getlist("took") if KEY.fullmatch(key)]


def _digest(request: HttpRequest) -> str:
    sent = sorted(
        (name, values)
        for name, values in request.POST.lists()
        if name not in _APART and not name.startswith("resume-")
    )
    return hashlib.sha256(json.dumps(sent).encode()).hexdigest()
