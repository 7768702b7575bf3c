from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = "Ý kiến bạn đọc"

    def ready(self) -> None:
        from articles.signals import corrected, published, withdrawn  # noqa: PLC0415 -- models must be loaded
        from audit.signals import recorded  # noqa: PLC0415 -- models must be loaded
        from comments import effects  # noqa: PLC0415 -- models must be loaded

        withdrawn.connect(effects.on_article_changed, dispatch_uid="comments.withdrawn")
        published.connect(effects.on_published, dispatch_uid="comments.published")
        corrected.connect(effects.on_corrected, dispatch_uid="comments.corrected")
        recorded.connect(effects.on_recorded, dispatch_uid="comments.sections")
