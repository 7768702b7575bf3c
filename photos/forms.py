import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from photos.intake import Arrival, inspect, refuse_known
from photos.metadata import Facts, read
from photos.models import Photo

_LABEL = r" ?(?:ảnh(?: minh (?:họa|hoạ))?|nguồn(?: ảnh)?) ?: ?"
_LABELLED = re.compile(rf"{_LABEL}(.*)|\({_LABEL}([^()]*)\)", re.IGNORECASE)


class PhotoForm(forms.ModelForm):
    """A new picture is judged here; the admin admits it to the library when all else is right.

    What is left blank is taken from what the file says of itself.
    """

    arrival: Arrival | None = None
    facts = Facts()

    class Meta:
        model = Photo
        fields = (*("original", "caption", "credit", "alt", "place", "taken_on", "illustration"),)
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
                raise ValidationError("Không thay ảnh gốc của ảnh đã có. Hãy tải lên ảnh mới.")
            self.arrival = inspect(upload)
            refuse_known(self.arrival)
            self.facts = read(self.arrival.content)
        return upload

    def clean_caption(self) -> str:
        return self._asked_for("caption", self.cleaned_data["caption"] or self.facts.caption)

    def clean_place(self) -> str:
        return self.cleaned_data["place"] or self.facts.place[:120]

    def clean_taken_on(self) -> date | None:
        taken = self.facts.taken_at
        return self.cleaned_data["taken_on"] or (
            taken.date() if isinstance(taken, datetime) else taken
        )

    def clean_credit(self) -> str:
        """The name alone: pages print “Ảnh: ” before it."""
        credit = self.cleaned_data["credit"] or self.facts.credit or self.facts.byline
        while labelled := _LABELLED.fullmatch(credit):
            credit = (labelled[1] or labelled[2] or "").strip()
        return self._asked_for("credit", credit)

    def _asked_for(self, name: str, words: str) -> str:
        if not words:
            raise ValidationError(self.fields[name].error_messages["required"])
        return words
