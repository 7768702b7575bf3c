import io
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from multimedia.stripping import survey, transcribe


@pytest.fixture
def stored():
    """The files of both folders, public and private, when called."""

    def files():
        roots = (Path(django_settings.MEDIA_ROOT), Path(django_settings.PRIVATE_ROOT))
        return {path for root in roots for path in root.rglob("*") if path.is_file()}

    return files


@pytest.fixture
def stripped():
    """stripped(content) → (what it is, the bytes readers get)."""

    def strip(content):
        source, target = io.BytesIO(content), io.BytesIO()
        facts = survey(source)
        transcribe(source, target, facts.edits)
        return facts, target.getvalue()

    return strip
