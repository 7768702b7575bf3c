"""Two people, one piece, the same second: each step is taken once, on either database."""

import pytest
from django.core.exceptions import ValidationError

from articles import workflow
from articles.models import Article, Progress
from articles.publishing import publish
from tests.articles.test_two_writers import at_once
from tests.factories.articles import chief, make_article
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def moves(article, to, by, reason=""):
    return lambda: workflow.move(Article.objects.get(pk=article.pk), to, by=by, reason=reason)


def test_six_editors_reach_for_one_piece_and_one_has_it():
    article, editors = make_article(), [make_user("Biên tập viên") for _n in range(6)]
    workflow.move(article, "submitted", by=editors[0])
    errors = at_once([moves(article, "editing", editor) for editor in editors])
    assert [type(error) for error in errors] == [ValidationError] * 5
    progress = Progress.objects.get(pk=article.pk)
    assert (progress.stage, progress.assignee in editors) == ("editing", True)


def test_approved_and_sent_back_at_once_is_one_of_them():
    article, boss, editor = make_article(), chief(), make_user("Biên tập viên")
    for to in ("submitted", "editing", "layout", "awaiting"):
        workflow.move(article, to, by=boss)
    acts = [moves(article, "approved", boss), moves(article, "draft", editor, reason="x")]
    errors = at_once(acts)
    progress = Progress.objects.get(pk=article.pk)
    # An approval may be followed by the return, never the other way about.
    assert (progress.stage, len(errors)) in {("draft", 0), ("draft", 1), ("approved", 1)}
    assert (progress.stage == "approved") == bool(progress.approved_sha256)


def test_edited_and_published_at_once_never_lets_unapproved_words_out():
    article, boss, editor = make_article(), chief(), make_user("Thư ký tòa soạn")
    for to in ("submitted", "editing", "layout", "awaiting", "approved"):
        workflow.move(article, to, by=boss)
    approved = Progress.objects.get(pk=article.pk).approved_sha256

    def edit():
        fresh = Article.objects.get(pk=article.pk)
        fresh.title = "Tít khác"
        fresh.save(update_fields=["title", "title_slug", "modified"])
        workflow.edited(fresh, by=editor)

    at_once([edit, lambda: publish(Article.objects.get(pk=article.pk), by=editor)])
    assert set(article.versions.values_list("sha256", flat=True)) <= {approved}
    assert Progress.objects.get(pk=article.pk).stage in {"awaiting", "updating"}
