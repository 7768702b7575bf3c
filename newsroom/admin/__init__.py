from newsroom.admin.article import ArticleAdmin
from newsroom.admin.review import ReviewDemandAdmin
from newsroom.admin.story_templates import StoryTemplateAdmin
from newsroom.admin.terms import SeriesAdmin, TagAdmin, TopicAdmin

__all__ = [
    "ArticleAdmin",
    "ReviewDemandAdmin",
    "SeriesAdmin",
    "StoryTemplateAdmin",
    "TagAdmin",
    "TopicAdmin",
]
