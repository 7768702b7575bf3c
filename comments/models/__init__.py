from comments.models.comment import (
    NAME_LENGTH,
    OFF_PAGE,
    REASON_LENGTH,
    REMEMBERED,
    TEXT_LENGTH,
    Comment,
    CommentQuerySet,
    CommentRevision,
    Status,
    Voice,
)
from comments.models.decision import Decision
from comments.models.desk import Assignment, Claim, DeskDay, ReasonTemplate
from comments.models.guarding import RULE_LENGTH, Ban, BanQuerySet, Bucket, Print
from comments.models.own_data import DataRequest
from comments.models.policy import Closing, Discussion, Mode, SectionPolicy
from comments.models.screening import Flag, Rescan, Word
from comments.models.trust import Trust
from comments.models.voting import Like, Report

__all__ = [
    "NAME_LENGTH",
    "OFF_PAGE",
    "REASON_LENGTH",
    "REMEMBERED",
    "RULE_LENGTH",
    "TEXT_LENGTH",
    "Assignment",
    "Ban",
    "BanQuerySet",
    "Bucket",
    "Claim",
    "Closing",
    "Comment",
    "CommentQuerySet",
    "CommentRevision",
    "DataRequest",
    "Decision",
    "DeskDay",
    "Discussion",
    "Flag",
    "Like",
    "Mode",
    "Print",
    "ReasonTemplate",
    "Report",
    "Rescan",
    "SectionPolicy",
    "Status",
    "Trust",
    "Voice",
    "Word",
]
