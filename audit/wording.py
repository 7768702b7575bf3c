"""An entry as a person reads it."""

from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from audit.models import Entry

_FACTS = {
    "reason": "Lý do",
    "recipient": "Người nhận",
    "version": "Lần đăng",
    "effective": "Hiệu lực từ",
    "columns": "Ô đã đổi",
    "rows": "Hàng đã đổi",
    "given": "Được thêm",
    "taken": "Bị bớt",
    "verdict": "Kết quả",
    "comments": "Các ý kiến",
    "piece": "Bài số",
    "pieces": "Số bài",
    "first": "Từ bài số",
    "text": "Bản số",
    "correction": "Lời cải chính số",
    "from": "Từ bước",
    "to": "Sang bước",
    "assignee": "Người nhận việc",
    "due": "Hạn",
    "number": "Số lệnh",
    "ground": "Căn cứ",
    "ordered_by": "Người ra lệnh",
    "body": "Cơ quan ra lệnh",
    "removal": "Lần gỡ số",
    "export": "Tải về",
    "answer": "Bài phản hồi số",
    "round": "Lần",
    "replier": "Người phản hồi",
    "partner": "Đối tác",
    "format": "Dạng tệp",
    "asked": "Đã tìm",
}
_ORIGIN = {"address": "Địa chỉ", "path": "Trang", "session": "Phiên", "command": "Lệnh"}


def facts(entry: Entry) -> list[tuple[str, str]]:
    """(name, value) of what the act told, then of where it came from."""
    told = [(_FACTS.get(name, name), _plain(value)) for name, value in entry.facts.items()]
    origin = [(_ORIGIN.get(name, name), _plain(value)) for name, value in entry.origin.items()]
    return [(name, value) for name, value in (*told, *origin) if value]


def kind_name(entry: Entry) -> str:
    """“bài”, “tài khoản”; the code's own name where the model is gone."""
    if not entry.kind:
        return ""
    try:
        return str(apps.get_model(entry.kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return entry.kind


def address(entry: Entry) -> str:
    """Where the row is opened in the back-office; "" where it has no screen."""
    if not entry.kind:
        return ""
    try:
        return reverse(f"admin:{entry.kind.replace('.', '_')}_change", args=[entry.key])
    except NoReverseMatch:
        return ""


def _plain(value: Any) -> str:
    match value:
        case bool():
            return "có" if value else "không"
        case dict():
            return "; ".join(f"{name}: {_plain(part)}" for name, part in value.items())
        case list():
            return ", ".join(map(_plain, value))
        case None:
            return ""
    return str(value)
