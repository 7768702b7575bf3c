"""The same settings; only what makes tests slow or leave traces differs."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_scratch = Path(tempfile.mkdtemp(prefix="bienphong-test-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)

os.environ.setdefault("SECRET_KEY", "test-" + "0123456789" * 5)
for name in [name for name in os.environ if name.startswith("S3_")]:
    del os.environ[name]  # no test writes into somebody's bucket
if os.environ.get("TEST_DATABASE") == "postgres":
    # Without an address, tests/conftest.py starts a server of its own and fills it in.
    os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or "postgres:///bienphong"
else:
    os.environ["DATABASE_URL"] = f"sqlite:///{_scratch / 'db.sqlite3'}"

from biendoi.settings import *  # noqa: E402, F403 -- the environment must stand before
from biendoi.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

# A file, and not memory: threads of one test meet on it as they do in production.
DATABASES["default"]["TEST"] = (
    {} if os.environ.get("TEST_DATABASE") == "postgres" else {"NAME": _scratch / "test.sqlite3"}
)
INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]  # for "make lint"

VAR_DIR = _scratch
STATIC_ROOT = _scratch / "static"
MEDIA_ROOT = _scratch / "media"
PRIVATE_ROOT = _scratch / "private"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
# Kept for the whole run (see tests/conftest.py): no test's count of queries hangs on the minute.
FOOTER_SECONDS = 10**9
WHITENOISE_AUTOREFRESH = True
