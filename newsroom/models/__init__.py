from newsroom.models.message import Kind, MailWish, Message
from newsroom.models.sitting import Sitting

__all__ = ["Kind", "MailWish", "Message", "Sitting"]
