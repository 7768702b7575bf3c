"""Where django-allauth asks us: the words, the mail, and who may come in."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from comments.banning import mark_of_email
from comments.models import NAME_LENGTH
from comments.networks import network_of
from core.http import absolute
from core.vietnamese import clean_line
from readers import letters, profiles
from readers.doors import for_newsroom
from readers.models import Profile

NO_NAME = "Bạn đọc"
# What is said on the next page; of anything else the page that follows tells enough.
SAID = {
    "logged_out": "Bạn đã đăng xuất.",
    "password_changed": "Mật khẩu đã được đổi.",
    "password_set": "Mật khẩu đã được đặt.",
    "email_confirmed": "Địa chỉ thư điện tử đã được xác nhận.",
    "email_confirmation_failed": "Địa chỉ này đã thuộc về một tài khoản khác.",
    "account_connected": "Đã liên kết tài khoản.",
    "account_disconnected": "Đã bỏ liên kết tài khoản.",
}
# Mails that anybody has sent to any address, without knowing a password.
ASKED_FOR = {
    f"account/email/{name}"
    for name in (
        "account_already_exists",
        "email_confirmation",
        "email_confirmation_signup",
        "password_reset_key",
        "unknown_account",
    )
}


class ReaderAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Tài khoản này đang bị khóa.",
        "cannot_remove_primary_email": "Không bỏ được địa chỉ đang dùng.",
        "duplicate_email": "Địa chỉ này đã có trong tài khoản của bạn.",
        "email_password_mismatch": "Thư điện tử hoặc mật khẩu chưa đúng.",
        "email_taken": "Địa chỉ này không dùng được.",
        "enter_current_password": "Xin gõ mật khẩu đang dùng.",
        "incorrect_code": "Mã chưa đúng.",
        "incorrect_password": "Mật khẩu chưa đúng.",
        "invalid_login": "Thư điện tử hoặc mật khẩu chưa đúng.",
        "invalid_or_expired_key": "Liên kết không đúng hoặc đã hết hạn.",
        "invalid_password_reset": "Liên kết không đúng hoặc đã hết hạn.",
        "max_email_addresses": "Không thêm được quá %d địa chỉ.",
        "phone_password_mismatch": "Số điện thoại hoặc mật khẩu chưa đúng.",
        "phone_taken": "Số điện thoại này không dùng được.",
        "rate_limited": "Bạn gửi yêu cầu quá nhanh, xin đợi một lát.",
        "same_as_current": "Địa chỉ mới phải khác địa chỉ đang dùng.",
        "select_only_one": "Xin chỉ chọn một.",
        "too_many_login_attempts": "Đã thử sai quá nhiều lần. Xin đợi ít phút rồi thử lại.",
        "unknown_email": "Địa chỉ này không dùng được.",
        "unknown_phone": "Số điện thoại này không dùng được.",
        "unverified_primary_email": "Hãy xác nhận địa chỉ đang dùng trước.",
        "username_blacklisted": "Tên này không dùng được.",
        "username_password_mismatch": "Tên hoặc mật khẩu chưa đúng.",
        "username_taken": "Tên này không dùng được.",
    }

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Readers have no user name; the column wants one that says nothing of them."""
        user.username = f"doc-gia-{secrets.token_hex(10)}"

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """By which attempts are counted, in rows of the database: a mark, never the address."""
        return f"{network_of(request, salt='readers.network'):016x}"

    def is_safe_url(self, url: str) -> bool:
        """Only on to pages of this site, named by their path alone."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def pre_login(self, request: HttpRequest, user: User, **facts: Any) -> Any:
        """The last gate before a session, whichever way somebody came."""
        if user.is_staff or user.is_superuser or not Profile.objects.filter(user=user).exists():
            return for_newsroom(request)
        return super().pre_login(request, user, **facts)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("reader")

    get_signup_redirect_url = get_login_redirect_url
    get_password_change_redirect_url = get_login_redirect_url

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("reader" if self.request.user.is_authenticated else "account_login")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        name = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        if words := message or SAID.get(name):
            messages.add_message(request, level, words)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mailbox that strangers have had filled up today gets no more, and nobody is told."""
        if template_prefix in ASKED_FOR and not _has_room(self.request, email):
            return
        told = {**context, "email": email, "newspaper": settings.MASTHEAD["name"]}
        told["site_url"] = settings.SITE_URL
        # Whatever host the request named, a key goes to this site alone.
        told |= {name: _at_home(url) for name, url in context.items() if name.endswith("_url")}
        subject = render_to_string(f"{template_prefix}_subject.txt", told)
        body = render_to_string(f"{template_prefix}_message.txt", told)
        letters.post(email, f"[{settings.MASTHEAD['name']}] {subject}", body.strip() + "\n")


class SocialAdapter(DefaultSocialAccountAdapter):
    """Signing in by an account elsewhere: only what the settings name, and for readers only."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": "Địa chỉ này không dùng được để đăng nhập bằng %s.",
        "invalid_token": "Trang bên ngoài không xác nhận được bạn.",
        "no_password": "Hãy đặt mật khẩu trước khi bỏ liên kết này.",
        "no_verified_email": "Hãy xác nhận thư điện tử trước khi bỏ liên kết này.",
        "disconnect_last": "Đây là cách đăng nhập duy nhất của bạn. Hãy đặt mật khẩu trước.",
        "connected_other": "Tài khoản bên ngoài này đã liên kết với một tài khoản khác.",
    }

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> Any:
        """From the environment alone: the table that allauth offers would cost a query a page."""
        known = settings.SOCIAL_LOGINS.items()
        return [
            SocialApp(provider=name, name=name.capitalize(), **keys)
            for name, keys in known
            if provider in {None, name} and client_id in {None, keys["client_id"]}
        ]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        known = sociallogin.user if sociallogin.is_existing else None
        for user in (known, request.user):
            if user is not None and (user.is_staff or getattr(user, "is_superuser", False)):
                raise ImmediateHttpResponse(_refusal(request))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        # The service's whole name is in its people's own order; of its parts, family comes first.
        parts = (data.get("last_name"), data.get("first_name"))
        told = sociallogin.account.extra_data.get("name") or " ".join(filter(None, parts))
        name = clean_line(str(told))[:NAME_LENGTH].strip()
        user.full_name = name if name and profiles.is_free(name) else NO_NAME
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        user = super().save_user(request, sociallogin, form)
        Profile.objects.get_or_create(user=user, defaults={"name": user.full_name or NO_NAME})
        return user


def _has_room(request: HttpRequest, email: str) -> bool:
    mailbox = str(mark_of_email(email))
    return ratelimit.consume(request, action="mailbox", key=mailbox)


def _at_home(url: str) -> str:
    return absolute(urlsplit(url)._replace(scheme="", netloc="").geturl())


def _refusal(request: HttpRequest) -> HttpResponseBase:
    return for_newsroom(request)
