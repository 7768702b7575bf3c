from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from js_asset import Script


class ChosenSelect(AutocompleteSelect):
    """Names the row that is chosen without asking the database: the form has it at hand."""

    chosen: models.Model | None = None
    called: str = ""
    """What it is called here, where that is not its own name."""

    def optgroups(self, name: str, value: list[str], attr: dict[str, Any] | None = None) -> Any:
        if self.chosen is None or value != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attr)
        option = self.create_option(name, self.chosen.pk, self.called or str(self.chosen), True, 0)
        return [(None, [option], 0)]


class PhotoChooser(forms.TextInput):
    """The number of a photo with its picture, chosen from the library in a popup."""

    template_name = "newsroom/photo_chooser.html"

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=[Script("js/newsroom/lead-photo.js", type="module")])

    def format_value(self, value: Any) -> str:
        return str(value) if value else ""
