from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Upper

from core.fields import LineField


class User(AbstractUser):
    """A person who signs in. Vietnamese names are one line: family, middle and given name."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = LineField("họ và tên", max_length=120, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    unread = models.PositiveIntegerField("tin chưa đọc", default=0, db_default=0, editable=False)
    """In the inbox of the newsroom, whose `messages.py` alone counts here: every page of the
    back-office tells the number, and its user is at hand anyway."""

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        # As “iexact” asks on PostgreSQL, and allauth at every sign-in.
        indexes = [models.Index(Upper("email"), name="user_by_address")]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.rsplit(" ", 1)[-1] or self.username
