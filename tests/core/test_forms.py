"""Widgets are drawn with fewer steps, to the same bytes as Django's own templates draw."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from core.forms import Renderer

ODD = {
    "id": 'a"b<c>&',
    "required": True,
    "hidden": False,
    "data-n": 1234567,
    "data-x": 1.5,
    "lang": None,
}
WIDGETS = [
    forms.TextInput(ODD),
    forms.NumberInput({"min": 0}),
    forms.CheckboxInput(ODD),
    forms.Textarea(ODD),
    forms.HiddenInput(),
    forms.Select(ODD, choices=[("", "–"), ("1", "Một <b>"), ("Nhóm", [(2, 'Hai "hai"')])]),
    forms.RadioSelect(choices=[(1, "Một"), (2, "Hai")]),
    forms.ClearableFileInput(),
]


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("value", [None, "", "1", 2, 'x"<>&', True])
def test_widgets_are_what_django_draws(widget, value):
    ours = widget.render("n", value, {"class": "x"}, Renderer())
    assert ours == widget.render("n", value, {"class": "x"}, DjangoTemplates())


class Asking(forms.Form):
    name = forms.CharField()


def test_errors_are_drawn_where_there_are_some():
    bound = Asking({}, renderer=Renderer())
    assert str(bound["name"].errors).startswith('<ul class="errorlist"')
    assert str(Asking(renderer=Renderer())["name"].errors) == ""
    assert bound.as_div() == Asking({}, renderer=DjangoTemplates()).as_div()
