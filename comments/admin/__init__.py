from comments.admin.bans import BanAdmin
from comments.admin.lists import WordAdmin
from comments.admin.policies import ClosingAdmin, DiscussionAdmin, SectionPolicyAdmin
from comments.admin.queue import CommentAdmin
from comments.admin.trust import TrustAdmin

__all__ = [
    "BanAdmin",
    "ClosingAdmin",
    "CommentAdmin",
    "DiscussionAdmin",
    "SectionPolicyAdmin",
    "TrustAdmin",
    "WordAdmin",
]
