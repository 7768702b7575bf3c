"""Many pieces at once: what is shown is what runs, each piece whole or not at all, and back."""

import json

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.merging import merge
from articles.models import Article, PublishedVersion, Tag
from audit.models import Entry
from newsroom.bulk import plans, running
from newsroom.bulk.kinds import KINDS
from newsroom.models import BulkJob
from outbox.models import Effect
from outbox.queue import run_due
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
    make_section,
)
from tests.factories.people import make_user
from tests.newsroom.desk import LIST, change, send

pytestmark = pytest.mark.django_db

CONFIRM = reverse("admin:bulk-confirm")
JOBS = reverse("admin:bulk-jobs")


def preview_of(name):
    return reverse("admin:bulk-preview", args=[name])


def page_of_job(job, name="bulk-job"):
    return reverse(f"admin:{name}", args=[job.pk])


@pytest.fixture
def desk(client):
    client.force_login(make_user("Phó Tổng biên tập", username="pho-tong"))
    return client


def shown(client, name, articles, **typed):
    pieces = ",".join(str(article.pk) for article in articles)
    answer = client.post(preview_of(name), {"pieces": pieces, **typed})
    assert "shown" in answer.context, answer.context["form"].errors
    return answer.context["shown"]


def lines(preview):
    return [(row.article.pk, row.before, row.after, row.refused, row.note) for row in preview.lines]


def do(client, name, articles, **typed):
    plan = shown(client, name, articles, **typed).signed()
    client.post(CONFIRM, {"plan": plan})
    return BulkJob.objects.latest("pk")


def outcomes(job):
    rows = job.steps.order_by("article").values_list("article", "outcome", "said")
    return {article: (outcome, said) for article, outcome, said in rows}


# --- choosing and previewing --------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(KINDS))
def test_action_of_the_list_asks_what_is_to_be_done(desk, name):
    one, two = make_article(), make_article()
    make_article()
    chosen = {"action": f"bulk_{name}", "_selected_action": [one.pk, two.pk]}
    answer = desk.post(LIST, chosen)
    assert sorted(answer.context["pieces"]) == [one.pk, two.pk]
    assert answer.context["kind"]["name"] == name


def test_all_that_the_filter_finds_can_be_chosen(desk):
    here, there = make_section(), make_section()
    found = [make_article(section=here) for _n in range(3)]
    make_article(section=there)
    chosen = {
        "action": "bulk_section",
        "_selected_action": [found[0].pk],
        "select_across": "1",
    }
    answer = desk.post(f"{LIST}?section__id__exact={here.pk}", chosen)
    assert sorted(answer.context["pieces"]) == [article.pk for article in found]


def test_more_than_may_be_done_at_once_is_refused(desk, monkeypatch):
    monkeypatch.setattr("newsroom.bulk.actions.MOST", 1)
    pieces = [make_article().pk, make_article().pk]
    answer = desk.post(LIST, {"action": "bulk_section", "_selected_action": pieces}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert told == ["Mỗi lần làm được nhiều nhất 1 bài. Hãy lọc bớt."]


def test_preview_tells_each_piece_before_and_after_and_why_not(desk):
    old, new = make_section(name="Xã hội"), make_section(name="Văn hóa")
    moved, there = make_article(section=old), make_article(section=new)
    preview = shown(desk, "section", [moved, there], section=new.pk)
    assert lines(preview) == [
        (there.pk, "Văn hóa", "Văn hóa", "Bài đã ở chuyên mục này.", ""),
        (moved.pk, "Xã hội", "Văn hóa", "", ""),
    ]
    assert (Article.objects.filter(section=new).count(), BulkJob.objects.count()) == (1, 0)


def test_preview_says_which_live_pieces_wait_for_approval(desk):
    old, new = make_section(), make_section()
    live = make_published(section=old).article
    changed = make_published(section=old).article
    Article.objects.filter(pk=changed.pk).update(modified=timezone.now())
    draft = make_article(section=old)
    waiting = shown(desk, "section", [live, changed, draft], section=new.pk)
    after = ": bạn đọc thấy sau khi duyệt lại."
    notes = {row.article.pk: row.note for row in waiting.lines}
    assert notes == {
        live.pk: f"Đang đăng{after}",
        changed.pk: f"Đang đăng, còn sửa đổi chưa duyệt{after}",
        draft.pk: "",
    }
    at_once = shown(desk, "section", [live, changed], section=new.pk, republish="on")
    notes = {row.article.pk: row.note for row in at_once.lines}
    assert notes[live.pk] == "Đăng lại luôn."
    assert notes[changed.pk] == f"Đang đăng, còn sửa đổi chưa duyệt{after}"


def test_preview_refuses_by_the_right_to_each_piece(client):
    writer = make_user("Phóng viên")
    client.force_login(writer)
    old, new = make_section(), make_section()
    own = make_article(created_by=writer, section=old)
    others = make_published(created_by=chief(), section=old).article
    hidden = make_article(created_by=chief(), section=old)
    preview = shown(client, "section", [own, others, hidden], section=new.pk)
    refused = {row.article.pk: row.refused for row in preview.lines}
    assert refused == {own.pk: "", others.pk: "Bạn không có quyền làm việc này với bài."}
    assert preview.missing == 1


@pytest.mark.parametrize(
    ("name", "typed", "refused"),
    [
        ("section", {}, {"section": ["Hãy chọn chuyên mục."]}),
        ("section", {"section": "999"}, {"section": ["Lựa chọn này không còn nữa. Hãy chọn lại."]}),
        ("tags", {}, {"__all__": ["Hãy ghi thẻ cần thêm hoặc cần bớt."]}),
        ("withdraw", {"reason": " "}, {"reason": ["Hãy ghi lý do ngừng đăng."]}),
    ],
)
def test_form_refuses_beside_its_fields(desk, name, typed, refused):
    answer = desk.post(preview_of(name), {"pieces": "1", **typed})
    assert answer.context["form"].errors == refused


def test_preview_of_odd_numbers_is_answered(desk):
    section = make_section()
    odd = "x,,-1,9999999999999999999999,٣," + "9" * 18
    preview = desk.post(preview_of("section"), {"pieces": odd, "section": section.pk})
    assert (preview.status_code, preview.context["shown"].lines) == (200, [])
    assert desk.post(preview_of("khong-co"), {"pieces": "1"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize("name", ["section", "tags"])
def test_preview_costs_the_same_for_any_number(desk, django_assert_num_queries, count, name):
    """Session, person, groups' and own rights; the section or tags and synonyms; pieces, their
    versions, their tags, the names of those."""
    versions = make_many_published([timezone.now()] * count, tags=("Quảng Ninh",))
    new = make_section()
    typed = {"section": new.pk} if name == "section" else {"add": "Cao Bằng", "remove": "X"}
    pieces = ",".join(str(version.article_id) for version in versions)
    cost = {"section": 11, "tags": 12}[name]
    with django_assert_num_queries(cost):
        desk.post(preview_of(name), {"pieces": pieces, "republish": "on", **typed})


# --- doing --------------------------------------------------------------------------------------


def test_pieces_move_to_the_section_and_nothing_else_changes(desk):
    old, new = make_section(), make_section()
    article = make_article(section=old, tags=("Quảng Ninh",))
    before = Article.objects.filter(pk=article.pk).values().get()
    job = do(desk, "section", [article], section=new.pk)
    after = Article.objects.filter(pk=article.pk).values().get()
    assert {name for name in before if before[name] != after[name]} == {"section_id", "modified"}
    assert (after["section_id"], outcomes(job)) == (new.pk, {article.pk: ("done", "")})
    assert job.finished is not None


def test_live_piece_keeps_what_readers_read_until_it_is_approved(desk):
    version = make_published(section=make_section())
    new = make_section()
    do(desk, "section", [version.article], section=new.pk)
    assert PublishedVersion.objects.live().get() == version


def test_live_piece_is_published_again_where_chosen(desk):
    version = make_published(section=make_section())
    new = make_section()
    job = do(desk, "section", [version.article], section=new.pk, republish="on")
    live = PublishedVersion.objects.live().get()
    assert (live.section, live.approved_by.username) == (new, "pho-tong")
    assert outcomes(job) == {version.article_id: ("done", "Đã đăng lại.")}


def test_words_nobody_approved_do_not_go_out_along(desk):
    version = make_published(section=make_section(), title="Tít đã duyệt")
    Article.objects.filter(pk=version.article_id).update(title="Tít chưa duyệt")
    new = make_section()
    do(desk, "section", [version.article], section=new.pk, republish="on")
    live = PublishedVersion.objects.live().get()
    assert (live.title, live.number) == ("Tít đã duyệt", 1)


def test_piece_that_is_not_ready_changes_and_waits(desk):
    version = make_published(section=make_section(), byline=False)
    job = do(desk, "section", [version.article], section=make_section().pk, republish="on")
    [(outcome, said)] = outcomes(job).values()
    assert outcome == "done"
    assert said.startswith("Chưa đăng lại: Bài chưa có người viết")


def test_tags_are_added_and_taken(desk):
    one = make_article(tags=("Quảng Ninh", "Cao Bằng"))
    two = make_article(tags=("Hà Giang",))
    typed = {"add": "Tuyên Quang", "remove": "HÀ GIANG, cao bằng"}
    preview = shown(desk, "tags", [one, two], **typed)
    assert {row.article.pk: (row.before, row.after) for row in preview.lines} == {
        one.pk: ("Quảng Ninh, Cao Bằng", "Quảng Ninh, Tuyên Quang"),
        two.pk: ("Hà Giang", "Tuyên Quang"),
    }
    do(desk, "tags", [one, two], **typed)
    assert [tag.name for tag in one.tags.order_by("pk")] == ["Quảng Ninh", "Tuyên Quang"]
    assert [tag.name for tag in two.tags.order_by("pk")] == ["Tuyên Quang"]


def test_pieces_are_withdrawn_with_their_reason(desk):
    live, draft = make_published().article, make_article()
    job = do(desk, "withdraw", [live, draft], reason="Trùng bài")
    assert PublishedVersion.objects.live().count() == 0
    assert outcomes(job) == {live.pk: ("done", "")}
    assert live.publishing_acts.get().reason == "Trùng bài"


def test_editor_without_the_right_withdraws_nothing(client):
    client.force_login(make_user("Biên tập viên"))
    article = make_published().article
    preview = shown(client, "withdraw", [article], reason="Sai")
    assert [row.refused for row in preview.lines] == ["Bạn không có quyền làm việc này với bài."]
    forged = signing.dumps(["withdraw", {"reason": "Sai"}, 1, [[article.pk, 0]]], salt="x")
    client.post(CONFIRM, {"plan": forged})
    assert (PublishedVersion.objects.live().count(), BulkJob.objects.count()) == (1, 0)


def test_every_save_is_a_revision_that_comes_back(desk):
    old, new = make_section(), make_section()
    article = make_article(section=old)
    send(desk, change(article), title="Tít sửa")
    article.refresh_from_db()
    do(desk, "section", [article], section=new.pk)
    history = desk.get(reverse("admin:articles_article_history", args=[article.pk]))
    assert history.status_code == 200
    assert "Chuyển chuyên mục hàng loạt" in history.content.decode()


def test_log_tells_each_piece_and_the_job(desk):
    article = make_article(section=make_section())
    job = do(desk, "section", [article], section=make_section().pk)
    acts = list(Entry.objects.order_by("number").values_list("act", flat=True))
    assert acts[-2:] == ["articles.section_changed", "newsroom.bulk_done"]
    last = Entry.objects.latest("number")
    assert (last.facts["job"], last.facts["pieces"]) == (job.pk, [article.pk])


# --- what runs is what was shown ----------------------------------------------------------------


def test_piece_changed_since_the_preview_is_left_alone(desk):
    section = make_section()
    stale, fresh = make_article(section=section), make_article(section=section)
    new = make_section()
    plan = shown(desk, "section", [stale, fresh], section=new.pk).signed()
    stale.save()
    desk.post(CONFIRM, {"plan": plan})
    job = BulkJob.objects.get()
    told = ("refused", "Bài đã được sửa sau khi xem trước.")
    assert outcomes(job) == {stale.pk: told, fresh.pk: ("done", "")}
    stale.refresh_from_db()
    assert stale.section == section


@pytest.mark.parametrize("tamper", ["forged", "old", "of another", ""])
def test_plan_that_was_not_shown_is_refused(desk, tamper, monkeypatch):
    article = make_article(section=make_section())
    new = make_section()
    plan = shown(desk, "section", [article], section=new.pk).signed()
    if tamper == "forged":
        plan = plan[:-2] + ("aa" if plan[-2:] != "aa" else "bb")
    elif tamper == "old":
        monkeypatch.setattr(plans, "LASTS", -1)
    elif tamper == "of another":
        desk.force_login(chief())
    else:
        plan = ""
    desk.post(CONFIRM, {"plan": plan})
    article.refresh_from_db()
    assert (article.section == new, BulkJob.objects.count()) == (False, 0)


def test_right_lost_since_the_preview_is_told(desk):
    article = make_published().article
    plan = shown(desk, "withdraw", [article], reason="Sai").signed()
    user = Article._meta.get_field("created_by").related_model.objects.get(username="pho-tong")
    user.groups.clear()
    user.groups.add(make_user("Biên tập viên").groups.get())
    desk.post(CONFIRM, {"plan": plan})
    told = ("refused", "Không còn quyền làm việc này với bài.")
    assert outcomes(BulkJob.objects.get()) == {article.pk: told}
    assert PublishedVersion.objects.live().count() == 1


# --- many go to the worker, and a killed one is followed by the next -----------------------------


def test_many_are_done_by_the_worker_in_steps(desk, monkeypatch):
    monkeypatch.setattr(running, "STEP", 2)
    section, new = make_section(), make_section()
    articles = [make_article(section=section) for _n in range(5)]
    job = do(desk, "section", articles, section=new.pk)
    told = json.loads(desk.get(page_of_job(job, "bulk-progress")).content)
    assert told == {"total": 5, "done": 0, "refused": 0, "waiting": 5, "finished": False}
    assert "data-progress" in desk.get(page_of_job(job)).content.decode()
    Effect.objects.exclude(kind=running.WORK).delete()
    run_due(1)
    assert Article.objects.filter(section=new).count() == 2
    run_due()
    told = json.loads(desk.get(page_of_job(job, "bulk-progress")).content)
    assert told == {"total": 5, "done": 5, "refused": 0, "waiting": 0, "finished": True}
    assert Effect.objects.count() == 0


def test_work_goes_on_where_it_was_broken_off(desk, monkeypatch):
    monkeypatch.setattr(running, "STEP", 2)
    section, new = make_section(), make_section()
    articles = [make_article(section=section) for _n in range(3)]
    job = do(desk, "section", articles, section=new.pk)
    real, calls = running._change, []

    def killed(*given):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(*given)

    monkeypatch.setattr(running, "_change", killed)
    with pytest.raises(KeyboardInterrupt):
        running.work(job.pk)
    monkeypatch.setattr(running, "_change", real)
    assert Article.objects.filter(section=new).count() == 1
    while running.work(job.pk):
        pass
    assert [outcome for outcome, _said in outcomes(job).values()] == ["done"] * 3
    assert Entry.objects.filter(act="newsroom.bulk_done").count() == 1
    assert running.work(job.pk) is False


# --- and back -----------------------------------------------------------------------------------


def test_job_is_undone_piece_by_piece(desk):
    old, new = make_section(), make_section()
    articles = [make_article(section=old), make_article(section=old)]
    job = do(desk, "section", articles, section=new.pk)
    desk.post(page_of_job(job, "bulk-undo"))
    back = BulkJob.objects.get(undoes=job)
    assert Article.objects.filter(section=old).count() == 2
    assert [outcome for outcome, _said in outcomes(back).values()] == ["done", "done"]
    assert Entry.objects.latest("number").act == "newsroom.bulk_undone"


def test_piece_changed_since_is_not_undone_but_named(desk):
    old, new = make_section(), make_section()
    one, two = make_article(section=old), make_article(section=old, title="Bài sửa sau")
    job = do(desk, "section", [one, two], section=new.pk)
    Article.objects.get(pk=two.pk).save()
    answer = desk.post(page_of_job(job, "bulk-undo"), follow=True)
    back = BulkJob.objects.get(undoes=job)
    assert outcomes(back) == {
        one.pk: ("done", ""),
        two.pk: ("refused", "Bài đã được sửa sau đó."),
    }
    assert "Bài sửa sau" in answer.content.decode()


def test_tags_come_back_as_they_were(desk):
    article = make_article(tags=("Quảng Ninh", "Cao Bằng"))
    job = do(desk, "tags", [article], add="Hà Giang", remove="Cao Bằng")
    desk.post(page_of_job(job, "bulk-undo"))
    assert {tag.name for tag in article.tags.all()} == {"Quảng Ninh", "Cao Bằng"}


def test_republished_piece_goes_back_for_readers_too(desk):
    old, new = make_section(), make_section()
    version = make_published(section=old)
    job = do(desk, "section", [version.article], section=new.pk, republish="on")
    desk.post(page_of_job(job, "bulk-undo"))
    assert PublishedVersion.objects.live().get().section == old


def test_withdrawn_pieces_come_back_as_they_were_read(desk):
    version = make_published()
    other = make_published()
    job = do(desk, "withdraw", [version.article, other.article], reason="Nhầm")
    Article.objects.filter(pk=other.article_id).update(title="Tít khác")
    desk.post(page_of_job(job, "bulk-undo"))
    assert [live.article for live in PublishedVersion.objects.live()] == [version.article]
    told = outcomes(BulkJob.objects.get(undoes=job))[other.article_id]
    assert told == ("refused", "Bài đã được sửa, khác bản đã ngừng đăng: hãy duyệt rồi đăng lại.")


def test_job_is_undone_once_and_an_undoing_never(desk):
    job = do(desk, "section", [make_article(section=make_section())], section=make_section().pk)
    desk.post(page_of_job(job, "bulk-undo"))
    desk.post(page_of_job(job, "bulk-undo"))
    back = BulkJob.objects.get(undoes=job)
    answer = desk.post(page_of_job(back, "bulk-undo"), follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert (BulkJob.objects.count(), told[-1]) == (2, "Việc này đã được hoàn lại.")


def test_job_of_others_is_closed_to_writers(client, desk):
    job = do(desk, "section", [make_article(section=make_section())], section=make_section().pk)
    client.force_login(make_user("Phóng viên"))
    for name in ("bulk-job", "bulk-progress"):
        assert client.get(page_of_job(job, name)).status_code == 403
    assert client.post(page_of_job(job, "bulk-undo")).status_code == 403
    assert client.get(JOBS).context["listed"] == []
    client.force_login(make_user("Kế toán"))
    assert client.get(JOBS).status_code == 403
    assert client.post(CONFIRM, {"plan": "x"}).status_code == 403


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_of_a_job_costs_the_same_for_any_number(desk, django_assert_num_queries, count):
    section, new = make_section(), make_section()
    job = do(
        desk, "section", [make_article(section=section) for _n in range(count)], section=new.pk
    )
    with django_assert_num_queries(9):
        assert desk.get(page_of_job(job)).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_of_jobs_costs_the_same_for_any_number(desk, django_assert_num_queries, count):
    for _n in range(count):
        BulkJob.objects.create(kind="section", params={"section": 1}, by=chief(), total=1)
    with django_assert_num_queries(6):
        assert len(desk.get(JOBS).context["listed"]) == count


def test_jobs_are_paged_by_key(desk, monkeypatch):
    monkeypatch.setattr("newsroom.bulk.views.PAGE_SIZE", 2)
    made = [BulkJob.objects.create(kind="tags", by=chief(), total=1).pk for _n in range(3)]
    first = desk.get(JOBS).context["page"]
    rest = desk.get(JOBS, {"truoc": first.next_cursor}).context["page"]
    assert [row.pk for row in [*first.items, *rest.items]] == made[::-1]
    assert desk.get(JOBS, {"truoc": "x"}).status_code == 404


# --- who has it, and where it lies --------------------------------------------------------------


def test_pieces_are_given_to_another_and_back(desk):
    editor = make_user("Biên tập viên", full_name="Lê Thị Khánh Vy")
    writer = make_user("Phóng viên", full_name="Đặng Văn Lực")
    draft, live = make_article(created_by=writer), make_published().article
    preview = shown(desk, "assign", [draft, live], assignee=editor.pk)
    assert {row.article.pk: (row.before, row.after, row.refused) for row in preview.lines} == {
        draft.pk: ("Đặng Văn Lực", "Lê Thị Khánh Vy", ""),
        live.pk: ("chưa giao", "chưa giao", "Bài không ở khâu nào cần người làm."),
    }
    job = do(desk, "assign", [draft, live], assignee=editor.pk)
    assert Article.objects.get(pk=draft.pk).progress.assignee == editor
    desk.post(page_of_job(job, "bulk-undo"))
    assert Article.objects.get(pk=draft.pk).progress.assignee == writer


def test_piece_given_on_since_is_not_taken_back(desk):
    one, two = make_user("Biên tập viên"), make_user("Biên tập viên")
    draft = make_article()
    job = do(desk, "assign", [draft], assignee=one.pk)
    workflow.assign(draft, by=chief(), assignee=two)
    desk.post(page_of_job(job, "bulk-undo"))
    told = outcomes(BulkJob.objects.get(undoes=job))
    assert told == {draft.pk: ("refused", "Bài đã được giao lại sau đó.")}


def test_drafts_go_to_the_trash_and_come_back(desk):
    draft, live = make_article(), make_published().article
    preview = shown(desk, "trash", [draft, live])
    refused = "Bài đã đăng hoặc hẹn giờ: ngừng đăng và đưa vào lưu, không bỏ đi được."
    assert {row.article.pk: row.refused for row in preview.lines} == {
        draft.pk: "",
        live.pk: refused,
    }
    job = do(desk, "trash", [draft, live])
    assert desk.get(LIST).context["cl"].result_count == 1
    assert desk.get(change(draft)).status_code == 302
    desk.post(page_of_job(job, "bulk-undo"))
    assert desk.get(LIST).context["cl"].result_count == 2


def test_section_of_the_full_route_says_so(desk):
    old, new = make_section(full_route=True), make_section()
    live = make_published(section=old).article
    [line] = shown(desk, "section", [live], section=new.pk, republish="on").lines
    assert line.note == "Chuyên mục đòi duyệt đủ bước: bạn đọc thấy sau khi duyệt lại."


@pytest.mark.parametrize("count", [1, 3, 30])
def test_preview_of_a_head_of_sections_asks_once_for_all_pieces_alike(
    client, django_assert_num_queries, count
):
    client.force_login(make_user("Trưởng ban"))
    versions = make_many_published([timezone.now()] * count)
    sent = {"pieces": ",".join(str(version.article_id) for version in versions)}
    new = make_section()
    with django_assert_num_queries(12):
        client.post(preview_of("section"), {**sent, "section": new.pk, "republish": "on"})


def test_plan_that_is_sent_twice_is_one_job(desk):
    """What it did may have been taken back since, on purpose."""
    article, editor = make_article(), make_user("Biên tập viên")
    plan = shown(desk, "assign", [article], assignee=editor.pk).signed()
    first = desk.post(CONFIRM, {"plan": plan})
    workflow.assign(article, by=chief(), assignee=None)
    assert desk.post(CONFIRM, {"plan": plan})["Location"] == first["Location"]
    assert BulkJob.objects.count() == 1
    assert Article.objects.get(pk=article.pk).progress.assignee is None


def test_tag_that_was_merged_meanwhile_comes_back_as_what_it_became(desk):
    article, other = make_article(tags=("A",)), Tag.objects.create(name="B")
    job = do(desk, "tags", [article], add="", remove="A")
    merge(Tag.objects.get(name="A"), into=other, by=chief())
    desk.post(page_of_job(job, "bulk-undo"))
    assert [tag.name for tag in article.tags.all()] == ["B"]
