"""From a fresh clone to a running newspaper: `make demo`.

Needs nothing but Python's own library, for it runs before anything is installed. What is up to
date is left alone, so a second start costs little more than starting the server.

    python3 deploy/demo.py                              prepare and serve
    python3 deploy/demo.py parts requirements-dev.txt   only install these parts into .venv

An older Python must be able to read this file, to say that it is too old or to call a newer one.
"""

import errno
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
NAMES = ("python3.13", "python3.12", "python3.11", "python3")
SECRET_LENGTH = 50

PROBE = """
import sys
try:
    import ensurepip, venv
    able = 1
except ImportError:
    able = 0
print("%d %d %d" % (sys.version_info[0], sys.version_info[1], able))
"""

REASONS = {
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOSPC: "ổ đĩa đã hết chỗ",
    errno.EDQUOT: "đã dùng hết hạn mức đĩa",
    errno.EEXIST: "đã có một tệp trùng tên",
    errno.ENOTDIR: "đã có một tệp trùng tên",
}


class Refusal(Exception):
    """Something this machine lacks, in one sentence for the person at the terminal."""


def main(arguments: list) -> None:
    try:
        if sys.version_info < OLDEST:
            newer = chosen_python()
            os.execv(newer, [newer, __file__, *arguments])
        if arguments:
            install([Path(name) for name in arguments[1:]], maker=venv_maker())
        else:
            serve()
    except Refusal as refusal:
        sys.exit(f"Không chạy được: {refusal}")
    except OSError as error:
        sys.exit(f"Không chạy được: {error.filename or 'hệ thống'}: {reason_of(error)}.")
    except KeyboardInterrupt:
        sys.exit(130)


def serve() -> None:
    """Ends only by becoming the server."""
    maker = venv_maker()
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    port = chosen_port(os.environ.get("PORT") or "8000")
    require_writable(var)
    require_free(port)
    install([ROOT / "requirements.txt"], maker=maker)
    environment = surroundings(var, port)
    python = str(VENV / "bin" / "python")
    prepared = subprocess.run([python, "manage.py", "demo"], cwd=ROOT, env=environment, check=False)
    if prepared.returncode:
        sys.exit(prepared.returncode)
    os.chdir(ROOT)
    start_worker(python, environment)
    os.execve(python, [python, "-m", "gunicorn", *server_options(port)], environment)


def start_worker(python: str, environment: dict) -> int:
    """Its process number. It ends with this process, which is about to become the server."""
    command = [python, "manage.py", "worker", f"--with-parent={os.getpid()}"]
    return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL).pid


def surroundings(var: Path, port: int) -> dict:
    """The production settings, with the store inside the project's own folder."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **environment,
        "DEBUG": "0",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY_FILE": str(kept_secret(var)),
        "VAR_DIR": str(var),
    }


def server_options(port: int) -> list:
    return [
        "biendoi.wsgi",
        f"--bind=127.0.0.1:{port}",
        "--worker-class=gthread",
        "--workers=2",
        "--threads=4",
        "--preload",
        "--log-level=warning",
        "--no-control-socket",
    ]


def chosen_port(value: str) -> int:
    if value.isascii() and value.isdigit() and 0 < int(value) < 65536:
        return int(value)
    raise Refusal(f"PORT phải là một số từ 1 đến 65535, không phải “{value}”.")


def require_free(port: int) -> None:
    with socket.socket() as probe:
        # As the server does: a port whose last visitor has just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Refusal(
                f"hệ thống không cho dùng cổng {port}; hãy chọn một số từ 1024 trở lên, "
                "chẳng hạn: make demo PORT=8001"
            ) from None
        except OSError:
            raise Refusal(
                f"cổng {port} đang có chương trình khác dùng; hãy chọn cổng khác, "
                f"chẳng hạn: make demo PORT={port % 65535 + 1}"
            ) from None


def require_writable(folder: Path) -> None:
    """Makes the folder if it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
    except OSError as error:
        raise Refusal(f"không ghi được vào thư mục {folder}: {reason_of(error)}.") from None


def reason_of(error: OSError) -> str:
    return REASONS.get(error.errno or 0) or error.strerror or str(error)


def kept_secret(var: Path) -> Path:
    """The file with this newspaper's secret, made once: another would sign everybody out."""
    path = var / "secret_key"
    if path.exists() and len(path.read_text(encoding="ascii").strip()) >= SECRET_LENGTH:
        return path
    # mkstemp lets nobody but the owner read it; a full disk leaves no half a secret behind.
    descriptor, name = tempfile.mkstemp(dir=var, prefix="secret_key.")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(SECRET_LENGTH))
    return Path(name).replace(path)


def install(lists: list, *, maker: "str | None") -> None:
    """Installs each list that changed since it was last installed; makes .venv first if told."""
    if maker:
        make_venv(maker)
    for requirements in lists:
        stamp = VENV / f"{requirements.name}.sha256"
        wanted = fingerprint(requirements)
        if not stamp.exists() or stamp.read_text(encoding="ascii") != wanted:
            run_pip(requirements)
            stamp.write_text(wanted, encoding="ascii")


def venv_maker() -> "str | None":
    """The interpreter to make .venv with; None where .venv works."""
    command = [VENV / "bin" / "python", "-c", "import pip"]
    try:
        subprocess.run(command, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return chosen_python()
    return None


def make_venv(python: str) -> None:
    require_writable(VENV.parent)
    say("Đang tạo môi trường Python trong .venv …")
    command = [python, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        last = (made.stderr.strip() or made.stdout.strip() or "?").splitlines()[-1]
        raise Refusal(f"không tạo được .venv bằng {python}: {last}")


def chosen_python() -> str:
    """PYTHON if it is set, else the first interpreter on the path that can make .venv."""
    named = os.environ.get("PYTHON")
    names = (named,) if named else (sys.executable, *NAMES)
    seen = {path: abilities(path) for path in map(shutil.which, names) if path}
    new_enough = [path for path, (version, _able) in seen.items() if version >= OLDEST]
    for path in new_enough:
        if seen[path][1]:
            return path
    if new_enough:
        number = ".".join(map(str, seen[new_enough[0]][0]))
        raise Refusal(
            f"Python {number} ({new_enough[0]}) thiếu mô-đun venv; "
            f"hãy cài thêm, chẳng hạn: apt install python{number}-venv"
        )
    found = [f"{'.'.join(map(str, version))} ({path})" for path, (version, _) in seen.items()]
    raise Refusal(f"cần Python 3.11 trở lên; ở đây có: {', '.join(found) or 'không bản nào'}.")


def abilities(python: str) -> tuple:
    """(version, whether it can make a virtual environment); ((0,), False) where it does not run."""
    try:
        answer = subprocess.check_output([python, "-c", PROBE], stderr=subprocess.DEVNULL)
        major, minor, able = map(int, answer.split())
    except (OSError, ValueError, subprocess.CalledProcessError):
        return (0,), False
    return (major, minor), bool(able)


def run_pip(requirements: Path) -> None:
    say(f"Đang cài các thư viện trong {requirements.name} …")
    log = VENV / "pip.log"
    command = [VENV / "bin" / "python", "-m", "pip", "install", "--requirement", requirements]
    with log.open("w", encoding="utf-8") as file:
        done = subprocess.run(
            [*command, "--no-input", "--disable-pip-version-check"],
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise Refusal(
            f"không cài được {requirements.name} (xem lại mạng và chỗ trống trên đĩa); "
            f"chi tiết ở {log}"
        )


def fingerprint(requirements: Path) -> str:
    """Changes with the list and with the lists it includes."""
    content = requirements.read_bytes()
    for line in content.decode().splitlines():
        if line.startswith("-r "):
            content += (requirements.parent / line[3:].strip()).read_bytes()
    return hashlib.sha256(content).hexdigest()


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
