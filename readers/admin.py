"""Readers in the back-office: apart from the newsroom's people, and without allauth's screens. Who
could write there would hold keys to accounts, past every verb and every line of the log."""

from collections.abc import Iterator
from typing import Any

from allauth.account import admin as _account  # noqa: F401 -- registers what is taken out below
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.socialaccount import admin as _social  # noqa: F401 -- the same
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import AccountAdmin
from accounts.models import User

READERS = {"profile__isnull": False, "is_staff": False}

for model in (EmailAddress, EmailConfirmation, SocialAccount, SocialApp, SocialToken, User):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class KindFilter(admin.SimpleListFilter):
    """The newsroom's people unless readers are asked for: there are a dozen of the one, and any
    number of the other."""

    title = "loại tài khoản"
    parameter_name = "loai"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ban-doc", "Bạn đọc")]

    def choices(self, changelist: Any) -> Iterator[Any]:
        everybody, readers = super().choices(changelist)
        yield {**everybody, "display": "Tòa soạn"}
        yield readers

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "ban-doc":
            return queryset.filter(**READERS)
        return queryset.exclude(**READERS)


@admin.register(User)
class PeopleAdmin(AccountAdmin):
    list_filter = (KindFilter, *AccountAdmin.list_filter)  # type: ignore[assignment]
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """A reader's account is opened by whoever reads its mail: it is given no rights, whoever
        asks; a reader who is hired gets an account of the newsroom (decision 0019)."""
        fixed = super().get_readonly_fields(request, obj)
        if obj is None or obj.is_staff or not hasattr(obj, "profile"):
            return fixed
        own = ("username", "full_name", "email", "is_staff", "is_superuser", "groups")
        return tuple(dict.fromkeys((*fixed, *own)))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Where a person is picked by name, only people of the newsroom are offered."""
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.exclude(**READERS)
        return super().get_search_results(request, queryset, search_term)
