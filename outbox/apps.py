from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = "Việc nền"

    def ready(self) -> None:
        """Every app tells its effects in a module `effects`; all processes know them all."""
        autodiscover_modules("effects")
