"""Which state of a piece a form was opened on, and whether it still stands."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from reversion.models import Version

from articles.genres import FACTS
from articles.models import Article
from core.dates import short_datetime
from newsroom.revisions.reading import Told, of_revisions

_MOST_DIGITS = 18


@dataclass(frozen=True)
class Base:
    """`revision` is the number of the newest one then, None where there was none; `modified` the
    time of the last change, which also tells of changes that left no revision."""

    revision: int | None
    modified: datetime | None

    @property
    def mark(self) -> str:
        """For a hidden field: what was shown to the person."""
        return f"{self.revision or ''}@{self.modified.isoformat() if self.modified else ''}"


def head(article: Article) -> Version | None:
    """The newest revision of the piece with who made it, without its text. One query."""
    saves = Version.objects.get_for_object(article).select_related("revision__user")
    return saves.defer("serialized_data").order_by("-pk").first()


def current(article: Article, newest: Version | None) -> Base:
    return Base(newest.revision_id if newest else None, article.modified)


def posted(data: QueryDict) -> Base:
    """What our own hidden fields carry; None for anything else that may stand there."""
    revision = data.get("base", "")
    known = revision.isascii() and revision.isdecimal() and len(revision) <= _MOST_DIGITS
    return Base(int(revision) if known else None, _moment(data.get("opened", "")))


def overtaken(opened: Base, now: Base) -> bool:
    """Somebody saved the piece after the form was opened, or may have: a form that says nothing was
    opened on nothing we know of."""
    if opened == Base(None, None):
        return True
    if opened.revision is not None and opened.revision != now.revision:
        return True
    return bool(opened.modified and now.modified and now.modified > opened.modified)


def told(article: Article, opened: Base) -> Told | None:
    """What the piece said on that revision, columns and facts of a genre that `Told` does not list
    among its values as well; None where it has no such revision. Two queries."""
    if opened.revision is None:
        return None
    found = of_revisions(article.pk, [opened.revision]).get(opened.revision)
    if found is None or not found.values:
        return None
    kept = Version.objects.get_for_object(article).get(revision=opened.revision)
    columns = json.loads(kept.serialized_data)[0]["fields"]
    facts = dict.fromkeys(FACTS, "") | columns["facts"] if "facts" in columns else {}
    return Told({**columns, **facts, **found.values}, found.strange)


def sentence(newest: Version | None, article: Article, user_pk: int | None) -> str:
    """Who saved it, and when."""
    saver = newest.revision.user if newest else None
    when = short_datetime(article.modified)
    if saver and saver.pk == user_pk:
        return f"Bạn đã lưu bài này lúc {when} ở một cửa sổ khác, sau khi mở trang này."
    return f"{saver or 'Người khác'} đã lưu bài này lúc {when}, sau khi bạn mở."


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
