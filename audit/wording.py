"""An entry as a person reads it."""

import json
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.urls import NoReverseMatch, reverse

from audit.acts import label
from audit.models import Entry
from core.dates import short_datetime

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
    "second_awaited": "Chờ người thứ hai",
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
    "request": "Yêu cầu cải chính số",
    "requests": "Trả lời các yêu cầu số",
    "asked_by": "Người yêu cầu",
    "let_read": "Được đọc",
    "no_longer": "Thôi được đọc",
    "partner": "Đối tác",
    "format": "Dạng tệp",
    "asked": "Đã tìm",
    "name": "Tên",
    "into_name": "Gộp vào",
    "step": "Bước",
    "priority": "Ưu tiên",
    "check": "Lưu ý",
    "demanded": "Buộc phải có ý kiến",
    "restored": "Bản lấy lại",
    "revisions": "Số bản bỏ bớt",
    "kind": "Việc",
    "total": "Số bài chọn",
    "address": "Địa chỉ",
}
# Facts that hold one of a column's choices are told as that column's own screen tells them.
_CHOICES = {
    "verdict": ("comments", "comment", "status"),
    "from": ("articles", "progress", "stage"),
    "to": ("articles", "progress", "stage"),
    "priority": ("articles", "progress", "priority"),
}
_MOMENTS = {"due", "effective"}
_RIGHTS = {"permissions", "user_permissions"}


def facts(entry: Entry) -> list[tuple[str, str]]:
    """(name, value) of what the act told and where it came from, as far as there are words for it;
    everything as it was written down is `raw`."""
    told = [(_FACTS[name], _said(entry, name, value)) for name, value in _named(entry)]
    return [(name, value) for name, value in told if value]


def raw(entry: Entry) -> str:
    """Facts and origin as they are sealed, for who compares them with the exported log."""
    return json.dumps([entry.facts, entry.origin], ensure_ascii=False, sort_keys=True)


def kind_name(entry: Entry) -> str:
    """“bài”, “tài khoản”; "" where the model is gone."""
    return _model(entry.kind)


def address(entry: Entry) -> str:
    """Where the row is opened in the back-office; "" where it has no screen."""
    if not entry.kind:
        return ""
    try:
        return reverse(f"admin:{entry.kind.replace('.', '_')}_change", args=[entry.key])
    except NoReverseMatch:
        return ""


def _named(entry: Entry) -> list[tuple[str, Any]]:
    both = (*entry.facts.items(), *entry.origin.items())
    return [(name, value) for name, value in both if name in _FACTS]


def _said(entry: Entry, name: str, value: Any) -> str:
    match name:
        case "columns":
            return ", ".join(filter(None, (_column(entry, column) for column in value)))
        case "rows":
            return "; ".join(
                f"{_model(kind) or 'hàng khác'}: {count}" for kind, count in value.items()
            )
        case "given" | "taken":
            return "; ".join(filter(None, (_rights(entry, *part) for part in value.items())))
        case "asked":
            return ", ".join(label(str(part)) for part in value.values())
    if name in _MOMENTS and isinstance(value, str):
        return short_datetime(datetime.fromisoformat(value))
    if name in _CHOICES:
        app, model, column = _CHOICES[name]
        field: Any = apps.get_model(app, model)._meta.get_field(column)
        choices = dict(field.flatchoices)
        return str(choices.get(value, _plain(value)))
    return _plain(value)


def _rights(entry: Entry, column: str, value: Any) -> str:
    """Groups by name; single rights are many and named for the machine: counted."""
    if not value:
        return ""
    said = str(len(value)) if column in _RIGHTS else _plain(value)
    return f"{_column(entry, column)}: {said}"


def _column(entry: Entry, name: str) -> str:
    """“tít”; "" for what is no column of the row, as a repeated password."""
    try:
        column: Any = apps.get_model(entry.kind)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return ""
    return str(getattr(column, "verbose_name", ""))


def _model(kind: str) -> str:
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return ""


def _plain(value: Any) -> str:
    match value:
        case bool():
            return "có" if value else "không"
        case dict():
            return "; ".join(map(_plain, value.values()))
        case list():
            return ", ".join(map(_plain, value))
        case None:
            return ""
    return str(value)
