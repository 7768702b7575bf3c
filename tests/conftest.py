"""Which database the suite runs on: TEST_DATABASE=sqlite (unless told) or postgres."""

import os

import pytest
from django.conf import settings

from biendoi import environment


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """On PostgreSQL without an address, a server of our own for as long as the run lasts."""
    if os.environ.get("TEST_DATABASE") != "postgres" or os.environ.get("TEST_DATABASE_URL"):
        yield
        return
    with pytest.MonkeyPatch.context() as patch, postgres(tmp_path_factory, patch) as address:
        patch.setenv("DATABASE_URL", address)
        settings.DATABASES["default"].update(environment.database("DATABASE_URL", ""))
        yield
