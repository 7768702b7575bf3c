"""The desks of tags, topics and series in the back-office."""

import pytest
from django.urls import reverse

from articles import trash
from articles.models import Series, Tag, TagAlias, TermMerge, Topic
from tests.factories.articles import chief, make_article, make_published, make_topic
from tests.factories.people import make_user
from tests.newsroom.desk import fields

pytestmark = pytest.mark.django_db

TAGS = reverse("admin:articles_tag_changelist")
MERGE = reverse("admin:merge-tag")
MERGED = reverse("admin:merged-tag")


@pytest.fixture
def desk(client):
    client.force_login(make_user("Biên tập viên"))
    return client


def names(response):
    return [row.name for row in response.context["cl"].result_list]


def make_tags(*names):
    return [Tag.objects.create(name=name) for name in names]


def test_list_counts_pieces_at_the_desk_and_before_readers(desk):
    make_article(tags=("Quảng Ninh",))
    make_published(tags=("Quảng Ninh",))
    make_tags("Trống")
    rows = {row.name: row.counts for row in desk.get(TAGS).context["cl"].result_list}
    assert rows == {"Quảng Ninh": (2, 1), "Trống": (0, 0)}


def test_count_stops_where_it_says_enough(desk, monkeypatch):
    monkeypatch.setattr("newsroom.admin.terms.MOST_COUNTED", 1)
    for _n in range(3):
        make_article(tags=("Quảng Ninh",))
    assert "hơn 1" in desk.get(TAGS).content.decode()


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize("model", ["tag", "topic", "series"])
def test_list_costs_the_same_for_any_number(desk, django_assert_num_queries, count, model):
    kind = {"tag": Tag, "topic": Topic, "series": Series}[model]
    for number in range(count):
        kind.objects.create(name=f"Tên {number}")
    with django_assert_num_queries(7):
        desk.get(reverse(f"admin:articles_{model}_changelist"))


def test_orphans_are_found(desk):
    make_article(tags=("Quảng Ninh",))
    make_tags("Trống")
    assert names(desk.get(TAGS, {"bai": "mo-coi"})) == ["Trống"]


def test_names_that_differ_by_marks_alone_are_found(desk):
    make_tags("Trà Linh", "Trà Lĩnh", "Cao Bằng")
    assert sorted(names(desk.get(TAGS, {"giong": "co"}))) == ["Trà Linh", "Trà Lĩnh"]


def test_merged_and_trashed_are_on_no_list_and_in_no_chooser(desk):
    topic, lost = make_topic("Bão số 3"), make_topic("Bão số 4")
    trash.trash(lost, by=chief())
    listed = reverse("admin:articles_topic_changelist")
    assert names(desk.get(listed)) == ["Bão số 3"]
    asked = {"app_label": "articles", "model_name": "article", "field_name": "topics"}
    found = desk.get(reverse("admin:autocomplete"), {**asked, "term": "bão"}).json()
    assert [row["id"] for row in found["results"]] == [str(topic.pk)]


def test_orphans_go_to_the_trash_and_the_others_are_named(desk):
    make_article(tags=("Quảng Ninh",))
    [lost] = make_tags("Trống")
    chosen = [tag.pk for tag in Tag.objects.all()]
    answer = desk.post(TAGS, {"action": "trash", "_selected_action": chosen}, follow=True)
    told = sorted(str(message) for message in answer.context["messages"])
    kept = "“Quảng Ninh” còn bài dùng, hoặc đã gộp: không bỏ được."
    assert told == sorted([kept, "Đã bỏ 1 mục vào thùng rác."])
    lost.refresh_from_db()
    assert lost.trashed_by is not None


def test_merge_asks_previews_and_comes_back(desk):
    make_article(tags=("BĐBP",))
    make_article(tags=("Bộ đội Biên phòng",))
    one, two = Tag.objects.order_by("pk")
    chosen = {"action": "merge", "_selected_action": [one.pk, two.pk]}
    asked = desk.post(TAGS, chosen)
    assert sorted(term.pk for term in asked.context["terms"]) == [one.pk, two.pk]
    sent = {"pieces": f"{one.pk},{two.pk}", "keep": str(two.pk)}
    preview = desk.post(MERGE, sent)
    assert [(row[0].pk, row[1], row[2]) for row in preview.context["lines"]] == [(one.pk, 1, 0)]
    assert TermMerge.objects.count() == 0
    desk.post(MERGE, {**sent, "confirm": "1"})
    done = TermMerge.objects.get()
    assert (done.source, done.target) == (one.pk, two.pk)
    assert names(desk.get(TAGS)) == ["Bộ đội Biên phòng"]
    assert "BĐBP → Bộ đội Biên phòng" in desk.get(MERGED).content.decode()
    desk.post(reverse("admin:unmerge-tag", args=[done.pk]))
    assert len(names(desk.get(TAGS))) == 2


def test_target_may_be_typed_by_a_synonym(desk):
    [one, two] = make_tags("Lính biên phòng", "Bộ đội Biên phòng")
    TagAlias.objects.create(tag=two, name="BĐBP")
    desk.post(MERGE, {"pieces": str(one.pk), "typed": "bđbp", "confirm": "1"})
    assert TermMerge.objects.get().target == two.pk


@pytest.mark.parametrize("sent", [{}, {"keep": "x"}, {"typed": "Không có"}, {"keep": "9" * 30}])
def test_merge_without_a_target_asks_again(desk, sent):
    [one] = make_tags("Một")
    answer = desk.post(MERGE, {"pieces": str(one.pk), "confirm": "1", **sent})
    assert answer.context["problem"] == "Hãy chọn mục giữ lại, hoặc gõ đúng tên một mục đang có."


@pytest.mark.parametrize("role", ["Phóng viên", "Kế toán", "Quản trị hệ thống"])
def test_merging_is_for_the_desk(client, role):
    client.force_login(make_user(role))
    [one, two] = make_tags("Một", "Hai")
    sent = {"pieces": str(one.pk), "keep": str(two.pk), "confirm": "1"}
    assert client.post(MERGE, sent).status_code == 403
    assert client.get(MERGED).status_code == 403
    assert TermMerge.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_of_merges_costs_the_same_for_any_number(desk, django_assert_num_queries, count):
    for number in range(count):
        words = {"source_name": "A", "target_name": "B", "by": chief()}
        TermMerge.objects.create(kind="tag", source=number, target=1, **words)
    with django_assert_num_queries(5):
        assert len(desk.get(MERGED).context["page"].items) == count


def test_synonyms_are_written_on_the_tag(desk):
    [tag] = make_tags("Bộ đội Biên phòng")
    address = reverse("admin:articles_tag_change", args=[tag.pk])
    opened = fields(desk.get(address))
    typed = {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "BĐBP", "aliases-0-tag": tag.pk}
    assert desk.post(address, {**opened, **typed}).status_code == 302
    assert [alias.name for alias in tag.aliases.all()] == ["BĐBP"]
