"""The forms of /tai-khoan/: allauth's, in our words, and those of our own."""

from typing import Any

from allauth.account import forms as stock
from allauth.account.adapter import get_adapter
from allauth.socialaccount.forms import DisconnectForm as StockDisconnectForm
from allauth.socialaccount.forms import SignupForm as StockSocialSignupForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from comments.models import NAME_LENGTH
from comments.words import is_email, too_long
from core.fields import LineFormField
from outbox.queue import enqueue
from readers import leaving, profiles
from readers.models import Profile
from readers.rules import is_reader

EMAIL = "Thư điện tử"
PASSWORD = "Mật khẩu"  # noqa: S105 -- a label
PASSWORD_LENGTH = 200
TOO_LONG = f"Mật khẩu dài quá mức {PASSWORD_LENGTH} ký tự."
PASSWORD_RULE = "Ít nhất 10 ký tự, không chỉ gồm số, không phải mật khẩu hay gặp."  # noqa: S105 -- said to people


class AddressField(LineFormField):
    """An address as comments take one: cleaned, in small letters, no longer than is stored."""

    def __init__(self, stock: forms.EmailField) -> None:
        stock.widget.attrs.pop("maxlength", None)  # a browser would cut a longer one in silence
        super().__init__(
            label=stock.label,
            required=stock.required,
            initial=stock.initial,
            widget=stock.widget,
            error_messages={"required": "Xin ghi địa chỉ thư điện tử."},
        )

    def clean(self, value: Any) -> str:
        address = str(super().clean(value)).lower()
        if address and not is_email(address):
            raise ValidationError("Địa chỉ thư điện tử chưa đúng.")
        return address


class Dressed:
    """Labels and helps in our words, without the stock placeholders, refusals by the field."""

    words: dict[str, tuple[str, str]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                self.fields[name] = AddressField(field)
        for name, field in self.fields.items():
            if name in self.words:
                field.label, field.help_text = self.words[name]
            if isinstance(field.widget, forms.PasswordInput):
                field.validators.append(MaxLengthValidator(PASSWORD_LENGTH, TOO_LONG))
        setattr(self, "label_suffix", "")  # noqa: B010 -- a mixin's word for the form it is mixed into


class NameField(LineFormField):
    """The name that stands beside a reader's comments."""

    def __init__(self) -> None:
        super().__init__(
            label="Tên hiện cùng ý kiến",
            help_text="Họ tên hoặc bút danh; mọi người đọc được.",
            widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
            error_messages={"required": "Xin cho biết tên của bạn."},
        )

    def clean(self, value: Any) -> str:
        name = super().clean(value)
        if len(name) > NAME_LENGTH:
            raise ValidationError(too_long("Tên", name, NAME_LENGTH))
        if not profiles.is_free(name):
            raise ValidationError("Tên này dành cho tòa soạn. Xin chọn tên khác.")
        return str(name)


class LoginForm(Dressed, stock.LoginForm):
    words = {
        "login": (EMAIL, ""),
        "password": (PASSWORD, ""),
        "remember": ("Ghi nhớ trên máy này", "Đừng chọn nếu nhiều người dùng chung máy."),
    }


class Named(Dressed):
    """A sign-up: the account, its name and its address come to be together or not at all."""

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth between the account and its address, for both ways to sign up."""
        form: Any = self
        user.full_name = form.cleaned_data["name"]
        user.save(update_fields=["full_name"])
        Profile.objects.update_or_create(user=user, defaults={"name": user.full_name})
        due = timezone.now() + leaving.UNCONFIRMED_FOR
        enqueue(leaving.UNCONFIRMED, str(user.pk), due=due)

    def save(self, request: HttpRequest) -> Any:
        with transaction.atomic():
            stock_form: Any = super()
            return stock_form.save(request)


class SignupForm(Named, stock.SignupForm):
    name = NameField()
    agreed = forms.BooleanField(
        label="Tôi đồng ý để Báo lưu tên, thư điện tử và ý kiến của tôi",
        help_text="Tài khoản xóa được bất cứ lúc nào, kèm mọi thông tin về bạn.",
        error_messages={"required": "Cần có sự đồng ý của bạn để lưu thông tin."},
    )
    # A name that no browser fills in by itself.
    trap = LineFormField(
        label="Xin để trống ô này",
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    field_order = ["name", "email", "password1", "agreed"]
    words = {
        "email": (EMAIL, "Không hiện trên trang. Báo gửi một liên kết xác nhận tới địa chỉ này."),
        "password1": (PASSWORD, PASSWORD_RULE),
    }

    def try_save(self, request: HttpRequest) -> Any:
        """Programs are answered as if all went well. Where there is an account already the password
        is scrambled for nothing, so that the answer takes as long as to anybody else."""
        if self.account_already_exists or self.cleaned_data["trap"]:
            make_password(self.cleaned_data["password1"])
        if self.cleaned_data["trap"]:
            return None, stock.headed_redirect_response("account_email_verification_sent")
        return super().try_save(request)


class SocialSignupForm(Named, StockSocialSignupForm):
    name = NameField()
    field_order = ["name", "email"]
    words = {"email": SignupForm.words["email"]}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = self.sociallogin.user.full_name


class ResetPasswordForm(Dressed, stock.ResetPasswordForm):
    words = {"email": (EMAIL, "Địa chỉ bạn dùng khi lập tài khoản.")}
    users: list[User]

    def clean_email(self) -> str:
        """The newsroom's people get no key by mail: nobody finds out whether they are there."""
        email = super().clean_email()
        self.users = [user for user in self.users if is_reader(user)]
        return email


class UserTokenForm(stock.UserTokenForm):
    """A key sent to a reader opens nothing once the account is the newsroom's."""

    def _get_user(self, uidb36: str) -> Any:
        user = super()._get_user(uidb36)
        return user if user is not None and is_reader(user) else None


class Twice(Dressed):
    """A new password, typed twice."""

    words = {
        "password1": ("Mật khẩu mới", PASSWORD_RULE),
        "password2": ("Gõ lại mật khẩu mới", ""),
    }

    def clean(self) -> Any:
        form: Any = self
        stock_form: Any = super()
        cleaned = stock_form.clean()
        if form.has_error("password2") and form.cleaned_data.get("password1"):
            form.errors["password2"] = form.error_class(["Hai lần gõ mật khẩu chưa giống nhau."])
        return cleaned


class ResetPasswordKeyForm(Twice, stock.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Twice, stock.ChangePasswordForm):
    words = {"oldpassword": ("Mật khẩu đang dùng", ""), **Twice.words}


class ReauthenticateForm(Dressed, stock.ReauthenticateForm):
    words = {"password": (PASSWORD, "")}


class AddEmailForm(Dressed, stock.AddEmailForm):
    words = {
        "email": ("Địa chỉ mới", "Địa chỉ đang dùng còn giữ tới khi bạn xác nhận địa chỉ mới.")
    }


class DisconnectForm(Dressed, StockDisconnectForm):
    words = {"account": ("Tài khoản đã liên kết", "")}


class ProfileForm(forms.ModelForm):
    name = NameField()

    class Meta:
        model = Profile
        fields = ["name", "mail_replies", "mail_decisions"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class LeaveForm(forms.Form):
    """How an account is to end. The password is asked for where there is one."""

    CHOICES = (
        ("giu", "Giữ ý kiến đã đăng trên trang, dưới tên “Bạn đọc”; xóa ý kiến khác"),
        ("rut", "Rút và xóa mọi ý kiến của tôi"),
    )
    wish = forms.ChoiceField(
        label="Ý kiến của bạn",
        choices=CHOICES,
        initial="giu",
        widget=forms.RadioSelect,
        error_messages={"required": "Xin chọn một cách.", "invalid_choice": "Xin chọn một cách."},
    )
    password = forms.CharField(
        label=PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "Xin gõ mật khẩu."},
    )

    def __init__(self, data: Any = None, *, user: User, confirmed: bool) -> None:
        super().__init__(data, auto_id="xoa-%s", label_suffix="")
        self.user = user
        if confirmed:
            del self.fields["password"]

    def clean_password(self) -> str:
        """By allauth's counter, so that nobody tries passwords here."""
        password = str(self.cleaned_data["password"])
        if not get_adapter().reauthenticate(self.user, password):
            raise ValidationError("Mật khẩu chưa đúng.")
        return password
