from typing import Any

from django import forms
from js_asset import Script


class PhotoChooser(forms.TextInput):
    """The number of a photo with its picture, chosen from the library in a popup."""

    template_name = "newsroom/photo_chooser.html"

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=[Script("js/newsroom/lead-photo.js", type="module")])

    def format_value(self, value: Any) -> str:
        return str(value) if value else ""
