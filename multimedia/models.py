import secrets

from django.conf import settings
from django.core.files.storage import default_storage, storages
from django.core.files.storage.base import Storage
from django.db import models

from core.derived import DerivedField
from core.fields import LineField, ProseField
from core.vietnamese import slug
from photos.models import Photo


def private_storage() -> Storage:
    return storages["private"]


def new_key() -> str:
    """Public file names must not be guessable: what hangs on drafts shares the folder."""
    return secrets.token_hex(12)


def captions_name(recording: "Recording", _filename: str) -> str:
    """New captions get a new name: a file never changes under its name."""
    return f"phu-de/{recording.key[:2]}/{recording.key}-{secrets.token_hex(3)}.vtt"


class KeptFile(models.Model):
    """What readers fetch as a file of its own."""

    withheld_at = models.DateTimeField("cất giữ từ", null=True, editable=False)
    """Its public files are put away with the piece that was removed (multimedia/withholding.py)."""

    class Meta:
        abstract = True

    def may_be_shown(self) -> bool:
        return self.withheld_at is None

    def public_files(self) -> list[str]:
        """Names of all that readers can fetch of it."""
        raise NotImplementedError


class Recording(KeptFile):
    """A video or a sound. The original stays private; readers get a copy without metadata."""

    class Kind(models.TextChoices):
        VIDEO = "video", "Video"
        AUDIO = "audio", "Âm thanh"

    class Form(models.TextChoices):
        MP4 = "mp4", "MP4"
        WEBM = "webm", "WebM"
        MP3 = "mp3", "MP3"
        M4A = "m4a", "M4A"

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    kind = models.CharField("loại", max_length=8, choices=Kind.choices, editable=False)
    original = models.FileField("tệp gốc", storage=private_storage, max_length=200)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    file = models.FileField("tệp cho bạn đọc", max_length=200, editable=False)
    form = models.CharField("định dạng", max_length=8, choices=Form.choices, editable=False)
    size = models.PositiveBigIntegerField("dung lượng", editable=False)
    duration = models.FloatField("độ dài", editable=False)
    width = models.PositiveIntegerField("rộng", null=True, editable=False)
    height = models.PositiveIntegerField("cao", null=True, editable=False)
    title = LineField("tên", max_length=200)
    title_slug = DerivedField("khóa tìm tên", source="title", derive=slug)
    caption = ProseField("chú thích", max_length=500, blank=True)
    credit = LineField(
        "người thực hiện",
        max_length=120,
        help_text="Chỉ ghi tên hoặc nguồn; trang báo tự in “Video: …” hay “Âm thanh: …”.",
    )
    poster = models.ForeignKey(
        Photo,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ảnh đại diện",
        help_text="Ảnh trong kho, hiện trước khi bấm phát. Video phải có.",
    )
    captions = models.FileField(
        "phụ đề",
        upload_to=captions_name,
        max_length=200,
        blank=True,
        help_text="Tệp VTT hoặc SRT, cho người khiếm thính và người xem không bật tiếng.",
    )
    made_by_ai = models.BooleanField(
        "do AI tạo", default=False, help_text="Trang báo in “Nội dung do AI tạo”."
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        verbose_name="người tải lên",
    )
    created = models.DateTimeField("tải lên lúc", auto_now_add=True)

    class Meta:
        verbose_name = "video, âm thanh"
        verbose_name_plural = "video, âm thanh"
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.title

    def public_files(self) -> list[str]:
        return [str(file.name) for file in (self.file, self.captions) if file]

    @property
    def length(self) -> str:
        """185.2 seconds → "3:05", an hour and more → "1:02:03"."""
        minutes, seconds = divmod(round(self.duration), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


class Document(KeptFile):
    """A PDF. The original stays private; readers get a copy written anew and pictures of pages."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    original = models.FileField("tệp gốc", storage=private_storage, max_length=200)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    file = models.FileField("tệp cho bạn đọc", max_length=200, editable=False)
    size = models.PositiveBigIntegerField("dung lượng", editable=False)
    page_count = models.PositiveIntegerField("số trang", editable=False)
    preview_count = models.PositiveSmallIntegerField(
        "số trang có ảnh", default=1, db_default=1, editable=False
    )
    preview_width = models.PositiveIntegerField("rộng của ảnh trang đầu", editable=False)
    preview_height = models.PositiveIntegerField("cao của ảnh trang đầu", editable=False)
    title = LineField("tên", max_length=200)
    title_slug = DerivedField("khóa tìm tên", source="title", derive=slug)
    credit = LineField("nguồn", max_length=120, help_text="Cơ quan ban hành hoặc nơi cung cấp.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        verbose_name="người tải lên",
    )
    created = models.DateTimeField("tải lên lúc", auto_now_add=True)

    class Meta:
        verbose_name = "tài liệu"
        verbose_name_plural = "tài liệu"
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.title

    def public_files(self) -> list[str]:
        return [str(self.file.name), *self.preview_names()]

    def preview_names(self) -> list[str]:
        """Names of the drawn pages in the public storage, from the first page on."""
        pages = range(1, self.preview_count + 1)
        return [f"tai-lieu/{self.key[:2]}/{self.key}-{page}.webp" for page in pages]

    def preview_urls(self) -> list[str]:
        return [default_storage.url(name) for name in self.preview_names()]
