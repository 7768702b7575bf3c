from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = "Bộ mẫu trình bày"

    def ready(self) -> None:
        import catalogue.samples  # noqa: F401, PLC0415 -- models must be loaded
