from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File

from articles.models import Asker, Ground
from articles.models.removal import REASON_LENGTH
from core.fields import (
    LineFormField,
    ProseFormField,
    VietnameseDateField,
    VietnameseDateTimeField,
)
from core.media_types import media_type

DOCUMENT_BYTES = 20_000_000
_KINDS = {"application/pdf", "image/jpeg", "image/png", "image/webp"}


class RemovalForm(forms.Form):
    ground = forms.ChoiceField(
        label="Căn cứ",
        choices=[("", "Chọn căn cứ"), *Ground.choices],
        error_messages={"required": "Hãy chọn căn cứ gỡ bài."},
    )
    number = LineFormField(label="Số lệnh, công văn", max_length=60, required=False)
    body = LineFormField(label="Cơ quan ra lệnh", max_length=200, required=False)
    ordered_by = LineFormField(label="Người ra lệnh, người yêu cầu", max_length=120, required=False)
    ordered_on = VietnameseDateField(label="Ngày ra lệnh", required=False)
    document = forms.FileField(
        label="Bản chụp văn bản",
        required=False,
        help_text="Ảnh hoặc PDF, không bắt buộc. Chỉ người có quyền xem bài đã gỡ mới mở được.",
    )
    reason = ProseFormField(
        label="Lý do gỡ",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi lý do gỡ bài."},
    )

    def clean_document(self) -> File | None:
        document: Any = self.cleaned_data["document"]
        if document and media_type(document.name) not in _KINDS:
            raise ValidationError("Chỉ nhận ảnh JPEG, PNG, WebP hoặc tệp PDF.")
        if document and document.size > DOCUMENT_BYTES:
            raise ValidationError("Tệp quá lớn: nhiều nhất 20 MB.")
        return document


class ReinstateForm(forms.Form):
    reason = ProseFormField(
        label="Lý do khôi phục",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi lý do khôi phục."},
    )


class ReplyForm(forms.Form):
    replier = LineFormField(
        label="Người, cơ quan phản hồi",
        max_length=200,
        error_messages={"required": "Hãy ghi tên người, cơ quan phản hồi."},
    )
    answer = forms.IntegerField(
        label="Bài phản hồi số",
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        help_text="Số của bài đăng lời phản hồi. Để trống nếu từ chối đăng.",
    )
    reason = ProseFormField(
        label="Lý do từ chối",
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Như đã trả lời bằng văn bản cho người phản hồi.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("answer")) == bool(cleaned.get("reason")):
            raise ValidationError("Ghi số bài phản hồi, hoặc lý do từ chối.")
        return cleaned


class CorrectionRequestForm(forms.Form):
    asked_by = LineFormField(
        label="Người, cơ quan yêu cầu",
        max_length=200,
        error_messages={"required": "Hãy ghi người, cơ quan yêu cầu."},
    )
    ground = forms.ChoiceField(
        label="Căn cứ",
        choices=[("", "Chọn căn cứ"), *Asker.choices],
        error_messages={"required": "Hãy chọn căn cứ yêu cầu cải chính."},
    )
    number = LineFormField(label="Số văn bản", max_length=60, required=False)
    words = ProseFormField(
        label="Nội dung yêu cầu",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Chỗ nào sai, người yêu cầu muốn sửa thế nào.",
        error_messages={"required": "Hãy ghi nội dung yêu cầu."},
    )
    due = VietnameseDateTimeField(
        label="Hạn cải chính",
        help_text="Luật buộc cải chính ngay khi biết là sai: đặt hạn sớm nhất có thể.",
        error_messages={"required": "Hãy đặt hạn cải chính."},
    )


class DeclineForm(forms.Form):
    reason = ProseFormField(
        label="Lý do không cải chính",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Như đã trả lời bằng văn bản cho người yêu cầu.",
        error_messages={"required": "Hãy ghi lý do không cải chính."},
    )
