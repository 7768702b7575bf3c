"""How readers sign in: by the address they confirmed, and by no other name."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from accounts.models import User
from readers.rules import is_reader, readers


class ReaderBackend(AuthenticationBackend):
    """Opens sessions that carry readers only.

    A session made here is asked again at each request: it ends the moment its account becomes one
    of the newsroom, so a mailbox or a social account never opens the back-office.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        if "email" not in credentials:
            return None  # the newsroom's door: a name and a password
        return super().authenticate(request, **credentials)

    def _check_password(self, user: AbstractBaseUser | None, password: str) -> Any:
        """Of the newsroom's people the password is not even looked at."""
        if not isinstance(user, User) or not is_reader(user):
            return None
        return super()._check_password(user, password)

    def get_user(self, user_id: Any) -> Any:
        user = readers().select_related("profile").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Rights come from the newsroom's own backends."""
        return set()

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False
