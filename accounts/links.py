"""The link by which a person sets a password himself: mailed to his own address and nobody else's.

Who keeps the accounts sees neither link nor password. It opens for PASSWORD_RESET_TIMEOUT, once:
the token is made of the password that stands.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import User
from core.http import absolute
from outbox.queue import enqueue

SEND = "accounts.link"


def order(user: User) -> None:
    """Within a transaction: have the link sent. Raises ValidationError where it can't be."""
    if not user.is_active:
        raise ValidationError("Tài khoản này đã đóng.")
    if not user.is_staff:
        raise ValidationError(
            "Đánh dấu “Người của tòa soạn” đã. Bạn đọc tự đặt lại mật khẩu ở trang “Quên mật khẩu”."
        )
    if not user.email:
        raise ValidationError("Tài khoản này chưa có thư điện tử.")
    enqueue(SEND, str(user.pk))


def send(user_pk: int) -> None:
    """To whom it may go now, whatever stood when it was ordered."""
    user = User.objects.filter(pk=user_pk, is_active=True, is_staff=True).exclude(email="").first()
    if user is None:
        return
    token = default_token_generator.make_token(user)
    number = urlsafe_base64_encode(force_bytes(user.pk))
    context = {
        "user": user,
        "link": absolute(reverse("admin:set-password", args=[number, token])),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "newspaper": settings.MASTHEAD["name"],
    }
    name = f"mat-khau-{user.pk}-{token[-12:]}@{urlsplit(settings.SITE_URL).hostname}"
    EmailMessage(
        subject="[Tòa soạn] Đặt mật khẩu",
        body=render_to_string("emails/set_password.txt", context),
        to=[user.email],
        headers={"Message-ID": f"<{name}>"},
    ).send()
