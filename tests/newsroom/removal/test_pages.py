"""The pages of removal: the order, what is kept, the way back, the report."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from articles.corrections import correct
from articles.models import Ground, PublishedVersion, Removal
from articles.publishing import publish, withdraw
from articles.removals import remove
from audit.models import Entry
from newsroom.models import Message
from photos.models import Photo
from photos.rendering import files_of
from tests.articles.test_removals import ORDER
from tests.factories.articles import chief, make_article, make_published
from tests.factories.people import make_user
from tests.factories.photos import make_photo, picture
from tests.newsroom.desk import page_of

pytestmark = pytest.mark.django_db

KEEPERS = ["Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"]
REPORT = reverse("admin:removal-report")
FORM = {**ORDER, "ordered_on": "20/11/2026"}


def inspected(removal):
    return reverse("admin:removal-inspect", args=[removal.pk])


@pytest.fixture
def desk(client):
    client.force_login(chief())
    return client


def test_order_typed_in_takes_the_piece_down(desk, django_capture_on_commit_callbacks):
    writer = make_user("Phóng viên")
    version = make_published(created_by=writer)
    article = version.article
    paper = SimpleUploadedFile("lenh.jpg", picture(), "image/jpeg")
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(page_of(article, "remove"), {**FORM, "document": paper})
    assert response.status_code == 302
    removal = Removal.objects.get()
    assert (removal.number, removal.ordered_on.isoformat()) == ("123/CBC", "2026-11-20")
    assert not PublishedVersion.objects.live().exists()
    assert desk.get(version.get_absolute_url()).status_code == 410
    [told] = Message.objects.filter(to=writer)
    assert told.words == (
        f"{chief()} đã gỡ bài này. Căn cứ: Theo lệnh của cơ quan có thẩm quyền"
        " (số 123/CBC, Cục Báo chí). Lý do: Thông tin chưa kiểm chứng."
    )
    page = desk.get(inspected(removal))
    opened = desk.get(page.context["document"])
    assert b"".join(opened) == picture()
    assert desk.get(page_of(article, "remove")).url == inspected(removal)


def test_form_keeps_its_words_with_the_refusal(desk):
    article = make_published().article
    response = desk.post(page_of(article, "remove"), {**FORM, "number": ""})
    assert response.context["form"].errors == {
        "number": ["Gỡ theo lệnh thì phải ghi số lệnh, công văn."]
    }
    assert "Thông tin chưa kiểm chứng." in response.content.decode()
    bad = SimpleUploadedFile("lenh.exe", b"MZ", "image/jpeg")
    response = desk.post(page_of(article, "remove"), {**FORM, "document": bad})
    assert list(response.context["form"].errors) == ["document"]
    assert PublishedVersion.objects.live().exists()


@pytest.mark.parametrize("role", ["Phóng viên", "Biên tập viên", "Trưởng ban", "Kế toán"])
def test_others_have_none_of_these_pages(client, role):
    article = make_published().article
    client.force_login(make_user(role))
    assert client.post(page_of(article, "remove"), FORM).status_code == 403
    assert PublishedVersion.objects.live().exists()
    removal = remove(article, by=chief(), **ORDER)
    pages = (inspected(removal), reverse("admin:removal-export", args=[removal.pk]), REPORT)
    for address in pages:
        assert client.get(address).status_code == 403
    assert client.post(inspected(removal), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("role", KEEPERS)
def test_kept_copy_is_shown_whole_and_its_opening_told(client, role):
    version = make_published(title="Bài sai", body="<p>Chữ đã đăng.</p>")
    removal = remove(version.article, by=chief(), **ORDER)
    client.force_login(make_user(role))
    response = client.get(inspected(removal))
    page = response.content.decode()
    for words in ("Bài sai", "Chữ đã đăng.", "123/CBC", version.sha256, "Nguyên vẹn"):
        assert words in page
    assert response["Cache-Control"].startswith("no-store")
    entry = Entry.objects.newest_first().first()
    assert (entry.act, entry.facts) == (
        *("articles.inspected", {"removal": removal.pk, "export": False}),
    )


def test_export_holds_the_copy_with_its_hash(desk):
    version = make_published(title="Bài sai")
    removal = remove(version.article, by=chief(), **ORDER)
    response = desk.get(reverse("admin:removal-export", args=[removal.pk]))
    [copy] = json.loads(response.content)["versions"]
    assert (copy["sha256"], copy["content"]["title"]) == (version.sha256, "Bài sai")
    assert PublishedVersion(**copy["content"]).content_hash() == version.sha256
    assert Entry.objects.newest_first().first().facts["export"] is True


def test_undo_by_rank(client):
    version = make_published()
    removal = remove(version.article, by=make_user("Phó Tổng biên tập"), **ORDER)
    client.force_login(make_user("Thư ký tòa soạn"))
    assert client.get(inspected(removal)).context["may_undo"] is False
    assert client.post(inspected(removal), {"reason": "Ý tôi"}).status_code == 403
    assert not PublishedVersion.objects.live().exists()
    client.force_login(chief())
    assert client.get(inspected(removal)).context["may_undo"] is True
    assert list(client.post(inspected(removal), {"reason": ""}).context["form"].errors) == [
        "reason"
    ]
    assert client.post(inspected(removal), {"reason": "Lệnh đã hủy"}).status_code == 302
    assert PublishedVersion.objects.live().get().article == version.article
    assert client.get(inspected(removal)).context["may_undo"] is False


def test_draft_has_nothing_to_remove(desk):
    response = desk.post(page_of(make_article(), "remove"), FORM)
    assert response.status_code == 200
    assert Removal.objects.count() == 0


# --- report -------------------------------------------------------------------------------------


def acts(response):
    return [(line.act, line.title) for line in response.context["lines"]]


def test_report_tells_of_the_period(desk):
    version, other = make_published(title="Bài gỡ"), make_published(title="Bài sửa")
    remove(version.article, by=chief(), **ORDER)
    correct(other.article, by=chief(), wrong="Sai", right="Đúng")
    assert acts(desk.get(REPORT)) == [("Cải chính, xin lỗi", "Bài sửa"), ("Gỡ bài", "Bài gỡ")]
    assert acts(desk.get(REPORT, {"tu": "1/1/2000", "den": "2/1/2000"})) == []


@pytest.mark.parametrize("odd", [{"tu": "31/2/2026"}, {"tu": "2/1/2000", "den": "1/1/2000"}])
def test_odd_period_is_answered_with_a_sentence(desk, odd):
    response = desk.get(REPORT, {**odd, "dang": "csv"})
    assert response.status_code == 200
    assert response.context["period"].error


def test_report_as_a_table_of_words(desk):
    version = make_published(title="=HYPERLINK(1)")
    remove(version.article, by=chief(), ground=Ground.OWN, reason="Sai tên.")
    text = desk.get(REPORT, {"dang": "csv"}).content.decode()
    _heading, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert row[1:4] == ["Gỡ bài", str(version.article_id), "'=HYPERLINK(1)"]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_report_costs_the_same_for_any_number_of_acts(desk, django_assert_num_queries, count):
    """Session, user, two kinds of rights, the sum of messages; removals, corrections, replies."""
    for _n in range(count):
        remove(make_published().article, by=chief(), **ORDER)
    desk.get(REPORT)
    with django_assert_num_queries(QUERIES_OF_REPORT):
        assert len(desk.get(REPORT).context["lines"]) == count


QUERIES_OF_REPORT = 8


def test_order_names_the_scheduled_pieces_that_lose_a_picture(desk):
    photo, later = make_photo(), timezone.now() + timedelta(hours=1)
    version = make_published(lead_photo=photo)
    waiting = publish(make_article(title="Hẹn giờ", lead_photo=photo), by=chief(), at=later)
    cancelled = make_article(title="Đã hủy", lead_photo=photo)
    publish(cancelled, by=chief(), at=later)
    withdraw(cancelled, by=chief(), reason="Thôi")
    page = page_of(version.article, "remove")
    assert desk.get(page).context["waiting"] == [waiting]
    make_published(title="Bài khác giữ ảnh", lead_photo=photo)
    assert desk.get(page).context["waiting"] == []


def test_photo_put_away_takes_no_other_file(desk, django_capture_on_commit_callbacks):
    photo = make_photo()
    with django_capture_on_commit_callbacks(execute=True):
        remove(make_published(lead_photo=photo).article, by=chief(), **ORDER)
    was, stored = Photo.objects.get(), tree()
    new = SimpleUploadedFile("moi.png", picture("red", (800, 500), "PNG"), "image/png")
    answer = desk.post(reverse("admin:photo-replace", args=[photo.pk]), {"original": new})
    assert answer.context["form"].errors == {
        "original": ["Ảnh đang cất giữ cùng một bài đã gỡ: không thay được."]
    }
    assert (Photo.objects.get().sha256, tree()) == (was.sha256, stored)


def tree():
    """Public files of photos."""
    return sorted(name for name in files_of(Photo.objects.get()) if default_storage.exists(name))
