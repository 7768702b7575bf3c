"""The same picture sent twice in one second: one photo, and an answer for both."""

import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from photos.models import Photo
from tests.factories.people import make_user
from tests.factories.photos import RIGHTS, picture

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SENDERS = 4


def test_same_picture_from_several_hands_at_once_is_one_photo():
    user, content = make_user("Phóng viên"), picture("olive", size=(2400, 1600))
    before = {path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()}
    barrier, answers = threading.Barrier(SENDERS), []

    def send():
        client = Client()
        client.force_login(user)
        sent = {**RIGHTS, "caption": "Cột mốc.", "credit": "Viết Hà"}
        file = SimpleUploadedFile("moc.jpg", content, "image/jpeg")
        barrier.wait(timeout=20)
        try:
            answers.append(client.post("/admin/photos/photo/add/", {**sent, "original": file}))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert {answer.status_code for answer in answers} <= {200, 302}
    assert (len(answers), Photo.objects.count()) == (SENDERS, 1)
    after = {path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()}
    assert len(after - before) == 1
