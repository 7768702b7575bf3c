"""Accounts and roles. Rights come with roles; nobody here raises themselves or a full account, and
nobody but a full account sets another's password (docs/decisions/0013)."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html

from accounts import links
from accounts.models import User
from accounts.signals import roles_given

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


class NewAccountForm(forms.ModelForm):
    """Without a password: the person sets it by the link that is mailed."""

    class Meta:
        model = User
        fields = ("username", "full_name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


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

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None and not request.user.is_superuser:
            return ((None, {"fields": NewAccountForm.Meta.fields, "classes": ("wide",)}),)
        return super().get_fieldsets(request, obj)

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> Any:
        if obj is None and not request.user.is_superuser:
            return admin.ModelAdmin.get_form(self, request, obj, form=NewAccountForm, **kwargs)
        return super().get_form(request, obj, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fixed = ("last_login", "date_joined")
        if request.user.is_superuser:
            return fixed
        # Who keeps the accounts could else take on any role, and with it the content.
        own = ("is_active", "is_staff", "groups") if obj == request.user else ()
        # The link for a password goes there: the address of who was in is his alone.
        settled = ("email",) if obj and obj.last_login and obj != request.user else ()
        return (*fixed, "is_superuser", *own, *settled)

    def save_related(self, request: HttpRequest, form: Any, *args: Any, **kwargs: Any) -> None:
        user: User = form.instance
        before = set(user.groups.values_list("pk", flat=True))
        super().save_related(request, form, *args, **kwargs)
        new = list(user.groups.exclude(pk__in=before).order_by("name"))
        if new:
            roles_given.send(sender=User, user=user, roles=new, by=request.user)

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 -- Django's name
        form_url: str = "",
    ) -> HttpResponse:
        """A full account sets a password; who keeps the accounts has a link sent."""
        if request.user.is_superuser:
            return super().user_change_password(request, id, form_url)
        user = self.get_object(request, id) if id.isdecimal() and len(id) <= 18 else None
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        refusal = ""
        if request.method == "POST":
            try:
                with transaction.atomic():
                    links.order(user)
                    request.named_act = "accounts.link_sent"  # type: ignore[attr-defined]
                    self.log_change(request, user, "Gửi liên kết đặt mật khẩu.")
            except ValidationError as error:
                refusal = " ".join(error.messages)
            else:
                messages.success(request, f"Đã gửi liên kết đặt mật khẩu tới {user.email}.")
                return redirect("admin:accounts_user_change", user.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "Gửi liên kết đặt mật khẩu",
            "account": user,
            "refusal": refusal,
            "opts": self.opts,
        }
        template = "admin/accounts/send_link.html"
        return render(request, template, context, status=422 if refusal else 200)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Names stand in the log of publishing: an account is closed, not deleted."""
        return False
