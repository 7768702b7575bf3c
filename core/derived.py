"""Columns worked out in Python from another field of the same row, for ordering and addresses."""

from collections.abc import Callable
from typing import Any

from django.db import models


class DerivedField(models.CharField):
    """A key kept beside its source, as auto_now keeps a time: written with every save of the row.

    `derive` takes the source's text and gives the key. `update_fields` must name both columns.
    """

    def __init__(
        self,
        *args: Any,
        source: str = "name",
        derive: Callable[[str], str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.source = source
        self.derive = derive
        kwargs.setdefault("max_length", 300)
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, "django.db.models.CharField", args, kwargs

    def pre_save(self, instance: models.Model, add: bool) -> str:
        assert self.derive is not None
        value = self.derive(getattr(instance, self.source))[: self.max_length]
        setattr(instance, self.attname, value)
        return value
