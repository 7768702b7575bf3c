from accounts.links import SEND, send
from outbox.queue import effect


@effect(SEND, name="Gửi liên kết đặt mật khẩu")
def send_link(key: str) -> None:
    send(int(key))
