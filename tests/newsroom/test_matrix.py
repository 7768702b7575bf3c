"""Every role at every address and action of the back-office, found by crawling, against a table.

`matrix.toml` has a line for each: a new address without a line fails, and so does a right that
moved. A cell is what GET and what POST do for one role: `x` lets in, `.` refuses (403, 404, the way
back to the front page); of pieces and accounts `o` lets in to one's own alone, `f` to others'
alone. Posts are empty: what lets in asks for more in words.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve, reverse

from accounts.models import User
from articles.models import Article
from demo.sign_ins import PEOPLE
from tests.factories.articles import chief
from tests.factories.people import make_user
from tests.newsroom.matrix_rows import (
    asked_of,
    make_way,
    piece_of,
    rows_of_every_kind,
    said_to,
    value_of,
)

TABLE = Path(__file__).with_name("matrix.toml")
ROLES = [role for role, *_rest in PEOPLE]
# Of the machine, the same for whoever is signed in.
OPEN_TO_ALL = {"login", "logout", "password_change", "password_change_done", "jsi18n"}


def addresses() -> Iterator[tuple[str, type | None, list[str]]]:
    """(name with its parameters, model whose screen it is, the parameters), each once; "-" stands
    before a parameter that goes by its place."""
    seen: set[str] = set()
    screens = [(model, screen.get_urls()) for model, screen in admin.site._registry.items()]
    for model, patterns in [*screens, (None, admin.site.get_urls())]:
        for pattern in patterns:
            name, regex = getattr(pattern, "name", None), pattern.pattern.regex
            given = list(regex.groupindex) or ["object_id", "version_id"][: regex.groups]
            said = f"{name} {' '.join(given)}".strip()
            if name and name not in OPEN_TO_ALL and said not in seen:
                seen.add(said)
                yield said, model, given if regex.groupindex else [f"-{one}" for one in given]


def answer(user: User, method: str, name: str, row: object, given: list[str]) -> bool:
    """Whether this person is let in. What it would have changed is undone."""
    with transaction.atomic():
        try:
            return _answer(user, method, name, row, given)
        finally:
            transaction.set_rollback(True)


def _answer(user: User, method: str, name: str, row: object, given: list[str]) -> bool:
    short = name.split(maxsplit=1)[0]
    make_way(short, user, row)
    asked = {"data": asked_of(short, row)} if method == "get" else said_to(short)
    request = getattr(RequestFactory(), method)(address_of(name, row, given), **asked)
    request.user, request.session, request.csp_nonce = user, SessionStore(), "n"
    request._messages, request._dont_enforce_csrf_checks = FallbackStorage(request), True
    view, args, kwargs = resolve(request.path)
    try:
        response = view(request, *args, **kwargs)
    except (PermissionDenied, Http404, SuspiciousOperation):
        return False
    if response.status_code in {301, 302}:
        return response["Location"] != "/admin/" and "/login/" not in response["Location"]
    return response.status_code not in {400, 403, 404, 405}


def cell(user: User, name: str, model: type | None, given: list[str], rows: dict) -> str:
    short = name.split(maxsplit=1)[0]
    subjects = [rows.get(short, rows.get(model))]
    if short == "set-password":
        subjects = [user]
    elif given and model is Article and short not in rows:
        subjects = [own_draft(user), rows[Article]]
    elif given and model is User:
        subjects = [user, chief()]
    found = ""
    for method in ("get", "post"):
        let_in = [answer(user, method, name, row, given) for row in subjects]
        found += {(True,): "x", (False,): ".", (True, True): "x", (False, False): "."}.get(
            tuple(let_in), "o" if let_in[0] else "f"
        )
    return found


def own_draft(user: User) -> Article:
    return Article.objects.get(created_by=user)


def address_of(name: str, row: object, given: list[str]) -> str:
    short = name.split(maxsplit=1)[0]
    values = [value_of(short, parameter.removeprefix("-"), row) for parameter in given]
    by_place = bool(given) and given[0].startswith("-")
    kwargs = None if by_place else dict(zip(given, values, strict=True))
    return reverse(f"admin:{short}", args=values if by_place else None, kwargs=kwargs)


def found_table() -> dict[str, dict[str, str]]:
    rows = rows_of_every_kind()
    people = [make_user(role) for role in ROLES]
    for person in people:
        piece_of(person)
    foreign = piece_of(make_user("Phóng viên"))
    rows[Article], rows[Group] = foreign, Group.objects.get(name="Phóng viên")
    for model in admin.site._registry:
        if model not in rows and (first := model._default_manager.first()):
            rows[model] = first
    urls = {
        name: " ".join(cell(person, name, model, given, rows) for person in people)
        for name, model, given in addresses()
    }
    return {"urls": urls, "actions": actions(people)}


def actions(people: list[User]) -> dict[str, str]:
    offered = {}
    for model, screen in admin.site._registry.items():
        for n, person in enumerate(people):
            request = RequestFactory().get("/")
            request.user = person
            for name in screen.get_actions(request):
                line = offered.setdefault(f"{model._meta.label} {name}", ["."] * len(people))
                line[n] = "x"
    return {name: " ".join(line) for name, line in offered.items()}


@pytest.mark.django_db
def test_every_role_at_every_address_and_action():
    table, found = tomllib.loads(TABLE.read_text()), found_table()
    moved = []
    for part, lines in found.items():
        said = {name: " ".join(line.split()) for name, line in table[part].items()}
        moved += [
            f'"{name}" = "{lines.get(name, "gone")}" in [{part}], not: {said.get(name, "no line")}'
            for name in sorted(said.keys() | lines.keys())
            if said.get(name) != lines.get(name)
        ]
    assert not moved, "\n".join([", ".join(ROLES), *moved])


# --- what a newsroom wants of the table, whatever else it says ------------------------------------

KEEPER, ACCOUNTANT = ROLES.index("Quản trị hệ thống"), ROLES.index("Kế toán")
# The door for whoever was signed out while typing stands open to anybody, and so do a new password
# and one's own words that were never saved, to be thrown away.
OF_PEOPLE = (
    "accounts_",
    "auth_",
    "outbox_",
    "audit",
    "index",
    "all-lists",
    "inbox",
    "article-sign-in",
    "article-drop-words",
    "set-password",
)


def cells(role: int) -> dict[str, str]:
    lines = tomllib.loads(TABLE.read_text())["urls"]
    return {name: line.split()[role] for name, line in lines.items()}


def test_keeper_of_accounts_reaches_people_and_the_machine_alone():
    reached = [name for name, said in cells(KEEPER).items() if said != ".."]
    assert [name for name in reached if not name.startswith(OF_PEOPLE)] == []


def test_accountant_changes_nothing():
    writes = ("_add", "_change object_id", "_delete object_id")
    assert {said[1] for name, said in cells(ACCOUNTANT).items() if name.endswith(writes)} == {"."}
    acts = ("publish", "withdraw", "correct", "move", "assign", "approve")
    assert {cells(ACCOUNTANT)[f"article-{act} pk"] for act in acts} == {".."}


def test_groups_are_changed_by_no_role():
    for role in range(len(ROLES)):
        assert cells(role)["auth_group_change object_id"][1] == "."
        assert cells(role)["auth_group_add"] == ".."


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_nobody_raises_himself(client, role):
    """By the forms of accounts and of groups, with every field that would do it."""
    person = make_user(role)
    group, most = person.groups.get(), Group.objects.get(name="Tổng biên tập")
    client.force_login(person)
    typed = {
        "username": person.username,
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "groups": [group.pk, most.pk],
        "user_permissions": list(most.permissions.values_list("pk", flat=True)[:3]),
    }
    client.post(reverse("admin:accounts_user_change", args=[person.pk]), typed)
    rights = list(most.permissions.values_list("pk", flat=True))
    everything = {"name": group.name, "permissions": rights}
    before = set(group.permissions.values_list("pk", flat=True))
    client.post(reverse("admin:auth_group_change", args=[group.pk]), everything)
    person = User.objects.get(pk=person.pk)
    assert (person.is_superuser, [*person.groups.all()]) == (False, [group])
    assert not person.user_permissions.exists()
    assert set(group.permissions.values_list("pk", flat=True)) == before
