from multimedia.withholding import WITHHOLD, settle_now
from outbox.queue import effect


@effect(WITHHOLD, name="Cất hoặc trả video, âm thanh, tài liệu của bài đã gỡ")
def settle_files(key: str) -> None:
    """The key is a kind and a number: "recording:7"."""
    kind, _colon, number = key.partition(":")
    settle_now(kind, int(number))
