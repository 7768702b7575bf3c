"""The page by which many photos come into the library at once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.models import User
from core.dates import short_date
from core.numbers import file_size
from core.uploads import View, measured, too_large
from core.vietnamese import clean_line
from photos import library
from photos.checking import check, waiting
from photos.describing import suggestions
from photos.intake import NO_ROOM, AlreadyKnown, NoRoom, admit, inspect, refuse_known
from photos.metadata import Facts, read
from photos.models import Photo

# The parts of a form around its one file.
_AROUND = 64 * 1024

LOCATED = (
    "Ảnh có ghi tọa độ nơi chụp. Tọa độ chỉ nằm trong ảnh gốc, được giữ kín; "
    "ảnh trên trang báo không mang theo."
)
NUMBERED = "Ảnh có ghi số máy ảnh. Số ấy cũng chỉ nằm trong ảnh gốc."
BY_AI = "Tệp tự ghi là do AI tạo hoặc sửa: ảnh đã được gắn nhãn, bạn đọc sẽ thấy nhãn này."
NO_CAPTION = "Ảnh chưa có chú thích: hãy ghi khi soát."
NO_CREDIT = "Ảnh chưa có tên người chụp: hãy ghi khi soát."
JUST_KNOWN = "Ảnh này vừa được người khác đưa vào kho."
SIGNED_OUT = "Phiên làm việc đã hết. Hãy đăng nhập lại ở cửa sổ khác rồi bấm “Gửi lại”."
NO_RIGHT = "Tài khoản này không có quyền đưa ảnh vào kho."
NO_FILE = "Không thấy tệp nào. Hãy chọn ảnh rồi gửi lại."

_GUESSED = {
    "caption": "chú thích",
    "byline": "người chụp",
    "credit": "người chụp",
    "agency": "nguồn gửi",
    "keywords": "từ khóa",
    "place": "nơi chụp",
}


@dataclass(frozen=True)
class Result:
    """What became of one file: a photo in the library, or the sentence that says why not."""

    name: str
    photo: Photo | None = None
    warnings: list[str] = field(default_factory=list)
    alike: list[Photo] = field(default_factory=list)
    error: str = ""
    known: Photo | None = None
    """The photo of the library that these very bytes are."""
    status: int = 200


def upload_urls(wrap: Callable[[View], View]) -> list[URLPattern]:
    """Addresses below the library's own; `wrap` is the admin site's."""
    return [
        path("tai-len/", _measured(wrap(upload), "files"), name="photo-upload"),
        path(
            "tai-len/tep/",
            _sent_alone(_measured(wrap(upload_file), "file")),
            name="photo-upload-file",
        ),
        path("soat/", wrap(check), name="photo-check"),
        path("<int:pk>/bo-anh-vua-tai/", wrap(throw_away), name="photo-throw-away"),
    ]


# --- the pages --------------------------------------------------------------------------------

_may_add = permission_required("photos.add_photo", raise_exception=True)


@_may_add
def upload(request: HttpRequest) -> HttpResponse:
    """The page itself; without JavaScript all files come in one form, each taken on its own."""
    results = []
    if request.method == "POST":
        files = request.FILES.getlist("files")
        results = [receive(file, by=request.user) for file in files]  # type: ignore[arg-type]
        results += [_over(name) for name in too_large(request, "files")]
        if not results:
            messages.error(request, NO_FILE)
    context = {
        **admin.site.each_context(request),
        "title": "Tải ảnh lên kho",
        "results": results,
        "blank": Result(""),
        "waiting": waiting(request.user).count(),
        "most_bytes": settings.PHOTO_MAX_BYTES,
        "most": file_size(settings.PHOTO_MAX_BYTES),
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "too_large": _over("").error,
    }
    return render(request, "photos/upload.html", context)


@_may_add
@require_POST
def upload_file(request: HttpRequest) -> JsonResponse:
    """One file of many, for the page's own script. Always JSON; see `_told`."""
    file = request.FILES.get("file")
    if names := too_large(request, "file"):
        return _told(_over(names[0]))
    if not isinstance(file, UploadedFile):
        return _told(Result("", error=NO_FILE, status=422))
    return _told(receive(file, by=request.user))  # type: ignore[arg-type]


@_may_add
@require_POST
def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever brought in a photo that was there already takes it back, before it is checked."""
    photo = get_object_or_404(waiting(request.user), pk=pk)
    error = ""
    try:
        library.trash(photo, by=request.user)  # type: ignore[arg-type]
    except library.InUse:
        error = f"Ảnh số {pk} đã được dùng trong bài, không bỏ được."
    if not request.accepts("text/html"):
        answer = {"error": error} if error else {"id": pk}
        return JsonResponse(answer, status=422 if error else 200)
    if error:
        messages.error(request, error)
    else:
        messages.success(request, f"Đã bỏ ảnh số {pk} vào thùng rác.")
    return redirect("admin:photo-check" if waiting(request.user).exists() else "admin:photo-upload")


# --- one file ---------------------------------------------------------------------------------


def receive(upload: UploadedFile, *, by: User) -> Result:
    """Judge one file and take it into the library, unchecked, with what it says of itself."""
    name = clean_line(upload.name or "")
    try:
        arrival = inspect(upload)
    except ValidationError as error:
        return Result(name, error=error.messages[0], status=422)
    try:
        refuse_known(arrival)
        facts = read(arrival.content)
        photo = Photo(**suggestions(facts), checked=False)
        admit(photo, arrival, by=by)
    except NoRoom:
        return Result(name, error=NO_ROOM, status=507)
    except (ValidationError, AlreadyKnown) as error:
        sentence = error.messages[0] if isinstance(error, ValidationError) else JUST_KNOWN
        known = Photo.objects.filter(sha256=arrival.sha256).first()
        return Result(name, error=sentence, known=known, status=422)
    others = Photo.objects.in_library().exclude(pk=photo.pk)
    return Result(name, photo, warnings_of(photo, facts), others.alike(photo.fingerprint))


def warnings_of(photo: Photo, facts: Facts) -> list[str]:
    """What the person who sent it should know or mend. Never where it was taken."""
    guessed = dict.fromkeys(_GUESSED[name] for name in facts.guessed if name in _GUESSED)
    misread = (
        f"Phần {', '.join(guessed)} viết bằng bảng mã cũ, máy đọc phỏng đoán: hãy soát từng chữ."
    )
    found = {
        LOCATED: facts.latitude is not None,
        misread: bool(guessed),
        NUMBERED: facts.camera_serial,
        BY_AI: facts.made_by_ai,
        NO_CAPTION: not photo.caption,
        NO_CREDIT: not photo.credit,
    }
    return [sentence for sentence, stands in found.items() if stands]


def _over(name: str) -> Result:
    most = file_size(settings.PHOTO_MAX_BYTES)
    return Result(clean_line(name), error=f"Ảnh nặng quá mức {most}.", status=413)


def _told(result: Result) -> JsonResponse:
    """200 with the photo; 413, 422 or 507 with {error, known}: what is in it, never where."""
    photo = result.photo
    if photo is None:
        known = _small(result.known) if result.known else None
        return JsonResponse({"error": result.error, "known": known}, status=result.status)
    return JsonResponse(
        {
            **_small(photo, 480),
            "credit": photo.credit,
            "place": photo.place,
            "taken_on": short_date(photo.taken_on) if photo.taken_on else "",
            "warnings": result.warnings,
            "alike": [_small(other) for other in result.alike],
            "throw_away": reverse("admin:photo-throw-away", args=[photo.pk]),
        }
    )


def _small(photo: Photo, width: int = 240) -> dict[str, Any]:
    return {
        "id": photo.pk,
        "thumbnail": photo.best_url(width=width),
        "caption": photo.caption,
        "url": reverse("admin:photos_photo_change", args=[photo.pk]),
    }


# --- before the body is read ------------------------------------------------------------------


def _measured(view: View, field: str) -> View:
    return measured(
        view,
        limit="PHOTO_MAX_BYTES",
        told_by_view=field,
        no_room=NO_ROOM,
        answer=_not_read,
    )


def _not_read(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    if not request.accepts("text/html"):
        return _told(Result("", error=sentence, status=status))
    messages.error(request, sentence)
    return redirect("admin:photo-upload")


def _sent_alone(view: View) -> View:
    """Refuses by the announced length and by rights before a byte of the file is read, in JSON."""

    @csrf_exempt
    @wraps(view)
    def judging(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return _told(Result("", error=SIGNED_OUT, status=403))
        if not (request.user.is_staff and request.user.has_perm("photos.add_photo")):
            return _told(Result("", error=NO_RIGHT, status=403))
        announced = request.META.get("CONTENT_LENGTH") or ""
        if announced.isdecimal() and int(announced) > settings.PHOTO_MAX_BYTES + _AROUND:
            return _told(_over(""))
        return view(request, *args, **kwargs)

    return judging
