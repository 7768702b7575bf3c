from newsroom.admin.article import ArticleAdmin

__all__ = ["ArticleAdmin"]
