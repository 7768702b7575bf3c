"""The lists of words, kept by the moderators."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import F, IntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest

from comments.models import Flag, Rescan, Word
from comments.rescanning import ask_rescan
from core.numbers import number

MOST_HITS = 1000
# Of every word along the index of its flags, and no further, however many there are.
_CUT = (
    "(SELECT DISTINCT revision_id FROM comments_flag"
    " WHERE comments_flag.word_id = comments_word.id LIMIT %s) AS hit"
)
_THROUGH = (
    "JOIN comments_commentrevision AS text ON text.id = hit.revision_id"
    " JOIN comments_comment AS said ON said.id = text.comment_id WHERE said.status = 'approved'"
    " AND EXISTS (SELECT 1 FROM comments_flag AS sign"
    " JOIN comments_decision AS verdict ON verdict.revision_id = sign.revision_id"
    " WHERE sign.revision_id = hit.revision_id AND sign.word_id = comments_word.id"
    " AND verdict.at >= sign.at AND verdict.verdict = 'approved' AND verdict.by_id IS NOT NULL"
    " AND verdict.undoes_id IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM comments_decision AS undoing WHERE undoing.undoes_id = verdict.id))"
)


@admin.register(Word)
class WordAdmin(admin.ModelAdmin):
    list_display = ("text", "list", "active", "hides", "hits", "let_through", "added_by")
    list_filter = ("list", "active")
    search_fields = ("text",)
    fields = ("text", "list", "active", "hides", "note")
    list_per_page = 100
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Word]:
        """With how many texts each word was found in, of its first hits, and how many of them
        somebody let through in spite of it: false hits, by which a word is judged. What was let
        through before the word was there says nothing about it."""
        words = super().get_queryset(request).select_related("added_by")
        return words.annotate(
            found=RawSQL(f"SELECT count(*) FROM {_CUT}", [MOST_HITS], IntegerField()),  # noqa: S611, S608 -- our own words
            through=RawSQL(f"SELECT count(*) FROM {_CUT} {_THROUGH}", [MOST_HITS], IntegerField()),  # noqa: S611, S608 -- as above
        )

    def save_model(self, request: HttpRequest, obj: Word, form: Any, change: bool) -> None:
        with transaction.atomic():
            if not change:
                obj.added_by = request.user  # type: ignore[assignment]
            if change and set(form.changed_data) <= {"note"}:
                obj.save(update_fields=["note"])  # what it finds is as it was
                return
            obj.save()
            if obj.active:
                ask_rescan()
                told = "Các ý kiến đã đăng sẽ được soát lại theo danh sách mới."
                self.message_user(request, told, messages.INFO)

    def has_delete_permission(self, request: HttpRequest, obj: Word | None = None) -> bool:
        """What was found by a word keeps its name: a word is put out of use."""
        if obj is not None and Flag.objects.filter(word=obj).exists():
            return False
        return super().has_delete_permission(request, obj)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        # What is still under way before what is done, which is told of as long as nothing is.
        of_lists = Rescan.objects.filter(section=None)
        walk = of_lists.order_by(F("finished").desc(nulls_first=True), "pk").first()
        told = {"subtitle": _progress(walk)} if walk else {}
        return super().changelist_view(request, told | (extra_context or {}))

    @admin.display(description="gặp")
    def hits(self, word: Word) -> str:
        found = getattr(word, "found", 0)
        return f"từ {number(found)}" if found == MOST_HITS else number(found)

    @admin.display(description="vẫn đăng")
    def let_through(self, word: Word) -> str:
        return number(getattr(word, "through", 0))


def _progress(walk: Rescan) -> str:
    if walk.finished:
        return f"Lượt soát lại gần nhất đã xong: {number(walk.found)} ý kiến được đưa ra xem lại."
    if walk.last is None:
        return "Sắp soát lại các ý kiến đã đăng."
    return f"Đang soát lại: đến ý kiến số {number(walk.reached)} trên {number(walk.last)}."
