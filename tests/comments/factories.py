"""Readers' words, sent and decided on as they are in life."""

from itertools import count

from django.urls import reverse

from accounts.models import User
from articles import publishing
from articles.models import PublishedVersion
from comments import moderation, stamp, trusting
from comments.models import Comment
from tests.factories.articles import chief
from tests.factories.people import make_user

_numbers = count(1)


def moderator() -> User:
    """The one who decides; the same person throughout a test."""
    found = User.objects.filter(username="nguoi-duyet").first()
    return found or make_user("Người duyệt bình luận", username="nguoi-duyet")


def make_pending(version: PublishedVersion, **facts: object) -> Comment:
    n = next(_numbers)
    words = {"name": f"Bạn đọc {n}", "email": "", "text": f"Bài viết rất hay, lần thứ {n}."}
    return moderation.submit(article=version.article, **{**words, **facts})


def make_approved(version: PublishedVersion, **facts: object) -> Comment:
    return moderation.approve(make_pending(version, **facts), by=moderator())


def make_rejected(version: PublishedVersion, *, reason: str = "", **facts: object) -> Comment:
    return moderation.reject(make_pending(version, **facts), by=moderator(), reason=reason)


def make_spam(version: PublishedVersion, **facts: object) -> Comment:
    return moderation.mark_spam(make_pending(version, **facts), by=moderator())


def count_of(version: PublishedVersion) -> int:
    version.article.refresh_from_db()
    return version.article.comment_count


def send(
    client,
    version: PublishedVersion,
    headers: dict | None = None,
    *,
    secure: bool = False,
    **words: str,
):
    """What a browser without scripts sends from the form of the page."""
    typed = {
        "name": "Nguyễn Văn An",
        "email": "",
        "text": "Cảm ơn các chiến sĩ biên phòng.",
        "stamp": stamp.stamp(version.article_id),
        "trap": "",
    }
    address = reverse("comment-submit", args=[version.article_id])
    own = "https://testserver" if secure else "http://testserver"
    headers = {"Origin": own} if headers is None else headers
    return client.post(address, {**typed, **words}, headers=headers, secure=secure)


def text_of(response) -> str:
    return response.content.decode()


def withdraw(version: PublishedVersion) -> None:
    publishing.withdraw(version.article, by=chief(), reason="Đính chính")


def receipt_of(comment: Comment) -> str:
    return reverse("comment-receipt", args=[stamp.receipt_token(comment.pk)])


def page_of(version: PublishedVersion, query: str = "") -> str:
    return reverse("comment-page", args=[version.article_id]) + query


def make_reader(name: str = "Lò Thị Mai", **facts: object) -> User:
    """Somebody with an account and nothing to do with the house."""
    return make_user(full_name=name, email=f"doc{next(_numbers)}@example.vn", **facts)


def make_trusted(**facts: object) -> User:
    reader = make_reader(**facts)
    trusting.trust(reader, by=moderator(), reason="Viết đúng mực đã lâu")
    return reader
