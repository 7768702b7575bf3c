"""`manage.py demo` on a store that has pieces already."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from articles.models import Article
from demo.management.commands.demo import static_tree, table
from demo.sign_ins import SIGN_INS
from search.queries import search
from tests.factories.articles import make_article, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.STATIC_ROOT = tmp_path / "var" / "static"
    settings.STATICFILES_DIRS = [tmp_path / "assets"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "site.css").write_text("body {}")


def demo():
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue().splitlines()


def test_demo_keeps_what_a_person_entered():
    article = make_article(title="Bài do phóng viên tự viết")
    demo()
    demo()
    assert list(Article.objects.values_list("pk", "title")) == [
        (article.pk, "Bài do phóng viên tự viết")
    ]


def test_new_newspaper_is_found_before_a_worker_ran(monkeypatch):
    def load(progress):
        make_published(title="Chợ phiên vùng biên")

    monkeypatch.setattr("demo.management.commands.demo.load_newspaper", load)
    demo()
    assert [version.title for version in search("cho phien").items] == ["Chợ phiên vùng biên"]


def test_demo_prints_addresses_and_sign_ins(settings):
    make_article()
    settings.SITE_URL = "http://127.0.0.1:8001"
    lines = demo()
    assert lines[:3] == [
        "Đang gom tệp tĩnh …",
        "",
        "  Trang báo   http://127.0.0.1:8001/",
    ]
    assert lines[3] == "  Tòa soạn    http://127.0.0.1:8001/admin/"
    assert lines[5:-2] == [
        f"  {line}" for line in table([("Vai trò", "Tên đăng nhập", "Mật khẩu"), *SIGN_INS])
    ]


def test_demo_collects_static_files_only_when_they_changed(settings, tmp_path):
    make_article()
    assert demo()[0] == "Đang gom tệp tĩnh …"
    assert (settings.STATIC_ROOT / "site.css").read_text() == "body {}"
    assert demo()[0] == ""
    (tmp_path / "assets" / "menu.css").write_text("nav {}")
    assert demo()[0] == "Đang gom tệp tĩnh …"
    assert (settings.STATIC_ROOT / "menu.css").read_text() == "nav {}"


def test_demo_where_the_folder_cannot_be_made(settings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    settings.VAR_DIR = tmp_path / "file" / "var"
    with pytest.raises(SystemExit) as stopped:
        demo()
    assert str(stopped.value).count("\n") == 0
    assert str(stopped.value).startswith(f"Không ghi được vào {settings.VAR_DIR}")


def test_demo_where_the_store_is_full():
    """As SQLite says it when the disk has no room left."""

    def refuse(*_anything):
        raise OperationalError("database or disk is full")

    with connection.execute_wrapper(refuse), pytest.raises(SystemExit, match="Không ghi được vào"):
        demo()


def test_static_tree_changes_with_a_file(tmp_path):
    before = static_tree()
    (tmp_path / "assets" / "site.css").write_text("body { margin: 0 }")
    assert static_tree() != before


def test_table_aligns_columns():
    assert table([("Vai trò", "Tên"), ("Tổng biên tập", "an"), ("Kế toán", "bình")]) == [
        "Vai trò         Tên",
        "Tổng biên tập   an",
        "Kế toán         bình",
    ]
