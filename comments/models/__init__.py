from comments.models.comment import (
    NAME_LENGTH,
    REASON_LENGTH,
    TEXT_LENGTH,
    Comment,
    CommentQuerySet,
    CommentRevision,
    Decision,
    Status,
)
from comments.models.policy import Closing, Discussion, Mode, SectionPolicy
from comments.models.screening import Flag, Rescan, Word
from comments.models.voting import Like, Report

__all__ = [
    "NAME_LENGTH",
    "REASON_LENGTH",
    "TEXT_LENGTH",
    "Closing",
    "Comment",
    "CommentQuerySet",
    "CommentRevision",
    "Decision",
    "Discussion",
    "Flag",
    "Like",
    "Mode",
    "Report",
    "Rescan",
    "SectionPolicy",
    "Status",
    "Word",
]
