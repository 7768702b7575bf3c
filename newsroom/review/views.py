"""The page behind a review link, for people without an account. No cookie, no script, no count of
reads; whoever has no open link gets one and the same answer."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.presentation import piece_contexts
from core.http import read_only
from newsroom.models import ReviewLink
from newsroom.review import links, pictures
from newsroom.review.answering import TooMany, answer, is_from_our_page, is_ours, stamp
from newsroom.review.forms import AnswerForm
from photos.models import Photo
from readership.visits import is_person

_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
ELSEWHERE = "Yêu cầu này không được gửi từ trang xem trước. Xin bấm Gửi ý kiến lần nữa."
OURSELVES = (
    "Trình duyệt này đang đăng nhập trang của tòa soạn, nên không trả lời thay người nhận được."
)
STALE = "Trang mở đã lâu nên ý kiến chưa được gửi. Chữ còn nguyên, xin bấm Gửi ý kiến lần nữa."


@csrf_exempt  # the page has no session: review/answering.py's stamp stands in for the token
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    link = _link(request, token)
    if link is None:
        return _closed(request)
    if request.method == "POST":
        return _take(request, link)
    if request.method == "GET" and is_person(request.headers.get("User-Agent", "")):
        links.opened(link)
    return _page(request, link, AnswerForm(initial={"stamp": stamp(link)}))


@read_only
def picture(request: HttpRequest, token: str, number: int) -> HttpResponse:
    link = _link(request, token)
    photo = Photo.objects.filter(pk=number).first() if link else None
    if link is None or photo is None or number not in pictures.numbers(link):
        return _closed(request)
    content = pictures.picture(photo)
    if content is None:
        missing = render_to_string("photos/missing.svg")
        return HttpResponse(missing, status=404, content_type="image/svg+xml", headers=_HEADERS)
    return HttpResponse(content, content_type="image/jpeg", headers=_HEADERS)


def _link(request: HttpRequest, token: str) -> ReviewLink | None:
    setattr(request, "path_told", "/xem-truoc/")  # noqa: B010 -- the log must not keep the token
    return links.find(token)


def _take(request: HttpRequest, link: ReviewLink) -> HttpResponse:
    form = AnswerForm({**request.POST.dict(), "stamp": request.POST.get("stamp", "")})
    status = 422
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        form.add_error(None, OURSELVES)
        status = 403
    elif not is_from_our_page(request):
        form.add_error(None, ELSEWHERE)
        status = 403
    elif not is_ours(form.data["stamp"], link):
        form.add_error(None, STALE)
    elif form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("kind", "quote", "text")}
        try:
            answer(link, **words)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            status = 429 if isinstance(refusal, TooMany) else 422
        else:
            return HttpResponseRedirect(
                f"{request.path}?da-gui=1#y-kien", status=303, headers=_HEADERS
            )
    form.data = {**form.data, "stamp": stamp(link)}
    return _page(request, link, form, status=status)


def _page(
    request: HttpRequest, link: ReviewLink, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    [piece] = piece_contexts([links.shown_version(link)], dress="newsroom/review", unseen=True)
    context = {
        **piece,
        "link": link,
        "form": form,
        "answers": link.answers.order_by("pk"),
        "sent": "da-gui" in request.GET,
    }
    page = render(request, "newsroom/review/page.html", context, status=status)
    return _private(page)


def _closed(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "newsroom/review/closed.html", status=404))


def _private(response: HttpResponse) -> HttpResponse:
    for name, value in _HEADERS.items():
        response[name] = value
    return response
