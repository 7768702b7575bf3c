from django import forms
from django.conf import settings
from django.http import QueryDict

from comments import stamp
from comments.models import Comment, Report
from core.fields import LineFormField, ProseFormField


class CommentForm(forms.Form):
    """Carries what was typed; moderation.submit() judges it, and its refusals stand by the fields.

    `answered` is the comment this one replies to, as readers see it.
    """

    name = LineFormField(
        label="Tên của bạn",
        required=False,
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


class DecisionForm(forms.Form):
    """A moderator's verdict on the text that was read, named by its revision's number."""

    VERDICTS = (("approve", "Duyệt đăng"), ("reject", "Không đăng"), ("spam", "Đánh dấu rác"))

    verdict = forms.ChoiceField(
        choices=VERDICTS, error_messages={"required": "Xin chọn một quyết định."}
    )
    revision = forms.IntegerField(min_value=1, max_value=32_767, widget=forms.HiddenInput)
    reason = LineFormField(
        label="Lý do",
        required=False,
        help_text="Người gửi đọc được lý do này khi ý kiến không được đăng.",
        widget=forms.TextInput({"class": "vTextField"}),
    )
