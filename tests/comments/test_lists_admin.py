"""The lists of words and the policies in the back-office."""

import pytest
from django.urls import reverse

from audit.models import Entry
from comments import moderation, rescanning
from comments.admin import lists
from comments.models import Assignment, Closing, Discussion, Rescan, SectionPolicy, Word
from tests.comments.factories import make_approved, make_pending, moderator, text_of
from tests.factories.articles import chief, make_published, make_section
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

WORDS = reverse("admin:comments_word_changelist")
ADD_WORD = reverse("admin:comments_word_add")


@pytest.fixture
def desk(client):
    client.force_login(moderator())
    return client


def test_whoever_was_given_sections_sets_the_discussion_of_their_pieces(desk):
    own, foreign, moved = (make_published(section=make_section()) for _n in range(3))
    Assignment.objects.create(user=moderator(), section=own.section)
    moved.article.section = own.section  # a draft; readers have it where it was
    moved.article.save(update_fields=["section"])
    new = reverse("admin:comments_discussion_add")
    for version, status in ((own, 302), (foreign, 200), (moved, 200)):
        facts = {"article": version.article_id, "mode": "an", "look_again_on": ""}
        assert desk.post(new, facts).status_code == status
    assert list(Discussion.objects.values_list("article", flat=True)) == [own.article_id]
    Discussion.objects.create(article=foreign.article, mode="an")
    for version, status in ((own, 302), (foreign, 403)):
        address = reverse("admin:comments_discussion_change", args=[version.article_id])
        facts = {"article": version.article_id, "mode": "dong", "look_again_on": ""}
        assert (desk.get(address).status_code, desk.post(address, facts).status_code) == (
            *(200, status),
        )
    assert dict(Discussion.objects.values_list("article", "mode")) == {
        own.article_id: "dong",
        foreign.article_id: "an",
    }


def add(client, **typed):
    return client.post(ADD_WORD, {"text": "lừa đảo", "list": "cam", "active": "on", **typed})


def test_a_moderator_puts_a_word_on_a_list_and_a_walk_begins(desk):
    assert add(desk).status_code == 302
    word = Word.objects.get()
    assert (word.text, word.list, word.added_by) == ("lừa đảo", "cam", moderator())
    assert Rescan.objects.count() == 1
    assert "Sắp soát lại các ý kiến đã đăng." in text_of(desk.get(WORDS))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"text": ""}, "Ô này không được để trống."),
        ({"text": "!!!"}, "Từ phải có chữ."),
        ({"text": "LỪA  ĐẢO"}, "“lừa đảo” đã có trong danh sách cấm."),
        ({"text": "x" * 61}, "60"),
        ({"list": "khac"}, "khac"),
    ],
)
def test_a_word_that_cannot_be_is_sent_back(desk, typed, told):
    Word.objects.create(text="lừa đảo", list="cam")
    answer = add(desk, **{"text": "cờ bạc", **typed})
    assert answer.status_code == 200
    assert told in text_of(answer)
    assert Word.objects.count() == 1


def test_the_list_tells_hits_and_false_hits(desk):
    Word.objects.create(text="lừa đảo")
    version = make_published()
    make_approved(version, text="Chống lừa đảo, lừa đảo")
    make_pending(version, text="lừa đảo")
    page = desk.get(WORDS)
    [word] = page.context["cl"].result_list
    assert (word.found, word.through) == (2, 1)


def test_what_was_let_through_before_the_word_was_there_is_no_false_hit(desk):
    version = make_published()
    early, again, undone = (make_approved(version, text=f"lừa đảo {n}") for n in range(3))
    Word.objects.create(text="lừa đảo")
    rescanning.rescan(rescanning.ask_rescan().pk, 0)
    moderation.approve(again, by=moderator())
    moderation.approve(undone, by=moderator())
    moderation.undo(by=moderator())
    [word] = desk.get(WORDS).context["cl"].result_list
    assert (word.found, word.through) == (3, 1)
    assert early.decisions.count() == 1


def test_the_walk_of_a_section_is_no_progress_of_the_lists(desk):
    add(desk)
    walk = Rescan.objects.get()
    rescanning.rescan(walk.pk, 0)
    rescanning.ask_look_again_in(make_section())
    assert "Lượt soát lại gần nhất đã xong" in text_of(desk.get(WORDS))
    Rescan.objects.filter(pk=walk.pk).update(finished=None, last=9, reached=4)
    rescanning.ask_rescan()
    assert "Đang soát lại: đến ý kiến số 4 trên 9." in text_of(desk.get(WORDS))


def test_the_word_of_one_section_is_not_written_over_by_anothers(client):
    client.force_login(chief())
    near, far = make_section(), make_section()
    SectionPolicy.objects.create(section=near, mode="duyet-truoc")
    SectionPolicy.objects.create(section=far, mode="dong")
    change = reverse("admin:comments_sectionpolicy_change", args=[near.pk])
    typed = {"section": far.pk, "mode": "tin-cay", "two_pairs": "on"}
    assert client.post(change, typed).status_code == 302
    rows = SectionPolicy.objects.order_by("pk").values_list("section", "mode", "two_pairs")
    assert list(rows) == [(near.pk, "tin-cay", True), (far.pk, "dong", False)]
    assert Rescan.objects.get().section == near


def test_the_word_of_one_piece_is_not_written_over_by_anothers(client):
    client.force_login(chief())
    near, far = make_published().article, make_published().article
    for article in (near, far):
        Discussion.objects.create(article=article, mode="dong", edition=3)
    change = reverse("admin:comments_discussion_change", args=[near.pk])
    typed = {"article": far.pk, "mode": "an", "look_again_on": ""}
    assert client.post(change, typed).status_code == 302
    rows = Discussion.objects.order_by("pk").values_list("article", "mode", "edition")
    assert list(rows) == [(near.pk, "an", 3), (far.pk, "dong", 3)]


def test_changes_of_words_and_of_a_sections_policy_are_in_the_log(client):
    client.force_login(chief())
    section = make_section()
    facts = {"section": section.pk, "mode": "duyet-truoc", "two_pairs": "on"}
    client.post(reverse("admin:comments_sectionpolicy_add"), facts)
    change = reverse("admin:comments_sectionpolicy_change", args=[section.pk])
    client.post(change, {"section": section.pk, "mode": "duyet-truoc"})
    [added, changed] = Entry.objects.filter(kind="comments.sectionpolicy").order_by("number")
    assert (added.act, changed.act) == ("admin.added", "admin.changed")
    assert (changed.by, changed.facts["columns"]) == (chief(), ["two_pairs"])
    add(client)
    assert Entry.objects.get(kind="comments.word").act == "admin.added"


def test_the_list_counts_no_further_than_the_first_hits(desk, monkeypatch):
    monkeypatch.setattr(lists, "MOST_HITS", 2)
    Word.objects.create(text="lừa đảo")
    Word.objects.create(text="cờ bạc")
    version = make_published()
    for n in range(3):
        make_approved(version, text=f"Chống lừa đảo lần {n}")
    page = desk.get(WORDS)
    rows = {word.text: (word.found, word.through) for word in page.context["cl"].result_list}
    assert rows == {"lừa đảo": (2, 2), "cờ bạc": (0, 0)}
    assert "từ 2" in text_of(page)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_costs_the_same_for_any_number(desk, django_assert_num_queries, count):
    for n in range(count):
        Word.objects.create(text=f"từ {n}", added_by=moderator())
    desk.get(WORDS)
    with django_assert_num_queries(7):
        desk.get(WORDS)


def test_a_word_that_found_something_is_put_out_of_use_but_not_deleted(desk):
    word = Word.objects.create(text="lừa đảo")
    make_pending(make_published(), text="lừa đảo")
    assert desk.get(reverse("admin:comments_word_delete", args=[word.pk])).status_code == 403


def test_the_queue_marks_what_was_noticed_and_runs_no_script(desk):
    Word.objects.create(text="lừa đảo", list="cam")
    make_pending(make_published(), text="<script>lừa đảo</script> & lua dao")
    page = text_of(desk.get(reverse("admin:comments_comment_changelist")))
    marks = '<mark title="Từ cấm: lừa đảo">'
    assert f"&lt;script&gt;{marks}lừa đảo</mark>&lt;/script&gt; &amp; {marks}lua dao</mark>" in page


def test_the_heads_set_policies_and_moderators_do_not(desk):
    section = make_section()
    address = reverse("admin:comments_sectionpolicy_add")
    typed = {"section": section.pk, "mode": "dong", "days": ""}
    assert desk.post(address, typed).status_code == 403
    desk.force_login(chief())
    assert desk.post(address, typed).status_code == 302
    assert SectionPolicy.objects.get().mode == "dong"


def test_the_switch_is_a_row_that_stays(client):
    client.force_login(chief())
    typed = {"closed": "on", "reason": "Theo chỉ đạo"}
    assert client.post(reverse("admin:comments_closing_add"), typed).status_code == 302
    row = Closing.objects.get()
    assert (row.closed, row.by) == (True, chief())
    change = reverse("admin:comments_closing_change", args=[row.pk])
    assert client.post(change, {"reason": "khác"}).status_code == 403
    assert client.get(reverse("admin:comments_closing_delete", args=[row.pk])).status_code == 403


@pytest.mark.parametrize("role", ["Phóng viên", "Kế toán", "Quản trị hệ thống"])
def test_others_have_no_lists(client, role):
    client.force_login(make_user(role))
    assert client.get(WORDS).status_code == 403
    assert add(client).status_code == 403
