"""Films, sounds and papers go with a removed piece where no other live piece shows them."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import taking_along
from articles.models import FileUse, PublishedVersion, Removal
from articles.publishing import publish
from articles.readiness import refusals
from articles.removals import reinstate, remove
from multimedia import withholding
from multimedia.filing import missing, orphans
from multimedia.models import Document, Recording
from outbox.models import Effect
from photos.models import Photo
from photos.rendering import files_of
from tests.articles.test_removals import ORDER
from tests.factories.articles import chief, make_article, make_published
from tests.multimedia.factories import make_audio, make_document, make_video
from tests.newsroom.desk import fields

pytestmark = pytest.mark.django_db
filling = import_module("articles.migrations.0026_fill_the_files_of_versions")


def figures(*rows):
    kinds = [(row._meta.model_name, row.pk) for row in rows]
    return "<p>Chữ.</p>" + "".join(
        f'<figure data-{kind}="{number}"></figure>' for kind, number in kinds
    )


def shown(*rows, **facts):
    return make_published(body=figures(*rows), **facts).article


def public(row):
    return {name for name in row.public_files() if default_storage.exists(name)}


def bytes_of(row):
    found = {}
    for name in row.public_files():
        with default_storage.open(name) as file:
            found[name] = file.read()
    return found


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.mark.parametrize("make", [make_video, make_audio, make_document])
def test_public_files_go_and_come_back_byte_for_byte(make, commits):
    row, by = make(), chief()
    article, was = shown(row), bytes_of(row)
    with commits():
        removal = remove(article, by=by, **ORDER)
    assert removal.files == {row._meta.model_name: [row.pk]}
    assert public(row) == set()
    assert row.original.storage.exists(row.original.name)
    assert Client().get(default_storage.url(row.file.name)).status_code == 404
    assert {kept.name for kept in missing()} == {name for _alias, name in orphans()} == set()
    with commits():
        reinstate(removal, by=by, reason="Lệnh đã hủy")
    assert bytes_of(row) == was
    assert not any(storages["private"].exists(name) for name in was)


def test_file_another_live_piece_shows_stays_and_so_does_its_poster(commits):
    film, paper = make_video(), make_document()
    article, _other = shown(film, paper, lead_photo=film.poster), shown(film, title="Bài khác")
    with commits():
        removal = remove(article, by=chief(), **ORDER)
    assert (removal.photos, removal.files) == ([], {"document": [paper.pk]})
    assert public(film) == set(film.public_files())
    assert all(default_storage.exists(name) for name in files_of(film.poster))


def test_poster_goes_with_its_film(commits):
    film = make_video()
    with commits():
        removal = remove(shown(film), by=chief(), **ORDER)
    assert removal.photos == [film.poster_id]
    assert Photo.objects.get(pk=film.poster_id).withheld_at


def test_file_of_two_removed_pieces_comes_back_with_the_last(commits):
    film, by = make_video(), chief()
    one, two = shown(film), shown(film, title="Bài khác")
    with commits():
        first, second = (remove(piece, by=by, **ORDER) for piece in (one, two))
        assert (first.files, second.files) == ({}, {"recording": [film.pk]})
        reinstate(first, by=by, reason="Lệnh đã hủy")
    assert public(film) == set()
    with commits():
        reinstate(second, by=by, reason="Lệnh đã hủy")
    assert public(film) == set(film.public_files())


def test_worker_does_what_the_commit_could_not(commits):
    film = make_video()
    remove(shown(film), by=chief(), **ORDER)  # the process died before its commit was followed up
    waiting = Effect.objects.get(kind=withholding.WITHHOLD)
    assert (waiting.key, public(film) == set(film.public_files())) == (f"recording:{film.pk}", True)
    withholding.settle_now("recording", film.pk)
    withholding.settle_now("recording", film.pk)
    assert public(film) == set()


def test_withheld_file_is_in_no_other_piece(commits):
    film = make_video()
    coming = make_article(title="Hẹn giờ", body=figures(film))
    soon = timezone.now() + timedelta(hours=1)
    version = publish(coming, by=chief(), at=soon)
    article = shown(film)
    assert taking_along.lost_with(article) == [version]
    with commits():
        remove(article, by=chief(), **ORDER)
    PublishedVersion.objects.filter(pk=version.pk).update(valid_until=soon)
    later = make_published(title="Bài khác", body=figures(film))
    page = Client().get(reverse("article", args=[later.slug, later.article_id])).content.decode()
    assert film.key not in page
    said = refusals(make_article(body=figures(film)))
    assert said["body"] == [
        f"Đang cất giữ cùng một bài đã gỡ: ảnh đại diện của video số {film.pk}.",
        f"Đang cất giữ cùng một bài đã gỡ: video, âm thanh số {film.pk}.",
    ]
    film.refresh_from_db()
    opening = make_article(genre="video", recording=film)
    assert any("Đang cất giữ" in sentence for sentence in refusals(opening)["body"])


def test_library_opens_a_withheld_file_by_a_link_that_lapses(client, commits):
    film = make_video()
    with commits():
        remove(shown(film), by=chief(), **ORDER)
    client.force_login(chief())
    address = reverse("admin:multimedia_recording_change", args=[film.pk])
    page = client.get(address)
    assert 'src="/kho-rieng/' in page.content.decode()
    captions = b"WEBVTT\n\n00:01.000 --> 00:02.000\nA"
    sent = {**fields(page), "captions": SimpleUploadedFile("a.vtt", captions)}
    with commits():
        assert client.post(address, sent).status_code == 302
    film.refresh_from_db()
    assert film.captions
    assert public(film) == set()


def test_versions_from_before_the_rows_are_filled(monkeypatch):
    monkeypatch.setattr(filling, "_BATCH", 2)
    film, paper = make_video(), make_document()
    for rows in ((film,), (), (paper, film), (film, film)):
        shown(*rows)
    told = ("version", "recording", "document")
    wanted = list(FileUse.objects.order_by("version", "document").values_list(*told))
    assert len(wanted) == 4
    FileUse.objects.all().delete()
    for _again in range(2):
        filling.fill(apps, None)
        assert list(FileUse.objects.order_by("version", "document").values_list(*told)) == wanted
    assert (Recording.objects.count(), Document.objects.count()) == (1, 1)
    assert not Removal.objects.exists()
