"""What the files of many new photos say of themselves, looked over by a person, row by row."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.models import User
from core.fields import LineFormField, ProseFormField, VietnameseDateField, VietnameseDateInput
from photos import library
from photos.forms import MendForm
from photos.models import Photo
from photos.models.photo import PhotoQuerySet

AT_ONCE = 30
_PROSE = forms.Textarea(attrs={"rows": 3, "cols": 40, "class": "vLargeTextField"})
_LINE = forms.TextInput(attrs={"class": "vTextField"})
_DATE = VietnameseDateInput(attrs={"class": "vTextField"})


class CheckForm(MendForm):
    """One photo's row. What is left for later is not judged."""

    later = forms.BooleanField(required=False, label="Để lại, soát sau")

    class Meta(MendForm.Meta):
        fields = (
            *("caption", "credit", "alt", "persons"),
            *("place", "taken_on", "keywords", "illustration"),
        )
        field_classes = {"taken_on": VietnameseDateField}
        widgets = {
            "caption": _PROSE,
            **dict.fromkeys(("credit", "alt", "persons", "place", "keywords"), _LINE),
            "taken_on": _DATE,
        }
        # Said once, above all rows.
        help_texts = {"credit": "", "alt": ""}

    def clean(self) -> dict[str, Any] | None:
        return self.cleaned_data if self.cleaned_data.get("later") else super().clean()


class SharedForm(forms.Form):
    """Words for all rows that have none of their own."""

    caption = ProseFormField(max_length=500, required=False, label="chú thích", widget=_PROSE)
    credit = LineFormField(max_length=120, required=False, label="người chụp", widget=_LINE)
    place = LineFormField(max_length=120, required=False, label="nơi chụp", widget=_LINE)
    taken_on = VietnameseDateField(required=False, label="ngày chụp", widget=_DATE)

    def fill(self, typed: QueryDict, rows: PhotoQuerySet | list[Photo]) -> QueryDict:
        """What was typed, with the blanks of these photos' rows filled."""
        filled = typed.copy()
        for name in self.fields:
            for photo in rows:
                at = f"{_prefix(photo)}-{name}"
                if not filled.get(at, "").strip():
                    filled[at] = typed.get(self.add_prefix(name), "")
        return filled


def waiting(user: User | AnonymousUser, *, everybody: bool = False) -> PhotoQuerySet:
    """The photos nobody has checked yet, as they came in: a person's own, or everybody's."""
    unchecked = Photo.objects.in_library().filter(checked=False).order_by("created", "pk")
    return unchecked if everybody else unchecked.filter(uploaded_by=user.pk)


@permission_required("photos.add_photo", raise_exception=True)
def check(request: HttpRequest) -> HttpResponse:
    """Thirty rows to look over; each is stored by itself, and what is wrong stays as typed."""
    everybody = "tat-ca" in request.GET and request.user.has_perm("photos.change_photo")
    unchecked = waiting(request.user, everybody=everybody)
    if request.method == "POST":
        return _store(request, unchecked)
    rows = [_row(photo) for photo in unchecked.select_related("uploaded_by")[:AT_ONCE]]
    return _page(request, unchecked, rows, SharedForm(prefix="chung"), everybody=everybody)


def _store(request: HttpRequest, unchecked: PhotoQuerySet) -> HttpResponse:
    numbers = request.POST.getlist("anh")[:AT_ONCE]
    asked = {int(number) for number in numbers if number.isdecimal() and len(number) < 19}
    photos = list(unchecked.filter(pk__in=asked).select_related("uploaded_by"))
    shared = SharedForm(request.POST, prefix="chung")
    usable = shared.is_valid()
    typed = shared.fill(request.POST, photos) if usable else request.POST
    rows = [_row(photo, typed) for photo in photos]
    left = [row for row in rows if typed.get(row.add_prefix("later"))]
    judged = [row for row in rows if row not in left]
    done = [row for row in judged if row.is_valid()] if usable else []
    for row in done:
        library.change(row.instance, by=request.user, fields=row.changed_data)  # type: ignore[arg-type]
    _report(request, done=len(done), gone=asked - {photo.pk for photo in photos})
    if len(done) < len(judged):
        wrong = [row for row in rows if row not in done]
        return _page(request, unchecked, wrong, shared, everybody="tat-ca" in request.GET)
    if not left and unchecked.exists():
        return redirect(request.get_full_path())
    return redirect("admin:photos_photo_changelist")


def _report(request: HttpRequest, *, done: int, gone: set[int]) -> None:
    if done:
        messages.success(request, f"Đã soát {done} ảnh.")
    if gone:
        numbers = ", ".join(map(str, sorted(gone)))
        messages.warning(
            request, f"Ảnh số {numbers} đã được soát hoặc bỏ ở nơi khác; ở đây không lưu gì thêm."
        )


def _page(
    request: HttpRequest,
    unchecked: PhotoQuerySet,
    rows: list[CheckForm],
    shared: SharedForm,
    *,
    everybody: bool,
) -> HttpResponse:
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "Soát thông tin ảnh",
        "rows": rows,
        "wrong": sum(bool(row.errors) for row in rows if row.is_bound) + bool(shared.errors),
        "shared": shared,
        "waiting": unchecked.count(),
        "everybody": everybody,
        "may_see_all": request.user.has_perm("photos.change_photo"),
    }
    return render(request, "photos/check.html", context)


def _row(photo: Photo, typed: QueryDict | None = None) -> CheckForm:
    return CheckForm(typed, instance=photo, prefix=_prefix(photo))


def _prefix(photo: Photo) -> str:
    return f"anh-{photo.pk}"
