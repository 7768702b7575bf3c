"""How a person wants the board narrowed: kept with the session until taken back."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from articles.models import Genre, Priority, Section
from core.dates import day_span

KEPT = "board"


class Wishes(forms.Form):
    """Every field may stay empty; what no longer exists is as if it were."""

    section = forms.ModelChoiceField(
        Section.objects.select_related("parent").order_by("position", "pk"),
        label="Chuyên mục",
        required=False,
        empty_label="Mọi chuyên mục",
    )
    person = forms.ChoiceField(
        label="Người giữ",
        required=False,
        choices=[("", "Mọi người"), ("toi", "Tôi"), ("chua", "Chưa ai")],
    )
    genre = forms.ChoiceField(
        label="Thể loại", required=False, choices=[("", "Mọi thể loại"), *Genre.choices]
    )
    priority = forms.ChoiceField(
        label="Ưu tiên", required=False, choices=[("", "Mọi mức"), *Priority.choices]
    )
    due = forms.ChoiceField(
        label="Hạn",
        required=False,
        choices=[("", "Mọi hạn"), ("qua", "Quá hạn"), ("hom-nay", "Hôm nay"), ("tuan", "7 ngày")],
    )

    def narrowing(self, user: User) -> Q:
        """What of Progress is wanted. Only fields that are right narrow anything."""
        self.is_valid()
        said = self.cleaned_data
        wanted = Q()
        if section := said.get("section"):
            wanted &= Q(article__section=section) | Q(article__section__parent=section)
        if person := said.get("person"):
            wanted &= Q(assignee=user if person == "toi" else None)
        if genre := said.get("genre"):
            wanted &= Q(article__genre=genre)
        if priority := said.get("priority"):
            wanted &= Q(priority=priority)
        return wanted & _due(said.get("due", ""))


def _due(said: str) -> Q:
    now = timezone.now()
    start, end = day_span(timezone.localdate(now))
    match said:
        case "qua":
            return Q(due__lt=now)
        case "hom-nay":
            return Q(due__gte=start, due__lt=end)
        case "tuan":
            return Q(due__gte=start, due__lt=end + timedelta(days=6))
    return Q()


def wishes_of(request: HttpRequest) -> Wishes:
    """As asked now, else as kept. Asking keeps."""
    names = Wishes.base_fields
    if any(name in request.GET for name in names):
        asked = {name: request.GET.get(name, "") for name in names}
        kept = {name: value for name, value in asked.items() if value}
        if kept != request.session.get(KEPT, {}):
            request.session[KEPT] = kept
    return Wishes(request.session.get(KEPT, {}))
