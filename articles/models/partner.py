from django.db import models

from core.fields import LineField


class Partner(models.Model):
    """Who runs our pieces by agreement: the press law wants them told what was wrong in one."""

    name = LineField("đối tác", max_length=120, unique=True)
    email = models.EmailField("thư điện tử nhận thông báo")
    active = models.BooleanField("đang hợp tác", default=True)

    class Meta:
        verbose_name = "đối tác đăng lại"
        verbose_name_plural = "đối tác đăng lại"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
