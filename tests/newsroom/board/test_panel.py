"""The panel “Tiến độ” and the addresses behind its buttons."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Progress, PublishedVersion
from articles.publishing import publish
from newsroom.models import Message
from tests.factories.articles import chief, make_article
from tests.factories.people import make_user
from tests.newsroom.desk import change, page_of, send

pytestmark = pytest.mark.django_db

REASON = "Thiếu ý kiến của địa phương."


@pytest.fixture
def writer():
    return make_user("Phóng viên", full_name="Đặng Viết Hà")


@pytest.fixture
def editor():
    return make_user("Biên tập viên", full_name="Lê Thị Khánh Vy")


@pytest.fixture
def article(writer):
    return make_article(created_by=writer)


def stage(article):
    return Progress.objects.get(pk=article.pk).stage


def buttons(client, article):
    """What the panel offers: stages to go to."""
    context = client.get(change(article)).context
    return [str(step.to) for step in (*context["steps_on"], *context["steps_back"])]


def brought(article, *way):
    for to in way:
        workflow.move(article, to, by=chief())


def test_writer_saves_and_hands_in_by_one_button(client, writer, article):
    client.force_login(writer)
    assert buttons(client, article) == ["submitted", "archived"]
    answer = send(client, change(article), _move="submitted", title="Tít cuối cùng")
    assert answer["Location"] == change(article)
    assert (Article.objects.get().title, stage(article)) == ("Tít cuối cùng", "submitted")
    assert buttons(client, article) == ["draft"]


def test_who_may_not_edit_takes_a_step_by_an_address_of_its_own(client, writer, article):
    brought(article, "submitted")
    client.force_login(writer)
    assert client.post(page_of(article, "move"), {"to": "draft"})["Location"] == change(article)
    assert stage(article) == "draft"


def test_step_that_is_refused_keeps_the_words_and_says_why(client, editor, article):
    brought(article, "submitted", "editing")
    client.force_login(editor)
    answer = send(client, change(article), _move="draft", _reason="  ", title="Tít mới")
    page = client.get(answer["Location"]).content.decode()
    assert "Đã lưu, nhưng chưa chuyển được: Hãy ghi lý do trả lại." in page
    assert (Article.objects.get().title, stage(article)) == ("Tít mới", "editing")


def test_return_is_told_to_the_writer(
    client, writer, editor, article, django_capture_on_commit_callbacks
):
    brought(article, "submitted", "editing")
    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, change(article), _move="draft", _reason=REASON)
    [message] = Message.objects.all()
    told = (message.to, message.kind, message.words)
    assert told == (writer, "returned", f"{editor}: Trả tác giả. Lý do: {REASON}")
    client.force_login(writer)
    page = client.get(change(article)).content.decode()
    assert f"<strong>Trả lại:</strong> {REASON}" in page


def test_approval_is_given_on_a_page_that_shows_the_words(client, article):
    brought(article, "submitted", "editing", "layout", "awaiting")
    client.force_login(make_user("Phó Tổng biên tập"))
    assert client.post(page_of(article, "move"), {"to": "approved"})["Location"] == page_of(
        article, "approve"
    )
    assert send(client, change(article), _move="approved")["Location"] == page_of(
        article, "approve"
    )
    assert send(client, page_of(article, "approve"))["Location"] == change(article)
    assert stage(article) == "approved"


def test_approval_of_words_that_changed_meanwhile_is_refused(client, article):
    brought(article, "submitted", "editing", "layout", "awaiting")
    client.force_login(chief())
    seen = client.get(page_of(article, "approve")).context["seen"]
    Article.objects.update(title="Tít đã đổi")
    answer = client.post(page_of(article, "approve"), {"seen": seen})
    assert list(answer.context["form"].errors["__all__"]) == [
        "Bài vừa được sửa, khác bản bạn đã xem. Xem lại rồi hãy duyệt."
    ]
    assert stage(article) == "awaiting"


def test_secretary_publishes_what_a_chief_approved_and_a_save_voids_it(client, article):
    secretary = make_user("Thư ký tòa soạn")
    client.force_login(secretary)
    brought(article, "submitted", "editing", "layout", "awaiting")
    assert client.get(page_of(article, "publish")).status_code == 403
    brought(article, "approved")
    send(client, change(article), title="Tít thư ký đổi")
    assert "Lời duyệt đã mất hiệu lực" in client.get(change(article)).content.decode()
    assert client.post(page_of(article, "publish"), {}).status_code == 403
    brought(article, "approved")
    assert send(client, page_of(article, "publish")).status_code == 302
    assert PublishedVersion.objects.get().approved_by == chief()


def test_assigning_says_who_until_when(client, editor, article, django_capture_on_commit_callbacks):
    brought(article, "submitted")
    client.force_login(chief())
    typed = {"assignee": editor.pk, "due": "28/11/2030 16:00", "priority": "2"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page_of(article, "assign"), typed).status_code == 302
    progress = Progress.objects.get(pk=article.pk)
    assert (progress.assignee, progress.priority) == (editor, 2)
    assert progress.due.isoformat() == "2030-11-28T09:00:00+00:00"
    assert [(row.to, row.kind) for row in Message.objects.all()] == [(editor, "assigned")]


def test_assigning_changes_only_what_was_sent(client, editor, article):
    brought(article, "submitted")
    due = timezone.now() + timedelta(hours=3)
    workflow.assign(article, by=chief(), assignee=editor, due=due)
    client.force_login(chief())
    assert client.post(page_of(article, "assign"), {"priority": "2"}).status_code == 302
    progress = Progress.objects.get(pk=article.pk)
    assert (progress.assignee, progress.due, progress.priority) == (editor, due, 2)


@pytest.mark.parametrize(("name", "stage_left"), [("approve", "awaiting"), ("publish", "awaiting")])
def test_who_has_not_seen_the_page_decides_nothing(client, article, name, stage_left):
    brought(article, "submitted", "editing", "layout", "awaiting")
    client.force_login(chief())
    answer = client.post(page_of(article, name), {"at": "", "until": ""})
    assert list(answer.context["form"].errors["__all__"]) == [
        "Hãy đọc bài trên trang này rồi mới gửi."
    ]
    assert stage(article) == stage_left


def test_writer_is_told_of_the_trash(writer, editor, article, django_capture_on_commit_callbacks):
    brought(article, "submitted")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.trash(article, by=editor)
    told = [(message.to, message.words) for message in Message.objects.all()]
    assert told == [(writer, f"{editor} bỏ bài vào thùng rác.")]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("move", {"to": "released"}),
        ("move", {"to": "khong-co"}),
        ("move", {}),
        ("assign", {"assignee": "999", "priority": "0"}),
        ("assign", {"priority": "7"}),
        ("assign", {"due": "hôm nào đó", "priority": "0"}),
    ],
)
def test_forged_posts_are_refused_in_words(client, article, name, typed):
    brought(article, "submitted")
    before = Progress.objects.values().get(pk=article.pk)
    client.force_login(chief())
    assert client.post(page_of(article, name), typed).status_code == 422
    assert Progress.objects.values().get(pk=article.pk) == before


@pytest.mark.parametrize("name", ["move", "assign", "approve"])
def test_strangers_to_a_piece_reach_none_of_it(client, article, name):
    client.force_login(make_user("Phóng viên"))
    assert client.post(page_of(article, name), {"to": "submitted"}).status_code == 403
    assert stage(article) == "draft"


def test_pausing_is_said_on_the_page_that_takes_down(client, article):
    publish(article, by=chief())
    client.force_login(chief())
    client.post(page_of(article, "withdraw"), {"reason": "Chờ kết luận.", "pause": "on"})
    assert stage(article) == "paused"


def test_list_is_filtered_by_stage_holder_and_due(client, editor, article):
    late = make_article(title="Bài trễ hạn")
    brought(late, "submitted")
    workflow.assign(late, by=chief(), assignee=editor, due=timezone.now() - timedelta(hours=1))
    client.force_login(editor)
    listed = reverse("admin:articles_article_changelist")
    for query in ("progress__stage__exact=submitted", "giu=toi", "han=qua"):
        found = client.get(f"{listed}?{query}").context["cl"].result_list
        assert [piece.pk for piece in found] == [late.pk], query
