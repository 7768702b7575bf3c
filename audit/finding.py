"""Finding entries: by person, act, row, period and words, a page at a time along the numbers."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms

from accounts.models import User
from audit.acts import ACTS
from audit.models import EntryQuerySet
from core.dates import HANOI
from core.fields import LineFormField, VietnameseDateField
from core.vietnamese import fold

PAGE_SIZE = 50
_LARGEST = 2**63 - 1


class LogForm(forms.Form):
    """What is looked for; every field may stay empty."""

    q = LineFormField(label="Chữ", required=False, max_length=100)
    nguoi: Any = forms.ModelChoiceField(
        label="Người làm", required=False, queryset=None, empty_label="Mọi người"
    )
    viec = forms.ChoiceField(label="Việc", required=False)
    loai = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    ma = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    tu = VietnameseDateField(label="Từ ngày", required=False)
    den = VietnameseDateField(label="Đến ngày", required=False)
    truoc = forms.IntegerField(
        required=False, min_value=1, max_value=_LARGEST, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_staff=True).only("username", "full_name")
        self.fields["nguoi"].queryset = people.order_by("full_name", "username")  # type: ignore[attr-defined]
        acts = sorted(ACTS.items(), key=lambda line: line[1])
        self.fields["viec"].choices = [("", "Mọi việc"), *acts]  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs["placeholder"] = "tít, tên người, lý do…"

    @property
    def told(self) -> dict[str, str]:
        """What is asked for, as an address carries it; the place in the list is no part of it."""
        return {
            name: self.data[name] for name in self.fields if self.data.get(name) and name != "truoc"
        }


def matching(entries: EntryQuerySet, asked: dict[str, Any]) -> EntryQuerySet:
    """The entries that the cleaned form asks for."""
    for word in fold(asked["q"]).split():
        entries = entries.filter(words__contains=word)
    if asked["nguoi"]:
        entries = entries.filter(by=asked["nguoi"])
    if asked["viec"]:
        entries = entries.filter(act=asked["viec"])
    if asked["loai"]:
        entries = entries.filter(kind=asked["loai"])
    if asked["ma"]:
        entries = entries.filter(key=asked["ma"])
    if asked["tu"]:
        entries = entries.filter(at__gte=_midnight(asked["tu"]))
    if asked["den"]:
        entries = entries.filter(at__lt=_midnight(asked["den"]) + timedelta(days=1))
    return entries


def page(entries: EntryQuerySet, before: int | None) -> tuple[list[Any], int | None]:
    """The newest entries before a number, and the number the next page begins before."""
    if before:
        entries = entries.filter(number__lt=before)
    rows = list(entries.newest_first()[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    return rows[:PAGE_SIZE], rows[PAGE_SIZE - 1].number if more else None


def _midnight(day: Any) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=HANOI).astimezone(UTC)
