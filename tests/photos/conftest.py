from pathlib import Path

import pytest
from django.conf import settings as django_settings


@pytest.fixture
def stored():
    """The files of both folders, public and private, when called."""

    def files():
        roots = (Path(django_settings.MEDIA_ROOT), Path(django_settings.PRIVATE_ROOT))
        return {path for root in roots for path in root.rglob("*") if path.is_file()}

    return files
