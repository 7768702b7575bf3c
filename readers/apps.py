from django.apps import AppConfig


class ReadersConfig(AppConfig):
    """Readers with an account: who they are, what they saved, what they are told."""

    name = "readers"
    verbose_name = "Bạn đọc"
