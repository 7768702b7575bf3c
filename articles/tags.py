"""Tags as a newspaper types them: parted by commas only, one row per spelling that reads alike."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from taggit.managers import _TaggableManager

from core.vietnamese import clean_line, excerpt, slug, tone_key

MAX_LENGTH = 100


def parse(text: str) -> list[str]:
    """“Bộ đội Biên phòng, Quảng Ninh” is two tags; stock parsing makes six of it.

    Raises ValidationError, which taggit's form field hands on to its form.
    """
    names: dict[str, str] = {}
    for part in (text or "").replace(";", ",").replace("\n", ",").split(","):
        name = clean_line(part).strip('"“”# ')
        if len(name) > MAX_LENGTH:
            raise ValidationError(f"Thẻ dài quá {MAX_LENGTH} ký tự: “{excerpt(name, 40)}”.")
        if slug(name):
            names.setdefault(tone_key(name), name)
    return list(names.values())


def join(tags: Iterable[Any]) -> str:
    return ", ".join(tag.name for tag in tags)


class TagManager(_TaggableManager):
    """Finds and makes tags by their key, so that ĐỒN, đồn, NFD and eth spellings are one tag, and a
    synonym gives the tag it stands for."""

    def _to_tag_model_instances(self, tags: Iterable[Any], tag_kwargs: dict[str, Any]) -> set[Any]:
        model = self.through.tag_model()
        made = {tag for tag in tags if isinstance(tag, model)}
        names: dict[str, str] = {}
        for name in (clean_line(tag) for tag in tags if isinstance(tag, str)):
            names.setdefault(tone_key(name), name)
        manager = model._default_manager.using(self.through._default_manager.db)
        known = manager.all().meant_by(names)
        # A tag that lies in the trash comes back with the first piece that names it again.
        if trashed := [tag.pk for tag in known.values() if tag.trashed_at]:
            manager.filter(pk__in=trashed).update(trashed_at=None, trashed_by=None)
        for key, name in names.items():
            made.add(known.get(key) or manager.get_or_create(key=key, defaults={"name": name})[0])
        return made
