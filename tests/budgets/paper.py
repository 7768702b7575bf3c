"""The demo newspaper as it is shipped: made by its command, gunicorn behind nginx.

python -m tests.budgets.paper    serves one from a scratch folder until it is interrupted
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from deploy.demo import server_options, surroundings
from tests.deploy import nginx


@dataclass(frozen=True)
class Paper:
    """A newspaper that is being served."""

    site: str  # as in http://127.0.0.1:8000
    folder: Path
    environment: dict[str, str]

    def survey(self) -> dict[str, list]:
        """What survey.py finds."""
        folder = self.folder / "pages"
        folder.mkdir()
        self.run("-m", "tests.budgets.survey", str(folder))
        return json.loads((folder / "pages.json").read_text(encoding="utf-8"))

    def render(self, keys: set[str]) -> None:
        """Make all copies of these photos, as the worker does in its own time."""
        if keys:
            self.run("-m", "tests.budgets.rendered", *sorted(keys))

    def run(self, *arguments: str) -> None:
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


@contextmanager
def open_paper(folder: Path) -> Iterator[Paper]:
    """A newspaper made in the folder and served as long as the block lasts."""
    port, inner = nginx.free_port(), nginx.free_port()
    var = folder / "var"
    var.mkdir()
    environment = {
        name: value
        for name, value in surroundings(var, port).items()
        if name not in {"DJANGO_SETTINGS_MODULE", "TEST_DATABASE"}
    }
    paper = Paper(f"http://127.0.0.1:{port}", folder, {**environment, "BEHIND_PROXY": "1"})
    paper.run("manage.py", "demo")
    with (
        gunicorn(paper, inner),
        nginx.running(folder, port, var=var, gunicorn=f"127.0.0.1:{inner}"),
    ):
        yield paper


@contextmanager
def gunicorn(paper: Paper, port: int) -> Iterator[None]:
    log = paper.folder / "gunicorn.log"
    with log.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *server_options(port)],
            cwd=settings.BASE_DIR,
            env=paper.environment,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        nginx.wait_for(port, log)
        yield
    finally:
        process.terminate()
        process.wait(20)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings_test")
    with (
        tempfile.TemporaryDirectory(prefix="bienphong-paper-") as folder,
        open_paper(Path(folder)) as paper,
    ):
        print(paper.site, flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main()
