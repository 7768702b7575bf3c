"""A wrong setting stops the start with one line that names it; see biendoi/environment.py."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

RIGHT = {
    "PATH": os.environ["PATH"],
    "PYTHONUTF8": "1",
    "SECRET_KEY": "0123456789" * 5,
    "DATABASE_URL": "sqlite:///:memory:",
}


def start(**changes):
    """`manage.py check` with these settings; None takes one away."""
    wanted = {**RIGHT, **changes}
    environment = {name: value for name, value in wanted.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_start_with_right_settings():
    outcome = start(SITE_URL="https://bienphong.example:65535")
    assert (outcome.returncode, outcome.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "too-short"),
        ("SECRET_KEY_FILE", "/nowhere/secret"),
        ("DATABASE_URL", "mysql://localhost/bienphong"),
        ("DATABASE_URL", "postgres://localhost:port/bienphong"),
        ("DATABASE_URL", "postgres://localhost/"),
        ("SITE_URL", "bienphong.example"),
        ("SITE_URL", "https://bienphong.example/path"),
        ("SITE_URL", "https://bienphong.example:port"),
        ("SITE_URL", "https://bienphong.example:65536"),
        ("DEBUG", "perhaps"),
        ("PHOTO_MAX_BYTES", "60MB"),
        ("LOG_LEVEL", "LOUD"),
        ("MASTHEAD_FILE", "/nowhere/masthead.toml"),
        ("MASTHEAD_FILE", "manage.py"),
    ],
)
def test_start_with_wrong_setting(name, value):
    outcome = start(**{name: value})
    lines = outcome.stderr.splitlines()
    assert (outcome.returncode, len(lines)) == (1, 1), outcome.stderr
    assert lines[0].startswith(f"Cấu hình sai: {name} ")


def test_start_with_incomplete_masthead(tmp_path):
    masthead = tmp_path / "masthead.toml"
    masthead.write_text('name = "Báo"\n', encoding="utf-8")
    outcome = start(MASTHEAD_FILE=str(masthead))
    assert (outcome.returncode, len(outcome.stderr.splitlines())) == (1, 1), outcome.stderr
