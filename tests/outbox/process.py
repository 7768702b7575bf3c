"""A worker in a process of its own: python -m tests.outbox.process worker --once

It knows effects that write what they do into the file their key names, as "start" and "end" lines.
"""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

OPENING = "Việc nền: đang chạy.\n"
CLOSING = "Việc nền: đã dừng.\n"


def note(path, word):
    """One line in one write: lines of several processes do not mix."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, f"{word}\n".encode())
    os.close(descriptor)


def noted(path):
    return path.read_text().split("\n")[:-1] if path.exists() else []


def quick(key):
    """key: path|word"""
    path, _bar, word = key.partition("|")
    note(path, f"start {word}")
    note(path, f"end {word}")


def slow(key):
    """Until somebody makes the file `path.go`."""
    note(key, "start")
    while not Path(f"{key}.go").exists():
        time.sleep(0.02)
    note(key, "end")


def database_address():
    """What DATABASE_URL must be for another process to meet this test's database."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    port = f":{facts['PORT']}" if facts["PORT"] else ""
    options = urlencode({**facts["OPTIONS"], "host": facts["HOST"]})
    user = f"{quote(facts['USER'])}:{quote(facts['PASSWORD'])}"
    return f"postgres://{user}@{port}/{facts['NAME']}?{options}"


def command(*arguments):
    return [sys.executable, "-m", "tests.outbox.process", "worker", *arguments]


def surroundings(**changes):
    return {
        **{name: value for name, value in os.environ.items() if name != "TEST_DATABASE"},
        "DJANGO_SETTINGS_MODULE": "biendoi.settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "VAR_DIR": str(settings.VAR_DIR),
        "DATABASE_URL": database_address(),
        "PYTHONUNBUFFERED": "1",
        **changes,
    }


@contextmanager
def worker(*arguments, **changes):
    """A running worker; killed at the end if it did not end by itself."""
    process = subprocess.Popen(
        command(*arguments),
        cwd=settings.BASE_DIR,
        env=surroundings(**changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(true, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to pass")


if __name__ == "__main__":
    import django
    from django.core.management import execute_from_command_line

    django.setup()
    from outbox.management.commands import worker as command_module
    from outbox.queue import effect

    command_module.AWAY = float(os.environ.get("AWAY") or command_module.AWAY)
    effect("test.quick", name="Việc nhanh")(quick)
    effect("test.slow", name="Việc chậm")(slow)
    execute_from_command_line(["manage.py", *sys.argv[1:]])
