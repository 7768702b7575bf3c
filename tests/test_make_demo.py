"""deploy/demo.py on machines that lack something: one line each, and nothing else happens."""

import os
import socket
import stat
import subprocess
import sys

import pytest
from django.conf import settings

from deploy import demo

SCRIPT = settings.BASE_DIR / "deploy" / "demo.py"


@pytest.fixture
def python(tmp_path):
    """Makes an executable that answers the probe as a Python of this version would."""

    def make(name, version, *, able=True):
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\necho {version.replace('.', ' ')} {int(able)}\n")
        path.chmod(0o755)
        return str(path)

    return make


@pytest.fixture
def busy_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def start(tmp_path, **environment):
    """The script in a process of its own, with the virtual environment of the suite."""
    return subprocess.run(
        [sys.executable, SCRIPT],
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


# What the person at the terminal sees


def test_start_with_port_busy(tmp_path, busy_port):
    outcome = start(tmp_path, PORT=str(busy_port))
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert outcome.stderr == (
        f"Không chạy được: cổng {busy_port} đang có chương trình khác dùng; "
        f"hãy chọn cổng khác, chẳng hạn: make demo PORT={busy_port % 65535 + 1}\n"
    )


def test_start_with_port_not_a_number(tmp_path):
    outcome = start(tmp_path, PORT="http")
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert outcome.stderr == (
        "Không chạy được: PORT phải là một số từ 1 đến 65535, không phải “http”.\n"
    )


def test_start_in_folder_that_is_a_file(tmp_path):
    (tmp_path / "var").write_text("not a folder")
    outcome = start(tmp_path)
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert outcome.stderr == (
        f"Không chạy được: không ghi được vào thư mục {tmp_path / 'var'}: "
        "đã có một tệp trùng tên.\n"
    )


# Ports and folders


@pytest.mark.parametrize("value", ["0", "65536", "-1", "８０", "80.0", "", "1e3"])
def test_chosen_port_refuses(value):
    with pytest.raises(demo.Refusal):
        demo.chosen_port(value)


def test_chosen_port_takes_a_number():
    assert demo.chosen_port("8001") == 8001


def test_require_free_lets_a_free_port_pass(busy_port):
    with socket.socket() as passing:
        passing.bind(("127.0.0.1", 0))
        free = passing.getsockname()[1]
    assert free != busy_port
    demo.require_free(free)


def test_require_writable_makes_the_folder(tmp_path):
    demo.require_writable(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_require_writable_below_a_file(tmp_path):
    (tmp_path / "a").write_text("not a folder")
    with pytest.raises(demo.Refusal, match="đã có một tệp trùng tên"):
        demo.require_writable(tmp_path / "a" / "b")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_require_writable_without_permission(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(demo.Refusal, match="không có quyền"):
        demo.require_writable(tmp_path)


# Which Python


def test_chosen_python_prefers_the_one_named(monkeypatch, python):
    named = python("my-python", "3.13")
    monkeypatch.setenv("PYTHON", named)
    assert demo.chosen_python() == named


def test_chosen_python_passes_over_those_that_cannot(monkeypatch, tmp_path, python):
    monkeypatch.delenv("PYTHON", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin")
    monkeypatch.setattr(sys, "executable", python("python", "3.9"))
    python("python3.13", "3.13", able=False)
    good = python("python3.12", "3.12")
    assert demo.chosen_python() == good


def test_chosen_python_too_old(monkeypatch, python):
    old = python("python3", "3.10")
    monkeypatch.setenv("PYTHON", old)
    with pytest.raises(demo.Refusal) as refusal:
        demo.chosen_python()
    assert str(refusal.value) == f"cần Python 3.11 trở lên; ở đây có: 3.10 ({old})."


def test_chosen_python_without_venv(monkeypatch, python):
    bare = python("python3", "3.12", able=False)
    monkeypatch.setenv("PYTHON", bare)
    with pytest.raises(demo.Refusal) as refusal:
        demo.chosen_python()
    assert str(refusal.value) == (
        f"Python 3.12 ({bare}) thiếu mô-đun venv; "
        "hãy cài thêm, chẳng hạn: apt install python3.12-venv"
    )


def test_chosen_python_that_is_not_there(monkeypatch):
    monkeypatch.setenv("PYTHON", "no-such-python")
    with pytest.raises(
        demo.Refusal, match=r"^cần Python 3\.11 trở lên; ở đây có: không bản nào\.$"
    ):
        demo.chosen_python()


def test_abilities_of_this_python():
    assert demo.abilities(sys.executable) == (sys.version_info[:2], True)


def test_abilities_of_something_else():
    assert demo.abilities("/bin/false") == ((0,), False)


# The secret


def test_kept_secret_is_made_once(tmp_path):
    path = demo.kept_secret(tmp_path)
    first = path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert demo.kept_secret(tmp_path).read_text() == first
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_kept_secret_cut_short_is_made_anew(tmp_path):
    (tmp_path / "secret_key").write_text("half")
    assert len(demo.kept_secret(tmp_path).read_text()) >= demo.SECRET_LENGTH


def test_surroundings_leave_other_stores_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://production/")
    surroundings = demo.surroundings(tmp_path, 8001)
    assert "DATABASE_URL" not in surroundings
    assert surroundings["SITE_URL"] == "http://127.0.0.1:8001"
    assert surroundings["DEBUG"] == "0"


# The parts


@pytest.fixture
def bare_venv(monkeypatch, tmp_path):
    """A .venv whose Python writes down what it is asked, and fails when a file `fail` is there."""
    program = tmp_path / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\ntest ! -e {tmp_path}/fail\n')
    program.chmod(0o755)
    monkeypatch.setattr(demo, "VENV", tmp_path / ".venv")
    return tmp_path


def installed(folder):
    asked = folder / "asked"
    return asked.read_text().count("pip install") if asked.exists() else 0


def test_install_only_when_the_list_changed(bare_venv, capsys):
    requirements = bare_venv / "requirements.txt"
    requirements.write_text("Django==5.2.19\n")
    demo.install([requirements], maker=None)
    demo.install([requirements], maker=None)
    assert installed(bare_venv) == 1
    requirements.write_text("Django==5.2.20\n")
    demo.install([requirements], maker=None)
    assert installed(bare_venv) == 2
    assert capsys.readouterr().out == "Đang cài các thư viện trong requirements.txt …\n" * 2


def test_install_when_an_included_list_changed(bare_venv):
    (bare_venv / "requirements.txt").write_text("Django==5.2.19\n")
    (bare_venv / "requirements-dev.txt").write_text("-r requirements.txt\npytest\n")
    demo.install([bare_venv / "requirements-dev.txt"], maker=None)
    (bare_venv / "requirements.txt").write_text("Django==5.2.20\n")
    demo.install([bare_venv / "requirements-dev.txt"], maker=None)
    assert installed(bare_venv) == 2


def test_install_without_network_names_the_log(bare_venv):
    requirements = bare_venv / "requirements.txt"
    requirements.write_text("Django==5.2.19\n")
    (bare_venv / "fail").touch()
    with pytest.raises(demo.Refusal) as refusal:
        demo.install([requirements], maker=None)
    assert str(refusal.value) == (
        "không cài được requirements.txt (xem lại mạng và chỗ trống trên đĩa); "
        f"chi tiết ở {bare_venv / '.venv' / 'pip.log'}"
    )
    (bare_venv / "fail").unlink()
    demo.install([requirements], maker=None)
    assert installed(bare_venv) == 2


def test_venv_maker_where_venv_works(bare_venv):
    assert demo.venv_maker() is None


def test_venv_maker_where_venv_is_broken(bare_venv, monkeypatch, python):
    (bare_venv / "fail").touch()
    good = python("python3", "3.12")
    monkeypatch.setenv("PYTHON", good)
    assert demo.venv_maker() == good


# The server and its worker


def test_worker_starts_beside_the_server_and_with_its_number(bare_venv):
    program = bare_venv / ".venv" / "bin" / "python"
    program.write_text(f'#!/bin/sh\necho "$$ $@" >> {bare_venv}/asked\n')
    serving = f"from deploy import demo; demo.VENV = demo.Path({str(program.parent.parent)!r})"
    outcome = subprocess.run(
        [sys.executable, "-c", f"{serving}; demo.serve()"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(bare_venv / "var"), "PORT": "48123"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (outcome.returncode, outcome.stderr) == (0, "")
    asked = dict(
        reversed(line.split(" ", 1)) for line in (bare_venv / "asked").read_text().splitlines()
    )
    (server,) = [number for words, number in asked.items() if words.startswith("-m gunicorn ")]
    workers = [words for words in asked if words.startswith("manage.py worker")]
    assert workers == [f"manage.py worker --with-parent={server}"]
    assert asked[workers[0]] != server
