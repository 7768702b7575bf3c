"""Who may do what at the desk, by every address and by forged forms."""

import pytest
from django.urls import reverse

from articles import publishing
from articles.models import Article, PublishedVersion
from demo.sign_ins import PEOPLE
from tests.comments.factories import make_pending
from tests.factories.articles import chief, make_article, make_published, make_section
from tests.factories.people import make_user
from tests.factories.photos import RIGHTS, make_photo
from tests.newsroom.desk import ADD, LIST, change, fields, page_of, send

pytestmark = pytest.mark.django_db

WRITERS = ["Cộng tác viên", "Phóng viên", "Phóng viên ảnh"]
EDITORS = ["Biên tập viên", "Trưởng ban", "Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"]
OTHERS = ["Người duyệt bình luận", "Kế toán", "Quản trị hệ thống"]
PUBLISHERS = EDITORS[3:]
WITHDRAWERS = EDITORS[2:]


@pytest.fixture
def sign_in(client):
    def sign_in(role):
        user = make_user(role)
        client.force_login(user)
        return user

    return sign_in


def title_after_editing(client, article):
    """What the title is after this person tried to change it, by page and by forged form."""
    opened = client.get(change(article))
    typed = fields(opened) if opened.status_code == 200 else {}
    if "title" not in typed:
        typed = {
            "title": "x",
            "section": article.section_id,
            "genre": "tin",
            **{f"{rows}-{n}": 0 for rows in ("bylines", "related_rows") for n in _COUNTERS},
        }
    client.post(change(article), {**typed, "title": "Tít đã sửa", "_continue": "1"})
    return Article.objects.get(pk=article.pk).title


_COUNTERS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")


@pytest.mark.parametrize("role", WRITERS)
def test_writer_edits_own_draft(client, sign_in, role):
    article = make_article(title="Tít cũ", created_by=sign_in(role))
    assert title_after_editing(client, article) == "Tít đã sửa"


@pytest.mark.parametrize("role", WRITERS)
def test_writer_does_not_see_a_draft_of_another(client, sign_in, role):
    article = make_article(title="Tít cũ", created_by=make_user("Phóng viên"))
    sign_in(role)
    assert client.get(change(article)).status_code == 302
    assert "Tít cũ" not in client.get("/admin/articles/article/").content.decode()
    assert title_after_editing(client, article) == "Tít cũ"


@pytest.mark.parametrize("role", WRITERS)
def test_writer_no_longer_edits_own_piece_once_it_is_published(client, sign_in, role):
    article = make_article(title="Tít cũ", created_by=sign_in(role))
    publishing.publish(article, by=chief())
    assert title_after_editing(client, article) == "Tít cũ"
    publishing.withdraw(article, by=chief(), reason="Sai")
    assert title_after_editing(client, article) == "Tít cũ"


@pytest.mark.parametrize("role", EDITORS)
def test_editor_edits_any_piece_also_when_published(client, sign_in, role):
    version = make_published(title="Tít cũ")
    sign_in(role)
    assert title_after_editing(client, version.article) == "Tít đã sửa"
    version.refresh_from_db()
    assert (version.title, version.is_intact()) == ("Tít cũ", True)


@pytest.mark.parametrize("role", OTHERS)
def test_others_edit_nothing(client, sign_in, role):
    article = make_article(title="Tít cũ", created_by=sign_in(role))
    assert title_after_editing(client, article) == "Tít cũ"
    assert client.get(ADD).status_code == 403


@pytest.mark.parametrize(
    ("role", "may"), [(role, role in PUBLISHERS) for role in (*WRITERS, *EDITORS, *OTHERS)]
)
def test_publishing_is_for_those_who_may(client, sign_in, role, may):
    article = make_article(created_by=sign_in(role))
    page = client.get(page_of(article, "publish"))
    answer = send(client, page_of(article, "publish"))
    assert (page.status_code, answer.status_code) == ((200, 302) if may else (403, 403))
    assert PublishedVersion.objects.count() == int(may)


@pytest.mark.parametrize(
    ("role", "may"), [(role, role in WITHDRAWERS) for role in (*WRITERS, *EDITORS, *OTHERS)]
)
def test_withdrawing_is_for_those_who_may(client, sign_in, role, may):
    article = make_published().article
    sign_in(role)
    page = client.get(page_of(article, "withdraw"))
    answer = client.post(page_of(article, "withdraw"), {"reason": "Sai số liệu", "at": ""})
    assert (page.status_code, answer.status_code) == ((200, 302) if may else (403, 403))
    assert PublishedVersion.objects.live().count() == int(not may)


@pytest.mark.parametrize("role", [*WRITERS, "Biên tập viên"])
def test_forged_publish_button_only_saves(client, sign_in, role):
    article = make_article(created_by=sign_in(role))
    page = client.get(change(article)).content.decode()
    answer = send(client, change(article), _publish="1", title="Tít mới")
    assert "_publish" not in page
    assert answer["Location"] == page_of(article, "publish")
    assert client.get(answer["Location"]).status_code == 403
    assert PublishedVersion.objects.count() == 0


@pytest.mark.parametrize("role", WRITERS)
def test_preview_of_another_writers_draft_stays_shut(client, sign_in, role):
    article = make_article(created_by=make_user("Phóng viên"))
    sign_in(role)
    for name in ("preview", "preview-page"):
        assert client.get(page_of(article, name)).status_code == 403


@pytest.mark.parametrize("role", [*WRITERS, *EDITORS])
def test_preview_opens_for_the_writer_and_the_desk(client, sign_in, role):
    person = sign_in(role)
    article = make_article(created_by=person if role in WRITERS else make_user("Phóng viên"))
    for name in ("preview", "preview-page"):
        assert client.get(page_of(article, name)).status_code == 200


@pytest.mark.parametrize("role", OTHERS)
def test_preview_is_closed_to_others(client, sign_in, role):
    article = make_article()
    sign_in(role)
    for name in ("preview", "preview-page"):
        assert client.get(page_of(article, name)).status_code == 403


def test_strangers_and_readers_are_sent_to_the_door(client):
    article = make_article()
    for user in (None, make_user()):
        if user:
            client.force_login(user)
        for name in ("preview", "preview-page", "publish", "withdraw"):
            answer = client.get(page_of(article, name))
            assert answer.status_code == 302
            assert answer["Location"].startswith("/admin/login/")


CONTENT_SCREENS = {
    "articles": LIST,
    "photos": "/admin/photos/photo/",
    "authors": "/admin/authors/author/",
    "comments": "/admin/comments/comment/",
    "acts": "/admin/articles/publishingact/",
    "accounts": "/admin/accounts/user/",
    "sections": "/admin/articles/section/",
}


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("Cộng tác viên", {"articles", "photos", "authors"}),
        ("Phóng viên", {"articles", "photos", "authors", "sections"}),
        ("Phóng viên ảnh", {"articles", "photos", "authors", "sections"}),
        ("Biên tập viên", {"articles", "photos", "authors", "sections", "acts"}),
        ("Trưởng ban", {"articles", "photos", "authors", "sections", "acts", "comments"}),
        ("Người duyệt bình luận", {"comments"}),
        ("Kế toán", {"articles", "authors", "acts"}),
        ("Quản trị hệ thống", {"accounts"}),
    ],
)
def test_lists_a_role_may_open(client, sign_in, role, opened):
    sign_in(role)
    found = {name for name, url in CONTENT_SCREENS.items() if client.get(url).status_code == 200}
    assert found == opened


def test_keeper_of_accounts_never_sees_content(client, sign_in):
    section = make_section(name="Chuyên mục mật", slug="mat")
    article = make_article(title="Tít chưa ai được biết", section=section)
    photo = make_photo(caption="Ảnh chưa ai được thấy.")
    comment = make_pending(make_published(title="Bài đã đăng"), text="Ý kiến chưa ai được đọc.")
    sign_in("Quản trị hệ thống")
    addresses = [
        *("/admin/", LIST, change(article), f"/admin/photos/photo/{photo.pk}/change/"),
        *(f"/admin/photos/photo/{photo.pk}/facts/", page_of(article, "preview-page")),
        reverse("admin:articles_article_history", args=[article.pk]),
        reverse("admin:comments_comment_change", args=[comment.pk]),
        "/admin/autocomplete/?app_label=articles&model_name=byline&field_name=author&term=",
        "/admin/autocomplete/?app_label=articles&model_name=relatedarticle&field_name=other&term=",
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == (200 if address == "/admin/" else 403), address
        for word in ("chưa ai được", "Chuyên mục mật"):
            assert word not in answer.content.decode(), address


@pytest.mark.parametrize(("role", "may"), [("Phóng viên", False), ("Phóng viên ảnh", True)])
def test_photographer_mends_captions(client, sign_in, role, may):
    photo = make_photo(caption="Chú thích cũ.")
    sign_in(role)
    address = f"/admin/photos/photo/{photo.pk}/change/"
    client.post(address, {**RIGHTS, "caption": "Chú thích mới.", "credit": "Viết Hà"})
    photo.refresh_from_db()
    assert photo.caption == ("Chú thích mới." if may else "Chú thích cũ.")


@pytest.mark.parametrize("role", [*(role for role, *_rest in PEOPLE), ""])
def test_nobody_deletes_a_piece_or_a_photo(client, role):
    """Not even the account that may do everything."""
    photo = make_photo()
    article = make_article(lead_photo=photo)
    client.force_login(make_user(role or "Tổng biên tập", is_superuser=not role))
    for model, row in (("articles_article", article), ("photos_photo", photo)):
        door = reverse(f"admin:{model}_delete", args=[row.pk])
        assert client.get(door).status_code == 403
        assert client.post(door, {"post": "yes"}).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(reverse(f"admin:{model}_changelist"), chosen)
        assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("role", PUBLISHERS)
def test_who_brings_out_the_paper_may_release_what_was_approved(role):
    assert make_user(role).has_perm("articles.release_article")


def test_who_edits_may_not():
    assert not make_user("Biên tập viên").has_perm("articles.release_article")


def test_who_is_not_concerned_reads_readers_page_alone_of_what_is_live(client):
    """A working copy, notes, checks, review links and history of others' pieces are the desk's."""
    version = make_published(created_by=chief())
    number = version.article.pk
    names = [
        *("articles_article_change", "articles_article_history", "article-notes"),
        *("article-checks", "article-review", "article-preview"),
    ]
    answers = {}
    for role in ("Cộng tác viên", "Biên tập viên"):
        client.force_login(make_user(role, username=role))
        got = [client.get(reverse(f"admin:{name}", args=[number])).status_code for name in names]
        answers[role] = got
    refused = [403, 404, 403, 403, 403, 403]
    assert answers == {"Cộng tác viên": refused, "Biên tập viên": [200] * 6}
    assert client.get(version.get_absolute_url()).status_code == 200
