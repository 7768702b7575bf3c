from newsroom.models.message import Kind, MailWish, Message
from newsroom.models.note import Note, NoteEdit
from newsroom.models.sitting import Sitting
from newsroom.models.source_note import SourceNote

__all__ = ["Kind", "MailWish", "Message", "Note", "NoteEdit", "Sitting", "SourceNote"]
