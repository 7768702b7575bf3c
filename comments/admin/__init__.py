from comments.admin.bans import BanAdmin
from comments.admin.lists import WordAdmin
from comments.admin.policies import (
    AssignmentAdmin,
    ClosingAdmin,
    DiscussionAdmin,
    ReasonTemplateAdmin,
    SectionPolicyAdmin,
)
from comments.admin.queue import CommentAdmin
from comments.admin.trust import TrustAdmin

__all__ = [
    "AssignmentAdmin",
    "BanAdmin",
    "ClosingAdmin",
    "CommentAdmin",
    "DiscussionAdmin",
    "ReasonTemplateAdmin",
    "SectionPolicyAdmin",
    "TrustAdmin",
    "WordAdmin",
]
