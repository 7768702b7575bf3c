"""Old saves: one a day is enough, and what somebody answered for never goes."""

from datetime import timedelta
from io import StringIO

import pytest
import reversion
from django.core.management import call_command
from django.utils import timezone
from reversion.models import Revision, Version

from articles import publishing
from articles.models import Progress
from audit.log import record
from audit.models import Entry
from core.dates import in_hanoi
from newsroom.effects import thin_revisions
from newsroom.models import Sitting
from newsroom.review import links
from newsroom.revisions import thinning
from outbox.models import Effect
from tests.factories.articles import chief, make_article

pytestmark = pytest.mark.django_db


def save(*pieces, days=200, minutes=0):
    """A save of some days ago, at noon; its revision's number."""
    with reversion.create_revision():
        for piece in pieces:
            piece.save()
    revision = Version.objects.get_for_object(pieces[0])[0].revision
    return age(revision.pk, days, minutes)


def age(revision, days, minutes=0):
    noon = in_hanoi(timezone.now()).replace(hour=12, minute=0) - timedelta(days=days)
    moment = noon + timedelta(minutes=minutes)
    Revision.objects.filter(pk=revision).update(date_created=moment)
    return revision


def left():
    return set(Revision.objects.values_list("pk", flat=True))


def run(*flags):
    out = StringIO()
    call_command("revisions", "thin", *flags, stdout=out)
    return out.getvalue().strip()


def test_one_a_day_stays_after_the_days_in_which_all_do():
    article = make_article()
    first = save(article)
    spare = [save(article, minutes=n) for n in (1, 2)]
    last = save(article, minutes=3)
    other_day = save(article, days=199)
    recent = [save(article, days=3, minutes=n) for n in range(3)]
    assert run("--dry-run") == "Sẽ bỏ 2 bản lưu của 1 bài, cũ hơn 90 ngày."
    assert left() == {first, *spare, last, other_day, *recent}
    assert run() == "Đã bỏ 2 bản lưu của 1 bài, cũ hơn 90 ngày."
    assert left() == {first, last, other_day, *recent}
    assert Entry.objects.get().facts == {"revisions": 2, "pieces": 1}
    assert run() == "Đã bỏ 0 bản lưu của 0 bài, cũ hơn 90 ngày."
    assert Entry.objects.count() == 1


def test_what_was_published_approved_or_shown_stays():
    article = make_article()
    kept = {save(article)}
    publishing.publish(article, by=chief())
    kept.add(age(article.versions.get().revision_id, 200, 1))
    facts = {"recipient": "Đồn", "purpose": "facts", "expires": timezone.now() + timedelta(1)}
    link, _token = links.make(article, by=chief(), **facts)
    kept.add(age(link.saved.revision_id, 200, 2))
    approved = save(article, minutes=3)
    Progress.objects.filter(article=article).update(approved_revision=approved)
    spare = save(article, minutes=4)
    kept |= {approved, save(article, minutes=5)}
    assert [row.revision for row in thinning.spare().spare] == [spare]
    run()
    assert left() == kept


def test_what_the_log_names_and_what_is_written_on_stays():
    """An approval that was given up since, and a form still open on an old save."""
    article = make_article()
    first, approved, base, spare, last = (save(article, minutes=minutes) for minutes in range(5))
    record("articles.approved", by=chief(), about=article, revision=approved)
    Sitting.objects.create(key="a" * 32, user=chief(), article=article, base=base)
    assert [row.revision for row in thinning.spare().spare] == [spare]
    run()
    assert left() == {first, approved, base, last}


def test_a_save_of_several_pieces_stays():
    article, other = make_article(), make_article()
    kept = {save(article), save(article, other, minutes=1), save(article, minutes=2)}
    run()
    assert left() == kept


def test_the_worker_goes_batch_by_batch_and_asks_for_the_next_night(monkeypatch):
    monkeypatch.setattr(thinning, "BATCH", 2)
    Effect.objects.all().delete()
    pieces = [make_article() for _n in range(3)]
    spare = []
    for piece in pieces:
        save(piece)
        spare.append(save(piece, minutes=1))
        save(piece, minutes=2)
    thin_revisions("0")
    assert left() & set(spare) == {spare[2]}
    [following] = Effect.objects.filter(kind=thinning.THIN)
    assert following.key == str(pieces[1].pk)
    thin_revisions(following.key)
    assert left() & set(spare) == set()
    night = Effect.objects.get(kind=thinning.THIN, key="0")
    assert in_hanoi(night.due).hour == 3
    assert night.due > timezone.now()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_thinning_costs_the_same_for_any_number(django_assert_num_queries, count):
    for _n in range(count):
        article = make_article()
        for minutes in range(4):
            save(article, minutes=minutes)
    thinning.spare()
    with django_assert_num_queries(9):
        assert len(thinning.spare().spare) == 2 * count
