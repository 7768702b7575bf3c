"""Keeping what is typed, beside the piece and out of its history. The writer of Sitting's words."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles.genres import FACTS
from articles.models import Article
from newsroom.forms import ArticleForm
from newsroom.models import Sitting
from newsroom.writing.splices import NotASplice, spliced

MOST_TYPED = 2_000_000
"""Letters of all fields of one sitting."""
_MOST_CHOSEN = 500

Again = list[str]


def keep(sitting: Sitting, number: int, fields: dict[str, Any]) -> Again:
    """Writes what was typed since; gives the names of fields that must be sent whole, since the
    text they were changed from is not the one kept here. What comes late or twice changes nothing.

    Raises ValidationError, in words, for what is no field of a piece.
    """
    if number <= sitting.number or not fields:
        return []
    again, typed = [], dict(sitting.typed)
    for name, said in fields.items():
        value = _said(sitting, name, said)
        if value is None:
            again.append(name)
        else:
            typed[name] = value
    if sum(map(_size, typed.values())) > MOST_TYPED:
        raise ValidationError("Bản gõ dở quá dài nên không giữ thêm được. Hãy bấm Lưu.")
    if again != list(fields):
        sitting.typed, sitting.typed_at = typed, timezone.now()
        sitting.told_at = None
    sitting.number = number
    return again


def _said(sitting: Sitting, name: str, said: Any) -> str | list[str] | None:
    if name not in ArticleForm.base_fields:
        raise ValidationError(f"Bản gõ dở không giữ mục “{name[:40]}”.")
    if isinstance(said, list) and len(said) <= _MOST_CHOSEN:
        values = said
    elif isinstance(said, dict):
        before = _before(sitting, name)
        try:
            value = None if before is None else spliced(before, said)
        except NotASplice:
            raise ValidationError("Bản gõ dở gửi lên không đọc được.") from None
        if value is None:
            return None
        values = [value]
    else:
        values = [said]
    if not all(isinstance(value, str) and _is_text(value) for value in values):
        raise ValidationError("Bản gõ dở gửi lên không đọc được.")
    return said if isinstance(said, list) else values[0]


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeError:
        return False
    return "\x00" not in value


def _before(sitting: Sitting, name: str) -> str | None:
    """The text a browser began with, if it is one that the piece itself tells."""
    kept = sitting.typed.get(name)
    if kept is None and sitting.article and name not in FACTS:
        kept = getattr(sitting.article, name, None)
    return kept if isinstance(kept, str) else None


def _size(value: str | list[str]) -> int:
    return len(value) if isinstance(value, str) else sum(map(len, value))


def drop(key: str, *, by: User) -> None:
    """The person says these words may go. Raises PermissionDenied, LookupError."""
    with transaction.atomic():
        sitting = Sitting.objects.select_for_update().filter(key=key).first()
        if sitting is None:
            raise LookupError(key)
        if sitting.user_id != by.pk:
            raise PermissionDenied
        end(sitting)


def end(sitting: Sitting) -> None:
    """Its words are saved, or not wanted."""
    sitting.typed, sitting.typed_at, sitting.set_aside = {}, None, False
    sitting.save(update_fields=["typed", "typed_at", "set_aside"])


def put_aside(article: Article, words: dict[str, Any], key: str, *, by: User) -> None:
    """Words that gave way to another's are kept as if they had not been saved."""
    Sitting.objects.create(
        key=key,
        user=by,
        article=article,
        typed=json.loads(json.dumps(words, default=str)),
        typed_at=timezone.now(),
        set_aside=True,
    )
