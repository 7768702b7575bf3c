from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from photos.describing import bare_name, suggestions
from photos.geometry import FREE, RATIOS
from photos.intake import Arrival, inspect, refuse_known
from photos.metadata import Facts, read
from photos.models import Photo

WORDS = (
    *("caption", "credit", "alt", "persons", "unit", "place", "taken_on"),
    *("photographer", "keywords"),
)
LABELS = ("illustration", "made_by_ai")
RIGHTS = ("source", "licence", "usable_until", "for_online", "for_print", "consent", "minors")
FRAMES = ("focal_x", "focal_y", "crops")


class PhotoForm(forms.ModelForm):
    """A new picture is judged here; the admin admits it to the library when all else is right.

    What is left blank is taken from what the file says of itself.
    """

    arrival: Arrival | None = None
    facts = Facts()

    class Meta:
        model = Photo
        fields = ("original", *WORDS, *LABELS, *RIGHTS)
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

    `crops` is JSON: {ratio: [left, top, right, bottom]}, parts of the whole.
    """

    focal_x = forms.FloatField(min_value=0, max_value=1, label="điểm nhìn, từ trái")
    focal_y = forms.FloatField(min_value=0, max_value=1, label="điểm nhìn, từ trên")
    crops = forms.JSONField(required=False, widget=forms.HiddenInput)

    def clean_crops(self) -> dict[str, list[float]]:
        crops = self.cleaned_data["crops"] or {}
        if not isinstance(crops, dict) or not all(map(_is_cut, crops.items())):
            raise ValidationError("Khung cắt không đúng. Hãy kéo lại khung.")
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
