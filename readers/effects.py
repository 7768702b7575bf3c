from outbox.queue import effect
from readers import letters


@effect(letters.SEND, name="Gửi thư cho bạn đọc")
def send_letter(key: str) -> None:
    letters.send(int(key))
