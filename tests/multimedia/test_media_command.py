"""`manage.py media`: the files and the rows agree, and what is wanting comes back."""

import os
import re
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGTERM

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from multimedia import filing
from outbox.queue import run_due
from photos import library
from photos.models import RetiredFile
from photos.rendering import files_of
from tests.factories.photos import make_photo
from tests.multimedia.factories import make_video

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_folders(settings):
    """Other tests leave files whose rows were rolled back."""
    for folder in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
        shutil.rmtree(folder, ignore_errors=True)


def media(*arguments):
    out = StringIO()
    call_command("media", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def put(alias, name, *, days=2):
    storage = storages[alias]
    storage.save(name, ContentFile(b"x"))
    past = time.time() - days * 24 * 3600
    os.utime(storage.path(name), (past, past))
    return name


def test_archive_in_order_has_nothing_to_tell():
    make_photo()
    run_due()
    assert media("check") == "Tệp thiếu: 0\nTệp thừa: 0\n"


def test_missing_files_are_told_and_fail_the_check():
    photo = make_photo()
    default_storage.delete(photo.best().name)
    photo.original.storage.delete(photo.original.name)
    out = StringIO()
    with pytest.raises(CommandError, match="Có tệp thiếu"):
        call_command("media", "check", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "Tệp thiếu: 2"
    assert set(lines[1:3]) == {
        f"  riêng: {photo.original.name}",
        f"  công khai: {photo.best().name}",
    }


def test_missing_copies_are_made_again():
    photo = make_photo()
    run_due()
    photo.refresh_from_db()
    lost = photo.copies("5x3", "avif")[0].name
    default_storage.delete(lost)
    assert "Đã xếp việc dựng lại 1 ảnh." in media("check", "--repair")
    photo.refresh_from_db()
    assert set(photo.made) == {"free", "16x9", "1x1", "4x5"}
    run_due()
    assert default_storage.exists(lost)
    assert media("check") == "Tệp thiếu: 0\nTệp thừa: 0\n"


@pytest.mark.parametrize("what", ["original", "film"])
def test_what_no_worker_makes_again_fails_the_repair_too(what):
    film = make_video(poster=None)
    photo = make_photo()
    field = photo.original if what == "original" else film.file
    field.storage.delete(field.name)
    with pytest.raises(CommandError, match=r"^Có tệp thiếu không dựng lại được\.$") as failed:
        media("check", "--repair")
    assert failed.value.returncode == 1


def test_what_came_in_while_the_check_looked_is_not_missing():
    first = make_photo(key="00" + "a" * 22)
    first.original.storage.delete(first.original.name)
    missing = filing.missing()
    assert next(missing).name == first.original.name
    make_photo(key="ff" + "a" * 22)
    assert list(missing) == []


def test_what_went_while_the_check_looked_is_no_orphan():
    name = put("default", "anh/ab/.abc.part")
    put("default", "anh/ab/.abd.part")
    orphans = filing.orphans()
    assert next(orphans) == ("default", name)
    default_storage.delete("anh/ab/.abd.part")
    assert list(orphans) == []


def test_files_nothing_names_are_told_wherever_they_lie():
    make_photo()
    names = [
        put("default", "anh/ab/abc-free-1-800.webp"),
        put("default", "lac.webp"),
        put("default", "anh/lac.webp"),
        put("default", "anh/zz.webp"),
        put("private", "ab/abc.jpg"),
        put("private", "ab/.abc.part"),
    ]
    lines = media("check").splitlines()
    told = {"công khai": "default", "riêng": "private"}
    found = {line.strip().split(": ", 1)[1] for line in lines[2:]}
    assert lines[:2] == ["Tệp thiếu: 0", f"Tệp thừa: {len(names)}"]
    assert found == set(names)
    assert {line.strip().split(": ", 1)[0] for line in lines[2:]} == set(told)


def test_files_in_folders_of_no_part_are_told_and_swept():
    photo = make_photo()
    names = [
        "anh/2A/d.jpg",
        "anh/2a/sub/c.jpg",
        "anh/2a/sub/sub/c.jpg",
        "anh/zz/2a/b.jpg",
        "anh/zz/a.jpg",
        "khac/2a/x/g.jpg",
    ]
    strays = {(alias, put(alias, name)) for alias in filing.ALIASES for name in names}
    young = put("default", "anh/zz/e.jpg", days=0)
    assert set(filing.orphans()) == strays
    assert media("sweep").startswith("Tệp xóa: 12\n")
    assert media("check") == "Tệp thiếu: 0\nTệp thừa: 0\n"
    assert default_storage.exists(young)
    assert photo.original.storage.exists(photo.original.name)


def test_links_in_folders_of_no_part_lead_nowhere(tmp_path):
    (tmp_path / "elsewhere.jpg").write_bytes(b"x")
    inside = Path(default_storage.path(put("default", "anh/zz/a.jpg"))).parent
    (inside / "elsewhere").symlink_to(tmp_path)
    (inside / "circle").symlink_to(inside)
    (inside.parent / "link").symlink_to(inside)
    assert list(filing.orphans()) == [("default", "anh/zz/a.jpg")]


def test_upload_under_way_is_no_orphan():
    put("default", "anh/ab/abc-free-1-800.webp", days=0)
    assert media("check") == "Tệp thiếu: 0\nTệp thừa: 0\n"
    media("sweep")
    assert default_storage.exists("anh/ab/abc-free-1-800.webp")


def test_sweep_takes_what_a_killed_process_left_a_day_ago():
    old = [
        ("default", put("default", "anh/ab/.abc.part")),
        ("default", put("default", "video/ab/.abc.part")),
        ("private", put("private", "ab/.abc.part")),
    ]
    young = [
        ("default", put("default", "anh/ab/.abd.part", days=0.9)),
        ("private", put("private", "ab/.abd.part", days=0.9)),
    ]
    assert media("check").startswith("Tệp thiếu: 0\nTệp thừa: 3\n")
    assert media("sweep").startswith("Tệp xóa: 3\n")
    assert [file for file in [*old, *young] if storages[file[0]].exists(file[1])] == young


def test_sweep_takes_orphans_and_what_was_replaced_long_ago():
    photo = make_photo()
    run_due()
    photo.refresh_from_db()
    before = set(files_of(photo))
    photo.focal_x = 0.0
    library.change(photo, by=None, fields=["focal_x"])
    run_due()
    photo.refresh_from_db()
    retired = before - set(files_of(photo))
    assert retired
    orphan = put("default", "anh/ab/abc-free-1-800.webp")
    assert f"Tệp sẽ xóa: 1\n  {orphan}\n" in media("sweep", "--dry-run")
    assert default_storage.exists(orphan)
    RetiredFile.objects.update(since=timezone.now() - timedelta(days=31))
    media("sweep")
    assert [name for name in {orphan, *retired} if default_storage.exists(name)] == []
    assert RetiredFile.objects.count() == 0
    assert [name for name in files_of(photo) if not default_storage.exists(name)] == []


def test_render_goes_on_where_it_was_broken_off():
    photos = [make_photo() for _n in range(3)]
    first = media("render", "--from", str(photos[2].pk))
    assert first.endswith("\nXong: 1 ảnh, 33 tệp mới.\n")
    assert media("render").endswith("\nXong: 3 ảnh, 66 tệp mới.\n")
    assert media("render") == "Xong: 3 ảnh, 0 tệp mới.\n"


def test_render_again_brings_back_a_lost_folder():
    photo = make_photo()
    run_due()
    photo.refresh_from_db()
    for name in files_of(photo):
        default_storage.delete(name)
    assert media("render", "--again") == (
        f"1/1 ảnh, vừa qua ảnh số {photo.pk}, 33 tệp, còn 0 giây\nXong: 1 ảnh, 33 tệp mới.\n"
    )
    assert [name for name in files_of(photo) if not default_storage.exists(name)] == []


def test_broken_original_stops_no_other():
    broken, good = make_photo(), make_photo()
    broken.original.storage.delete(broken.original.name)
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("media", "render", stdout=out, stderr=out)
    assert (str(failed.value), failed.value.returncode) == (
        *("1 ảnh không dựng được. Đã qua 2 ảnh, 33 tệp mới.", 1),
    )
    assert out.getvalue().splitlines()[0].startswith(f"Ảnh số {broken.pk}: ")
    assert "Xong" not in out.getvalue()
    good.refresh_from_db()
    assert len(good.made) == 5


@pytest.mark.parametrize("days", ["-1", "x", ""])
def test_sweep_refuses_odd_days(days):
    with pytest.raises(CommandError, match="phải là một số ngày"):
        media("sweep", f"--days={days}")


@pytest.fixture(scope="module")
def empty_tables(tmp_path_factory):
    """A database file as a new site has it."""
    folder = tmp_path_factory.mktemp("empty")
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "biendoi.settings",
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    done = subprocess.run(
        command,
        cwd=django_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("", "")
    return folder / "db.sqlite3"


@pytest.fixture
def manage(tmp_path, empty_tables):
    """manage(*arguments) → the process, of a site of its own with empty tables."""
    shutil.copy(empty_tables, tmp_path)
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "biendoi.settings",
    }
    base = django_settings.BASE_DIR

    def start(*arguments):
        return subprocess.Popen(
            # A shell's background job ignores Ctrl+C, and so would all that it starts.
            ["env", "--default-signal=INT", sys.executable, Path(base, "manage.py"), *arguments],
            cwd=base,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.mark.parametrize("arguments", [["check"], ["render"], ["sweep", "--dry-run"]])
def test_command_starts_from_a_terminal(arguments, manage):
    """As people call it, with the framework's own checks before."""
    with manage("media", *arguments) as process:
        _out, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")


def test_render_that_is_killed_has_told_where_to_go_on(manage):
    make = "from tests.factories.photos import make_photo; [make_photo() for _n in range(8)]"
    with manage("shell", "--verbosity=0", "-c", make) as making:
        making.communicate(timeout=120)
    for signal in (SIGKILL, SIGTERM, SIGINT):
        with manage("media", "render", "--again") as process:
            line = process.stdout.readline()
            process.send_signal(signal)
            rest, _errors = process.communicate(timeout=120)
        assert line.startswith("1/8 ảnh, vừa qua ảnh số 1, 33 tệp, còn ")
        assert "Xong" not in rest
    last = rest.splitlines()[-1]
    stopped = re.fullmatch(r"Dừng ở ảnh số (\d)\. Chạy tiếp: media render --again --from \1", last)
    assert stopped
    with manage("media", "render", "--again", "--from", "7") as process:
        out, _errors = process.communicate(timeout=120)
    assert out.endswith("\nXong: 2 ảnh, 66 tệp mới.\n")
