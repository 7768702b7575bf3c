from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django_prose_editor.fields import ProseEditorField

from core.html import sanitise

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "PhotoFigure": True,
    "RecordingFigure": True,
    "DocumentFigure": True,
    "InfoBox": True,
    "WordPaste": True,
    "DeskMenu": True,
    # A photo or box may stand last: there is always a paragraph to go on in.
    "TrailingNode": True,
    # The stock menu speaks English only; ours is in static/js/newsroom/editor.js.
    "Menu": {
        "defaultItems": False,
        "groups": [
            {"group": "blocks"},
            {"group": "marks"},
            {"group": "link"},
            {"group": "newsroom"},
            {"group": "table"},
            {"group": "history"},
        ],
    },
}


class BodyField(ProseEditorField):
    """Rich text of a piece, sanitised however it comes: form, import or plain assignment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("extensions", EXTENSIONS)
        kwargs.setdefault("sanitize", sanitise)
        super().__init__(*args, **kwargs)

    def clean(self, value: str, instance: models.Model) -> str:
        kept = super().clean(value, instance)
        if value and "<" in value and not kept and _said_something(value):
            raise ValidationError(
                "Nội dung dán vào không còn chữ nào sau khi lọc mã. Hãy dán lại dạng văn bản thuần."
            )
        return kept

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = sanitise(getattr(instance, self.attname) or "")
        setattr(instance, self.attname, value)
        return value


def _said_something(html: str) -> bool:
    """More than the empty paragraph an untouched editor sends."""
    return html.strip() not in {"<p></p>", "<p><br></p>"}
