from newsroom.models.bulk import BulkJob, BulkStep
from newsroom.models.check import CheckRule, Dismissal
from newsroom.models.message import Kind, MailWish, Message
from newsroom.models.note import Note, NoteEdit
from newsroom.models.review import (
    Purpose,
    ReviewAnswer,
    ReviewDemand,
    ReviewLink,
    ReviewOverride,
)
from newsroom.models.sitting import Sitting
from newsroom.models.source_note import SourceNote
from newsroom.models.story_template import StoryTemplate

__all__ = [
    "BulkJob",
    "BulkStep",
    "CheckRule",
    "Dismissal",
    "Kind",
    "MailWish",
    "Message",
    "Note",
    "NoteEdit",
    "Purpose",
    "ReviewAnswer",
    "ReviewDemand",
    "ReviewLink",
    "ReviewOverride",
    "Sitting",
    "SourceNote",
    "StoryTemplate",
]
