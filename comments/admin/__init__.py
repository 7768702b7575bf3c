from comments.admin.bans import BanAdmin
from comments.admin.lists import WordAdmin
from comments.admin.policies import ClosingAdmin, DiscussionAdmin, SectionPolicyAdmin
from comments.admin.queue import CommentAdmin

__all__ = [
    "BanAdmin",
    "ClosingAdmin",
    "CommentAdmin",
    "DiscussionAdmin",
    "SectionPolicyAdmin",
    "WordAdmin",
]
