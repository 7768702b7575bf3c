"""Files in buckets of an S3 service. Wants requirements-s3.txt."""

from pathlib import PurePosixPath

from botocore.config import Config  # type: ignore[import-untyped]  # it has none
from django.core.files.storage import Storage
from django.utils.http import content_disposition_header
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]  # it has none

from core.media_types import media_type
from core.storage import LINK_SECONDS


class Bucket(S3Storage):
    """What both buckets have in common. Rights are the bucket's policy: no object has its own."""

    cache_control: str
    default_acl = None
    max_memory_size = 10_000_000  # bytes of a file being read; the rest waits on disk
    client_config = Config(
        signature_version="s3v4",
        # Names of buckets as parts of a host name want DNS and certificates few services have.
        s3={"addressing_style": "path"},
        # A service that hangs must not take a page with it for a minute.
        connect_timeout=5,
        read_timeout=30,
        retries={"mode": "standard", "total_max_attempts": 3},
        # The newer checksums are unknown to many a service that is not Amazon's.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )

    def get_object_parameters(self, name: str) -> dict[str, str]:
        return {"ContentType": media_type(name), "CacheControl": self.cache_control}

    def take_over(self, name: str, source: Storage) -> bool:
        """Have the service copy an object of another bucket and delete it there. False where that
        is no bucket; nothing has changed then."""
        if not isinstance(source, Bucket):
            return False
        key = self._normalize_name(name)
        told = {**self.get_object_parameters(name), "MetadataDirective": "REPLACE"}
        self.bucket.copy({"Bucket": source.bucket_name, "Key": key}, key, ExtraArgs=told)
        source.delete(name)
        return True


class PublicBucket(Bucket):
    """What readers may fetch, at the address of the bucket or of the CDN before it."""

    cache_control = "public, max-age=31536000, immutable"
    querystring_auth = False
    file_overwrite = True


class PrivateBucket(Bucket):
    """Originals: no address, only links that lapse and download. A taken name gets another."""

    cache_control = "private, no-store"
    file_overwrite = False

    def url(self, name: str) -> str:
        attachment = content_disposition_header(True, PurePosixPath(name).name)
        return super().url(
            name, parameters={"ResponseContentDisposition": attachment}, expire=LINK_SECONDS
        )
