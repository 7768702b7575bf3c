"""What has to be said before many pieces are changed. `params` is kept with the job, as JSON."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from articles.models import Section
from articles.tags import parse
from core.fields import LineFormField, ProseFormField


class _Republish(forms.Form):
    republish = forms.BooleanField(
        label="Đăng lại luôn các bài đang đăng",
        required=False,
        help_text="Chỉ những bài không có sửa đổi nào khác chờ duyệt, và bạn có quyền xuất bản.",
    )


class SectionForm(_Republish):
    section = forms.ModelChoiceField(
        Section.objects.order_by("name"),
        label="Chuyên mục mới",
        error_messages={"required": "Hãy chọn chuyên mục."},
    )
    field_order = ("section", "republish")

    @property
    def params(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"section": typed["section"].pk, "republish": typed["republish"]}


class RetagForm(_Republish):
    add = LineFormField(label="Thêm thẻ", required=False, max_length=500)
    remove = LineFormField(
        label="Bớt thẻ", required=False, max_length=500, help_text="Cách nhau bằng dấu phẩy."
    )
    field_order = ("add", "remove", "republish")

    def clean_add(self) -> str:
        return ", ".join(parse(self.cleaned_data["add"]))

    def clean_remove(self) -> str:
        return ", ".join(parse(self.cleaned_data["remove"]))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors and not (typed["add"] or typed["remove"]):
            raise ValidationError("Hãy ghi thẻ cần thêm hoặc cần bớt.")
        return typed

    @property
    def params(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("add", "remove", "republish")}


class WithdrawManyForm(forms.Form):
    reason = ProseFormField(
        label="Lý do ngừng đăng",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "Hãy ghi lý do ngừng đăng."},
    )

    @property
    def params(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(
        User.objects.filter(is_active=True, is_staff=True).order_by("full_name", "username"),
        label="Giao cho",
        required=False,
        empty_label="Không giao cho ai",
    )

    @property
    def params(self) -> dict[str, Any]:
        person = self.cleaned_data["assignee"]
        return {"assignee": person.pk if person else None}


class NothingToSay(forms.Form):
    """The pieces and the kind say it all."""

    params: dict[str, Any] = {}
