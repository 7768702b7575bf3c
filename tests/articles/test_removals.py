"""Gỡ bài: gone at once and everywhere, kept whole, and back only by the hand that may."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage, storages
from django.utils import timezone

from accounts.models import User
from articles import signals, workflow
from articles.models import Article, Ground, Progress, PublishedVersion, Removal, Stage
from articles.publishing import publish, withdraw
from articles.removals import may_reinstate, reinstate, remove
from articles.rules import visible_articles
from audit.models import Entry
from multimedia.filing import missing, orphans
from photos.models import Photo
from photos.rendering import files_of
from photos.rights import blocks
from tests.factories.articles import chief, make_article, make_published
from tests.factories.people import make_user
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

ORDER = {
    "ground": Ground.ORDER,
    "reason": "Thông tin chưa kiểm chứng.",
    "number": "123/CBC",
    "ordered_by": "Nguyễn Văn A",
    "body": "Cục Báo chí",
}


def live(article):
    return PublishedVersion.objects.live().filter(article=article)


def deputy():
    return make_user("Phó Tổng biên tập")


def secretary():
    return make_user("Thư ký tòa soạn")


def files(photo):
    return set(files_of(Photo.objects.get(pk=photo.pk)))


def public(photo):
    return {name for name in files(photo) if default_storage.exists(name)}


def test_removed_piece_is_gone_and_told(django_capture_on_commit_callbacks):
    version, by = make_published(title="Bài sai"), deputy()
    heard = []

    def hear(removal, **_told):
        heard.append(removal)

    signals.removed.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        removal = remove(version.article, by=by, **ORDER)
    signals.removed.disconnect(hear)
    assert heard == [removal]
    assert not live(version.article).exists()
    assert (removal.title, removal.number, removal.body) == ("Bài sai", "123/CBC", "Cục Báo chí")
    assert (removal.by, removal.rank, removal.stood) == (
        *(by, 3),
        [{"version": version.pk, "until": None}],
    )
    version.article.progress.refresh_from_db()
    assert version.article.progress.stage == "withdrawn"
    entry = Entry.objects.newest_first().first()
    assert (entry.act, entry.facts["number"]) == ("articles.removed", "123/CBC")


def test_said_twice_it_is_one_removal():
    version, by = make_published(), deputy()
    assert remove(version.article, by=by, **ORDER) == remove(version.article, by=by, **ORDER)
    assert Removal.objects.count() == 1


@pytest.mark.parametrize(
    ("without", "ground"),
    [
        ("ground", ""),
        ("ground", "khac"),
        ("reason", Ground.OWN),
        ("number", Ground.ORDER),
        ("body", Ground.ORDER),
        ("ordered_by", Ground.ORDER),
        ("ordered_by", Ground.REQUEST),
    ],
)
def test_order_that_says_too_little_is_refused(without, ground):
    version = make_published()
    told = {**ORDER, "ground": ground}
    if without != "ground":
        told[without] = "  "
    with pytest.raises(ValidationError) as refused:
        remove(version.article, by=deputy(), **told)
    assert list(refused.value.message_dict) == [without]
    assert live(version.article).exists()


def test_own_finding_needs_no_order():
    removal = remove(make_published().article, by=deputy(), ground=Ground.OWN, reason="Sai tên.")
    assert removal.get_ground_display() == "Tòa soạn tự phát hiện"


@pytest.mark.parametrize("role", ["Phóng viên", "Biên tập viên", "Trưởng ban", "Kế toán"])
def test_others_remove_nothing(role):
    version = make_published()
    with pytest.raises(PermissionDenied):
        remove(version.article, by=make_user(role), **ORDER)
    assert live(version.article).exists()


def test_unseen_piece_is_not_removed():
    with pytest.raises(ValidationError):
        remove(make_article(), by=deputy(), **ORDER)


def test_paused_piece_is_removed_and_comes_back_paused():
    version, by = make_published(), deputy()
    withdraw(version.article, by=by, reason="Xem lại", pause=True)
    removal = remove(version.article, by=by, **ORDER)
    assert removal.stood == []
    reinstate(removal, by=by, reason="Lệnh đã hủy")
    assert not live(version.article).exists()


def test_removed_piece_is_not_published_anew():
    version = make_published()
    removal = remove(version.article, by=deputy(), **ORDER)
    with pytest.raises(ValidationError):
        publish(version.article, by=chief())
    reinstate(removal, by=chief(), reason="Lệnh đã hủy")
    assert publish(version.article, by=chief()).number == 2


# --- undo ---------------------------------------------------------------------------------------


def test_undo_brings_back_what_was_live_and_no_more():
    article, by = make_article(title="Bản đang đăng"), chief()
    end = timezone.now() + timedelta(days=3)
    first = publish(article, by=by, until=end)
    article.title = "Bản hẹn giờ"
    article.save(update_fields=["title"])
    later = publish(article, by=by, at=timezone.now() + timedelta(days=1))
    article.title = "Bản đang sửa"
    article.save(update_fields=["title"])
    removal = remove(article, by=by, **ORDER)
    reinstate(removal, by=by, reason="Lệnh đã hủy")
    now, then = live(article).get(), PublishedVersion.objects.order_by("number").last()
    assert (now.title, now.sha256, now.approved_by) == (first.title, first.sha256, by)
    assert now.first_published_at == first.first_published_at
    assert now.valid_until == later.valid_from
    assert (then.title, then.sha256, then.valid_until) == ("Bản hẹn giờ", later.sha256, end)
    assert then.valid_from == later.valid_from
    removal.refresh_from_db()
    assert (removal.undone_by, removal.undone_reason) == (by, "Lệnh đã hủy")
    assert Entry.objects.newest_first().first().act == "articles.reinstated"


def test_end_that_came_meanwhile_stays(clock):
    article, by = make_article(), chief()
    publish(article, by=by, until=clock.after(days=1))
    removal = remove(article, by=by, **ORDER)
    clock.now = clock.after(days=2)
    reinstate(removal, by=by, reason="Lệnh đã hủy")
    assert not live(article).exists()


def test_undone_by_the_same_rank_or_higher_alone():
    version = make_published()
    removal = remove(version.article, by=deputy(), **ORDER)
    lower, equal, higher = secretary(), deputy(), chief()
    assert [may_reinstate(removal, user) for user in (lower, equal, higher)] == [False, True, True]
    with pytest.raises(PermissionDenied):
        reinstate(removal, by=lower, reason="Tôi nghĩ khác")
    assert not live(version.article).exists()
    reinstate(removal, by=equal, reason="Lệnh đã hủy")
    assert live(version.article).exists()


def test_rank_outlives_the_name_of_its_group():
    version, by = make_published(), chief()
    Group.objects.filter(name="Tổng biên tập").update(name="Tổng Biên tập")
    removal = remove(version.article, by=by, **ORDER)
    assert removal.rank == 4
    assert [may_reinstate(removal, user) for user in (secretary(), deputy(), by)] == [
        *(False, False, True)
    ]


def test_who_may_do_all_stands_with_the_chief():
    by = User.objects.create_superuser("may", password="x")
    removal = remove(make_published().article, by=by, **ORDER)
    assert [may_reinstate(removal, user) for user in (deputy(), chief(), by)] == [
        *(False, True, True)
    ]


def test_undo_needs_a_reason_and_happens_once():
    version, by = make_published(), chief()
    removal = remove(version.article, by=by, **ORDER)
    with pytest.raises(ValidationError):
        reinstate(removal, by=by, reason=" ")
    for _n in range(2):
        reinstate(removal, by=by, reason="Lệnh đã hủy")
    assert version.article.versions.count() == 2
    remove(version.article, by=by, **ORDER)
    assert not live(version.article).exists()


def contents(photo):
    found = {}
    for name in public(photo):
        with default_storage.open(name) as file:
            found[name] = file.read()
    return found


def test_removed_piece_is_not_put_away_where_no_undo_reaches():
    version, by = make_published(), chief()
    removal = remove(version.article, by=by, **ORDER)
    article = Article.objects.get(pk=version.article_id)
    assert Stage.ARCHIVED not in {step.to for step in workflow.allowed(article, by)}
    with pytest.raises(ValidationError):
        workflow.move(article, Stage.ARCHIVED, by=by)
    reinstate(removal, by=by, reason="Lệnh đã hủy")
    assert live(version.article).exists()


def test_piece_put_away_before_is_told_to_be_fetched_first():
    version, by = make_published(), chief()
    removal = remove(version.article, by=by, **ORDER)
    Progress.objects.filter(pk=version.article_id).update(stage=Stage.ARCHIVED)
    with pytest.raises(ValidationError) as refused:
        reinstate(removal, by=by, reason="Lệnh đã hủy")
    assert refused.value.messages == ["Bài đang ở trong lưu. Lấy khỏi lưu rồi mới khôi phục được."]
    workflow.move(version.article, Stage.WITHDRAWN, by=by, reason="Lệnh đã hủy")
    reinstate(removal, by=by, reason="Lệnh đã hủy")
    assert live(version.article).exists()


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        *((role, False) for role in ("Cộng tác viên", "Phóng viên", "Kế toán", "Biên tập viên")),
        *((role, True) for role in ("Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập")),
    ],
)
def test_removed_piece_is_open_to_those_alone_who_may_see_removals(role, sees, client):
    version, person, by = make_published(), make_user(role), chief()
    client.force_login(person)
    page = f"/admin/articles/article/{version.article_id}/xem-truoc/trang/"
    # The working copy of a stranger's piece is for the desk alone; others have readers' page.
    shown = role not in {"Cộng tác viên", "Phóng viên", "Kế toán"}
    assert (client.get(page).status_code == 200) == shown
    removal = remove(version.article, by=by, **ORDER)
    assert (client.get(page).status_code == 200) == sees
    assert visible_articles(person).filter(pk=version.article_id).exists() == sees
    reinstate(removal, by=by, reason="Lệnh đã hủy")
    assert (client.get(page).status_code == 200) == shown


def test_writer_of_a_removed_piece_reads_why_and_no_more(client):
    writer = make_user("Phóng viên")
    article = make_article(created_by=writer)
    publish(article, by=chief())
    remove(article, by=chief(), **ORDER)
    client.force_login(writer)
    assert client.get(f"/admin/articles/article/{article.pk}/change/").status_code != 200
    assert not visible_articles(writer).exists()


# --- photos -------------------------------------------------------------------------------------


def shown(photo, **facts):
    return make_published(lead_photo=photo, **facts)


def test_public_files_go_and_come_back_byte_for_byte(django_capture_on_commit_callbacks):
    photo, by = make_photo(), chief()
    version = shown(photo)
    was = contents(photo)
    assert was
    with django_capture_on_commit_callbacks(execute=True):
        removal = remove(version.article, by=by, **ORDER)
    assert removal.photos == [photo.pk]
    photo.refresh_from_db()
    assert (public(photo), photo.best(), photo.may_be_shown()) == (set(), None, False)
    assert photo.original.storage.exists(photo.original.name)
    assert blocks(photo) == ["đang cất giữ cùng một bài đã gỡ"]
    with django_capture_on_commit_callbacks(execute=True):
        reinstate(removal, by=by, reason="Lệnh đã hủy")
    assert contents(photo) == was
    assert Photo.objects.get(pk=photo.pk).may_be_shown()
    private = storages["private"]
    assert not any(private.exists(name) for name in was)


def test_photo_another_live_piece_shows_stays(django_capture_on_commit_callbacks):
    photo = make_photo()
    version, _other = shown(photo), shown(photo, title="Bài khác")
    with django_capture_on_commit_callbacks(execute=True):
        removal = remove(version.article, by=chief(), **ORDER)
    assert removal.photos == []
    assert public(photo) == files(photo)


def test_photo_of_two_removed_pieces_comes_back_with_the_last(django_capture_on_commit_callbacks):
    photo, by = make_photo(), chief()
    one, two = shown(photo), shown(photo, title="Bài khác")
    with django_capture_on_commit_callbacks(execute=True):
        first, second = (remove(piece.article, by=by, **ORDER) for piece in (one, two))
        assert (first.photos, second.photos) == ([], [photo.pk])
        reinstate(first, by=by, reason="Lệnh đã hủy")
    assert public(photo) == set()
    with django_capture_on_commit_callbacks(execute=True):
        reinstate(second, by=by, reason="Lệnh đã hủy")
    assert public(photo) == files(photo)


def test_files_put_away_are_neither_missing_nor_lost(django_capture_on_commit_callbacks):
    photo = make_photo()
    with django_capture_on_commit_callbacks(execute=True):
        remove(shown(photo).article, by=chief(), **ORDER)
    mine = files(photo)
    assert {kept.name for kept in missing()} & mine == set()
    assert {name for _alias, name in orphans()} & mine == set()
