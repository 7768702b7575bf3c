import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import Truncator

from accounts.models import User
from articles.figures import listed, places_of, rows_of
from articles.models import MOST_FIGURES, Article, CorrectionRequest, Section
from articles.models.correction import WORDS_LENGTH
from articles.moving import refuse_section
from articles.rules import visible_articles
from core.dates import short_datetime
from core.fields import LineFormField, ProseFormField, VietnameseDateTimeField
from core.html import figures
from core.numbers import number
from core.vietnamese import slug
from newsroom.genre_form import FactsForm
from newsroom.widgets import ChosenSelect, PhotoChooser
from newsroom.writing.meeting import Meeting
from newsroom.writing.old_text import QUESTION, OldText, asked, decided, kinds_of

MOST_LETTERS = 500_000
"""Of a body with its tags: five times the longest paste from Word anybody has seen."""

# What an editor leaves where nothing is written: no words go when these go.
_FRAMES = re.compile(
    r"</?(?:p|br|h[1-6]|[uo]l|li|blockquote|aside|hr|table|col|colgroup|t(?:head|body|r|h|d))\b[^>]*>"
    r"|&nbsp;|\s"
)


class ArticleForm(FactsForm, forms.ModelForm):
    class Meta:
        model = Article
        fields = (
            *("section", "genre", "kicker", "title", "short_title", "social_title", "slug"),
            *("sapo", "body", "lead_photo", "lead_caption", "source", "signature"),
            *("tags", "topics", "series", "part", "recording"),
        )
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

    meeting: Meeting | None = None
    """With what somebody saved after this form was opened."""
    taken: dict[str, Any] = {}
    """Words of an earlier sitting, to open the form with."""

    by: User | None = None
    """Who sends it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old_text: list[OldText] = []
        self.old_kinds: dict[str, str] = {}
        if self.is_bound:
            self.old_kinds = kinds_of(self.data)
            self.data = decided(self.data, self.old_kinds)
        else:
            self.initial.update(self.taken)

    def clean_section(self) -> Section:
        section: Section = self.cleaned_data["section"]
        if self.instance.pk and self.by and "section" in self.changed_data:
            by, stored = self.by, Article.objects.select_related("section__parent", "progress")
            refuse_section(
                stored.get(pk=self.instance.pk),
                section,
                by=by,
                publishes=lambda piece: by.has_perm("articles.publish", piece),
            )
        return section

    def clean_slug(self) -> str:
        """A slug typed by hand is given to one piece; the id tells the derived ones apart."""
        typed = slug(self.cleaned_data["slug"])
        if typed and "slug" in self.changed_data:
            holder = Article.objects.filter(slug=typed).exclude(pk=self.instance.pk).first()
            if holder:
                known = self.by and visible_articles(self.by).filter(pk=holder.pk).exists()
                named = f": “{holder}”" if known else ""
                raise ValidationError(f"Đường dẫn này đã dùng cho bài số {holder.pk}{named}.")
        return typed

    def clean_sapo(self) -> str:
        """The page prints the house prefix; typed in as well it would stand there twice."""
        return self.cleaned_data["sapo"].removeprefix("Biên phòng - ").strip()

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        if len(body) > MOST_LETTERS:
            raise ValidationError(
                f"Nội dung dài {number(len(body))} ký tự kể cả mã, quá mức {number(MOST_LETTERS)}. "
                "Hãy chia bài thành nhiều kỳ."
            )
        if not _FRAMES.sub("", body):
            return ""
        placed = places_of(figures(body))
        if len(placed) > MOST_FIGURES:
            raise ValidationError(f"Mỗi bài chèn được nhiều nhất {MOST_FIGURES} ảnh và tệp.")
        missing = set(placed) - rows_of(placed).keys()
        if missing:
            kinds = dict.fromkeys(kind for kind, _number in placed)
            told = [(kind, [n for k, n in missing if k == kind]) for kind in kinds]
            names = "; ".join(listed(kind, numbers) for kind, numbers in told if numbers)
            raise ValidationError(f"Không có trong kho: {names}.")
        return body

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned and bool(cleaned.get("series")) != bool(cleaned.get("part")):
            self.add_error("part", "Loạt bài và số kỳ phải đi cùng nhau.")
        self.old_text = asked(self)
        if self.old_text:
            self.add_error(None, QUESTION)
        if self.meeting and not self.errors:
            self.meeting.join(self)
        return cleaned


class RowForm(forms.ModelForm):
    """A row of a piece; what it points to came with it and is not asked for again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            select = getattr(field.widget, "widget", field.widget)
            if self.instance.pk and isinstance(select, ChosenSelect):
                select.chosen = getattr(self.instance, name)


class BylineForm(RowForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        author, pen_name = cleaned.get("author"), cleaned.get("pen_name")
        if author and pen_name and pen_name.author_id != author.pk:
            self.add_error("pen_name", f"“{pen_name}” không phải bút danh của {author}.")
        return cleaned


class RelatedForm(RowForm):
    by: User | None = None
    """Who sends it: a piece he may not know of is not there to be chosen, nor named to him where
    somebody else chose it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other: Any = self.fields["other"]
        if self.by:
            known = Q(pk__in=visible_articles(self.by).values("pk"))
            other.queryset = Article.objects.filter(known | Q(pk=self.instance.other_id))
        if not getattr(self.instance, "known", True):
            other.widget.called = f"Bài số {self.instance.other_id}"

    def clean_other(self) -> Article:
        other = self.cleaned_data["other"]
        if other.pk == self.instance.article_id:
            raise ValidationError("Bài không thể liên quan đến chính nó.")
        return other


class PublishForm(forms.Form):
    at = VietnameseDateTimeField(
        label="Xuất bản lúc", required=False, help_text="Để trống: xuất bản ngay."
    )
    until = VietnameseDateTimeField(
        label="Tự gỡ lúc", required=False, help_text="Để trống: đăng không thời hạn."
    )


class PhotoStoryForm(forms.Form):
    title = LineFormField(
        label="Tít",
        max_length=180,
        widget=forms.TextInput(attrs={"class": "vTextField title-field"}),
        error_messages={"required": "Hãy đặt tít cho bài."},
    )
    section = forms.ModelChoiceField(
        Section.objects.order_by("name"),
        label="Chuyên mục",
        error_messages={"required": "Hãy chọn chuyên mục cho bài."},
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Lý do ngừng đăng",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "Hãy ghi lý do ngừng đăng."},
    )
    at = VietnameseDateTimeField(
        label="Ngừng đăng lúc", required=False, help_text="Để trống: ngừng ngay."
    )
    pause = forms.BooleanField(
        label="Tạm dừng", required=False, help_text="Bài sẽ được xem lại và đăng tiếp."
    )


class CorrectionForm(forms.Form):
    wrong = ProseFormField(
        label="Thông tin sai",
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Chép đúng chữ đã đăng.",
        error_messages={"required": "Hãy chép lại chỗ sai, đúng như đã đăng."},
    )
    right = ProseFormField(
        label="Thông tin đúng",
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Hãy ghi thông tin đúng."},
    )
    note = ProseFormField(
        label="Lời giải thích",
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Không bắt buộc. Lời xin lỗi được in sẵn.",
    )
    answers = forms.ModelMultipleChoiceField(
        CorrectionRequest.objects.none(),
        label="Trả lời yêu cầu",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Yêu cầu được chọn coi như xong. Không chọn thì yêu cầu vẫn còn hạn.",
        error_messages={"invalid_choice": "Bài này không có yêu cầu ấy."},
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = list(article.correction_requests.open().soonest_first())
        if not waiting:
            del self.fields["answers"]
            return
        field: Any = self.fields["answers"]
        # Taken are those answered meanwhile as well, as a double click sends them.
        field.queryset = article.correction_requests.all()
        field.choices = [(asked.pk, _told(asked)) for asked in waiting]
        # Where there is one it is what the correction is about.
        field.initial = waiting if len(waiting) == 1 else []


def _told(asked: CorrectionRequest) -> str:
    due = short_datetime(asked.due)
    return f"{asked.asked_by}, hạn {due}: {Truncator(asked.words).chars(120)}"
