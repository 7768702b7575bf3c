"""What is done with notes. The log tells that and by whom; the words stand in the notes alone."""

from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from audit.log import record
from core.html import plain_text
from core.vietnamese import clean, clean_line
from newsroom.messages import tell
from newsroom.models import Kind, Note, NoteEdit
from newsroom.models.note import CONTEXT_LENGTH, QUOTE_LENGTH, WORDS_LENGTH
from newsroom.notes.anchors import around, locate
from newsroom.notes.mentions import desk_people, mentions


class Written(NamedTuple):
    note: Note
    remarks: list[str]
    """For the writer: who was meant and is not told, and why."""


def text_of(article: Article) -> str:
    """What notes may quote: title, lead and body, a line for each block."""
    return "\n".join((article.title, article.sapo, plain_text(article.body)))


def write(
    article: Article,
    *,
    by: User,
    words: str,
    quote: str = "",
    before: str = "",
    after: str = "",
    answering: Note | None = None,
) -> Written:
    """A note on the piece, on the passage quoted, or in answer to another. Those it names, those in
    its thread and the piece's writer are told. Raises PermissionDenied, or ValidationError."""
    if not by.has_perm("newsroom.annotate", article):
        raise PermissionDenied
    words = _checked(words)
    quote = clean_line(quote)
    if len(quote) > QUOTE_LENGTH:
        raise ValidationError(f"Đoạn trích dài quá {QUOTE_LENGTH} ký tự. Hãy chọn đoạn ngắn hơn.")
    with transaction.atomic():
        first = _thread(article, answering)
        if quote and not first:
            place = locate(text_of(article), quote, before, after)
            if place and not place.changed:
                before, after = around(text_of(article), place, CONTEXT_LENGTH)
        passage = {} if first or not quote else _passage(quote, before, after)
        note = Note.objects.create(article=article, parent=first, by=by, words=words, **passage)
        remarks = _tell(note, by=by)
        record("newsroom.note_added", by=by, about=article, facts={"note": note.pk})
    return Written(note, remarks)


def edit(note: Note, *, by: User, words: str) -> Written:
    """Other words for one's own note; the old ones are kept, and who is newly named is told."""
    if not by.has_perm("newsroom.edit_note", note):
        raise PermissionDenied
    words = _checked(words)
    with transaction.atomic():
        note = _held(note)
        if note.words == words:
            return Written(note, [])
        named = {person.pk for person in mentions(note.words, desk_people()).people}
        NoteEdit.objects.create(note=note, words=note.words)
        note.words, note.edited_at = words, timezone.now()
        note.save(update_fields=["words", "edited_at"])
        remarks = _tell_named(note, by=by, told=named)
        record("newsroom.note_changed", by=by, about=note.article, facts={"note": note.pk})
    return Written(note, remarks)


def hide(note: Note, *, by: User) -> None:
    """Take a note from the page, and its answers with the first of a thread. It is kept."""
    if not by.has_perm("newsroom.hide_note", note):
        raise PermissionDenied
    with transaction.atomic():
        note = _held(note)
        now = timezone.now()
        Note.objects.filter(parent=note, hidden_at=None).update(hidden_at=now)
        note.hidden_at = now
        note.save(update_fields=["hidden_at"])
        record("newsroom.note_hidden", by=by, about=note.article, facts={"note": note.pk})


def settle(note: Note, *, by: User, resolved: bool) -> None:
    """Close a thread, or open it again. Twice the same changes nothing."""
    if not by.has_perm("newsroom.annotate", note.article):
        raise PermissionDenied
    with transaction.atomic():
        note = _held(note)
        if note.parent_id or bool(note.resolved_at) == resolved:
            return
        note.resolved_at = timezone.now() if resolved else None
        note.resolved_by = by if resolved else None
        note.save(update_fields=["resolved_at", "resolved_by"])
        act = "newsroom.note_resolved" if resolved else "newsroom.note_reopened"
        record(act, by=by, about=note.article, facts={"note": note.pk})


def _checked(words: str) -> str:
    words = clean(words).strip()
    if not words:
        raise ValidationError("Hãy viết ghi chú.")
    if len(words) > WORDS_LENGTH:
        raise ValidationError(f"Ghi chú dài {len(words)} ký tự, quá mức {WORDS_LENGTH} ký tự.")
    return words


def _held(note: Note) -> Note:
    held = Note.objects.select_for_update().filter(pk=note.pk, hidden_at=None).first()
    if held is None:
        raise ValidationError("Ghi chú này đã bị xóa.")
    return held


def _thread(article: Article, answering: Note | None) -> Note | None:
    """The first note of the thread, which is open again when somebody answers."""
    if answering is None:
        return None
    first = _held(answering.parent or answering)
    if first.article_id != article.pk:
        raise ValidationError("Ghi chú này thuộc bài khác.")
    if first.resolved_at:
        first.resolved_at = first.resolved_by = None
        first.save(update_fields=["resolved_at", "resolved_by"])
    return first


def _passage(quote: str, before: str, after: str) -> dict[str, str]:
    return {
        "quote": quote,
        "before": clean_line(before)[-CONTEXT_LENGTH:],
        "after": clean_line(after)[:CONTEXT_LENGTH],
    }


def _tell(note: Note, *, by: User) -> list[str]:
    """Each person hears of a note once, for the nearest reason."""
    remarks = _tell_named(note, by=by, told=set())
    named = {person.pk for person in mentions(note.words, desk_people()).people}
    if note.parent_id:
        people, kind, words = _in_thread(note), Kind.ANSWERED, f"{by} trả lời ghi chú."
    else:
        people, kind, words = [note.article.created_by], Kind.NOTED, f"{by} ghi chú ở bài."
    others = [person for person in people if person.pk not in named | {by.pk}]
    tell(_may_open(others, note.article), kind=kind, about=note.article, words=words)
    return remarks


def _tell_named(note: Note, *, by: User, told: set[int]) -> list[str]:
    people, unclear = mentions(note.words, desk_people())
    fresh = [person for person in people if person.pk not in told | {by.pk}]
    able = _may_open(fresh, note.article)
    words = f"{by} nhắc đến bạn trong một ghi chú."
    tell(able, kind=Kind.MENTIONED, about=note.article, words=words)
    shut_out = [str(person) for person in fresh if person not in able]
    remarks = [f"{name} không mở được bài này nên không được báo." for name in shut_out]
    remarks += [f"Chưa rõ “@{name}” là ai. Hãy gõ tên đăng nhập." for name in unclear]
    return remarks


def _in_thread(note: Note) -> list[User]:
    first = note.parent
    assert first is not None
    answers = Note.objects.filter(parent=first, hidden_at=None).select_related("by")
    return [first.by, *(answer.by for answer in answers)]


def _may_open(people: Iterable[User], article: Article) -> list[User]:
    return [person for person in people if person.has_perm("newsroom.annotate", article)]
