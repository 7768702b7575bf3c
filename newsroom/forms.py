from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles.models import Article
from core.fields import VietnameseDateTimeField
from core.html import photo_captions
from core.vietnamese import slug
from newsroom.widgets import PhotoChooser
from photos.models import Photo


class ArticleForm(forms.ModelForm):
    class Meta:
        model = Article
        exclude = ("related",)
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField title-field"}),
            "sapo": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
            "lead_photo": PhotoChooser,
            "lead_caption": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        }
        error_messages = {
            "title": {"required": "Hãy đặt tít cho bài."},
            "section": {"required": "Hãy chọn chuyên mục cho bài."},
            "lead_photo": {"invalid_choice": "Không có ảnh mang số này trong kho."},
        }

    def clean_slug(self) -> str:
        """A slug typed by hand is given to one piece; the id tells the derived ones apart."""
        typed = slug(self.cleaned_data["slug"])
        if typed and "slug" in self.changed_data:
            holder = Article.objects.filter(slug=typed).exclude(pk=self.instance.pk).first()
            if holder:
                raise ValidationError(f"Đường dẫn này đã dùng cho bài số {holder.pk}: “{holder}”.")
        return typed

    def clean_sapo(self) -> str:
        """The page prints the house prefix; typed in as well it would stand there twice."""
        return self.cleaned_data["sapo"].removeprefix("Biên phòng - ").strip()

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        numbers = {number for number, _caption in photo_captions(body)}
        missing = numbers - set(Photo.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        if missing:
            listed = ", ".join(map(str, sorted(missing)))
            raise ValidationError(f"Không có trong kho: ảnh số {listed}.")
        return body

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned and bool(cleaned.get("series")) != bool(cleaned.get("part")):
            self.add_error("part", "Loạt bài và số kỳ phải đi cùng nhau.")
        return cleaned


class BylineForm(forms.ModelForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        author, pen_name = cleaned.get("author"), cleaned.get("pen_name")
        if author and pen_name and pen_name.author_id != author.pk:
            self.add_error("pen_name", f"“{pen_name}” không phải bút danh của {author}.")
        return cleaned


class PublishForm(forms.Form):
    at = VietnameseDateTimeField(
        label="Xuất bản lúc", required=False, help_text="Để trống: xuất bản ngay."
    )
    until = VietnameseDateTimeField(
        label="Tự gỡ lúc", required=False, help_text="Để trống: đăng không thời hạn."
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Lý do gỡ",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "Hãy ghi lý do gỡ bài."},
    )
    at = VietnameseDateTimeField(label="Gỡ lúc", required=False, help_text="Để trống: gỡ ngay.")
