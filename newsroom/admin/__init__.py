from newsroom.admin.article import ArticleAdmin
from newsroom.admin.review import ReviewDemandAdmin
from newsroom.admin.story_templates import StoryTemplateAdmin

__all__ = ["ArticleAdmin", "ReviewDemandAdmin", "StoryTemplateAdmin"]
