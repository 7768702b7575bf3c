"""“Việc nền” in the back-office: who sees it, who makes it hurry, what it says."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from demo.sign_ins import PEOPLE
from outbox.models import Effect
from outbox.queue import LEASE
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:outbox_effect_changelist")
KEEPER = "Quản trị hệ thống"
MAY_SEE = {"Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập", KEEPER}


def make_effect(key="7", age=timedelta(), **facts):
    return Effect.objects.create(kind="test.do", key=key, due=timezone.now() - age, **facts)


def run_again(client, *effects):
    chosen = {"action": "run_again", "_selected_action": [effect.pk for effect in effects]}
    return client.post(LIST, chosen, follow=True)


@pytest.fixture
def keeper(client):
    client.force_login(make_user(KEEPER))
    return client


@pytest.mark.parametrize("role", [role for role, *_rest in PEOPLE])
def test_roles_that_see_the_list_and_hurry_it(client, done, role):
    effect = make_effect(age=-timedelta(hours=1))
    client.force_login(make_user(role))
    assert client.get(LIST).status_code == (200 if role in MAY_SEE else 403)
    assert ("Việc nền" in client.get("/admin/").content.decode()) == (role in MAY_SEE)
    run_again(client, effect)
    assert Effect.objects.due().exists() == (role == KEEPER)


@pytest.mark.parametrize("role", [KEEPER, ""])
def test_nobody_adds_changes_or_deletes(client, done, role):
    effect = make_effect()
    client.force_login(make_user(role, is_superuser=not role, is_staff=True))
    assert client.get(reverse("admin:outbox_effect_add")).status_code == 403
    for name in ("change", "delete"):
        door = reverse(f"admin:outbox_effect_{name}", args=[effect.pk])
        assert client.post(door, {"post": "yes", "key": "8"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [effect.pk], "post": "yes"}
    client.post(LIST, chosen)
    assert Effect.objects.get().key == "7"


def test_list_tells_what_is_wrong_longest_waiting_first(keeper, done):
    hour = timedelta(hours=1)
    make_effect("soon", -hour, attempts=4, last_error="OSError: <b>no room</b>")
    make_effect("late", hour)
    make_effect("now")
    make_effect("held", 2 * hour, claimed_until=timezone.now() + LEASE)
    make_effect("dropped", 3 * hour, claimed_until=timezone.now() - hour)
    response = keeper.get(LIST)
    rows = response.context["cl"].result_list
    states = [(row.key, row.is_running, row.is_overdue) for row in rows]
    assert states == [
        ("dropped", False, True),
        ("held", True, False),
        ("late", False, True),
        ("now", False, False),
        ("soon", False, False),
    ]
    page = response.content.decode()
    assert page.count("<strong>Quá hạn</strong>") == 2
    assert (page.count(">Đang chạy<"), page.count(">Đang chờ<")) == (1, 2)
    assert page.count(">Việc thử<") == 5
    assert "OSError: &lt;b&gt;no room&lt;/b&gt;" in page


def test_run_again_makes_due_now_and_says_how_many(keeper, done):
    effects = [make_effect(key, -timedelta(hours=6), attempts=9) for key in "ab"]
    other = make_effect("c", -timedelta(hours=6))
    page = run_again(keeper, *effects).content.decode()
    assert "Sẽ chạy ngay 2 việc." in page
    assert set(Effect.objects.due()) == set(effects)
    assert other.due == Effect.objects.get(key="c").due


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_costs_the_same_queries_for_any_number(keeper, done, count, django_assert_num_queries):
    for number in range(count):
        make_effect(str(number))
    keeper.get(LIST)
    with django_assert_num_queries(6):
        keeper.get(LIST)
