"""The newsroom's log: one row an act, each holding the hash of the one before it.

Written by `audit.log.record` alone. The database refuses every change and deletion
(`migrations/0002_guard_the_log.py`).
"""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import models

from audit.acts import label

NAME_LENGTH = 150
KIND_LENGTH = 100
KEY_LENGTH = 64
LABEL_LENGTH = 200
WORDS_LENGTH = 600

# What the hash of a row goes over, besides `at`: every column but the hash itself.
SEALED = (
    *("number", "by_id", "by_name", "act", "kind", "key", "label", "revision"),
    *("origin", "facts", "words", "previous"),
)


def kind_of(row: models.Model) -> str:
    """ "articles.article", whatever proxy the row came by."""
    concrete = row._meta.concrete_model
    assert concrete is not None
    return concrete._meta.label_lower


class EntryQuerySet(models.QuerySet["Entry"]):
    def newest_first(self) -> "EntryQuerySet":
        return self.order_by("-number")

    def about(self, row: models.Model) -> "EntryQuerySet":
        """What was done to one row, whichever app did it."""
        return self.filter(kind=kind_of(row), key=str(row.pk))


class Entry(models.Model):
    """Who did what to which row, when and from where. Names are those of that moment.

    `kind` and `key` name the row ("articles.article", "12"), `revision` the number of a revision.
    `origin` tells address, path and session mark, or the command; `facts` what the act wants told.
    """

    number = models.BigIntegerField("số", primary_key=True)
    at = models.DateTimeField("lúc", db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name="người làm",
    )
    by_name = models.CharField("tên người làm", max_length=NAME_LENGTH, blank=True)
    act = models.CharField("việc", max_length=60)
    kind = models.CharField("loại", max_length=KIND_LENGTH, blank=True)
    key = models.CharField("mã", max_length=KEY_LENGTH, blank=True)
    label = models.CharField("đối tượng", max_length=LABEL_LENGTH, blank=True)
    revision = models.BigIntegerField("bản", null=True)
    origin = models.JSONField("từ đâu", default=dict)
    facts = models.JSONField("chi tiết", default=dict)
    # Name, label and facts folded, for search: part of what is sealed.
    words = models.CharField(max_length=WORDS_LENGTH, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng nhật ký"
        verbose_name_plural = "nhật ký"
        default_permissions = ("view",)
        permissions = [("view_system_entry", "Xem nhật ký tài khoản và thiết lập")]
        indexes = [
            models.Index(fields=["by", "-number"], name="entry_by_person"),
            models.Index(fields=["act", "-number"], name="entry_by_act"),
            models.Index(fields=["kind", "key", "-number"], name="entry_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.act_label}"

    @property
    def act_label(self) -> str:
        return label(self.act)

    def seal(self) -> str:
        """SHA-256 over the canonical JSON of the row, the hash of the row before included."""
        told: dict[str, Any] = {name: getattr(self, name) for name in SEALED}
        told["at"] = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class Head(models.Model):
    """One row that names the last entry: locked by each writer in turn, and missed by no thief."""

    number = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()
