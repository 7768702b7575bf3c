"""What the back-office's own screens do to rows leaves an entry, whichever screen it was.

The site gives every screen `Logged` (newsroom/site.py: register), so none can be forgotten.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts.models import User
from audit.log import record

_RIGHTS = {"groups", "permissions", "user_permissions", "is_active", "is_staff", "is_superuser"}


class Logged(admin.ModelAdmin):
    """Names of columns are told, never what stands in them; of accounts also the rights."""

    # A screen whose verbs write their own entries says so.
    told_by_verbs = False

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        request.changed_rows = _changes(form, formsets or ())  # type: ignore[attr-defined]
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        stock = super().log_addition(request, obj, message)
        self._tell("accounts.created" if isinstance(obj, User) else "admin.added", request, obj)
        return stock

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Saved without a change, the row is as it was: nothing to tell."""
        stock = super().log_change(request, obj, message)
        told = getattr(request, "changed_rows", {})
        if told or message:
            # A page that does one thing says what it is called.
            named = getattr(request, "named_act", None)
            for act in [named] if named else _acts(obj, told):
                self._tell(act, request, obj)
        return stock

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        rows = list(queryset)
        stock = super().log_deletions(request, queryset)
        for row in rows:
            self._tell("admin.deleted", request, row)
        return stock

    def _tell(self, act: str, request: HttpRequest, row: Model) -> None:
        if self.told_by_verbs:
            return
        facts = getattr(request, "changed_rows", {})
        # Some stock pages (the password's) run in no transaction of their own.
        with transaction.atomic(savepoint=False):
            record(act, by=request.user, about=row, facts=facts)  # type: ignore[arg-type]


def _acts(row: Model, told: dict[str, Any]) -> list[str]:
    """What a change of this row is called; of an account it may be two things at once."""
    columns = set(told.get("columns", ()))
    if isinstance(row, Group):
        return ["accounts.rights_changed"]
    if not isinstance(row, User):
        return ["admin.changed"]
    acts = []
    if columns & _RIGHTS:
        acts.append("accounts.rights_changed")
    if columns & {"password", "password1", "usable_password"}:
        acts.append("accounts.password_changed")
    if not acts or columns - _RIGHTS - {"password", "password1", "password2", "usable_password"}:
        acts.append("accounts.changed")
    return acts


def _changes(form: Any, formsets: Iterable[Any]) -> dict[str, Any]:
    """{"columns": […], "rows": {kind: how many}, "given": {…}, "taken": {…}}, what there is."""
    rows = {}
    for formset in formsets:
        touched = [
            *formset.new_objects,
            *(row for row, _columns in formset.changed_objects),
            *formset.deleted_objects,
        ]
        if touched:
            rows[formset.model._meta.label_lower] = len(touched)
    given, taken = _rights(form)
    told = {"columns": sorted(form.changed_data), "rows": rows, "given": given, "taken": taken}
    return {name: part for name, part in told.items() if part}


def _rights(form: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Rights and groups of an account before and after, by name; flags as they are now."""
    given: dict[str, Any] = {}
    taken: dict[str, Any] = {}
    if not isinstance(getattr(form, "instance", None), User | Group):
        return given, taken
    for column in sorted(_RIGHTS & set(form.changed_data)):
        after = form.cleaned_data[column]
        if isinstance(after, bool):
            (given if after else taken)[column] = True
            continue
        before = {_name(row) for row in form.initial.get(column) or ()}
        now = {_name(row) for row in after}
        given[column], taken[column] = sorted(now - before), sorted(before - now)
    return given, taken


def _name(row: Any) -> str:
    return str(getattr(row, "codename", None) or row.name)


def logged(screen: type[admin.ModelAdmin] | None) -> type[admin.ModelAdmin]:
    """The screen, telling the log."""
    screen = screen or admin.ModelAdmin
    if issubclass(screen, Logged):
        return screen
    kind: Any = type(screen)  # its metaclass: Django's, that of media
    return kind(screen.__name__, (Logged, screen), {"__module__": screen.__module__})
