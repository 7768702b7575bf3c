"""Django's command, and a line in the log."""

import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.db import transaction

from accounts.models import User
from audit.log import record


class Command(changepassword.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        options["username"] = options["username"] or getpass.getuser()
        said: str | None = super().handle(*args, **options)  # raises where nothing was changed
        user = User.objects.get_by_natural_key(options["username"])
        with transaction.atomic():
            record("accounts.password_changed", by=None, about=user)
        return said
