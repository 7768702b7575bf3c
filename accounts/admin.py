"""Accounts and roles. Rights come with roles; nobody here raises themselves or a full account."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.http import HttpRequest
from django.utils.html import format_html

from accounts.models import User

_VERBS = {"add": "Thêm", "change": "Sửa", "delete": "Xóa", "view": "Xem"}

admin.site.unregister(Group)


def right_label(right: Permission) -> str:
    """Django names its own rights in English; those the newsroom named are kept."""
    verb, _, model = right.codename.partition("_")
    if verb in _VERBS and model == right.content_type.model:
        return f"{_VERBS[verb]} {right.content_type.name}"
    return right.name


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    def get_fields(self, request: HttpRequest, obj: Group | None = None) -> tuple[str, ...]:
        may_change = self.has_change_permission(request, obj)
        return ("name", "permissions") if may_change else ("name", "rights")

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        return ("rights",)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request=request, **kwargs)
        if field and db_field.name == "permissions":
            field.label_from_instance = right_label  # type: ignore[method-assign,assignment]
            kinds = ContentType.objects.get_for_models(*self._shown()).values()
            rights = Permission.objects.select_related("content_type")
            # What a role holds already is offered too: a form that left it out would take it away.
            offered = Q(content_type__in=kinds) | Q(
                pk__in=Group.permissions.through.objects.values("permission")
            )
            field.queryset = rights.filter(offered)
        return field

    def _shown(self) -> list[type[Model]]:
        """Rows without a screen of their own are nobody's to be given."""
        screens = [
            self.admin_site.get_model_admin(model)
            for model in apps.get_models()
            if self.admin_site.is_registered(model)
        ]
        rows = [inline.model for screen in screens for inline in screen.inlines]
        return [*(screen.model for screen in screens), *rows]

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """The roles are those of a newsroom: emptied when not needed, never gone."""
        return False

    @admin.display(description="quyền")
    def rights(self, role: Group) -> str:
        return ", ".join(map(right_label, role.permissions.select_related("content_type")))


class PasswordState(ReadOnlyPasswordHashWidget):
    """Whether there is a password: how it is scrambled concerns nobody who keeps accounts."""

    template_name = "admin/accounts/password_state.html"


class AccountForm(UserChangeForm):
    password = ReadOnlyPasswordHashField(label="Mật khẩu", widget=PasswordState)


class AccountPasswordForm(AdminPasswordChangeForm):
    usable_password_help_text = format_html(
        '<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        "Chọn “Không” thì mật khẩu đang dùng sẽ mất.",
    )


@admin.register(User)
class AccountAdmin(UserAdmin):
    form = AccountForm
    change_password_form = AccountPasswordForm
    list_display = ("username", "full_name", "email", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "full_name", "email")
    filter_horizontal = ("groups",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Người", {"fields": ("full_name", "email")}),
        ("Quyền", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("Thời điểm", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "full_name", "usable_password", "password1", "password2"),
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fixed = ("last_login", "date_joined")
        if request.user.is_superuser:
            return fixed
        # Who keeps the accounts could else take on any role, and with it the content.
        own = ("is_active", "is_staff", "groups") if obj == request.user else ()
        return (*fixed, "is_superuser", *own)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Names stand in the log of publishing: an account is closed, not deleted."""
        return False
