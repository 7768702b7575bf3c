from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.fields import LineFormField
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


class PhotoChangeForm(PhotoForm, FramesForm):
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
        Collection.objects.all(), required=False, label="bộ đã có", empty_label="–"
    )
    name = LineFormField(max_length=120, required=False, label="hoặc lập bộ mới, tên là")

    def clean(self) -> dict[str, Any]:
        if bool(self.cleaned_data.get("known")) == bool(self.cleaned_data.get("name")):
            raise ValidationError("Hãy chọn một bộ đã có, hoặc ghi tên một bộ mới.")
        return self.cleaned_data

    def collection(self, *, by: Any) -> Collection:
        """The one chosen; of a new name, made now."""
        named = {"name": self.cleaned_data["name"], "defaults": {"created_by": by}}
        return self.cleaned_data["known"] or Collection.objects.get_or_create(**named)[0]


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
