"""Files on this machine's disk. Buckets of an S3 service: core/s3.py."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage, Storage
from django.urls import reverse
from whitenoise.storage import CompressedManifestStaticFilesStorage

LINK_SECONDS = 300
_SALT = "core.storage.PrivateStorage"


_CSS_IMPORT = re.compile(r'@import url\("([^"]+)"\);')
_CSS_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_OUR_SCRIPT = re.compile(r"js/[\w/-]+\.js$")
_JS_COMMENT_LINE = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)


def without_comments(script: str) -> str:
    """A script as readers get it: its lines of comment are for who writes it. Our scripts have no
    text over several lines in which such a line could stand."""
    return _JS_COMMENT_LINE.sub("", script)


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed static files whose ES modules may import one another.

    The sheets that SHEET imports are laid into it: a browser would learn of them only when it has
    read SHEET, one journey on a thin line later. Our scripts go out without their comments.
    """

    SHEET = "css/site.css"
    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, Any]]:
        if not dry_run:
            lighter = InMemoryStorage()
            for name, text in self._lighter(paths).items():
                lighter.save(name, ContentFile(text.encode()))
                paths[name] = lighter, name
        yield from super().post_process(paths, dry_run, **options)

    def _lighter(self, paths: dict[str, tuple[Storage, str]]) -> dict[str, str]:
        """Our own files that go out other than they are written. A sheet that is not there fails
        the start, as a wrong url() does."""
        folder = self.SHEET.rpartition("/")[0]

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        found = {name: without_comments(read(name)) for name in paths if _OUR_SCRIPT.match(name)}
        if self.SHEET in paths:
            sheet = _CSS_IMPORT.sub(lambda part: read(f"{folder}/{part[1]}"), read(self.SHEET))
            found[self.SHEET] = _CSS_COMMENT.sub("", sheet)
        return found


class WholeFileStorage(FileSystemStorage):
    """The stock storage, but a file under its name is always whole.

    It is written beside its place and renamed into it. A failed write (OSError: disk full, say)
    leaves nothing; a killed process may leave ".….part", which no page serves.
    """

    def _save(self, name: str, content: File) -> str:
        place = Path(self.path(name))
        self._make_folder(place.parent)
        with self._beside(place) as draft:
            for chunk in content.chunks():
                draft.write(chunk.encode() if isinstance(chunk, str) else chunk)
        return place.relative_to(self.location).as_posix()

    def take_over(self, name: str, source: Storage) -> bool:
        """Rename a file of another store on the same disk into this one. False where that can't be
        done; nothing has changed then."""
        if not isinstance(source, FileSystemStorage):
            return False
        place = Path(self.path(name))
        self._make_folder(place.parent)
        try:
            Path(source.path(name)).replace(place)
        except FileNotFoundError:
            raise
        except OSError:  # another disk
            return False
        place.chmod(self.file_permissions_mode or 0o644)
        return True

    @contextmanager
    def _beside(self, place: Path) -> Iterator[File]:
        """A draft in the same folder, which takes its place if nothing went wrong."""
        handle, draft = tempfile.mkstemp(prefix=".", suffix=".part", dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                yield File(file)
                file.flush()
                os.fchmod(file.fileno(), self.file_permissions_mode or 0o644)
                # Else a power cut may keep the new name and lose the bytes.
                os.fsync(file.fileno())
            Path(draft).replace(place)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise

    def _make_folder(self, folder: Path) -> None:
        """With the storage's own rights from its root down, whatever the process's umask."""
        root, mode = Path(self.location), self.directory_permissions_mode or 0o755
        path = [step for step in (folder, *folder.parents) if step.is_relative_to(root)]
        for step in reversed(path):
            if not step.is_dir():
                step.mkdir(mode, parents=True, exist_ok=True)
                step.chmod(mode)


class PublicStorage(WholeFileStorage):
    """What readers may fetch. A name already taken is written over."""

    def __init__(self, location: str | Path | None = None) -> None:
        super().__init__(
            location,
            file_permissions_mode=0o644,
            directory_permissions_mode=0o755,
            allow_overwrite=True,
        )


class PrivateStorage(WholeFileStorage):
    """What carries coordinates and serial numbers: no address, only links that lapse.

    A name already taken gets another, as in the stock storage: an original is never lost.
    """

    def __init__(self, location: str | Path | None = None) -> None:
        super().__init__(
            location or settings.PRIVATE_ROOT,
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )

    def url(self, name: str | None) -> str:
        """A link for whoever may have the file now. It opens for LINK_SECONDS, and for anybody."""
        return reverse("private-file", args=[signing.dumps(name, salt=_SALT)])


def move(name: str, source: Storage, target: Storage) -> None:
    """Bring a file from one store to another under its own name. Where both are of one kind its
    bytes don't pass through this process: a film is gone as soon as a picture. Does nothing where
    there is no such file, and goes on where it was broken off."""
    if not source.exists(name):
        return
    if not target.exists(name):
        taken: Any = getattr(target, "take_over", None)
        if taken and taken(name, source):
            return
        with source.open(name) as file:
            target.save(name, file)
    source.delete(name)


def name_in_link(token: str) -> str:
    """The file a PrivateStorage link stands for.

    Raises signing.SignatureExpired for a lapsed link, signing.BadSignature for a forged one.
    """
    return signing.loads(token, salt=_SALT, max_age=LINK_SECONDS)
