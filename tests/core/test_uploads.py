"""Files on their way in, on a real disk that takes no more than it may."""

import resource
from contextlib import closing

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from core.uploads import NO_ROOM, measured, too_large


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    settings.PHOTO_MAX_BYTES = 300_000
    return tmp_path


def post(view, names=("tep.jpg",), field="original", size=1_000):
    files = [SimpleUploadedFile("a", b"x" * size) for _ in names]
    for file, name in zip(files, names, strict=True):
        file._name = name
    request = RequestFactory().post("/", {"chữ": "Tuần tra", field: files})
    with closing(request):
        return view(request)


def taking(**given):
    """A view that tells what reached it, behind the guard."""

    def view(request):
        names = [file.name for file in request.FILES.getlist("original")]
        return HttpResponse(repr((request.POST["chữ"], names, too_large(request, "original"))))

    def answer(request, sentence, status):
        assert request.POST == {}
        return HttpResponse(sentence, status=status)

    return measured(view, limit="PHOTO_MAX_BYTES", **{"answer": answer, **given})


def told(response):
    return response.status_code, response.content.decode()


@pytest.fixture
def small_disk():
    """No file may grow beyond 100,000 bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [101_000, 165_000, 299_000])
def test_full_disk_is_told_and_nothing_is_left_there(folder, small_disk, size):
    assert told(post(taking(), size=size)) == (507, NO_ROOM)
    assert list(folder.iterdir()) == []
    assert told(post(taking(no_room="Hết chỗ."), size=size)) == (507, "Hết chỗ.")


def test_another_fault_of_the_disk_is_not_taken_for_a_full_one(folder, settings):
    settings.FILE_UPLOAD_TEMP_DIR = folder / "missing"
    with pytest.raises(FileNotFoundError):
        post(taking())


def test_file_too_large_is_told_by_the_view_that_asked_to(folder):
    view = taking(told_by_view="original")
    assert told(post(view, size=300_001)) == (200, "('Tuần tra', [], ['tep.jpg'])")
    assert told(post(view, size=300_000)) == (200, "('Tuần tra', ['tep.jpg'], [])")


@pytest.mark.parametrize("given", [{}, {"told_by_view": "khac"}])
def test_file_too_large_is_told_for_the_view(given):
    def answer(request, sentence, status):
        return HttpResponse(sentence, status=status)

    response = post(taking(answer=answer, **given), size=300_001)
    assert told(response) == (413, "Tệp nặng quá mức 293 KB.")


def test_too_many_files_are_told(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    sentence = "Mỗi lần gửi được nhiều nhất 2 tệp. Chưa nhận gì."
    assert told(post(taking(), names=["a", "b", "c"])) == (413, sentence)


@pytest.mark.parametrize("name", ["a." + "x" * 240, "ế" * 120 + ".jpg", "a.jpg"])
def test_name_is_kept_whole(name):
    assert told(post(taking(), names=[name])) == (200, f"('Tuần tra', ['{name}'], [])")


def test_large_file_of_a_long_ending_waits_on_disk_unmeasured():
    """The handler of the settings, on every other page that takes files."""
    file = SimpleUploadedFile("a", bytes(2_700_000))
    file._name = "a." + "x" * 240
    with closing(RequestFactory().post("/", {"file": file})) as request:
        (found,) = request.FILES.values()
        assert (found.name, found.size) == (file.name, 2_700_000)


def test_page_that_is_only_looked_at_is_not_measured():
    def view(request):
        return HttpResponse(str(len(request.upload_handlers)))

    assert told(measured(view, limit="PHOTO_MAX_BYTES")(RequestFactory().get("/"))) == (200, "2")
