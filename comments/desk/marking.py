"""The text of a reader with what was noticed in it marked, for a moderator's eyes."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from comments.models import Flag


def noticed(flags: Iterable[Flag]) -> list[str]:
    """What was noticed, each once, however often it was found: the text marks every place."""
    return list(dict.fromkeys(map(str, flags)))


def marked(text: str, flags: Iterable[Flag]) -> SafeString:
    """The text escaped, each flagged place in <mark>; of places that overlap, the first."""
    parts, reached = [], 0
    for flag in sorted(flags, key=lambda flag: (flag.start, -flag.end)):
        start, end = max(flag.start, reached), min(flag.end, len(text))
        if start < end and flag.start >= reached:
            typed = text[start:end]
            parts += [text[reached:start], format_html('<mark title="{}">{}</mark>', flag, typed)]
            reached = end
    parts.append(text[reached:])
    return format_html_join("", "{}", ((part,) for part in parts))
