from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from multimedia.captions import MAX_BYTES, Unreadable, to_vtt
from multimedia.intake import Arrival, inspect_document, inspect_recording
from multimedia.models import Document, Recording
from multimedia.quarantine import Sheets
from multimedia.stripping import Survey

KEPT = "Không thay tệp gốc của mục đã có. Hãy tải lên thành mục mới."


class RecordingForm(forms.ModelForm):
    """A new file is judged here; the admin admits it when all else is right."""

    arrival: Arrival[Survey] | None = None

    class Meta:
        model = Recording
        fields = (*("original", "title", "caption", "credit", "poster", "captions", "made_by_ai"),)
        error_messages = {
            "original": {"required": "Hãy chọn tệp video hoặc âm thanh."},
            "title": {"required": "Hãy đặt tên."},
            "credit": {"required": "Hãy ghi người thực hiện hoặc nguồn."},
        }

    def clean_original(self) -> Any:
        upload = self.cleaned_data["original"]
        if "original" in self.changed_data:
            if self.instance.pk:
                raise ValidationError(KEPT)
            self.arrival = inspect_recording(upload)
        return upload

    def clean_captions(self) -> Any:
        upload = self.cleaned_data["captions"]
        if not isinstance(upload, UploadedFile | ContentFile):
            return upload
        if upload.size and upload.size > MAX_BYTES:
            raise ValidationError("Tệp phụ đề nặng quá 1 MB.")
        try:
            return ContentFile(to_vtt(upload.read()), name="phu-de.vtt")
        except Unreadable as fault:
            raise ValidationError(str(fault)) from None

    def clean(self) -> Any:
        cleaned = super().clean()
        is_video = self.instance.kind == Recording.Kind.VIDEO
        if self.arrival:
            is_video = self.arrival.facts.width is not None
        if is_video and not self.errors.get("poster") and not self.cleaned_data.get("poster"):
            self.add_error("poster", "Hãy chọn ảnh đại diện cho video.")
        return cleaned


class DocumentForm(forms.ModelForm):
    arrival: Arrival[Sheets] | None = None

    class Meta:
        model = Document
        fields = ("original", "title", "credit")
        error_messages = {
            "original": {"required": "Hãy chọn tệp PDF."},
            "title": {"required": "Hãy đặt tên."},
            "credit": {"required": "Hãy ghi nguồn của tài liệu."},
        }

    def clean_original(self) -> Any:
        upload = self.cleaned_data["original"]
        if "original" in self.changed_data:
            if self.instance.pk:
                raise ValidationError(KEPT)
            self.arrival = inspect_document(upload)
        return upload
