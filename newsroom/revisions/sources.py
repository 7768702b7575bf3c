"""What a person chose to compare: a save, a version of the archive, the working copy."""

import re
from dataclasses import dataclass
from datetime import datetime

from reversion.models import Version

from articles.models import Article
from core.dates import short_datetime
from newsroom.revisions.reading import Told, of_copy, of_revisions, of_version

NOW = "hien-nay"
_KEY = re.compile(r"(dang-)?([1-9][0-9]{0,17})")


@dataclass(frozen=True)
class Source:
    key: str
    name: str
    at: datetime
    told: Told
    number: int | None = None
    """Of its revision."""


def source(article: Article, key: str) -> Source | None:
    """The state of this piece that a key names: a save's number, “dang-2” or “hien-nay”. None for
    a key of no state of this piece. `article` comes from for_snapshot(). Two queries at most."""
    if key == NOW:
        return Source(NOW, "bản hiện nay", article.modified, of_copy(article))
    match = _KEY.fullmatch(key)
    if match is None:
        return None
    number = int(match[2])
    return _archived(article, number) if match[1] else _saved(article, number)


def _saved(article: Article, number: int) -> Source | None:
    saves = Version.objects.get_for_object(article).select_related("revision__user")
    save = saves.defer("serialized_data").filter(pk=number).first()
    if save is None:
        return None
    revision = save.revision
    told = of_revisions(article.pk, [revision.pk]).get(revision.pk, Told({}))
    who = f", {revision.user}" if revision.user else ""
    name = f"bản lưu {short_datetime(revision.date_created)}{who}"
    return Source(str(number), name, revision.date_created, told, revision.pk)


def _archived(article: Article, number: int) -> Source | None:
    version = article.versions.filter(number=number, revision=None).first()
    if version is None:
        return None
    name = f"bản đăng lần {number}, {short_datetime(version.valid_from)}"
    return Source(f"dang-{number}", name, version.approved_at, of_version(version))
