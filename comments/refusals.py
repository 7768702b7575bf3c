"""Why words are not taken, whatever they say."""

from django.core.exceptions import ValidationError


class Closed(ValidationError):
    """The piece takes no comments: it is not before readers any more, or its policy says so."""

    def __init__(
        self, why: str = "Bài này không còn được đăng nên không nhận thêm ý kiến."
    ) -> None:
        super().__init__(why, code="closed")


class NotEditable(ValidationError):
    """The text stays as it is, whatever else its writer may still do."""

    def __init__(self, why: str) -> None:
        super().__init__(why, code="closed")


class Unanswerable(ValidationError):
    """The comment replied to is not before readers, or stands under another piece."""

    def __init__(self) -> None:
        sentence = (
            "Ý kiến bạn muốn trả lời không còn trên trang."
            " Nếu gửi tiếp, ý kiến của bạn sẽ đứng riêng."
        )
        super().__init__({"parent": sentence})
