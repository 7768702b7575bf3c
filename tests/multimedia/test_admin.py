"""The two libraries at the desk: who brings what in, and what each is told."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.uploads import NO_ROOM
from multimedia.models import Document, Recording
from tests.factories.people import make_user
from tests.factories.photos import make_photo
from tests.multimedia.factories import make_audio, make_document, make_video
from tests.multimedia.mp3_files import sound
from tests.multimedia.mp4_files import Reel, movie, video_entry
from tests.multimedia.pdf_files import paper
from tests.newsroom.desk import errors, fields
from tests.newsroom.test_vietnamese import foreign, read

pytestmark = pytest.mark.django_db

RECORDINGS, DOCUMENTS = "/admin/multimedia/recording/", "/admin/multimedia/document/"
WRITERS = ["Cộng tác viên", "Phóng viên"]
EDITORS = ["Phóng viên ảnh", "Biên tập viên", "Trưởng ban", "Thư ký tòa soạn"]
EDITORS += ["Phó Tổng biên tập", "Tổng biên tập"]
OTHERS = ["Người duyệt bình luận", "Kế toán", "Quản trị hệ thống"]
WORDS = {"title": "Tuần tra", "credit": "Viết Hà"}


@pytest.fixture
def sign_in(client):
    def sign_in(role):
        user = make_user(role)
        client.force_login(user)
        return user

    return sign_in


def send(client, address, content, name="tep.bin", **typed):
    file = SimpleUploadedFile(name, content)
    return client.post(f"{address}add/", {**WORDS, **typed, "original": file}, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_reporter_brings_a_video_in(client, sign_in):
    person, poster = sign_in("Phóng viên"), make_photo()
    captions = SimpleUploadedFile("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nChào\n".encode())
    response = send(client, RECORDINGS, movie(), poster=poster.pk, captions=captions)
    video = Recording.objects.get()
    assert response.status_code == 200
    assert (video.title, video.kind, video.poster, video.uploaded_by) == (
        *("Tuần tra", "video", poster, person),
    )
    with video.captions.open() as file:
        assert file.read().decode() == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nChào\n"


def test_video_without_a_poster_is_refused_beside_the_field(client, sign_in):
    sign_in("Phóng viên")
    response = send(client, RECORDINGS, movie())
    assert errors(response) == {"poster": ["Hãy chọn ảnh đại diện cho video."]}
    assert Recording.objects.count() == 0


def test_sound_needs_no_poster(client, sign_in):
    sign_in("Phóng viên")
    send(client, RECORDINGS, sound(400))
    assert Recording.objects.get().kind == "audio"


def test_document_is_brought_in_with_its_pages(client, sign_in):
    sign_in("Cộng tác viên")
    send(client, DOCUMENTS, paper(2))
    document = Document.objects.get()
    page = client.get(f"{DOCUMENTS}{document.pk}/change/").content.decode()
    assert [url in page for url in document.preview_urls()] == [True, True]
    assert document.original.name not in page


@pytest.mark.parametrize("address", [RECORDINGS, DOCUMENTS])
def test_what_is_wrong_is_told_beside_each_field(client, sign_in, address):
    sign_in("Phóng viên")
    response = send(client, address, b"<html>", "a.php.mp4", title=" ", credit="\u200b")
    assert sorted(errors(response)) == ["credit", "original", "title"]
    assert foreign(read(response)) == set()


def test_captions_that_cannot_be_read_are_told(client, sign_in):
    sign_in("Phóng viên")
    response = send(client, RECORDINGS, sound(400), captions=SimpleUploadedFile("a.vtt", b"<html>"))
    assert errors(response) == {"captions": ["Tệp này không phải phụ đề VTT hay SRT."]}


@pytest.mark.parametrize("address", [RECORDINGS, DOCUMENTS])
def test_disk_full_while_the_form_is_read_is_told(client, sign_in, disk_full_early, address):
    sign_in("Phóng viên")
    response = send(client, address, b"x" * 5_000)
    assert (response.status_code, response.context["sentence"]) == (507, NO_ROOM)
    assert foreign(read(response)) == set()


@pytest.mark.parametrize(
    ("address", "limit"),
    [(RECORDINGS, "RECORDING_MAX_BYTES"), (DOCUMENTS, "DOCUMENT_MAX_BYTES")],
)
def test_file_too_large_is_dropped_as_it_comes(client, sign_in, settings, address, limit):
    sign_in("Phóng viên")
    setattr(settings, limit, 1_000)
    response = send(client, address, b"x" * 1_001)
    told = {"original": ["Tệp nặng quá mức 1.000 B."]}
    assert (response.status_code, errors(response)) == (413, told)
    assert fields(response)["title"] == "Tuần tra"


def test_captions_too_large_are_not_left_out_in_silence(client, sign_in, settings):
    sign_in("Phóng viên")
    settings.RECORDING_MAX_BYTES = 50_000
    captions = SimpleUploadedFile("a.vtt", b"x" * 50_001)
    response = send(client, RECORDINGS, sound(40), captions=captions)
    assert (response.status_code, Recording.objects.count()) == (413, 0)


def test_disk_full_while_new_captions_come_is_told(client, sign_in, disk_full_early):
    sign_in("Biên tập viên")
    captions = SimpleUploadedFile("a.vtt", b"WEBVTT")
    door = f"{RECORDINGS}{make_video().pk}/change/"
    assert client.post(door, {**WORDS, "captions": captions}).status_code == 507


@pytest.mark.parametrize("frames", [400, 8_000])
@pytest.mark.parametrize("name", ["a." + "x" * 250, "ế" * 300 + ".mp3"])
def test_file_may_have_any_name(client, sign_in, name, frames):
    sign_in("Phóng viên")
    for address, content in ((RECORDINGS, sound(frames)), (DOCUMENTS, paper(1))):
        file = SimpleUploadedFile("a", content)
        file._name = name
        assert client.post(f"{address}add/", {**WORDS, "original": file}).status_code == 302
    kept = [Recording.objects.get().original.name, Document.objects.get().original.name]
    assert [len(name) < 80 for name in kept] == [True, True]


def test_form_from_elsewhere_is_refused(sign_in):
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(sign_in("Phóng viên"))
    assert send(stranger, RECORDINGS, sound(400)).status_code == 403
    assert Recording.objects.count() == 0


def test_codec_of_few_browsers_is_remarked(client, sign_in):
    sign_in("Phóng viên")
    content = movie([Reel(b"vide", video_entry(b"hvc1"), [b"V"])])
    [warning, _done] = told(send(client, RECORDINGS, content, poster=make_photo().pk))
    assert warning == (
        "Chuẩn mã hóa của tệp không phát được trên mọi máy. Nên xuất lại: hình H.264, tiếng AAC."
    )


@pytest.mark.parametrize(
    ("role", "may"),
    [*((role, False) for role in WRITERS), *((role, True) for role in EDITORS)],
)
def test_words_are_mended_by_those_who_may(client, sign_in, role, may):
    video, document = make_video(), make_document()
    sign_in(role)
    for address, row in ((RECORDINGS, video), (DOCUMENTS, document)):
        door = f"{address}{row.pk}/change/"
        sent = {**fields(client.get(door)), "title": "Tên mới", "credit": "Viết Hà"}
        client.post(door, {**sent, "poster": video.poster_id})
        row.refresh_from_db()
        assert (row.title == "Tên mới") == may


@pytest.mark.parametrize("role", OTHERS)
def test_others_see_nothing(client, sign_in, role):
    sign_in(role)
    for address in (RECORDINGS, DOCUMENTS, f"{RECORDINGS}add/", f"{DOCUMENTS}add/"):
        assert client.get(address).status_code == 403


def test_new_captions_get_a_new_name_and_the_original_is_not_exchanged(client, sign_in):
    sign_in("Biên tập viên")
    video = make_video()
    door = f"{RECORDINGS}{video.pk}/change/"
    names = set()
    for word in ("Một", "Hai"):
        captions = SimpleUploadedFile(
            "a.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{word}".encode()
        )
        other = SimpleUploadedFile("b.mp4", movie([]))
        sent = {**WORDS, "poster": video.poster_id, "captions": captions, "original": other}
        client.post(door, sent)
        video.refresh_from_db()
        names.add(video.captions.name)
    assert len(names) == 2
    assert video.duration == 10.0


def test_nobody_deletes(client):
    video, document = make_video(), make_document()
    client.force_login(make_user("Tổng biên tập", is_superuser=True))
    for row in (video, document):
        door = reverse(f"admin:multimedia_{row._meta.model_name}_delete", args=[row.pk])
        assert client.post(door, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("asked", ["duong bien", "ĐƯỜNG BIÊN", "tuan tra"])
def test_search_needs_no_marks(client, sign_in, asked):
    video, _sound = make_video(), make_audio()
    sign_in("Phóng viên")
    page = client.get(RECORDINGS, {"q": asked})
    assert [row.pk for row in page.context["cl"].result_list] == [video.pk]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_lists_cost_the_same_however_long(client, sign_in, count, django_assert_num_queries):
    person = sign_in("Phóng viên")
    audio, document = make_audio(by=person), make_document(by=person)
    for row in (audio, document):
        for number in range(count - 1):
            row.pk, row.key, row.sha256 = None, f"{number:024}", f"{number:064}"
            row._state.adding = True
            row.save()
    for address, queries in ((RECORDINGS, 9), (DOCUMENTS, 9)):
        with django_assert_num_queries(queries):
            page = client.get(address)
        assert len(page.context["cl"].result_list) == count
    assert re.search(r"field-length[^>]*>0:10<", client.get(RECORDINGS).content.decode())


@pytest.mark.parametrize("role", [*WRITERS, *EDITORS])
def test_screens_speak_vietnamese(client, sign_in, role):
    video, audio, document = make_video(), make_audio(), make_document()
    sign_in(role)
    addresses = [RECORDINGS, DOCUMENTS, f"{RECORDINGS}add/", f"{DOCUMENTS}add/"]
    addresses += [f"{RECORDINGS}{row.pk}/change/" for row in (video, audio)]
    addresses += [f"{DOCUMENTS}{document.pk}/change/", f"{DOCUMENTS}{document.pk}/history/"]
    found = {address: foreign(read(client.get(address, follow=True))) for address in addresses}
    assert {address: words for address, words in found.items() if words} == {}
