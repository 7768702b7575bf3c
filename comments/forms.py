from typing import Any

from django import forms

from comments import stamp
from comments.models import Comment
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
    # A name that no browser fills in by itself.
    trap = LineFormField(
        label="Xin để trống ô này",
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(
        self, *args: Any, article_id: int, answered: Comment | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="y-kien-%s", label_suffix="", **kwargs)
        self.article_id = article_id
        self.answered = answered

    def fresh_stamp(self) -> str:
        return stamp.stamp(self.article_id)
