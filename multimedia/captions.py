"""Captions of a video: SRT or VTT in, clean WebVTT out."""

import re

from core.vietnamese import clean

MAX_BYTES = 1_000_000

_HEADER = re.compile(r"WEBVTT(?:[ \t][^\n]*)?(?:\n|\Z)")
_MOMENT = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)[.,](\d{3})"
_TIMES = re.compile(rf"{_MOMENT}[ \t]+-->[ \t]+{_MOMENT}(?:[ \t]+([^\n]*))?")
_SETTING = re.compile(r"(?:align|line|position|size|vertical):[\w.,%-]+")
_TAG = re.compile(r"<(/?)([biuvc])((?:\.[\w-]+)*)([ \t][^<>]*)?>|<[^<>]*>")
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|nbsp);)")


class Unreadable(ValueError):
    """The sentence says what is wrong with the captions."""


def to_vtt(content: bytes) -> bytes:
    """Cues in the order of their times; remarks, style sheets, regions and unknown tags are left
    out. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable("Tệp phụ đề nặng quá 1 MB.")
    try:
        text = clean(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("Phụ đề không phải chữ UTF-8. Hãy lưu lại tệp bằng bảng mã ấy.") from None
    blocks = re.split(r"\n[ \t]*\n", text.strip("\n"))
    header = _HEADER.match(blocks[0])
    if header is None and not _lines_with_times(blocks[0])[1]:
        raise Unreadable("Tệp này không phải phụ đề VTT hay SRT.")
    cues = [cue for block in blocks[header is not None :] if (cue := _cue(block))]
    if not cues:
        raise Unreadable("Tệp phụ đề không có câu nào.")
    _judge_order(cues)
    return ("\n\n".join(["WEBVTT", *(words for _start, _end, words in cues)]) + "\n").encode()


def _lines_with_times(block: str) -> tuple[list[str], re.Match[str] | None]:
    """The lines below the times, and the times; a number or name may stand above them."""
    lines = [line.strip() for line in block.split("\n")]
    for row, line in enumerate(lines[:2]):
        if times := _TIMES.fullmatch(line):
            return lines[row + 1 :], times
    return [], None


def _cue(block: str) -> tuple[int, int, str] | None:
    """(start, end, the cue as VTT writes it); milliseconds. None for what is no cue."""
    if block.startswith(("NOTE", "STYLE", "REGION")):
        return None
    lines, times = _lines_with_times(block)
    if times is None:
        if "-->" in block:
            raise Unreadable(f"Không đọc được giờ của câu “{block.strip()[:60]}”.")
        return None
    # A line of nothing but unknown tags would part the cue in two when it is read again.
    words = [kept for line in lines if (kept := _words(line).strip())]
    start, end = _milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:8])
    settings = [item for item in (times[9] or "").split() if _SETTING.fullmatch(item)]
    line = " ".join([f"{_moment(start)} --> {_moment(end)}", *settings])
    return (start, end, "\n".join([line, *words])) if words else None


def _judge_order(cues: list[tuple[int, int, str]]) -> None:
    before = 0
    for number, (start, end, _words) in enumerate(cues, 1):
        if end <= start:
            raise Unreadable(f"Câu phụ đề thứ {number} kết thúc trước khi bắt đầu.")
        if start < before:
            raise Unreadable(f"Câu phụ đề thứ {number} bắt đầu trước câu đứng trên nó.")
        before = start


def _words(line: str) -> str:
    kept, done = [], 0
    for tag in _TAG.finditer(line):
        kept += [_escaped(line[done : tag.start()]), _tag(tag)]
        done = tag.end()
    return "".join([*kept, _escaped(line[done:])])


def _tag(tag: re.Match[str]) -> str:
    close, name, classes, note = tag.groups()
    if not name:
        return ""
    voice = _escaped(note) if note and name == "v" else ""
    return f"</{name}>" if close else f"<{name}{classes}{voice}>"


def _escaped(text: str) -> str:
    return _STRAY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _moment(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"
