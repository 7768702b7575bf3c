"""What happened to accounts, told to apps above."""

from django.dispatch import Signal

roles_given = Signal()
"""Arguments: user, roles (the groups that are new), by. Sent within the transaction."""
