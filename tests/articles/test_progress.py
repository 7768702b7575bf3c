"""The row of progress that the database makes with each piece, and what old pieces got."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article, Progress, Stage
from articles.publishing import publish, withdraw
from tests.factories.articles import chief, make_article, make_many_published, make_published

pytestmark = pytest.mark.django_db


def test_a_piece_has_its_progress_from_the_first():
    article = make_article()
    progress = Progress.objects.get(pk=article.pk)
    told = (progress.stage, progress.assignee, progress.priority, progress.approved_sha256)
    assert told == (Stage.DRAFT, article.created_by, 0, "")
    assert abs(timezone.now() - progress.since) < timedelta(minutes=1)


def test_pieces_written_in_bulk_have_theirs():
    one = make_article()
    rows = [Article(title=f"Tin {n}", section=one.section, created_by=one.created_by) for n in "ab"]
    made = Article.objects.bulk_create(rows)
    assert Progress.objects.filter(pk__in=[piece.pk for piece in made]).count() == 2


def test_pieces_of_an_archive_are_released():
    make_many_published([timezone.now()] * 3)
    assert list(Progress.objects.values_list("stage", "assignee")) == [("released", None)] * 3


def test_old_pieces_stand_where_their_versions_say():
    later = timezone.now() + timedelta(hours=1)
    scheduled, withdrawn, cancelled = make_article(), make_published().article, make_article()
    publish(scheduled, by=chief(), at=later)
    withdrawn.versions.update(valid_until=timezone.now() - timedelta(minutes=1))
    publish(cancelled, by=chief(), at=later)
    withdraw(cancelled, by=chief(), reason="Sai")
    live, draft = make_published().article, make_article()
    Progress.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("articles.migrations.0015_note_progress").FILL)
    pieces = (scheduled, withdrawn, cancelled, live, draft)
    stages = [Progress.objects.get(pk=piece.pk).stage for piece in pieces]
    assert stages == ["released", "withdrawn", "withdrawn", "released", "draft"]
    assert Progress.objects.get(pk=draft.pk).assignee == draft.created_by
