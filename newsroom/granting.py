"""Rights that the groups of the newsroom start with, given by migrations, editable afterwards."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.management import create_permissions
from django.db.migrations import RunPython


def grant(rights: Mapping[str, tuple[str, ...]]) -> RunPython:
    """A migration step that adds rights ("photos.view_photo") to groups, by the group's name.

    A group renamed or taken away since is left alone. Raises LookupError for a right nobody made.
    """

    def give(apps: Any, schema_editor: Any) -> None:
        wanted = {right for given in rights.values() for right in given}
        known = _permissions(apps, wanted)
        for group in apps.get_model("auth", "Group").objects.filter(name__in=rights):
            group.permissions.add(*(known[right] for right in rights[group.name]))

    return RunPython(give, RunPython.noop)


def _permissions(apps: Any, rights: set[str]) -> dict[str, Any]:
    """Permissions are usually made after all migrations: too late."""
    from django.apps import apps as installed  # noqa: PLC0415 -- create_permissions wants real configs

    labels = sorted({right.partition(".")[0] for right in rights})
    for label in labels:
        create_permissions(installed.get_app_config(label), verbosity=0, apps=apps)
    made = apps.get_model("auth", "Permission").objects.select_related("content_type")
    rows = made.filter(content_type__app_label__in=labels)
    known = {f"{row.content_type.app_label}.{row.codename}": row for row in rows}
    if missing := rights - known.keys():
        raise LookupError(f"No such right: {', '.join(sorted(missing))}")
    return known
