import json
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from core.fields import LineFormField
from photos import collecting
from photos.describing import bare_name, suggestions
from photos.geometry import FREE, RATIOS
from photos.intake import NO_ROOM, Arrival, inspect, refuse_known
from photos.metadata import Facts, read
from photos.models import Collection, CollectionItem, Photo

WORDS = (
    *("caption", "credit", "alt", "persons", "unit", "place", "taken_on"),
    *("photographer", "keywords"),
)
LABELS = ("illustration", "made_by_ai")
RIGHTS = ("source", "licence", "usable_until", "for_online", "for_print", "consent", "minors")
FRAMES = ("focal_x", "focal_y", "crops")
NO_CUT = "Khung cắt không đúng. Hãy kéo lại khung."
ANOTHER_PICTURE = (
    "Ảnh gốc đã được thay sau khi bạn mở trang này. "
    "Hãy xem lại trên ảnh mới; lưu lần nữa là ghi theo ô này."
)


class PhotoForm(forms.ModelForm):
    """A new picture is judged here; the admin admits it to the library when all else is right.

    What is left blank is taken from what the file says of itself.
    """

    arrival: Arrival | None = None
    facts = Facts()
    no_room = False
    """It was tried, and the disk took no more."""

    class Meta:
        model = Photo
        fields: tuple[str, ...] = ("original", *WORDS, *LABELS, *RIGHTS)
        error_messages = {
            "original": {"required": "Hãy chọn tệp ảnh."},
            "caption": {"required": "Hãy ghi chú thích: ai, ở đâu, khi nào."},
            "credit": {"required": "Hãy ghi người chụp hoặc nguồn ảnh."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked for below, when it is known what the file says.
        for name in {"caption", "credit"} & self.fields.keys():
            self.fields[name].required = False
        if "original" in self.fields:
            # The file is stored by another name than it came with.
            self.fields["original"].max_length = None  # type: ignore[attr-defined]

    def clean_original(self) -> Any:
        upload = self.cleaned_data["original"]
        if "original" in self.changed_data:
            if self.instance.pk:
                raise ValidationError("Không thay ảnh gốc của ảnh đã có ở đây.")
            if self.no_room:
                raise ValidationError(NO_ROOM)
            self.arrival = inspect(upload)
            refuse_known(self.arrival)
            self.facts = read(self.arrival.content)
        return upload

    def clean_credit(self) -> str:
        return bare_name(self.cleaned_data["credit"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        for name, said in suggestions(self.facts).items():
            if name in cleaned and not cleaned[name]:
                cleaned[name] = said
        for name in ("caption", "credit"):
            if name in self.fields and name not in self.errors and not cleaned.get(name):
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned


class FramesForm(forms.Form):
    """The focal point and the cuts made by hand, as the page of a photo sends them.

    `crops` is JSON: {ratio: [left, top, right, bottom]}, parts of the whole. None: nothing was
    said, what stands stays.
    """

    focal_x = forms.FloatField(min_value=0, max_value=1, required=False, label="điểm nhìn, từ trái")
    focal_y = forms.FloatField(min_value=0, max_value=1, required=False, label="điểm nhìn, từ trên")
    crops = forms.JSONField(
        required=False,
        widget=forms.HiddenInput,
        label="khung cắt tay",
        error_messages={"invalid": NO_CUT},
    )

    def clean_crops(self) -> dict[str, list[float]] | None:
        crops = self.cleaned_data["crops"]
        if crops is None:
            return None
        if not isinstance(crops, dict) or not all(map(_is_cut, crops.items())):
            raise ValidationError(NO_CUT)
        return {ratio: [round(float(part), 4) for part in box] for ratio, box in crops.items()}


def _is_cut(entry: tuple[Any, Any]) -> bool:
    ratio, box = entry
    if ratio not in RATIOS or ratio == FREE or not isinstance(box, list) or len(box) != 4:
        return False
    if not all(isinstance(part, int | float) and 0 <= part <= 1 for part in box):
        return False
    left, top, right, bottom = box
    # A frame narrower than a twentieth would be a blur on every page.
    return right - left >= 0.05 and bottom - top >= 0.05


class MendForm(PhotoForm):
    """A photo that is there. Its page says what stood in the fields when it was drawn, so that
    `changed_data` is what this person changed, whatever others stored meanwhile; a field that
    both changed is told once, and stored as typed when it is sent again."""

    @cached_property
    def now(self) -> dict[str, Any]:
        """The row as the page shows it, and which picture that was."""
        return {"sha256": self.instance.sha256} | {
            bound.name: bound.field.prepare_value(bound.initial)
            for bound in self
            if hasattr(self.instance, bound.name)
        }

    @cached_property
    def stood(self) -> dict[str, Any]:
        """The same as it was when the page was drawn; now, where the page does not say."""
        try:
            said = json.loads(self.data.get(self.add_prefix("drawn"), ""))
        except (ValueError, RecursionError):
            said = None
        return self.now | (said if isinstance(said, dict) else {})

    @cached_property
    def met(self) -> set[str]:
        """Fields that this person and somebody else changed, each in another way."""
        return {
            name
            for name in self.changed_data
            if self._changed_by_others(name) and _differs(self[name], self.now[name])
        }

    @cached_property
    def changed_data(self) -> list[str]:
        return [
            bound.name
            for bound in self
            if bound.name in self.now and _differs(bound, self.stood[bound.name])
        ]

    def drawn(self) -> SafeString:
        """The hidden input by which the page says what stands in it."""
        seen = {"sha256", *self.met} if self.is_bound else set()
        said = {name: self.stood[name] for name in self.now}
        said |= {name: self.now[name] for name in seen}
        return forms.HiddenInput().render(self.add_prefix("drawn"), json.dumps(said))

    def clean(self) -> dict[str, Any] | None:
        for name in self.cleaned_data.keys() & self.now.keys():
            if name not in self.changed_data and self._changed_by_others(name):
                self.cleaned_data[name] = getattr(self.instance, name)
        cleaned = super().clean() or self.cleaned_data
        for name in self.met:
            self.add_error(name, self._told(name))
        return cleaned

    def _changed_by_others(self, name: str) -> bool:
        replaced = name in FRAMES and self.stood["sha256"] != self.now["sha256"]
        return replaced or self.stood[name] != self.now[name]

    def _told(self, name: str) -> str:
        if name in FRAMES and self.stood["sha256"] != self.now["sha256"]:
            return ANOTHER_PICTURE
        act = self.instance.acts.filter(changes__has_key=name).first()
        who = (act and act.by) or "Người khác"
        value = f" thành “{act.changes[name][1] or '(trống)'}”" if act else ""
        return (
            f"{who} đã sửa ô này{value} sau khi bạn mở trang. Lưu lần nữa là ghi theo chữ của bạn."
        )


def _differs(bound: BoundField, stood: Any) -> bool:
    """Whether what was sent is not what stood there. What was not sent was not changed."""
    if bound.data is None:
        return False
    field = bound.field
    try:
        # A row chosen from others is compared by its number, unasked.
        before = stood if isinstance(field, forms.ModelChoiceField) else field.to_python(stood)
    except ValidationError:
        return True
    return field.has_changed(before, bound.data)


class PhotoChangeForm(MendForm, FramesForm):
    """All that can be changed on a photo's page."""

    class Meta(PhotoForm.Meta):
        fields: tuple[str, ...] = (*WORDS, *LABELS, *RIGHTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FRAMES:
            self.initial.setdefault(name, getattr(self.instance, name))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        # Not Django's to set: the model calls them no business of a form.
        for name in FRAMES:
            if cleaned.get(name) is not None:
                setattr(self.instance, name, cleaned[name])
        return cleaned


class ReplaceForm(forms.Form):
    original = forms.FileField(
        label="tệp ảnh mới", error_messages={"required": "Hãy chọn tệp ảnh."}
    )
    arrival: Arrival

    def clean_original(self) -> Any:
        upload = self.cleaned_data["original"]
        self.arrival = inspect(upload)
        refuse_known(self.arrival)
        return upload


class CollectForm(forms.Form):
    """Into which collection: one that is there, or one of a new name."""

    known = forms.ModelChoiceField(
        Collection.objects.in_use(), required=False, label="bộ đã có", empty_label="–"
    )
    name = LineFormField(max_length=120, required=False, label="hoặc lập bộ mới, tên là")

    def clean(self) -> dict[str, Any]:
        if bool(self.cleaned_data.get("known")) == bool(self.cleaned_data.get("name")):
            raise ValidationError("Hãy chọn một bộ đã có, hoặc ghi tên một bộ mới.")
        return self.cleaned_data

    def collection(self, *, by: Any) -> Collection:
        """The one chosen; of a new name, made now; of the name of one in the trash, that one."""
        named = {"name": self.cleaned_data["name"], "defaults": {"created_by": by}}
        known = self.cleaned_data["known"]
        if known is None:
            known, _made = Collection.objects.get_or_create(**named)
            if known.trashed_at:
                collecting.restore(known, by=by)
        return known


class CollectionItemForm(forms.ModelForm):
    # By number: a list of all photos to choose from would be long.
    photo = forms.ModelChoiceField(
        Photo.objects.all(),
        label="số của ảnh",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 7}),
        error_messages={
            "required": "Hãy ghi số của ảnh.",
            "invalid_choice": "Trong kho không có ảnh số này.",
        },
    )

    class Meta:
        model = CollectionItem
        fields = ("position", "photo", "caption")
        widgets = {"caption": forms.Textarea(attrs={"rows": 2})}
