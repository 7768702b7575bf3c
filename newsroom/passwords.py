"""Where a person sets his own password by the link that was mailed to him, and who is told when
somebody is given a role."""

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator

from accounts.models import User
from audit.log import record
from newsroom.messages import tell
from newsroom.models import Kind


@method_decorator(csp_replace(settings.ADMIN_CONTENT_SECURITY_POLICY), name="dispatch")
class SetPassword(PasswordResetConfirmView):
    """The token is taken from the address into the session at once, so no page shows it. A link
    that is wrong, used or lapsed gets 404 and one sentence."""

    template_name = "newsroom/set_password.html"
    success_url = reverse_lazy("admin:index")

    def get_user(self, uidb64: str) -> Any:
        """Of the newsroom alone: readers have a door of their own."""
        user = super().get_user(uidb64)
        return user if user and user.is_staff and user.is_active else None

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            record("accounts.password_changed", by=self.user, about=self.user)
        messages.success(self.request, "Đã đặt mật khẩu. Hãy đăng nhập.")
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**admin.site.each_context(self.request), **found, "title": "Đặt mật khẩu"}

    def render_to_response(self, context: dict[str, Any], **given: Any) -> HttpResponse:
        status = 200 if self.validlink else 404
        response = super().render_to_response(context, status=status, **given)
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "no-referrer"
        return response


def on_roles_given(sender: Any, user: User, roles: list[Group], by: User, **told: Any) -> None:
    """Whoever answers for the paper hears whom somebody let in, and as what."""
    names = ", ".join(role.name for role in roles)
    chiefs = User.objects.with_perm(
        "articles.rank_of_chief",
        include_superusers=False,
        backend=f"{ModelBackend.__module__}.ModelBackend",
    )
    people = [chief for chief in chiefs if chief != by]
    tell(people, kind=Kind.OTHER, words=f"{by} giao cho {user} ({user.username}) vai: {names}.")
