"""Reindexing in a process of its own that comes to a stand in the midst of its third slice, with
what it wrote not committed: python -m tests.search.process"""

import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings

from tests.outbox.process import surroundings

SLICE, STAND = 2, 3
STANDS = "giữa phần thứ ba"


@contextmanager
def reindexing_that_stands():
    """The process, when it stands."""
    command = [sys.executable, "-m", "tests.search.process"]
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=surroundings(), stdout=subprocess.PIPE, text=True
    )
    with process:
        try:
            assert any(STANDS in line for line in process.stdout)
            yield process
        finally:
            process.kill()


def main():
    from django.core.management import call_command  # noqa: PLC0415 -- settings must stand

    from search import reindexing  # noqa: PLC0415
    from search.engines import engine  # noqa: PLC0415

    write, written = engine().write, []

    def write_and_stand(copy, sheets):
        write(copy, sheets)
        written.append(len(sheets))
        if len(written) == STAND:
            print(f"\n{STANDS}", flush=True)  # noqa: T201 -- read by the test
            time.sleep(60)

    engine().write = write_and_stand
    reindexing.SLICE = SLICE
    call_command("reindex")


if __name__ == "__main__":
    import django

    django.setup()
    main()
