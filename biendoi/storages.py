"""Where files live: on this machine's disk, or in two buckets of an S3 service."""

from importlib.util import find_spec
from urllib.parse import urlsplit

from biendoi import environment as env

S3_NAMES = (
    "S3_BUCKET",
    "S3_PRIVATE_BUCKET",
    "S3_ENDPOINT_URL",
    "S3_REGION",
    "S3_ACCESS_KEY_ID",
    "S3_SECRET_ACCESS_KEY",
    "S3_PUBLIC_URL",
)


def storages() -> dict[str, dict[str, object]]:
    """Django's STORAGES as the environment wants them: "default" for readers, "private"."""
    s3 = env.together(S3_NAMES)
    public, private = _in_buckets(s3) if s3 else _on_disk()
    return {
        "default": public,
        "private": private,
        "staticfiles": {"BACKEND": "core.storage.ManifestStorage"},
    }


def public_hosts() -> list[str]:
    """Origins other than ours from which pages show files, for the content policy."""
    if not env.text("S3_PUBLIC_URL", ""):
        return []
    address = urlsplit(env.address("S3_PUBLIC_URL"))
    return [f"{address.scheme}://{address.netloc}"]


def _on_disk() -> tuple[dict[str, object], dict[str, object]]:
    return {"BACKEND": "core.storage.PublicStorage"}, {"BACKEND": "core.storage.PrivateStorage"}


def _in_buckets(s3: dict[str, str]) -> tuple[dict[str, object], dict[str, object]]:
    if not (find_spec("storages") and find_spec("boto3")):
        raise env.WrongSetting(
            "S3_BUCKET", "cần thêm thư viện: chạy pip install -r requirements-s3.txt"
        )
    if s3["S3_BUCKET"] == s3["S3_PRIVATE_BUCKET"]:
        raise env.WrongSetting("S3_PRIVATE_BUCKET", "phải là kho khác với S3_BUCKET.")
    service = {
        "endpoint_url": env.address("S3_ENDPOINT_URL"),
        "region_name": s3["S3_REGION"],
        "access_key": s3["S3_ACCESS_KEY_ID"],
        "secret_key": s3["S3_SECRET_ACCESS_KEY"],
    }
    scheme, _, host_and_path = env.address("S3_PUBLIC_URL").partition("//")
    where = {"url_protocol": scheme, "custom_domain": host_and_path}
    return (
        {
            "BACKEND": "core.s3.PublicBucket",
            "OPTIONS": {**service, **where, "bucket_name": s3["S3_BUCKET"]},
        },
        {
            "BACKEND": "core.s3.PrivateBucket",
            "OPTIONS": {**service, "bucket_name": s3["S3_PRIVATE_BUCKET"]},
        },
    )
