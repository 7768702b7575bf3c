"""What an approval covers: the words, and the very pictures beside them, wherever they change."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from articles import workflow
from articles.effects import RECHECK, recheck_approvals
from articles.merging import merge
from articles.models import Article, Progress, PublishedVersion, Tag
from articles.publishing import publish
from articles.snapshots import next_version
from audit.models import Entry
from newsroom.models import Message
from outbox.models import Effect
from photos.intake import inspect, replace
from tests.factories.articles import chief, make_article
from tests.factories.people import make_user
from tests.factories.photos import make_photo, picture
from tests.newsroom.desk import change, page_of

pytestmark = pytest.mark.django_db


def approved(**facts):
    article = make_article(created_by=make_user("Phóng viên"), **facts)
    for to in ("submitted", "editing", "layout", "awaiting", "approved"):
        workflow.move(article, to, by=chief())
    return article


def other_picture(photo):
    file = inspect(ContentFile(picture("red", (800, 500), "PNG")))
    replace(photo, file, by=make_user("Phóng viên ảnh"))


def stage(article):
    return Progress.objects.get(pk=article.pk).stage


def test_another_picture_is_not_what_was_approved():
    photo = make_photo()
    article, secretary = approved(lead_photo=photo), make_user("Thư ký tòa soạn")
    other_picture(photo)
    with pytest.raises(ValidationError, match="Bài đã khác bản được duyệt"):
        publish(article, by=secretary)
    assert not PublishedVersion.objects.exists()
    assert publish(article, by=chief()).approved_by == chief()


def test_the_same_picture_cut_otherwise_is_not_either():
    photo = make_photo()
    article = approved(lead_photo=photo)
    photo.crops = {"16x9": [0, 0, 0.5, 0.5]}
    photo.save()
    with pytest.raises(ValidationError, match="Bài đã khác bản được duyệt"):
        publish(article, by=make_user("Thư ký tòa soạn"))


def test_an_approval_from_before_files_were_asked_for_stands():
    article = approved(lead_photo=make_photo())
    Progress.objects.update(approved_files="")
    assert publish(article, by=make_user("Thư ký tòa soạn")).approved_by == chief()


def test_what_changes_elsewhere_voids_an_approval(django_capture_on_commit_callbacks):
    photo = make_photo()
    pictured, tagged, other = approved(lead_photo=photo), approved(tags=("A",)), approved()
    other_picture(photo)
    merge(Tag.objects.get(name="A"), into=Tag.objects.create(name="B"), by=chief())
    effect = Effect.objects.get(kind=RECHECK)
    with django_capture_on_commit_callbacks(execute=True):
        recheck_approvals(effect.key)
    assert [stage(piece) for piece in (pictured, tagged, other)] == [
        *("awaiting", "awaiting", "approved"),
    ]
    assert Progress.objects.get(pk=tagged.pk).voided_at is not None
    entries = Entry.objects.filter(act="articles.approval_voided")
    assert {(entry.by, entry.key) for entry in entries} == {
        *((None, str(pictured.pk)), (None, str(tagged.pk))),
    }
    told = Message.objects.filter(kind="unapproved").values_list("to", "words")
    words = "Ảnh, thẻ hoặc tên người đã đổi sau khi duyệt: lời duyệt không còn hiệu lực."
    assert set(told) == {(pictured.created_by_id, words), (tagged.created_by_id, words)}


def test_saving_a_tag_on_its_screen_asks_for_the_comparison(client):
    approved(tags=("A",))
    client.force_login(chief())
    tag = Tag.objects.get(name="A")
    typed = {"name": "A khác", "slug": "a-khac", "description": ""}
    rows = {f"aliases-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    assert client.post(f"/admin/articles/tag/{tag.pk}/change/", typed | rows).status_code == 302
    assert Effect.objects.filter(kind=RECHECK).count() == 1


def test_where_nothing_is_approved_nothing_is_compared():
    other_picture(make_photo())
    assert not Effect.objects.filter(kind=RECHECK).exists()


def test_pages_say_so_at_once(client):
    article = approved()
    client.force_login(make_user("Thư ký tòa soạn"))
    pages = change(article), page_of(article, "publish")
    words = "Bài đã khác bản được duyệt."
    assert [words in client.get(page).content.decode() for page in pages] == [False, False]
    Article.objects.get(pk=article.pk).tags.add("Biên giới")
    assert [words in client.get(page).content.decode() for page in pages] == [True, True]


# --- what was seen --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["publish", "approve"])
def test_picture_changed_since_it_was_seen_is_not_answered_for(client, name):
    photo = make_photo()
    article = make_article(created_by=make_user("Phóng viên"), lead_photo=photo)
    for to in ("submitted", "editing", "layout", "awaiting"):
        workflow.move(article, to, by=chief())
    client.force_login(chief())
    page = page_of(article, name)
    seen = client.get(page).context["seen"]
    other_picture(photo)
    answer = client.post(page, {"at": "", "until": "", "seen": seen})
    assert answer.status_code == 200
    assert "Bài vừa được sửa, khác bản bạn đã xem." in answer.content.decode()
    assert (stage(article), PublishedVersion.objects.exists()) == ("awaiting", False)
    again = {"at": "", "until": "", "seen": client.get(page).context["seen"]}
    assert client.post(page, again).status_code == 302


def test_words_alone_are_compared_where_nothing_else_was_told():
    article = make_article(lead_photo=make_photo())
    version = next_version(Article.objects.for_snapshot().get(), timezone.now())
    assert publish(article, by=chief(), seen=version.sha256).sha256 == version.sha256
    with pytest.raises(ValidationError, match="khác bản bạn đã xem"):
        publish(article, by=chief(), seen=f"{version.sha256}:x")
