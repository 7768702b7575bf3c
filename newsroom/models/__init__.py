from newsroom.models.message import Kind, MailWish, Message

__all__ = ["Kind", "MailWish", "Message"]
