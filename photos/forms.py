import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from photos.intake import Arrival, inspect, refuse_known
from photos.models import Photo

_LABEL = r" ?(?:ảnh(?: minh (?:họa|hoạ))?|nguồn(?: ảnh)?) ?: ?"
_LABELLED = re.compile(rf"{_LABEL}(.*)|\({_LABEL}([^()]*)\)", re.IGNORECASE)


class PhotoForm(forms.ModelForm):
    """A new picture is judged here; the admin admits it to the library when all else is right."""

    arrival: Arrival | None = None

    class Meta:
        model = Photo
        fields = (*("original", "caption", "credit", "alt", "place", "taken_on", "illustration"),)
        error_messages = {
            "original": {"required": "Hãy chọn tệp ảnh."},
            "caption": {"required": "Hãy ghi chú thích: ai, ở đâu, khi nào."},
            "credit": {"required": "Hãy ghi người chụp hoặc nguồn ảnh."},
        }

    def clean_original(self) -> Any:
        upload = self.cleaned_data["original"]
        if "original" in self.changed_data:
            if self.instance.pk:
                raise ValidationError("Không thay ảnh gốc của ảnh đã có. Hãy tải lên ảnh mới.")
            self.arrival = inspect(upload)
            refuse_known(self.arrival)
        return upload

    def clean_credit(self) -> str:
        """The name alone: pages print “Ảnh: ” before it."""
        credit = self.cleaned_data["credit"]
        while labelled := _LABELLED.fullmatch(credit):
            credit = (labelled[1] or labelled[2] or "").strip()
        if not credit:
            raise ValidationError(self.fields["credit"].error_messages["required"])
        return credit
