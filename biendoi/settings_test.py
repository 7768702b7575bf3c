"""The same settings; only what makes tests slow or leave traces differs."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "test-" + "0123456789" * 5)

from biendoi.settings import *  # noqa: E402, F403 -- the secret must stand before
from biendoi.settings import STORAGES  # noqa: E402

_scratch = Path(tempfile.mkdtemp(prefix="bienphong-test-"))
MEDIA_ROOT = _scratch / "media"
PRIVATE_ROOT = _scratch / "private"
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
WHITENOISE_AUTOREFRESH = True
