from itertools import count

from django.contrib.auth.models import Group

from accounts.models import User
from authors.models import Author

_numbers = count(1)


def make_user(role: str = "", **facts: object) -> User:
    """A signed-up person; with a role of the newsroom, staff of the back-office."""
    name = facts.pop("username", f"nguoi{next(_numbers)}")
    facts.setdefault("is_staff", bool(role))
    user = User.objects.create_user(username=name, password="mat-khau", **facts)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_author(name: str = "Viết Hà", **facts: object) -> Author:
    return Author.objects.create(**{"name": name, "staff": True, **facts})
