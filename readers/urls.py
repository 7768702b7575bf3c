"""/tai-khoan/: allauth's views under our addresses, and our own."""

from importlib import import_module
from typing import Any

from allauth.account import views as account
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.oauth2.urls import default_urlpatterns
from csp.decorators import csp_update
from django.conf import settings
from django.urls import URLPattern, URLResolver, path, re_path

from readers import views
from readers.doors import View, for_readers

# Where a form that signs in by a service ends up after our own answer; browsers hold redirects to
# form-action too.
_HOSTS = {
    "google": ["https://accounts.google.com"],
    "facebook": ["https://www.facebook.com", "https://m.facebook.com"],
}
_hosts = [host for name in settings.SOCIAL_LOGINS for host in _HOSTS[name]]


def _leaving(view: View) -> View:
    return csp_update({"form-action": _hosts})(view) if _hosts else view


def _own(route: str, view: View, name: str) -> URLPattern:
    return path(route, for_readers(view), name=name)


urlpatterns: list[URLPattern | URLResolver] = [
    _own("", views.front, "reader"),
    _own("ho-so/", views.profile, "reader-profile"),
    _own("thong-bao/", views.notices, "reader-notices"),
    path("thoi-nhan-thu/<str:token>/", views.unsubscribe, name="reader-unsubscribe"),
    _own("da-luu/", views.saved, "reader-saved"),
    path("luu/", views.save, name="reader-save"),
    _own("bo-luu/", views.unsave, "reader-unsave"),
    re_path(
        r"^viet/(?P<article_id>[1-9][0-9]{0,17})/$", for_readers(views.write), name="reader-write"
    ),
    _own("du-lieu/", views.export, "reader-export"),
    _own("xoa/", views.leave, "reader-leave"),
    _own("xoa/<str:key>/", views.leave, "reader-leave-by-mail"),
    _own("giu-lai/", views.stay, "reader-stay"),
    path("dang-nhap/", _leaving(account.login), name="account_login"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("dang-ky/", _leaving(account.signup), name="account_signup"),
    path("cho-xac-nhan/", account.email_verification_sent, name="account_email_verification_sent"),
    path("xac-nhan/<str:key>/", account.confirm_email, name="account_confirm_email"),
    path("quen-mat-khau/", account.password_reset, name="account_reset_password"),
    path("quen-mat-khau/da-gui/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "dat-lai-mat-khau/xong/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^dat-lai-mat-khau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("bi-khoa/", account.account_inactive, name="account_inactive"),
    _own("doi-mat-khau/", account.password_change, "account_change_password"),
    _own("dat-mat-khau/", views.no_password, "account_set_password"),
    _own("thu-dien-tu/", account.email, "account_email"),
    _own("xac-thuc/", account.reauthenticate, "account_reauthenticate"),
    _own("lien-ket/", _leaving(social.connections), "socialaccount_connections"),
    path("lien-ket/dang-ky/", social.signup, name="socialaccount_signup"),
    path("lien-ket/da-huy/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("lien-ket/loi/", social.login_error, name="socialaccount_login_error"),
]


def _ways_in() -> list[Any]:
    """The sign-in by each service that the settings name. Signing in by a service's own script
    in the page is left out: nothing here is loaded from another host."""
    found = []
    for name in settings.SOCIAL_LOGINS:
        provider = import_module(f"allauth.socialaccount.providers.{name}.provider")
        found += default_urlpatterns(provider.provider_classes[0])
    return found


urlpatterns += _ways_in()
