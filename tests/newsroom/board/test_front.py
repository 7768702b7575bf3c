"""The front page of the back-office: what waits for whom, in what order, how many."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Priority, Progress
from articles.publishing import publish
from newsroom.board.queries import MOST_COUNTED
from outbox.models import Effect
from tests.articles.test_correction_requests import asked
from tests.comments.factories import make_pending
from tests.factories.articles import chief, make_article, make_published, make_section
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

BOARD = "/admin/"
WAY = ("submitted", "editing", "layout", "awaiting", "approved")


@pytest.fixture
def writer():
    return make_user("Phóng viên")


def piece(writer, stage="draft", **facts):
    article = make_article(created_by=writer, **facts)
    for to in WAY[: WAY.index(stage) + 1] if stage in WAY else ():
        workflow.move(article, to, by=chief())
    return article


def panels(client, user, query=""):
    """name → titles, of the panels that show something."""
    client.force_login(user)
    shown = client.get(BOARD + query).context["panels"]
    return {panel.name: [str(row.article) for row in panel.rows] for panel in shown if panel.rows}


@pytest.mark.parametrize(
    ("role", "waiting"),
    [
        ("Phóng viên", None),
        ("Biên tập viên", ["submitted", "layout"]),
        ("Trưởng ban", ["submitted", "layout"]),
        ("Thư ký tòa soạn", ["layout", "approved"]),
        ("Phó Tổng biên tập", ["awaiting", "approved"]),
        ("Tổng biên tập", ["awaiting", "approved"]),
    ],
)
def test_what_waits_for_each_role(client, writer, role, waiting):
    for stage in ("draft", *WAY):
        piece(writer, stage, title=stage)
    assert panels(client, make_user(role)).get("waiting") == waiting


def test_head_of_a_section_finds_what_waits_for_his_approval(client, writer):
    head, own = make_user("Trưởng ban"), make_section()
    own.heads.create(user=head)
    below = make_section(parent=own)
    for name, section in (("own", own), ("below", below), ("other", make_section())):
        piece(writer, "awaiting", title=name, section=section)
    assert panels(client, head)["waiting"] == ["own", "below"]


BOARDS = {
    "editor": "Biên tập viên",
    "secretary": "Thư ký tòa soạn",
    "chief": "Phó Tổng biên tập",
}


def on_boards(client, article):
    """On whose list “Chờ tôi” the piece stands."""
    lists = {name: panels(client, make_user(role)) for name, role in BOARDS.items()}
    return [name for name, shown in lists.items() if str(article) in shown.get("waiting", [])]


def test_what_came_back_to_no_hand_waits_for_the_desk(client, writer):
    article = piece(writer, "awaiting")
    workflow.move(article, "editing", by=chief(), reason="Làm lại.")
    assert article.progress.assignee is None
    assert on_boards(client, article) == ["editor"]


def test_what_waits_for_a_chief_waits_whoever_has_it(client, writer):
    article, editor = piece(writer, "awaiting"), make_user("Biên tập viên")
    workflow.assign(article, by=chief(), assignee=editor)
    assert on_boards(client, article) == ["chief"]
    head = make_user("Trưởng ban")
    article.section.heads.create(user=head)
    assert panels(client, head)["waiting"] == [str(article)]
    workflow.move(article, "approved", by=chief())
    workflow.assign(article, by=chief(), assignee=editor)
    assert on_boards(client, article) == ["secretary", "chief"]


@pytest.mark.parametrize(
    ("stage", "skips"),
    [
        ("layout", ("awaiting",)),
        ("editing", ("layout", "awaiting")),
        ("submitted", ("editing", "layout", "awaiting")),
    ],
)
def test_where_stages_are_left_out_the_last_before_it_waits_for_a_chief(
    client, writer, stage, skips
):
    parent = make_section(**{f"skips_{name}": True for name in skips})
    article = make_article(created_by=writer, section=make_section(parent=parent))
    other = make_article(created_by=writer, section=make_section(), title="Mục thường")
    held = Progress.objects.filter(article__in=[article, other])
    held.update(stage=stage, assignee=make_user("Biên tập viên"))
    assert panels(client, make_user("Phó Tổng biên tập"))["waiting"] == [str(article)]
    parent.children.update(skips_awaiting=False)
    assert "waiting" not in panels(client, make_user("Phó Tổng biên tập"))


def test_overdue_comes_first_then_priority_then_due(client, writer):
    now, editor = timezone.now(), make_user("Biên tập viên")
    facts = {
        "plain": {},
        "soon": {"due": now + timedelta(hours=1)},
        "later": {"due": now + timedelta(hours=5)},
        "urgent": {"priority": Priority.URGENT},
        "late": {"due": now - timedelta(hours=1)},
    }
    for title, given in facts.items():
        workflow.assign(piece(writer, "submitted", title=title), by=chief(), **given)
    found = panels(client, editor)
    assert found["waiting"] == ["late", "urgent", "soon", "later", "plain"]
    assert found["overdue"] == ["late"]


def test_what_i_have_and_what_came_back_to_me(client, writer):
    editor = make_user("Biên tập viên")
    piece(writer, title="nháp")
    back = piece(writer, "submitted", title="trả lại")
    workflow.move(back, "draft", by=editor, reason="Thiếu ảnh.")
    taken = piece(writer, "submitted", title="đang biên tập")
    workflow.move(taken, "editing", by=editor)
    assert panels(client, writer) == {"mine": ["nháp"], "returned": ["trả lại"]}
    assert "Thiếu ảnh." in client.get(BOARD).content.decode()
    assert panels(client, editor) == {"mine": ["đang biên tập"]}


def test_nobody_else_reads_of_a_draft(client, writer):
    piece(writer, title="Bản nháp của người khác")
    for role in ("Cộng tác viên", "Kế toán", "Người duyệt bình luận", "Quản trị hệ thống"):
        client.force_login(make_user(role))
        assert "Bản nháp của người khác" not in client.get(BOARD).content.decode()


def test_changed_voided_and_coming(client, writer):
    secretary = make_user("Thư ký tòa soạn")
    changed = make_published(title="đang sửa").article
    workflow.move(changed, "updating", by=secretary)
    voided = piece(writer, "approved", title="duyệt rồi sửa")
    Article.objects.filter(pk=voided.pk).update(sapo="Khác.")
    workflow.edited(voided, by=secretary)
    found = panels(client, secretary)
    assert (found["changed"], found["voided"]) == (["đang sửa"], ["duyệt rồi sửa"])
    soon = timezone.now() + timedelta(seconds=90)
    if timezone.localdate(soon) == timezone.localdate():  # not in the last minutes of a day
        publish(piece(writer, title="hẹn giờ"), by=chief(), at=soon)
        assert [row.title for row in client.get(BOARD).context["coming"]] == ["hẹn giờ"]


def test_changed_and_voided_are_each_cut_and_ordered_for_itself(client, writer):
    now, section = timezone.now(), make_section()
    rows = [Article(title=f"Tin {n}", section=section, created_by=writer) for n in range(205)]
    Article.objects.bulk_create(rows)
    Progress.objects.update(stage="updating")
    voided = Progress.objects.filter(article__title__in=["Tin 0", "Tin 1", "Tin 2"])
    voided.update(voided_at=now, stage="editing")
    Progress.objects.filter(article__title="Tin 1").update(priority=Priority.URGENT)
    Progress.objects.filter(article__title="Tin 2").update(due=now - timedelta(hours=1))
    client.force_login(make_user("Thư ký tòa soạn"))
    shown = {panel.name: panel for panel in client.get(BOARD).context["panels"]}
    assert [str(row.article) for row in shown["voided"].rows] == ["Tin 2", "Tin 1", "Tin 0"]
    assert (shown["voided"].count, shown["changed"].count) == ("3", f"hơn {MOST_COUNTED}")


def test_counts_are_right_and_stop_at_two_hundred(client, writer):
    section = make_section()
    rows = [Article(title=f"Tin {n}", section=section, created_by=writer) for n in range(201)]
    Article.objects.bulk_create(rows)
    Progress.objects.filter(article__title="Tin 0").update(stage="released")
    client.force_login(writer)
    assert 'Tôi đang giữ <span class="board-list__count">200<' in client.get(BOARD).content.decode()
    Progress.objects.update(stage="draft")
    assert f"hơn {MOST_COUNTED}" in client.get(BOARD).content.decode()


def test_filters_narrow_and_are_kept_until_taken_back(client, writer):
    editor, section = make_user("Biên tập viên"), make_section()
    piece(writer, "submitted", title="ở đây", section=section)
    piece(writer, "submitted", title="nơi khác", section=make_section())
    asked = f"?section={section.pk}&person=&genre=&priority=&due="
    assert panels(client, editor, asked) == {"waiting": ["ở đây"]}
    assert [str(row.article) for row in client.get(BOARD).context["panels"][0].rows] == ["ở đây"]
    cleared = client.get(BOARD + "?section=&person=&genre=&priority=&due=").context["panels"][0]
    assert len(cleared.rows) == 2


@pytest.mark.parametrize("said", ["section=abc", "section=999999", "due=%00", "priority=-1", "x=1"])
def test_filters_that_say_nothing_narrow_nothing(client, writer, said):
    piece(writer, "submitted", title="bài")
    assert panels(client, make_user("Biên tập viên"), f"?{said}") == {"waiting": ["bài"]}


def test_fronts_of_those_who_write_nothing(client):
    make_pending(make_published(title="Bài đã đăng"), text="Ý kiến.")
    late = timezone.now() - timedelta(days=1)
    Effect.objects.create(kind="articles.list_units", key="x", due=late)

    def tiles(role):
        client.force_login(make_user(role))
        return [(tile.title, tile.count) for tile in client.get(BOARD).context["tiles"]]

    assert tiles("Người duyệt bình luận") == [("Ý kiến bạn đọc chờ duyệt", "1")]
    assert tiles("Quản trị hệ thống") == [("Việc nền quá hạn", "1")]
    assert tiles("Phóng viên ảnh") == [("Ảnh chưa soát", "0")]
    client.force_login(make_user("Kế toán"))
    assert "panels" not in client.get(BOARD).context
    assert client.get("/admin/danh-muc/").status_code == 200


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize(("role", "cost"), [("Trưởng ban", 15), ("Tổng biên tập", 14)])
def test_board_costs_the_same_for_any_number(
    client, writer, role, cost, count, django_assert_num_queries
):
    person = make_user(role)
    for n in range(count):
        article = piece(writer, "submitted", title=f"Bài {n}", section=make_section())
        workflow.assign(article, by=chief(), assignee=person)
        asked(make_published().article)
    client.force_login(person)
    client.get(BOARD)
    with django_assert_num_queries(cost):
        assert client.get(BOARD).status_code == 200
