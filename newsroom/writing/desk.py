"""What the change form of a piece does so that nobody's words are lost in a save."""

from typing import Any
from uuid import uuid4

import reversion
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from newsroom.models import Sitting
from newsroom.writing import base, keeping, seats, sending, words
from newsroom.writing.meeting import Meeting, meet
from newsroom.writing.shut import answer_shut, keep_posted

_TAKE = "go-do"


class KeepsWords:
    """For the admin of pieces: a save is judged by the revision its form was opened on, saves once
    however often it is sent, and ends what was kept of its words meanwhile."""

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            _take(request, None)
            return super().add_view(request, *args, **kwargs)  # type: ignore[misc]
        with transaction.atomic():
            request.sitting = sitting = sending.sitting_of(request, None)  # type: ignore[attr-defined]
            if sitting and sitting.article and sending.came_before(request, sitting):
                return self._said_before(request, sitting.article)
            return super().add_view(request, *args, **kwargs)  # type: ignore[misc]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        numbers = [int(object_id)] if object_id.isdecimal() and len(object_id) <= 18 else []
        if request.method != "POST":
            _take(request, Article.objects.filter(pk__in=numbers))
            return super().change_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
        with transaction.atomic():
            # Who saves later waits here, and finds the piece as this save leaves it.
            article = Article.objects.select_for_update().filter(pk__in=numbers).first()
            if article and not request.user.has_perm("articles.edit", article):
                if self._had_it_open(request, article):
                    return answer_shut(request, article)
                return super().change_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
            request.sitting = sitting = sending.sitting_of(request, article)  # type: ignore[attr-defined]
            if article is None:
                return self._gone(request, sitting) or super().change_view(  # type: ignore[misc]
                    request, object_id, *args, **kwargs
                )
            if sending.came_before(request, sitting):
                return self._said_before(request, article)
            request.meeting = _met(request, article)  # type: ignore[attr-defined]
            return super().change_view(request, object_id, *args, **kwargs)  # type: ignore[misc]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)  # type: ignore[misc]
        form.meeting, form.by = _meeting(request), request.user
        taken = _taken(request)
        form.taken = words.words(taken) if taken else {}
        return form

    def get_formset_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        given = super().get_formset_kwargs(request, *args, **kwargs)  # type: ignore[misc]
        meeting = _meeting(request)
        if meeting and "data" in given:
            given["data"] = meeting.rows_data(given["data"])
        return given

    def save_related(self, request: HttpRequest, form: Any, *args: Any, **kwargs: Any) -> None:
        super().save_related(request, form, *args, **kwargs)  # type: ignore[misc]
        sitting, meeting = getattr(request, "sitting", None), _meeting(request)
        if sitting:
            sending.finish(request, sitting, form.instance)
        if meeting and meeting.given_up:
            keeping.put_aside(form.instance, meeting.given_up, uuid4().hex, by=meeting.by)
        if meeting and meeting.joined:
            labels = ", ".join(dict.fromkeys(meeting.joined))
            messages.warning(
                request, f"{meeting.said} Hai bản đã được nhập làm một; bên kia sửa: {labels}."
            )

    def opening(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """What the form carries to say, later, what it was opened on; who else is there; and what
        the person typed earlier and never saved."""
        key = request.POST.get("sitting") or uuid4().hex
        given: dict[str, Any] = {
            "sitting": key,
            "number": sending.last_number(request),
            "meeting": _meeting(request),
            "took": sending.taken_keys(request),
            "field_names": words.NAMES,
            "saved_keys": _saved_keys(request),
            "writes_too": [],
            "offers": [],
        }
        if request.method == "POST":
            carried = ("base", "opened", "touched")
            sent = {name: request.POST[name] for name in carried if name in request.POST}
            return given | sent
        taken = _taken(request)
        if article:
            given |= _base(article, taken)
            given["writes_too"] = seats.around(article)
        if taken:
            given["took"] = [taken.key]
        given["offers"] = offered = words.offers(
            article,
            user_pk=request.user.pk,  # type: ignore[arg-type]
            apart_from=taken.key if taken else "",
        )
        shown = [offer.sitting.pk for offer in offered if not offer.sitting.told_at]
        if shown:
            Sitting.objects.filter(pk__in=shown).update(told_at=timezone.now())
        return given

    def _said_before(self, request: HttpRequest, article: Article) -> HttpResponse:
        messages.success(request, "Bài đã được lưu ở lần gửi trước; lần gửi này không lưu thêm gì.")
        return self.response_onward(request, article) or redirect(
            "admin:articles_article_change", article.pk
        )

    def response_onward(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        return None

    def _had_it_open(self, request: HttpRequest, article: Article) -> bool:
        """The post may come from a form that was open to its writer once."""
        if sending.own_sitting(request, article):
            return True
        open_once = article.progress.trashed_at or request.user.has_perm(
            "articles.preview", article
        )
        return "sitting" in request.POST and bool(open_once) and self.has_change_permission(request)  # type: ignore[attr-defined]

    def _gone(self, request: HttpRequest, sitting: Sitting | None) -> HttpResponse | None:
        """The piece is no more: its words wait to become a new one."""
        if sitting is None or sitting.digest or not request.user.has_perm("articles.add_article"):
            return None
        sitting.article = None
        if not keep_posted(request, sitting):
            return None
        messages.error(
            request,
            "Bài này không còn nên không lưu được. Chữ bạn gõ được đưa sang một bài mới ở dưới.",
        )
        return redirect(f"{reverse('admin:articles_article_add')}?{_TAKE}={sitting.key}")


def _meeting(request: HttpRequest) -> Meeting | None:
    return getattr(request, "meeting", None)


def _taken(request: HttpRequest) -> Sitting | None:
    return getattr(request, "taken", None)


def _take(request: HttpRequest, articles: Any) -> None:
    """The person wants the form to open with the words of an earlier sitting of hers."""
    key = request.GET.get(_TAKE, "")
    if sending.KEY.fullmatch(key):
        own = Sitting.objects.with_words().filter(key=key, user=request.user.pk)
        own = own.filter(article=None) if articles is None else own.filter(article__in=articles)
        request.taken = own.first()  # type: ignore[attr-defined]


def _base(article: Article, taken: Sitting | None) -> dict[str, Any]:
    """Of the form; words taken up again were typed on what stood then."""
    now = base.current(article, base.head(article))
    if taken is None:
        return {"base": now.revision, "opened": article.modified.isoformat()}
    opened = min(article.modified, taken.opened)
    return {"base": taken.base or now.revision, "opened": opened.isoformat()}


def _saved_keys(request: HttpRequest) -> list[str]:
    """Sittings whose words are saved: what a browser kept of them may go."""
    saved = Sitting.objects.filter(user=request.user.pk).exclude(digest="")
    return list(saved.order_by("-seen").values_list("key", flat=True)[:50])


def _met(request: HttpRequest, article: Article) -> Meeting | None:
    opened, newest = base.posted(request.POST), base.head(article)
    if not base.overtaken(opened, base.current(article, newest)):
        return None
    if newest is None or newest.revision_id == opened.revision:
        # Changed where no revision was made (a bulk act, an import): it gets one before it can be
        # written over.
        with reversion.create_revision():
            reversion.set_comment("Bản đứng trước khi hai người cùng lưu")
            reversion.add_to_revision(article)
        newest = base.head(article)
        opened = base.Base(None, opened.modified)
    return meet(article, opened, newest, request.POST, by=request.user)  # type: ignore[arg-type]
