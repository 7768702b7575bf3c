from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from comments import stamp
from comments.banning import kinds_of
from comments.models import Comment, ReasonTemplate, Report
from core.dates import in_hanoi
from core.fields import LineFormField, ProseFormField, VietnameseDateField


class CommentForm(forms.Form):
    """Carries what was typed; moderation.submit() judges it, and its refusals stand by the fields.

    `answered` is the comment this one replies to, as readers see it.
    """

    name = LineFormField(
        label="Tên của bạn",
        required=False,
        # The page is the same for all: it cannot know who has signed in.
        help_text="Nếu bạn đã đăng nhập, ý kiến mang tên của tài khoản.",
        widget=forms.TextInput({"autocomplete": "name", "required": True, "dir": "auto"}),
    )
    email = LineFormField(
        label="Thư điện tử",
        required=False,
        help_text="Không bắt buộc, không hiện trên trang.",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    text = ProseFormField(
        label="Ý kiến",
        required=False,
        widget=forms.Textarea({"rows": 6, "required": True, "dir": "auto"}),
    )
    parent = LineFormField(required=False, widget=forms.HiddenInput)
    stamp = LineFormField(required=False, widget=forms.HiddenInput)
    proof = LineFormField(required=False, widget=forms.HiddenInput)
    # A name that no browser fills in by itself.
    trap = LineFormField(
        label="Xin để trống ô này",
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data: QueryDict | None = None, *, article_id: int) -> None:
        super().__init__(data, auto_id="y-kien-%s", label_suffix="")
        self.article_id = article_id
        self.answered: Comment | None = None

    def fresh_stamp(self) -> str:
        return stamp.stamp(self.article_id)

    def proof_bits(self) -> int:
        """Of the sum the browser is to do (comments/proof.py)."""
        return settings.COMMENT_PROOF_BITS


class EditForm(forms.Form):
    """A later text of a comment; moderation.edit() judges it."""

    text = ProseFormField(
        label="Ý kiến",
        required=False,
        widget=forms.Textarea({"rows": 8, "required": True, "dir": "auto"}),
    )
    stamp = LineFormField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial, auto_id="y-kien-%s", label_suffix="")


class ReportForm(forms.Form):
    """Why a reader thinks that a comment should not stand."""

    reason = forms.ChoiceField(
        label="Vì sao ý kiến này không nên đăng?",
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Xin chọn một lý do.", "invalid_choice": "Xin chọn một lý do."},
    )
    words = LineFormField(
        label="Nói thêm", required=False, help_text="Không bắt buộc. Chỉ tòa soạn đọc được."
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="bao-cao-%s", label_suffix="")


class BanForm(forms.Form):
    """Who may not write, until when, and by which rule. Of a comment, or of an address alone."""

    LASTS = (
        ("7", "7 ngày"),
        ("30", "30 ngày"),
        ("90", "90 ngày"),
        ("ngay", "Đến hết ngày ghi dưới đây"),
        ("mai", "Đến khi bỏ chặn"),
    )
    RULES = (
        "Không xúc phạm người khác.",
        "Không quảng cáo, không gửi rác.",
        "Không đăng tin sai sự thật.",
        "Không kích động, chia rẽ.",
        "Không để lộ thông tin riêng của người khác.",
    )

    kind = forms.ChoiceField(
        label="Chặn theo",
        widget=forms.RadioSelect,
        help_text="Mạng bị chặn vẫn gửi được vào hàng chờ: nhiều người dùng chung một mạng.",
        error_messages={"required": "Xin chọn chặn theo gì."},
    )
    email = LineFormField(
        label="Thư điện tử", required=False, widget=forms.EmailInput({"class": "vTextField"})
    )
    lasts = forms.ChoiceField(
        label="Thời hạn",
        choices=LASTS,
        initial="7",
        widget=forms.RadioSelect,
        error_messages={"required": "Xin chọn thời hạn."},
    )
    until = VietnameseDateField(label="Đến hết ngày", required=False)
    rule = LineFormField(
        label="Quy tắc bị vi phạm",
        required=False,
        help_text="Người bị chặn đọc đúng câu này.",
        widget=forms.TextInput({"class": "vTextField", "list": "quy-tac", "required": True}),
    )
    note = LineFormField(
        label="Ghi chú",
        required=False,
        help_text="Không bắt buộc. Chỉ tòa soạn đọc được.",
        widget=forms.TextInput({"class": "vTextField"}),
    )

    def __init__(self, data: QueryDict | None = None, *, comment: Comment | None) -> None:
        super().__init__(data, label_suffix="")
        del self.fields["email" if comment else "kind"]
        kind = self.fields.get("kind")
        if isinstance(kind, forms.ChoiceField):
            kind.choices = kinds_of(comment) if comment else []
            kind.initial = kind.choices[0][0]

    def clean(self) -> dict[str, Any]:
        words = self.cleaned_data
        lasts = words.get("lasts", "")
        if lasts == "ngay" and not words.get("until") and "until" not in self.errors:
            self.add_error("until", "Xin ghi ngày.")
        elif lasts.isdigit():
            words["until"] = in_hanoi(timezone.now()).date() + timedelta(days=int(lasts))
        elif lasts == "mai":
            words["until"] = None
        return words


class VerdictForm(forms.Form):
    """A verdict on comments, and the reason their writers read: typed, or one of the house's."""

    VERDICTS = (("approve", "Duyệt đăng"), ("reject", "Không đăng"), ("spam", "Đánh dấu rác"))

    verdict = forms.ChoiceField(
        choices=VERDICTS, error_messages={"required": "Xin chọn một quyết định."}
    )
    template = forms.ModelChoiceField(
        ReasonTemplate.objects.offered(), required=False, label="Mẫu lý do"
    )
    reason = LineFormField(
        label="Lý do",
        required=False,
        help_text="Người gửi đọc được lý do này khi ý kiến không được đăng.",
        widget=forms.TextInput({"class": "vTextField"}),
    )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        template = facts.pop("template", None)
        if template and not facts.get("reason") and facts.get("verdict") != "approve":
            facts["reason"] = template.text
        return facts


class DecisionForm(VerdictForm):
    """On one text that was read, named by its revision's number and the newest decision seen."""

    revision = forms.IntegerField(min_value=1, max_value=32_767, widget=forms.HiddenInput)
    seen = forms.IntegerField(
        min_value=0, max_value=2**62, required=False, widget=forms.HiddenInput
    )


class AnswerForm(forms.Form):
    """What the desk answers a reader in public; moderation.submit() judges it."""

    text = ProseFormField(
        label="Trả lời với tên Báo",
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )


class TrustForm(forms.Form):
    """Whether a reader is trusted from now on, and why; trusting.py judges it."""

    act = forms.ChoiceField(
        choices=(("trust", "Tin cậy"), ("distrust", "Thôi tin cậy")),
        error_messages={"required": "Xin chọn.", "invalid_choice": "Xin chọn."},
    )
    reason = LineFormField(
        label="Lý do", required=False, widget=forms.TextInput({"class": "vTextField"})
    )


class AddressForm(forms.Form):
    """Whose data is asked for; own_data.ask() judges it."""

    email = LineFormField(
        label="Thư điện tử",
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "required": True}),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="du-lieu-%s", label_suffix="")
