"""Pieces from before the column come to name the photos of their bodies."""

from importlib import import_module

import pytest
from django.apps import apps

from articles.models import Article
from tests.factories.articles import make_article

pytestmark = pytest.mark.django_db
migration = import_module("articles.migrations.0006_fill_the_photos_of_bodies")


def figures(*numbers):
    return "".join(f'<figure data-photo="{number}"></figure>' for number in numbers)


def test_filling_names_the_photos_as_saving_does(monkeypatch):
    monkeypatch.setattr(migration, "_BATCH", 2)
    bodies = [figures(7), "<p>Không.</p>", figures(12, 7, 12), figures(3), figures(4), figures(5)]
    pieces = [make_article(body=body) for body in bodies]
    wanted = [piece.body_photos for piece in pieces]
    Article.objects.update(body_photos="")
    migration.fill(apps, None)
    kept = dict(Article.objects.values_list("pk", "body_photos"))
    assert [kept[piece.pk] for piece in pieces] == wanted
    assert wanted == [",7,", "", ",7,12,", ",3,", ",4,", ",5,"]
