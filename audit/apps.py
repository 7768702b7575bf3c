from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "Nhật ký tòa soạn"

    def ready(self) -> None:
        from audit import sign_ins  # noqa: F401, PLC0415 -- its receivers register themselves
