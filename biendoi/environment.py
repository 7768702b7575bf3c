"""Typed reading of the environment. A wrong value stops the start with one line."""

import os
import re
import tomllib
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

_ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(?::([0-9]{1,5}))?")
_ADDRESS = re.compile(r"(https?://[^/]+)(?:/[A-Za-z0-9._~-]+)*")


class WrongSetting(SystemExit):
    """Ends the process with one sentence instead of a traceback."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"Cấu hình sai: {name} {reason}")


def text(name: str, default: str | None = None) -> str:
    """The variable, or the contents of the file named by NAME_FILE (for secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise WrongSetting(f"{name}_FILE", f"không đọc được ({error.strerror}).") from None
    value = os.environ.get(name, default)
    if value is None:
        raise WrongSetting(name, "chưa được đặt. Xem .env.example.")
    return value


def secret(name: str) -> str:
    value = text(name)
    if len(value) < 40:
        raise WrongSetting(name, "phải dài ít nhất 40 ký tự ngẫu nhiên.")
    return value


def boolean(name: str, default: bool) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise WrongSetting(name, f"phải là 1 hoặc 0, không phải “{value}”.")


def integer(name: str, default: int, *, least: int | None = None) -> int:
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise WrongSetting(name, f"phải là số nguyên, không phải “{value}”.") from None
    if least is not None and number < least:
        raise WrongSetting(name, f"phải từ {least} trở lên, không phải “{value}”.")
    return number


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str, default: str) -> list[IPv4Network | IPv6Network]:
    """A comma-separated list of networks and single addresses: 10.0.0.0/8, 192.0.2.7, ::1"""
    try:
        return [ip_network(word) for word in words(name, default)]
    except ValueError:
        raise WrongSetting(name, "phải là các địa chỉ mạng như 10.0.0.0/8, 192.0.2.7.") from None


def folder(name: str, default: Path) -> Path:
    return Path(text(name, str(default))).expanduser().resolve()


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in allowed:
        raise WrongSetting(name, f"phải là một trong: {', '.join(allowed)}; không phải “{value}”.")
    return value


def toml(name: str, default: Path) -> dict[str, str]:
    """The file's values; it must have every key of the default file."""
    path = folder(name, default)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        missing = tomllib.loads(default.read_text(encoding="utf-8")).keys() - values.keys()
    except OSError as error:
        raise WrongSetting(name, f"không đọc được {path} ({error.strerror}).") from None
    except tomllib.TOMLDecodeError as error:
        raise WrongSetting(name, f"{path} không đúng định dạng TOML ({error}).") from None
    if missing:
        raise WrongSetting(name, f"{path} còn thiếu: {', '.join(sorted(missing))}.")
    return values


def origin(name: str, default: str) -> str:
    """An absolute address without a path: https://www.example.vn"""
    value = text(name, default).rstrip("/")
    if not _is_origin(value):
        raise WrongSetting(name, f"phải có dạng https://ten-mien.vn, không phải “{value}”.")
    return value


def _is_origin(value: str) -> bool:
    match = _ORIGIN.fullmatch(value)
    return match is not None and int(match[2] or 0) <= 65_535


def address(name: str) -> str:
    """An absolute address that may have a path: https://files.example.vn/anh"""
    value = text(name).rstrip("/")
    match = _ADDRESS.fullmatch(value)
    if not match or not _is_origin(match[1]):
        raise WrongSetting(name, f"phải có dạng https://ten-mien.vn/thu-muc, không phải “{value}”.")
    return value


def together(names: tuple[str, ...]) -> dict[str, str]:
    """Settings that mean something only all at once: every one of them, or {} where none is set."""
    values = {name: text(name, "") for name in names}
    missing = [name for name, value in values.items() if not value]
    if len(missing) == len(names):
        return {}
    if missing:
        raise WrongSetting(
            ", ".join(missing), f"chưa được đặt. Cần đủ cả {', '.join(names)}, hoặc không đặt gì."
        )
    return values


def database(name: str, default: str) -> dict[str, object]:
    """postgres://user:password@host:port/name?sslmode=require or sqlite:///path"""
    url = urlsplit(text(name, default))
    if url.scheme == "sqlite":
        return _sqlite(unquote(url.path[1:]) or ":memory:")
    if url.scheme in {"postgres", "postgresql"}:
        try:
            port = url.port
        except ValueError:
            raise WrongSetting(name, "có cổng (port) không hợp lệ.") from None
        options = dict(parse_qsl(url.query))
        if not url.path.strip("/"):
            raise WrongSetting(name, "thiếu tên cơ sở dữ liệu sau dấu “/”.")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path[1:]),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": options.pop("host", None) or unquote(url.hostname or ""),
            "PORT": str(port or ""),
            "OPTIONS": options,
            # psycopg2 has no pool in Django: keep connections, and ask them before use.
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise WrongSetting(name, "phải bắt đầu bằng postgres:// hoặc sqlite:///")


def mail(name: str) -> dict[str, object]:
    """console: writes mails to the log; smtp://user:password@host:587?tls=1, smtps://host:465"""
    value = text(name, "console:")
    if value == "console:":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    url = urlsplit(value)
    if url.scheme not in {"smtp", "smtps"} or not url.hostname:
        raise WrongSetting(name, "phải là console:, hoặc bắt đầu bằng smtp:// hay smtps://")
    try:
        port = url.port
    except ValueError:
        raise WrongSetting(name, "có cổng (port) không hợp lệ.") from None
    secure = url.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": unquote(url.hostname),
        "EMAIL_PORT": port or (465 if secure else 587),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure and dict(parse_qsl(url.query)).get("tls") == "1",
        # A worker that waits for a dead mail server does nothing else meanwhile.
        "EMAIL_TIMEOUT": 20,
    }


def social_logins(*services: str) -> dict[str, dict[str, str]]:
    """GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET → {"google": {"client_id": …, "secret": …}}; of
    services without both nothing."""
    found = {}
    for service in services:
        names = (f"{service}_CLIENT_ID", f"{service}_CLIENT_SECRET")
        if keys := together(names):
            found[service.lower()] = {"client_id": keys[names[0]], "secret": keys[names[1]]}
    return found


def _sqlite(path: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Opening it reads the whole schema, closing it writes the log of changes back: half the
        # time of an answer.
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            # Writers queue at BEGIN instead of failing half-way with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000;"
            ),
        },
    }
