"""Notes on sources: the pages of those whom the writer named, and nobody else's.

They stand in a table of their own that nothing follows: no revision, history, search, export, list
or mail reads it. The log tells who was let read a note and who opened it, never a word of it.
Not enciphered: there is no cipher among what this product requires, and one made by hand would
only look like one. Whoever can read the database or a copy of it can read them.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import User
from articles.models import Article
from audit.log import record
from core.fields import ProseFormField
from newsroom.messages import tell
from newsroom.models import Kind, SourceNote
from newsroom.models.source_note import SOURCE_LENGTH
from newsroom.notes.mentions import desk_people


class SourceNoteForm(forms.Form):
    words = ProseFormField(
        label="Ghi chú nguồn tin",
        max_length=SOURCE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        error_messages={"required": "Hãy viết ghi chú."},
    )
    readers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Người được đọc",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ngoài bạn, chỉ những người được chọn ở đây đọc được, kể cả lãnh đạo.",
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = desk_people().exclude(pk=by.pk)  # type: ignore[attr-defined]


def write(article: Article, *, by: User, words: str, readers: list[User]) -> SourceNote:
    """Raises PermissionDenied; ValidationError for a reader who can't open the piece."""
    if not by.has_perm("newsroom.annotate", article):
        raise PermissionDenied
    with transaction.atomic():
        note = SourceNote.objects.create(article=article, by=by, words=words)
        shared = _name(note, readers)
        record("newsroom.source_note_added", by=by, about=article, facts={"note": note.pk})
        _log_sharing(note, shared)
    return note


def change(note: SourceNote, *, by: User, words: str, readers: list[User]) -> None:
    """Other words and other readers, by its writer alone. Old words of a source are not kept."""
    if note.by_id != by.pk:
        raise PermissionDenied
    with transaction.atomic():
        note = SourceNote.objects.select_for_update().get(pk=note.pk)
        note.words, note.changed_at = words, timezone.now()
        note.save(update_fields=["words", "changed_at"])
        shared = _name(note, readers)
        record("newsroom.source_note_changed", by=by, about=note.article, facts={"note": note.pk})
        _log_sharing(note, shared)


def open_note(note: SourceNote, *, by: User) -> str:
    """The words, for its writer and those named, as long as they may open the piece. Each opening
    is in the log. Raises PermissionDenied."""
    named = SourceNote.objects.readable_by(by).filter(pk=note.pk).exists()
    if not (named and by.has_perm("newsroom.annotate", note.article)):
        raise PermissionDenied
    with transaction.atomic():
        record("newsroom.source_note_read", by=by, about=note.article, facts={"note": note.pk})
    return note.words


def _name(note: SourceNote, readers: list[User]) -> dict[str, list[str]]:
    """Those who are named anew are told that they are, and nothing else. Who was given the note to
    read, and from whom it was taken, by name."""
    before = {person.pk: person for person in note.readers.all()}
    fresh = [person for person in readers if person.pk not in before]
    if shut_out := [str(p) for p in fresh if not p.has_perm("newsroom.annotate", note.article)]:
        names = ", ".join(shut_out)
        raise ValidationError({"readers": f"{names} không mở được bài này. Hãy bỏ chọn."})
    note.readers.set(readers)
    words = f"{note.by} cho bạn đọc một ghi chú nguồn tin."
    tell(fresh, kind=Kind.TRUSTED, about=note.article, words=words)
    kept = {person.pk for person in readers}
    gone = [person for pk, person in before.items() if pk not in kept]
    return {"let_read": sorted(map(str, fresh)), "no_longer": sorted(map(str, gone))}


def _log_sharing(note: SourceNote, shared: dict[str, list[str]]) -> None:
    """Whom the writer let read it, never a word of it."""
    if told := {name: people for name, people in shared.items() if people}:
        facts = {"note": note.pk, **told}
        record("newsroom.source_note_shared", by=note.by, about=note.article, facts=facts)


@sensitive_post_parameters("words")
def show_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The notes this person may open, without their words; a form for another."""
    user = _user(request)
    article = get_object_or_404(Article, pk=pk)
    if not user.has_perm("newsroom.annotate", article):
        raise PermissionDenied
    form = SourceNoteForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        readers = list(form.cleaned_data["readers"])
        try:
            write(article, by=user, words=form.cleaned_data["words"], readers=readers)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            notices.success(request, "Đã lưu ghi chú nguồn tin.")
            return _private(redirect("admin:article-sources", article.pk))
    rows = SourceNote.objects.readable_by(user).filter(article=article).select_related("by")
    context = {"rows": rows.defer("words").order_by("-at", "-pk"), "form": form}
    return _page(request, "newsroom/notes/sources.html", article, **context)


@sensitive_post_parameters("words")
def show_one(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    """A note opened; 404 for everybody it does not concern, who thereby learn nothing."""
    user = _user(request)
    own = SourceNote.objects.readable_by(user).filter(article=pk)
    row = get_object_or_404(own.select_related("article", "by"), pk=note)
    mine = row.by_id == user.pk
    form = None
    if mine:
        start = {"words": row.words, "readers": row.readers.all()}
        form = SourceNoteForm(request.POST or None, by=user, initial=start)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            readers = list(form.cleaned_data["readers"])
            try:
                change(row, by=user, words=form.cleaned_data["words"], readers=readers)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                notices.success(request, "Đã lưu ghi chú nguồn tin.")
                return _private(redirect("admin:article-sources", pk))
    context = {"row": row, "words": open_note(row, by=user), "form": form}
    return _page(request, "newsroom/notes/source.html", row.article, **context)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _page(request: HttpRequest, template: str, article: Article, **context: Any) -> HttpResponse:
    context |= {
        **admin.site.each_context(request),
        "article": article,
        "opts": Article._meta,
        "title": "Ghi chú nguồn tin",
    }
    return _private(render(request, template, context))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
