"""The way of a piece: who takes which step, what it asks for, what an approval is worth."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reversion.models import Version

from articles import signals, workflow
from articles.models import Article, Priority, Progress, PublishedVersion, Stage
from articles.publishing import publish, withdraw
from articles.snapshots import next_version
from articles.steps import TRANSITIONS
from audit.models import Entry
from tests.factories.articles import chief, make_article, make_published, make_section
from tests.factories.people import make_author, make_user

pytestmark = pytest.mark.django_db

ONWARD = ("submitted", "editing", "layout", "awaiting", "approved")
REASON = "Thiếu ý kiến của địa phương."


@pytest.fixture
def people():
    roles = {"writer": "Phóng viên", "editor": "Biên tập viên", "secretary": "Thư ký tòa soạn"}
    return {**{name: make_user(role) for name, role in roles.items()}, "chief": chief()}


def piece(people, stage="draft", **facts):
    """A piece of the writer that the desk has brought to a stage."""
    article = make_article(created_by=people["writer"], **facts)
    takers = dict(zip(ONWARD, ("writer", "editor", "editor", "editor", "chief"), strict=True))
    for to in ONWARD[: ONWARD.index(stage) + 1] if stage in ONWARD else ():
        workflow.move(article, to, by=people[takers[to]])
    return article


def edit(article, by, **words):
    """What the change form does."""
    fresh = Article.objects.get(pk=article.pk)
    for name, said in words.items():
        setattr(fresh, name, said)
    fresh.save()
    return workflow.edited(fresh, by=by)


def refused(act, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        act(*args, **kwargs)
    error = caught.value
    return error.message_dict if hasattr(error, "error_dict") else error.messages


def steps(article, person):
    fresh = Article.objects.get(pk=article.pk)
    return [str(step.to) for step in workflow.allowed(fresh, person)]


# --- the table ------------------------------------------------------------------------------------


def test_all_the_way_hand_by_hand(people):
    article = piece(people, "approved")
    version = publish(article, by=people["secretary"])
    assert article.progress.stage == Stage.RELEASED
    assert version.approved_by == people["chief"]
    assert edit(article, people["editor"], title="Tít mới").stage == Stage.UPDATING
    workflow.move(article, "awaiting", by=people["editor"])
    workflow.move(article, "approved", by=people["chief"])
    second = publish(article, by=people["secretary"])
    assert (second.number, second.title) == (2, "Tít mới")


@pytest.mark.parametrize(
    ("stage", "who", "may"),
    [
        ("draft", "writer", ["submitted", "archived"]),
        ("draft", "editor", ["submitted", "archived"]),
        ("submitted", "writer", ["draft"]),
        ("submitted", "editor", ["editing", "draft", "archived"]),
        ("editing", "writer", []),
        ("editing", "editor", ["layout", "draft", "archived"]),
        ("layout", "secretary", ["awaiting", "draft", "editing", "archived"]),
        ("awaiting", "editor", ["draft", "editing", "layout"]),
        ("awaiting", "chief", ["approved", "draft", "editing", "layout"]),
        ("approved", "secretary", ["draft", "editing", "layout"]),
    ],
)
def test_steps_a_person_may_take(people, stage, who, may):
    assert steps(piece(people, stage), people[who]) == may


def test_nobody_else_takes_a_step(people):
    article = piece(people)
    for role in ("Cộng tác viên", "Phóng viên", "Người duyệt bình luận", "Kế toán"):
        stranger = make_user(role)
        assert workflow.allowed(article, stranger) == []
        with pytest.raises(PermissionDenied):
            workflow.move(article, "submitted", by=stranger)
    assert Progress.objects.get(pk=article.pk).stage == Stage.DRAFT


def test_a_step_that_no_row_leads_to_is_refused_in_words(people):
    article = piece(people, "submitted")
    assert refused(workflow.move, article, "approved", by=people["chief"]) == [
        "Bài đang ở khâu “Chờ biên tập”, không chuyển như vậy được. Hãy xem lại."
    ]


def test_going_back_wants_a_reason_and_gives_the_piece_to_its_writer(people):
    article = piece(people, "layout")
    assert refused(workflow.move, article, "draft", by=people["editor"], reason=" \u200b ") == {
        "reason": ["Hãy ghi lý do trả lại."]
    }
    workflow.move(article, "draft", by=people["editor"], reason=REASON)
    progress = Progress.objects.get(pk=article.pk)
    told = (progress.stage, progress.assignee, progress.returned_reason)
    assert told == ("draft", people["writer"], REASON)
    assert people["writer"].has_perm("articles.edit", Article.objects.get(pk=article.pk))
    workflow.move(article, "submitted", by=people["writer"])
    assert article.progress.returned_reason == ""


def test_writer_takes_back_what_nobody_has_begun(people):
    article = piece(people, "submitted")
    workflow.move(article, "draft", by=people["writer"])
    article = piece(people, "editing")
    with pytest.raises(PermissionDenied):
        workflow.move(article, "draft", by=people["writer"], reason=REASON)


def test_a_piece_that_readers_know_is_never_its_writers_again(people):
    article = piece(people, "approved")
    publish(article, by=people["secretary"])
    workflow.move(article, "updating", by=people["editor"])
    workflow.move(article, "awaiting", by=people["editor"])
    assert steps(article, people["editor"]) == ["updating"]
    workflow.move(article, "updating", by=people["chief"], reason=REASON)
    assert not people["writer"].has_perm("articles.edit", article)


def test_unready_piece_goes_to_no_chief(people):
    article = piece(people, "layout", sapo="")
    assert refused(workflow.move, article, "awaiting", by=people["editor"]) == {
        "sapo": ["Bài chưa có sapo."]
    }


def test_who_takes_a_piece_has_it(people):
    article = piece(people, "submitted")
    assert article.progress.assignee is None
    other = make_user("Biên tập viên")
    workflow.move(article, "editing", by=people["editor"], assignee=other)
    assert article.progress.assignee == other


def test_archive_and_back(people):
    draft, gone = piece(people), make_published().article
    withdraw(gone, by=people["chief"], reason="Sai")
    for article, back in ((draft, "draft"), (gone, "withdrawn")):
        assert refused(workflow.move, article, "archived", by=people["editor"]) == {
            "reason": ["Hãy ghi lý do trả lại."]
        }
        workflow.move(article, "archived", by=people["editor"], reason=REASON)
        assert refused(publish, article, by=people["chief"]) == [
            "Bài đang ở trong lưu. Lấy khỏi lưu rồi mới xuất bản được."
        ]
        assert steps(article, people["editor"]) == [back]
        assert refused(workflow.move, article, back, by=people["editor"]) == {
            "reason": ["Hãy ghi lý do trả lại."]
        }
        workflow.move(article, back, by=people["editor"], reason=REASON)


def test_own_draft_is_put_aside_without_a_word(people):
    article = piece(people)
    workflow.move(article, "archived", by=people["writer"])
    assert steps(article, people["writer"]) == []


def test_a_piece_whose_time_ran_out_can_be_put_aside(people):
    article = make_published().article
    assert steps(article, people["editor"]) == ["updating"]
    article.versions.update(valid_until=timezone.now())
    assert steps(article, people["editor"]) == ["updating", "archived"]


@pytest.mark.parametrize("stage", ["awaiting", "approved"])
def test_what_waits_for_a_chief_is_thrown_away_by_no_editor(people, stage):
    article = piece(people, stage)
    with pytest.raises(PermissionDenied):
        workflow.trash(article, by=people["editor"])
    workflow.trash(article, by=people["chief"])


# --- switches of a section ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("switches", "way"),
    [
        ({}, ["submitted", "editing", "layout", "awaiting", "approved"]),
        ({"skips_editing": True}, ["submitted", "layout", "awaiting", "approved"]),
        ({"skips_layout": True}, ["submitted", "editing", "awaiting", "approved"]),
        ({"skips_awaiting": True}, ["submitted", "editing", "layout", "approved"]),
        (
            {"skips_editing": True, "skips_layout": True, "skips_awaiting": True},
            ["submitted", "approved"],
        ),
    ],
)
def test_a_small_desk_leaves_steps_out(people, switches, way):
    parent = make_section(**switches)
    article = make_article(created_by=people["writer"], section=make_section(parent=parent))
    forward = {"draft", "archived", "updating"}
    taken = []
    while onward := [to for to in steps(article, people["chief"]) if to not in {*forward, *taken}]:
        [to] = onward
        workflow.move(article, to, by=people["chief"])
        taken.append(to)
    assert taken == way


def test_switch_of_the_section_itself_goes_before_the_one_above():
    parent = make_section(two_people=True, full_route=True)
    child = make_section(parent=parent, two_people=False)
    assert (child.switch("two_people"), child.switch("full_route")) == (False, True)


def test_full_route_publishes_only_what_was_approved(people):
    article = piece(people, "awaiting", section=make_section(full_route=True))
    assert refused(publish, article, by=people["chief"]) == [
        "Chuyên mục này chỉ xuất bản bài đã duyệt đúng nội dung đang có. Hãy trình duyệt trước."
    ]
    workflow.move(article, "approved", by=people["chief"])
    assert publish(article, by=people["secretary"]).approved_by == people["chief"]


@pytest.mark.parametrize("hand", ["wrote", "signed", "edited"])
def test_two_people(people, hand):
    """Who wrote a piece or edited it last approves it by no door."""
    section = make_section(two_people=True)
    second = make_user("Phó Tổng biên tập")
    writer = people["chief"] if hand == "wrote" else people["writer"]
    article = make_article(created_by=writer, section=section, byline=hand != "signed")
    if hand == "signed":
        article.bylines.create(author=make_author(user=people["chief"]))
    if hand == "edited":
        edit(article, people["chief"], title="Tít mới")
    for to in ONWARD[:-1]:
        workflow.move(article, to, by=second)
    words = "Chuyên mục này cần hai người: người viết hoặc người đã sửa bài không được duyệt."
    assert refused(workflow.move, article, "approved", by=people["chief"]) == [words]
    assert refused(publish, article, by=people["chief"]) == [words]
    assert publish(article, by=second).approved_by == second


def test_two_people_where_another_touched_it_afterwards(people):
    """All who edited since the last publication are barred, not the last alone."""
    article = make_article(created_by=people["writer"], section=make_section(two_people=True))
    edit(article, people["chief"], title="Tít mới")
    edit(article, people["editor"], sapo="Sapo mới.")
    for to in ONWARD[:-1]:
        workflow.move(article, to, by=people["editor"])
    words = "Chuyên mục này cần hai người: người viết hoặc người đã sửa bài không được duyệt."
    assert refused(workflow.move, article, "approved", by=people["chief"]) == [words]
    second = make_user("Phó Tổng biên tập")
    workflow.move(article, "approved", by=second)
    publish(article, by=second)
    assert Progress.objects.get(pk=article.pk).editors == []


# --- what an approval is worth --------------------------------------------------------------------


def test_approval_names_a_revision_and_the_hash_of_its_words(people):
    article = piece(people, "approved")
    progress = Progress.objects.get(pk=article.pk)
    held = Article.objects.for_snapshot().get(pk=article.pk)
    assert progress.approved_sha256 == next_version(held, timezone.now()).sha256
    newest = Version.objects.get_for_object(article)[0].revision
    assert (progress.approved_revision, newest.comment) == (newest, "Duyệt")
    assert (progress.approved_by, newest.user) == (people["chief"], people["chief"])
    version = publish(article, by=people["secretary"])
    facts = (version.revision, version.approved_at, version.sha256)
    assert facts == (newest, progress.approved_at, progress.approved_sha256)


def test_a_later_edit_voids_an_approval(people):
    article = piece(people, "approved")
    progress = edit(article, people["secretary"], title="Tít đã đổi")
    told = (progress.stage, progress.approved_sha256, progress.approved_by, progress.edited_by)
    assert told == ("awaiting", "", None, people["secretary"])
    assert progress.voided_at is not None
    with pytest.raises(PermissionDenied):
        publish(article, by=people["secretary"])
    workflow.move(article, "approved", by=people["chief"])
    assert article.progress.voided_at is None


def test_saving_the_same_words_voids_nothing(people):
    article = piece(people, "approved")
    assert edit(article, people["secretary"]).stage == Stage.APPROVED


def test_words_that_changed_behind_the_form_are_not_those_approved(people):
    """A caption in the library, a tag: no save of the form, other words all the same."""
    article = piece(people, "approved")
    article.tags.add("Biên giới")
    assert refused(publish, article, by=people["secretary"]) == [
        "Bài đã khác bản được duyệt. Hãy trình duyệt lại."
    ]
    assert publish(article, by=people["chief"]).approved_by == people["chief"]


def test_approver_who_saw_other_words_is_told(people):
    article = piece(people, "awaiting")
    assert refused(workflow.move, article, "approved", by=people["chief"], seen="0" * 64) == [
        "Bài vừa được sửa, khác bản bạn đã xem. Xem lại rồi hãy duyệt."
    ]


def test_secretary_lets_out_again_what_was_approved_and_nothing_else(people):
    article = piece(people, "approved")
    later = timezone.now() + timedelta(hours=2)
    assert publish(article, by=people["secretary"], at=later).approved_by == people["chief"]
    assert publish(article, by=people["secretary"]).approved_by == people["chief"]
    for to in ("submitted", "awaiting"):
        with pytest.raises(PermissionDenied):
            publish(piece(people, to), by=people["secretary"])


# --- taken from readers ---------------------------------------------------------------------------


def test_pause_and_withdrawal_are_stages_of_their_own(people):
    paused, gone = make_published().article, make_published().article
    withdraw(paused, by=people["chief"], reason="Chờ kết luận.", pause=True)
    withdraw(gone, by=people["chief"], reason="Sai số liệu.")
    assert (paused.progress.stage, gone.progress.stage) == ("paused", "withdrawn")
    assert not PublishedVersion.objects.live().exists()
    publish(paused, by=people["chief"])
    assert paused.progress.stage == Stage.RELEASED


def test_a_cancelled_schedule_gives_the_piece_back_to_the_desk(people):
    article = piece(people, "approved")
    publish(article, by=people["secretary"], at=timezone.now() + timedelta(hours=2))
    withdraw(article, by=people["secretary"], reason="Chuyển sang số sau.")
    assert article.progress.stage == Stage.EDITING


def test_a_withdrawal_to_come_leaves_the_stage(people):
    article = make_published().article
    withdraw(article, by=people["chief"], reason="x", at=timezone.now() + timedelta(hours=1))
    assert article.progress.stage == Stage.RELEASED


def test_trash_stops_every_act(people):
    article = piece(people, "awaiting")
    Progress.objects.filter(pk=article.pk).update(trashed_at=timezone.now())
    article = Article.objects.get(pk=article.pk)
    words = ["Bài đang ở trong thùng rác. Khôi phục rồi mới làm tiếp được."]
    assert refused(workflow.move, article, "approved", by=people["chief"]) == words
    assert refused(publish, article, by=people["chief"]) == words
    assert refused(workflow.assign, article, by=people["chief"], priority=1) == words
    assert workflow.allowed(article, people["chief"]) == []
    assert not people["chief"].has_perm("articles.edit", article)


# --- who has it -----------------------------------------------------------------------------------


def test_assigning_changes_what_it_names(people):
    article, due = piece(people, "submitted"), timezone.now() + timedelta(hours=3)
    workflow.assign(article, by=people["secretary"], assignee=people["editor"], due=due)
    workflow.assign(article, by=people["secretary"], priority=Priority.URGENT)
    progress = Progress.objects.get(pk=article.pk)
    assert (progress.assignee, progress.due, progress.priority) == (people["editor"], due, 2)
    workflow.assign(article, by=people["secretary"], assignee=None)
    assert article.progress.assignee is None


def test_assigning_is_for_the_desk_and_to_people_who_can_work(people):
    article = piece(people, "submitted")
    with pytest.raises(PermissionDenied):
        workflow.assign(article, by=people["writer"], priority=2)
    for stranger in (make_user("Kế toán"), make_user("Biên tập viên", is_active=False)):
        refusal = refused(workflow.assign, article, by=people["editor"], assignee=stranger)
        assert refusal == {"assignee": [f"{stranger} không mở được bài này nên không giữ bài."]}
    assert refused(workflow.assign, article, by=people["editor"], priority=7) == {
        "priority": ["Mức ưu tiên này không có."]
    }
    publish(article, by=people["chief"])
    assert refused(workflow.assign, article, by=people["editor"], priority=1) == [
        "Bài không ở khâu nào cần người làm."
    ]


def test_apps_above_hear_of_a_step_after_the_commit(people, django_capture_on_commit_callbacks):
    heard = []

    def on_moved(sender, **told):
        heard.append((told["step"].name, str(told["came_from"]), told["by"], told["reason"]))

    signals.moved.connect(on_moved)
    with django_capture_on_commit_callbacks(execute=True):
        article = piece(people, "editing")
        workflow.move(article, "draft", by=people["editor"], reason=REASON)
    signals.moved.disconnect(on_moved)
    assert heard == [
        ("submit", "draft", people["writer"], ""),
        ("take", "submitted", people["editor"], ""),
        ("return", "editing", people["editor"], REASON),
    ]


def test_the_log_tells_the_way_of_a_piece(people):
    article = piece(people, "approved")
    workflow.assign(article, by=people["secretary"], priority=Priority.HIGH)
    edit(article, people["secretary"], title="Tít mới")
    workflow.move(article, "draft", by=people["chief"], reason=REASON)
    told = Entry.objects.about(article).order_by("number").values_list("act", "by", "facts__to")
    writer, editor, secretary, boss = (person.pk for person in people.values())
    assert list(told) == [
        ("articles.submitted", writer, "submitted"),
        ("articles.moved", editor, "editing"),
        ("articles.moved", editor, "layout"),
        ("articles.moved", editor, "awaiting"),
        ("articles.approved", boss, "approved"),
        ("articles.assigned", secretary, None),
        ("articles.approval_voided", secretary, "awaiting"),
        ("articles.returned", boss, "draft"),
    ]


# --- any way at all -------------------------------------------------------------------------------

ROLES = ("Phóng viên", "Biên tập viên", "Trưởng ban", "Thư ký tòa soạn", "Tổng biên tập", "Kế toán")
STAGES = [str(stage) for stage in Stage]
LEADS = {(source, str(step.to)) for step in TRANSITIONS for source in step.sources}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.integers(0, 10**6), switches=st.sets(st.sampled_from(("skips_layout", "full_route")))
)
def test_no_way_leads_past_the_table(seed, switches, db):
    """Random people try random things: each change of stage is a row of the table, and what is
    live carries the name of one who may approve."""
    dice = random.Random(seed)
    crowd = [make_user(role) for role in ROLES]
    section = make_section(**dict.fromkeys(switches, True))
    article = make_article(created_by=crowd[0], section=section)
    stage = "draft"
    for _turn in range(12):
        person = dice.choice(crowd)
        acts = [
            lambda who: workflow.move(article, dice.choice(STAGES), by=who, reason=REASON),
            lambda who: workflow.move(
                article, dice.choice(steps(article, who)), by=who, reason="x"
            ),
            lambda who: publish(Article.objects.get(pk=article.pk), by=who),
            lambda who: withdraw(article, by=who, reason="x", pause=dice.random() < 0.5),
            lambda who: edit(article, who, title=f"Tít {dice.random()}"),
        ]
        with suppress(PermissionDenied, ValidationError, IndexError):
            dice.choices(acts, weights=(2, 6, 2, 1, 1))[0](person)
        progress = Progress.objects.get(pk=article.pk)
        assert progress.stage == stage or (stage, progress.stage) in LEADS
        assert progress.approved_by in {None, crowd[4]}
        stage = progress.stage
    assert {version.approved_by for version in article.versions.all()} <= {crowd[4]}
