from datetime import datetime

from outbox.queue import effect
from readership import folding
from readership.buffering import FOLD


@effect(FOLD, name="Cộng lượt đọc")
def fold(key: str) -> None:
    hour, _space, _minute = key.partition(" ")
    folding.fold(datetime.fromisoformat(hour))
