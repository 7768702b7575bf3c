"""Whatever people do leaves its entry: one an act, with who did it and to what."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from articles import corrections, publishing
from articles.models import Article, Section
from audit.acts import ACTS
from audit.models import Entry
from audit.screens import Logged
from comments import moderation
from comments.models import Status
from photos import library
from tests.comments.factories import make_pending, moderator
from tests.factories.articles import chief, make_article, make_published, make_section
from tests.factories.people import make_user
from tests.factories.photos import make_photo
from tests.newsroom.desk import change, send

pytestmark = pytest.mark.django_db


def entries(since=0):
    return list(Entry.objects.filter(number__gt=since).order_by("number"))


def last():
    return Entry.objects.newest_first().first()


@pytest.fixture
def mark():
    """The number of the last entry before the act."""
    return lambda: entry.number if (entry := last()) else 0


def test_publishing_scheduling_and_withdrawing(mark):
    article, editor = make_article(), chief()
    before = mark()
    version = publishing.publish(article, by=editor)
    later = publishing.publish(article, by=editor, at=timezone.now() + timedelta(hours=2))
    publishing.withdraw(article, by=editor, reason="Theo lệnh.")
    told = entries(before)
    assert [entry.act for entry in told] == [
        *("articles.published", "articles.scheduled", "articles.withdrawn")
    ]
    assert [entry.revision for entry in told] == [
        *(version.revision_id, later.revision_id, later.revision_id)
    ]
    assert {entry.by for entry in told} == {editor}
    assert told[0].facts == {
        "version": 1,
        "effective": version.valid_from.isoformat(),
        "reason": "",
    }
    assert told[2].facts["reason"] == "Theo lệnh."
    assert list(Entry.objects.about(article).order_by("number")) == told


def test_end_that_was_lifted(mark):
    article, editor = make_article(), chief()
    publishing.publish(article, by=editor, until=timezone.now() + timedelta(hours=2))
    before = mark()
    publishing.publish(article, by=editor, lift_end=True)
    assert [entry.act for entry in entries(before)] == ["articles.published", "articles.lifted"]


def test_refused_act_leaves_no_entry(mark):
    article = make_article()
    before = mark()
    with pytest.raises(publishing.PermissionDenied):
        publishing.publish(article, by=make_user("Phóng viên"))
    with pytest.raises(publishing.ValidationError):
        publishing.withdraw(article, by=chief(), reason="Chưa đăng mà gỡ")
    assert entries(before) == []


def test_correction(mark):
    version, editor = make_published(), chief()
    before = mark()
    said = corrections.correct(version.article, by=editor, wrong="Sai", right="Đúng")
    corrections.correct(version.article, by=editor, wrong="Sai", right="Đúng")
    [entry] = entries(before)
    assert (entry.act, entry.facts) == ("articles.corrected", {"correction": said.pk})


def test_photo_library(mark):
    photo, editor = make_photo(), make_user("Biên tập viên")
    before = mark()
    photo.caption = "Chú thích mới"
    library.change(photo, by=editor, fields=["caption"])
    library.take_original(photo, by=editor)
    library.trash(photo, by=editor)
    library.restore(photo, by=editor)
    assert [entry.act.removeprefix("photos.") for entry in entries(before)] == [
        *("changed", "original_taken", "trashed", "restored")
    ]


def test_decision_on_a_comment_tells_no_word_of_it(mark):
    comment = make_pending(make_published(), name="Bạn Lan", text="Chữ kín của bạn đọc")
    before, by = mark(), moderator()
    moderation.approve(comment, by=by)
    moderation.approve(comment, by=by)
    [entry] = entries(before)
    assert entry.act == "comments.decided"
    assert entry.label == f"Ý kiến số {comment.pk} về bài số {comment.article_id}"
    assert entry.facts == {"verdict": "approved", "text": 1, "piece": comment.article_id}
    assert "chu kin" not in entry.words
    assert "lan" not in entry.words.split()


def test_many_comments_decided_at_once_are_one_entry(mark):
    version = make_published()
    waiting = [make_pending(version) for _n in range(3)]
    moderation.reject(waiting[0], by=moderator())
    before = mark()
    moderation.decide_all(waiting, Status.REJECTED, by=moderator())
    [entry] = entries(before)
    assert entry.act == "comments.decided_many"
    assert entry.facts == {"verdict": "rejected", "comments": [row.pk for row in waiting[1:]]}
    assert {row.status for row in version.article.comments.all()} == {Status.REJECTED}


def test_many_decided_without_the_right_leave_nothing(mark):
    waiting, stranger = [make_pending(make_published())], make_user("Kế toán")
    before = mark()
    with pytest.raises(PermissionDenied):
        moderation.decide_all(waiting, Status.APPROVED, by=stranger)
    assert entries(before) == []


# --- people -------------------------------------------------------------------------------------


def test_sign_in_out_and_the_wrong_password(client, mark):
    user, before = make_user("Phóng viên", username="lan"), mark()
    address = reverse("admin:login")
    client.post(address, {"username": "lan", "password": "sai"})
    client.post(address, {"username": "mat-khau-go-nham", "password": "sai"})
    client.post(address, {"username": "lan", "password": "mat-khau"})
    client.post(reverse("admin:logout"))
    told = entries(before)
    assert [(entry.act.removeprefix("accounts."), entry.by, entry.key) for entry in told] == [
        ("sign_in_failed", None, str(user.pk)),
        ("sign_in_failed", None, ""),
        ("signed_in", user, str(user.pk)),
        ("signed_out", user, str(user.pk)),
    ]
    assert "mat-khau-go-nham" not in str([vars(entry) for entry in told])
    assert told[2].origin["session"] == told[3].origin["session"]
    assert told[2].origin["session"] not in client.cookies.output()
    assert {entry.origin["address"] for entry in told} == {"127.0.0.1"}


@pytest.fixture
def keeper(client):
    """Who keeps the accounts."""
    user = make_user("Quản trị hệ thống")
    client.force_login(user)
    return user


def test_account_made_and_given_a_role(client, keeper, mark):
    before = mark()
    typed = {"username": "moi", "full_name": "Người Mới", "email": "moi@bienphong.example"}
    client.post(reverse("admin:accounts_user_add"), typed)
    [made] = entries(before)
    assert (made.act, made.label, made.by) == ("accounts.created", "Người Mới", keeper)
    role = Group.objects.get(name="Phóng viên")
    person = reverse("admin:accounts_user_change", args=[made.key])
    send(client, person, groups=[role.pk], is_staff="on")
    [given] = entries(made.number)
    assert given.act == "accounts.rights_changed"
    assert given.facts["given"] == {"groups": ["Phóng viên"], "is_staff": True}
    send(client, person, groups=[], email="khac@bienphong.example")
    acts = [entry.act for entry in entries(given.number)]
    assert acts == ["accounts.rights_changed", "accounts.changed"]
    assert last().facts["taken"] == {"groups": ["Phóng viên"]}


def test_link_for_a_password_is_told(client, keeper, mark):
    user = make_user("Phóng viên", email="ha@bienphong.example")
    before = mark()
    client.post(reverse("admin:auth_user_password_change", args=[user.pk]), {"x": "1"})
    [entry] = entries(before)
    assert (entry.act, entry.key, entry.by) == ("accounts.link_sent", str(user.pk), keeper)


def test_password_changed_is_told_without_it(admin_client, mark):
    client = admin_client
    user, words = make_user("Phóng viên"), "cau-mat-khau-rat-dai"
    before = mark()
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    client.post(address, {"usable_password": "true", "password1": words, "password2": words})
    [entry] = entries(before)
    assert (entry.act, entry.key) == ("accounts.password_changed", str(user.pk))
    assert words not in str(vars(entry))


def test_rights_of_a_role(client, admin_client, mark):
    role = Group.objects.get(name="Kế toán")
    right = Permission.objects.get(codename="change_section")
    had = list(role.permissions.values_list("pk", flat=True))
    before = mark()
    address = reverse("admin:auth_group_change", args=[role.pk])
    send(admin_client, address, permissions=[*had, right.pk])
    [entry] = entries(before)
    assert entry.act == "accounts.rights_changed"
    assert entry.facts["given"] == {"permissions": ["change_section"]}


# --- rows no verb covers ------------------------------------------------------------------------


def test_working_copy_tells_which_columns_never_what_stands_in_them(client, mark):
    article = make_article(title="Tít cũ")
    client.force_login(chief())
    before = mark()
    send(client, change(article), title="Tít rất kín")
    [entry] = entries(before)
    assert (entry.act, entry.key, entry.facts) == (
        *("admin.changed", str(article.pk)),
        {"columns": ["title"]},
    )


def test_form_saved_as_it_was_leaves_nothing(client, mark):
    article = make_article()
    client.force_login(chief())
    before = mark()
    send(client, change(article))
    assert entries(before) == []


def test_rows_changed_in_the_list(admin_client, mark):
    make_section()
    before = mark()
    address = reverse("admin:articles_section_changelist")
    send(admin_client, address, **{"form-0-position": "77", "_save": "Lưu"})
    [entry] = entries(before)
    assert (entry.act, entry.facts) == ("admin.changed", {"columns": ["position"]})
    assert Section.objects.get(pk=entry.key).position == 77


def test_every_screen_tells_the_log():
    screens = [admin.site.get_model_admin(model) for model in admin.site._registry]
    assert [screen for screen in screens if not isinstance(screen, Logged)] == []


def test_table_names_acts_as_the_house_does():
    for act, said in ACTS.items():
        app, _, verb = act.partition(".")
        assert app.isidentifier()
        assert verb.isidentifier()
        assert said[0].isupper()


def test_piece_made_from_nothing_is_told(client, mark):
    client.force_login(chief())
    section, before = make_section(), mark()
    send(client, reverse("admin:articles_article_add"), title="Bài mới", section=section.pk)
    assert [(entry.act, entry.key) for entry in entries(before)] == [
        ("admin.added", str(Article.objects.get(title="Bài mới").pk))
    ]
