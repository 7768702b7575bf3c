"""Django's command, and a line in the log: who may do all does not come from nowhere."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from audit.log import record


class Command(createsuperuser.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        last = User.objects.aggregate(last=Max("pk"))["last"] or 0
        said: str | None = super().handle(*args, **options)
        with transaction.atomic():
            for user in User.objects.filter(pk__gt=last, is_superuser=True).order_by("pk"):
                record("accounts.created", by=None, about=user, facts={"superuser": True})
        return said
