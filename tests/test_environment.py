"""A wrong setting stops the start with one line that names it; see biendoi/environment.py."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

RIGHT = {
    "PATH": os.environ["PATH"],
    "PYTHONUTF8": "1",
    "SECRET_KEY": "0123456789" * 5,
    "DATABASE_URL": "sqlite:///:memory:",
}

S3 = {
    "S3_BUCKET": "anh",
    "S3_PRIVATE_BUCKET": "goc",
    "S3_ENDPOINT_URL": "https://s3.example.vn",
    "S3_REGION": "vn-hn-1",
    "S3_ACCESS_KEY_ID": "key",
    "S3_SECRET_ACCESS_KEY": "secret",
    "S3_PUBLIC_URL": "https://tep.example.vn:8443/anh",
}


def start(*command, **changes):
    """`manage.py check`, or another command, with these settings; None takes one away."""
    wanted = {**RIGHT, **changes}
    environment = {name: value for name, value in wanted.items() if value is not None}
    return subprocess.run(
        [sys.executable, *(command or ("manage.py", "check"))],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_start_with_right_settings():
    outcome = start(SITE_URL="https://bienphong.example:65535")
    assert (outcome.returncode, outcome.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "too-short"),
        ("SECRET_KEY_FILE", "/nowhere/secret"),
        ("DATABASE_URL", "mysql://localhost/bienphong"),
        ("DATABASE_URL", "postgres://localhost:port/bienphong"),
        ("DATABASE_URL", "postgres://localhost/"),
        ("EMAIL_URL", "http://127.0.0.1"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://127.0.0.1:port"),
        ("SITE_URL", "bienphong.example"),
        ("SITE_URL", "https://bienphong.example/path"),
        ("SITE_URL", "https://bienphong.example:port"),
        ("SITE_URL", "https://bienphong.example:65536"),
        ("DEBUG", "perhaps"),
        ("PHOTO_MAX_BYTES", "60MB"),
        ("LOG_LEVEL", "LOUD"),
        ("PROXIES", "10.0.0.0/8, nginx"),
        ("MASTHEAD_FILE", "/nowhere/masthead.toml"),
        ("MASTHEAD_FILE", "manage.py"),
    ],
)
def test_start_with_wrong_setting(name, value):
    outcome = start(**{name: value})
    lines = outcome.stderr.splitlines()
    assert (outcome.returncode, len(lines)) == (1, 1), outcome.stderr
    assert lines[0].startswith(f"Cấu hình sai: {name} ")


def test_start_with_incomplete_masthead(tmp_path):
    masthead = tmp_path / "masthead.toml"
    masthead.write_text('name = "Báo"\n', encoding="utf-8")
    outcome = start(MASTHEAD_FILE=str(masthead))
    assert (outcome.returncode, len(outcome.stderr.splitlines())) == (1, 1), outcome.stderr


# --- files in buckets ---------------------------------------------------------------------------

FILES_AND_POLICIES = """
import json
from biendoi import settings
print(json.dumps([
    settings.STORAGES,
    settings.CONTENT_SECURITY_POLICY["DIRECTIVES"],
    {k: v for k, v in settings.ADMIN_CONTENT_SECURITY_POLICY.items() if k.endswith("-src")
     and k != "script-src"},
]))
"""


def files_and_policies(**changes):
    """STORAGES, the readers' content policy and the desk's, as a process started so has them."""
    outcome = start("-c", FILES_AND_POLICIES, **changes)
    assert outcome.stderr == ""
    return json.loads(outcome.stdout)


@pytest.mark.parametrize("nothing", [{}, dict.fromkeys(S3, "")])
def test_files_are_on_disk_unless_told(nothing):
    stored, readers, desk = files_and_policies(**nothing)
    assert stored == {
        "default": {"BACKEND": "core.storage.PublicStorage"},
        "private": {"BACKEND": "core.storage.PrivateStorage"},
        "staticfiles": {"BACKEND": "core.storage.ManifestStorage"},
    }
    assert [readers["img-src"], readers["media-src"]] == [["'self'"]] * 2
    assert desk["img-src"] == ["'self'", "data:", "blob:"]
    assert desk["media-src"] == ["'self'", "blob:"]


def test_files_are_in_buckets_and_pages_may_show_them():
    stored, readers, desk = files_and_policies(**S3)
    service = {
        "endpoint_url": "https://s3.example.vn",
        "region_name": "vn-hn-1",
        "access_key": "key",
        "secret_key": "secret",
    }
    where = {"url_protocol": "https:", "custom_domain": "tep.example.vn:8443/anh"}
    assert stored == {
        "default": {
            "BACKEND": "core.s3.PublicBucket",
            "OPTIONS": {**service, **where, "bucket_name": "anh"},
        },
        "private": {
            "BACKEND": "core.s3.PrivateBucket",
            "OPTIONS": {**service, "bucket_name": "goc"},
        },
        "staticfiles": {"BACKEND": "core.storage.ManifestStorage"},
    }
    host = "https://tep.example.vn:8443"
    foreign = {name for name, sources in readers.items() if host in sources}
    assert foreign == {"img-src", "media-src"}
    assert {name for name, sources in desk.items() if host in sources} == foreign


def test_start_with_buckets():
    outcome = start(**S3)
    assert (outcome.returncode, outcome.stderr) == (0, "")


def test_secret_key_of_the_buckets_may_be_in_a_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("from-a-file\n", encoding="utf-8")
    where = {"S3_SECRET_ACCESS_KEY": None, "S3_SECRET_ACCESS_KEY_FILE": str(secret)}
    stored = files_and_policies(**{**S3, **where})[0]
    assert stored["default"]["OPTIONS"]["secret_key"] == "from-a-file"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, None) for name in S3),
        ("S3_REGION", ""),
        ("S3_PRIVATE_BUCKET", S3["S3_BUCKET"]),
        ("S3_ENDPOINT_URL", "s3.example.vn"),
        ("S3_ENDPOINT_URL", "https://s3.example.vn:65536"),
        ("S3_PUBLIC_URL", "//tep.example.vn"),
        ("S3_PUBLIC_URL", "https://tep.example.vn/anh?x=1"),
        ("S3_PUBLIC_URL", "https://tep.example.vn/a b"),
        ("S3_PUBLIC_URL", "https://user:password@tep.example.vn"),
        ("S3_PUBLIC_URL", "https://tep.example.vn; script-src *"),
        ("S3_SECRET_ACCESS_KEY_FILE", "/nowhere/secret"),
    ],
)
def test_start_with_wrong_buckets(name, value):
    outcome = start(**{**S3, name: value})
    assert (outcome.returncode, len(outcome.stderr.splitlines())) == (1, 1), outcome.stderr
    assert outcome.stderr.startswith(f"Cấu hình sai: {name} ")


def test_start_with_half_the_settings_of_buckets_names_the_other_half():
    outcome = start(S3_BUCKET="anh", S3_PUBLIC_URL="https://tep.example.vn")
    missing = [name for name in S3 if name not in {"S3_BUCKET", "S3_PUBLIC_URL"}]
    assert outcome.returncode == 1
    assert outcome.stderr == (
        f"Cấu hình sai: {', '.join(missing)} chưa được đặt. "
        f"Cần đủ cả {', '.join(S3)}, hoặc không đặt gì.\n"
    )


@pytest.mark.parametrize("part", ["boto3", "storages"])
def test_start_with_buckets_and_without_their_parts(tmp_path, part):
    absent = f"import sys\nsys.modules['{part}'] = None\n"
    (tmp_path / "sitecustomize.py").write_text(absent, encoding="utf-8")
    outcome = start(PYTHONPATH=str(tmp_path), **S3)
    assert (outcome.returncode, outcome.stderr) == (
        1,
        "Cấu hình sai: S3_BUCKET cần thêm thư viện: chạy pip install -r requirements-s3.txt\n",
    )
    assert start(PYTHONPATH=str(tmp_path)).returncode == 0
