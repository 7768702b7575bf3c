"""What the article desk is told of a recording or a document that was chosen."""

import pytest

from tests.factories.people import make_user
from tests.multimedia.factories import make_audio, make_document, make_video

pytestmark = pytest.mark.django_db


def facts(client, kind, number):
    return client.get(f"/admin/multimedia/{kind}/{number}/facts/")


@pytest.fixture
def desk(client):
    client.force_login(make_user("Phóng viên"))
    return client


def test_facts_of_a_video_show_its_poster(desk):
    film = make_video(title="Tuần tra", caption="Tổ tuần tra.", credit="Viết Hà")
    assert facts(desk, "recording", film.pk).json() == {
        "id": film.pk,
        "title": "Tuần tra",
        "thumbnail": film.poster.best_url("5x3", 480),
        "caption": "Tổ tuần tra.",
        "credit": "Viết Hà",
    }


def test_facts_of_a_sound_have_no_picture(desk):
    assert facts(desk, "recording", make_audio().pk).json()["thumbnail"] == ""


def test_facts_of_a_document_show_its_first_page(desk):
    paper = make_document(title="Kế hoạch", credit="Bộ Tư lệnh")
    assert facts(desk, "document", paper.pk).json() == {
        "id": paper.pk,
        "title": "Kế hoạch",
        "thumbnail": paper.preview_urls()[0],
        "caption": "",
        "credit": "Bộ Tư lệnh",
    }


@pytest.mark.parametrize("kind", ["recording", "document"])
def test_facts_are_for_the_newsroom(client, desk, kind):
    assert facts(desk, kind, 999999).status_code == 404
    client.force_login(make_user(is_staff=True))
    assert facts(client, kind, 1).status_code == 403
    client.logout()
    assert facts(client, kind, 1).status_code == 302
