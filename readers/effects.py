from outbox.queue import effect, enqueue, watch
from readers import forgetting, leaving, letters, mailing, telling


@effect(letters.SEND, name="Gửi thư cho bạn đọc")
def send_letter(key: str) -> None:
    letters.send(int(key))


@effect(telling.REPLIED, name="Báo bạn đọc có người trả lời")
def replied(key: str) -> None:
    telling.replied(int(key))


@effect(telling.MAIL, name="Gom thư báo tin cho bạn đọc")
def mail_notices(key: str) -> None:
    """The key is a reader's number and a window of time: "12:2953640"."""
    mailing.mail(int(key.partition(":")[0]))


@effect(leaving.LEAVE, name="Xóa tài khoản bạn đọc")
def leave(key: str) -> None:
    """One batch; the rest is asked for at the end."""
    if leaving.leave(int(key)):
        enqueue(leaving.LEAVE, key)


@effect(leaving.UNCONFIRMED, name="Xóa tài khoản không xác nhận")
def forget_unconfirmed(key: str) -> None:
    leaving.forget_unconfirmed(int(key))


watch(forgetting.FORGET, forgetting.noted)


@effect(forgetting.FORGET, name="Bỏ số đếm và phiên đăng nhập đã hết hạn")
def forget(_key: str) -> None:
    """One batch; while more is due, each look at the queue asks for the next."""
    forgetting.forget()
