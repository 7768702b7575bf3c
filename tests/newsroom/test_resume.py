"""The sign-in ran out while somebody was writing."""

import pytest
from django.test import Client

from articles.models import Article
from tests.factories.articles import make_article
from tests.factories.people import make_user
from tests.newsroom.desk import fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def late():
    """(client whose session is gone, address, what the form sends)"""
    writer = make_user("Phóng viên", username="phongvien")
    client = Client()
    client.force_login(writer)
    address = f"/admin/articles/article/{make_article(created_by=writer).pk}/change/"
    sent = fields(client.get(address)) | {"sapo": "Dòng một.\nDòng hai, 1 < 2.", "_continue": "1"}
    client.session.flush()
    return client, address, sent


def test_late_save_keeps_every_word_on_the_page(late):
    client, address, sent = late
    page = client.post(address, sent).content.decode()
    assert "Đăng nhập lại để lưu tiếp" in page
    assert "Dòng một.\nDòng hai, 1 &lt; 2.</textarea>" in page
    assert Article.objects.get().sapo != sent["sapo"]


def test_signing_in_on_that_page_saves_them(late):
    client, address, sent = late
    signing = {"resume-username": "phongvien", "resume-password": "mat-khau"}
    assert client.post(address, sent | signing).status_code == 302
    assert Article.objects.get().sapo == sent["sapo"]


def test_wrong_password_keeps_them_still(late):
    client, address, sent = late
    wrong = {"resume-username": "phongvien", "resume-password": "sai"}
    page = client.post(address, sent | wrong).content.decode()
    assert "Dòng hai, 1 &lt; 2." in page
    assert 'value="phongvien"' in page
    assert "mat-khau" not in page
    assert Article.objects.get().sapo != sent["sapo"]


def test_another_person_signing_in_there_gets_no_right_by_it(late):
    client, address, sent = late
    make_user("Kế toán", username="ketoan")
    other = {"resume-username": "ketoan", "resume-password": "mat-khau"}
    assert client.post(address, sent | other).status_code in {302, 403}
    assert Article.objects.get().sapo != sent["sapo"]


def test_request_forged_from_elsewhere_is_not_kept(late):
    _client, address, sent = late
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(address, sent).status_code == 403
