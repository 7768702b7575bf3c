from django.apps import AppConfig


class MultimediaConfig(AppConfig):
    name = "multimedia"
    verbose_name = "Video, âm thanh, tài liệu"

    def ready(self) -> None:
        from multimedia.usage import on_uses_asked  # noqa: PLC0415 -- needs the models
        from photos.signals import uses_asked  # noqa: PLC0415 -- the same

        uses_asked.connect(on_uses_asked, dispatch_uid="multimedia")
