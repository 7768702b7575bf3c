"""One page for all that was thrown away: each sees what he may put back, and nothing is lost."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles import publishing, trash, workflow
from articles.models import Article, Tag
from articles.rules import visible_articles
from audit.models import Entry
from newsroom import story_templates
from newsroom.models import StoryTemplate
from photos import collecting, library
from photos.models import Collection
from tests.factories.articles import chief, make_article, make_published
from tests.factories.people import make_user
from tests.factories.photos import make_photo
from tests.newsroom.desk import LIST, change

pytestmark = pytest.mark.django_db

TRASH = reverse("admin:trash")


def shelf(name):
    return reverse("admin:trash-shelf", args=[name])


def restoring(name, row):
    return reverse("admin:trash-restore", args=[name, row.pk])


@pytest.fixture
def desk(client):
    client.force_login(make_user("Tổng biên tập"))
    return client


def names(response):
    return [name for _row, name in response.context["lines"]]


def fill():
    """One thing of each kind, in the trash."""
    by = chief()
    article, photo = make_article(title="Bài bỏ"), make_photo(caption="Ảnh bỏ")
    workflow.trash(article, by=by)
    library.trash(photo, by=by)
    collection = Collection.objects.create(name="Bộ ảnh bỏ")
    collecting.trash(collection, by=by)
    tag = Tag.objects.create(name="Thẻ bỏ")
    trash.trash(tag, by=by)
    template = StoryTemplate.objects.create(name="Mẫu bỏ")
    story_templates.trash(template, by=by)
    return {"bai": article, "anh": photo, "bo-anh": collection, "the": tag, "mau-bai": template}


def test_everything_lies_on_its_shelf_and_comes_back(desk):
    for name, row in fill().items():
        page = desk.get(shelf(name))
        [(line, told)] = page.context["lines"]
        assert (line.pk, line.trashed_by) == (row.pk, chief())
        assert told
        assert desk.post(restoring(name, row)).status_code == 302
        assert names(desk.get(shelf(name))) == []
        assert desk.post(restoring(name, row)).status_code == 404


def test_trashed_piece_is_on_no_list_and_opens_nowhere(desk):
    article = fill()["bai"]
    assert not visible_articles(chief()).filter(pk=article.pk).exists()
    assert desk.get(LIST).context["cl"].result_count == 0
    assert desk.get(change(article)).status_code == 302
    asked = {"app_label": "articles", "model_name": "relatedarticle", "field_name": "other"}
    found = desk.get(reverse("admin:autocomplete"), {**asked, "term": "bỏ"}).json()
    assert found["results"] == []
    assert desk.get(reverse("admin:article-preview", args=[article.pk])).status_code == 403
    desk.post(reverse("admin:article-publish", args=[article.pk]), {"at": "", "until": ""})
    assert article.versions.count() == 0


def test_trashed_collection_and_template_are_on_no_list(desk):
    fill()
    for model in ("photos_collection", "newsroom_storytemplate", "articles_tag"):
        listed = desk.get(reverse(f"admin:{model}_changelist"))
        assert listed.context["cl"].result_count == 0


def test_writer_sees_and_restores_his_own_pieces_alone(client):
    writer = make_user("Phóng viên")
    own, other = make_article(title="Bài mình", created_by=writer), make_article(created_by=chief())
    for article in (own, other):
        workflow.trash(article, by=chief())
    client.force_login(writer)
    page = client.get(TRASH)
    assert names(page) == ["Bài mình"]
    assert [open_to.name for open_to in page.context["shelves"]] == ["bai"]
    assert client.get(shelf("the")).status_code == 403
    assert client.post(restoring("bai", other)).status_code == 404
    client.post(restoring("bai", own))
    assert list(visible_articles(writer)) == [own]


def test_nobody_without_a_shelf_opens_the_page(client):
    client.force_login(make_user("Kế toán"))
    assert client.get(TRASH).status_code == 403
    client.force_login(chief())
    assert client.get(shelf("khong-co")).status_code == 404
    assert client.get(restoring("the", chief())).status_code == 405
    assert client.get(TRASH, {"truoc": "x"}).status_code == 404


def test_published_piece_goes_to_no_trash_also_when_withdrawn():
    article = make_published().article
    with pytest.raises(ValidationError):
        workflow.trash(article, by=chief())
    publishing.withdraw(article, by=chief(), reason="Sai")
    with pytest.raises(ValidationError):
        workflow.trash(article, by=chief())
    with pytest.raises(PermissionDenied):
        workflow.trash(make_article(created_by=chief()), by=make_user("Phóng viên"))


def test_name_of_a_trashed_collection_brings_it_back(desk):
    collection, photo = fill()["bo-anh"], make_photo()
    chosen = {"action": "collect", "_selected_action": [photo.pk], "collecting": "1"}
    desk.post(reverse("admin:photos_photo_changelist"), {**chosen, "name": collection.name})
    collection.refresh_from_db()
    assert (collection.trashed_at, collection.items.count()) == (None, 1)


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize("name", ["bai", "the"])
def test_shelf_costs_the_same_for_any_number(desk, django_assert_num_queries, name, count):
    for number in range(count):
        if name == "bai":
            workflow.trash(make_article(), by=chief())
        else:
            trash.trash(Tag.objects.create(name=f"Thẻ {number}"), by=chief())
    with django_assert_num_queries(5):
        assert len(desk.get(shelf(name)).context["lines"]) == count


# --- the sweep ----------------------------------------------------------------------------------


def sweep(**options):
    told = StringIO()
    call_command("trash", "sweep", stdout=told, **options)
    return told.getvalue().splitlines()


def age(row):
    type(row).objects.filter(pk=row.pk).update(trashed_at=timezone.now() - timedelta(days=91))


def test_sweep_tells_first_and_takes_only_what_is_old_and_named_nowhere():
    things = fill()
    named = make_published(tags=("Đã đăng",))
    named.article.tags.clear()
    publishing.withdraw(named.article, by=chief(), reason="Sai")
    kept = Tag.objects.get(name="Đã đăng")
    trash.trash(kept, by=chief())
    for row in (kept, things["the"], things["mau-bai"]):
        age(row)
    dry = sweep(dry_run=True)
    assert dry[-1] == "2 mục sẽ xóa."
    assert StoryTemplate.objects.count() == 1
    assert sweep()[-1] == "2 mục đã xóa."
    assert (StoryTemplate.objects.count(), list(Tag.objects.all())) == (0, [kept])
    assert (Article.objects.filter(pk=things["bai"].pk).exists(), Collection.objects.count()) == (
        True,
        1,
    )
    assert Entry.objects.filter(act="newsroom.trash_swept").count() == 2
