"""Accounts elsewhere by which readers sign in: the keys of one, and who comes from there."""

import importlib

from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.urls import clear_url_caches

import biendoi.urls
import readers.urls

KEYS = {"google": {"client_id": "so-1", "secret": "khoa-1"}}


def read_addresses():
    """After SOCIAL_LOGINS was changed."""
    clear_url_caches()
    importlib.reload(readers.urls)
    importlib.reload(biendoi.urls)


def come_from_google(email="an@example.vn", *, name="Nguyễn Văn An", verified=True, user=None):
    """What happens here once the service has said who somebody is."""
    request = RequestFactory().get("/tai-khoan/google/login/callback/")
    request.session, request.user = SessionStore(), user or AnonymousUser()
    request._messages = FallbackStorage(request)
    with context.request_context(request):
        provider = get_adapter().get_provider(request, "google")
        told = {"sub": f"g-{email}", "email": email, "email_verified": verified, "name": name}
        login = provider.sociallogin_from_response(request, told)
        login.state = {"process": "login"}
        return request, complete_social_login(request, login)
