from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from core.fields import LineFormField, ProseFormField, VietnameseDateTimeField
from newsroom.models import Purpose, ReviewAnswer
from newsroom.models.review import ANSWER_LENGTH, QUOTE_LENGTH, RECIPIENT_LENGTH

DAYS_OPEN = 7


def in_a_week() -> Any:
    return timezone.now() + timedelta(days=DAYS_OPEN)


class LinkForm(forms.Form):
    recipient = LineFormField(
        label="Gửi cho",
        max_length=RECIPIENT_LENGTH,
        help_text="Tên người hoặc đơn vị nhận. Mỗi người một đường dẫn.",
        error_messages={"required": "Hãy ghi tên người hoặc đơn vị nhận."},
    )
    purpose = forms.ChoiceField(label="Để làm gì", choices=Purpose.choices)
    expires = VietnameseDateTimeField(label="Hết hạn lúc", initial=in_a_week)
    answerable = forms.BooleanField(label="Người nhận được trả lời", required=False, initial=True)


class OverrideForm(forms.Form):
    reason = ProseFormField(
        label="Lý do đăng khi chưa có ý kiến",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi lý do đăng khi chưa có ý kiến."},
    )


class AnswerForm(forms.Form):
    """What a recipient sends; the stamp stands where a CSRF token would."""

    kind = forms.ChoiceField(
        label="Ý kiến của ông/bà",
        choices=ReviewAnswer.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Hãy chọn: đồng ý, đề nghị sửa hay góp ý.",
            "invalid_choice": "Hãy chọn: đồng ý, đề nghị sửa hay góp ý.",
        },
    )
    quote = ProseFormField(
        label="Đoạn cần nói đến",
        required=False,
        max_length=QUOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Chép đúng chữ trong bài. Để trống nếu nói về cả bài.",
    )
    text = ProseFormField(
        label="Điều cần sửa, góp ý",
        required=False,
        max_length=ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
