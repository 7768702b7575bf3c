from newsroom.admin.article import ArticleAdmin
from newsroom.admin.story_templates import StoryTemplateAdmin

__all__ = ["ArticleAdmin", "StoryTemplateAdmin"]
