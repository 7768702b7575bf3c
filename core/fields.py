"""Fields whose values pass the door of `core.vietnamese`, and form fields for Vietnamese dates."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import HANOI, in_hanoi, parse_date, parse_datetime, short_date, short_datetime
from core.vietnamese import clean, clean_line

_T = TypeVar("_T")


class _CleanedFormField(forms.CharField):
    """Cleans before the length is measured: a title from a Mac counts as the reader sees it."""

    door: Callable[[str], str]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        if value in self.empty_values:
            return value
        return self.door(value) or self.empty_value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        # The browser counts before we clean: it would cut a decomposed paste without a word.
        attrs.pop("maxlength", None)
        return attrs


class LineFormField(_CleanedFormField):
    door = staticmethod(clean_line)


class ProseFormField(_CleanedFormField):
    door = staticmethod(clean)
    widget = forms.Textarea


class _CleanedField(models.Field):
    """Cleans in forms, `full_clean`, `save`, `bulk_create`, `update` and lookups by equality.

    Not in `contains` and its kin, which Django hands to the database as they are, nor in
    assignment: until saved or validated, the instance holds what it was given.
    """

    door: Callable[[str], str]
    form_class: type[forms.Field]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return self.door(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):  # and not an expression
            value = self.door(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": self.form_class, **kwargs})


class LineField(_CleanedField, models.CharField):
    """One line of text: a title, a name, a tag."""

    door = staticmethod(clean_line)
    form_class = LineFormField


class ProseField(_CleanedField, models.TextField):
    """Plain text of several lines."""

    door = staticmethod(clean)
    form_class = ProseFormField


class VietnameseDateInput(forms.TextInput):
    placeholder = _("ngày/tháng/năm")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        hints = {"placeholder": self.placeholder, "autocomplete": "off"}
        super().__init__(hints | (attrs or {}))


class VietnameseDateTimeInput(VietnameseDateInput):
    placeholder = _("ngày/tháng/năm giờ:phút")


class _AsShown(forms.Field):
    """A value has changed when what the person sees has: seconds do not show."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        try:
            value = self.to_python(data)
        except ValidationError:
            return True
        return (self.prepare_value(initial) or None) != self.prepare_value(value)


class VietnameseDateField(_AsShown, forms.DateField):
    """Reads every form of `core.dates.parse_date`, shows 01/10/2023."""

    widget = VietnameseDateInput

    def prepare_value(self, value: Any) -> Any:
        return short_date(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, datetime):
            return in_hanoi(value).date()
        return value if isinstance(value, date) else _read(parse_date, value)


class VietnameseDateTimeField(_AsShown, forms.DateTimeField):
    """Reads every form of `core.dates.parse_datetime`, shows 01/10/2023 10:51, gives an aware
    datetime in Hanoi's zone; a day without a time is its midnight."""

    widget = VietnameseDateTimeInput

    def prepare_value(self, value: Any) -> Any:
        return short_datetime(value) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, datetime):
            return in_hanoi(value)
        if isinstance(value, date):
            return datetime.combine(value, time.min, HANOI)
        return _read(parse_datetime, value)


def _read(parse: Callable[[str], _T], value: Any) -> _T | None:
    text = clean_line(str(value)) if value is not None else ""
    if not text:
        return None
    try:
        return parse(text)
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from error
