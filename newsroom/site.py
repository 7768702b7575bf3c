from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.urls import path
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString

from audit.screens import logged
from newsroom.resume import kept_words, sign_in_place

_YES_NO = {True: ("yes", "Có"), False: ("no", "Không"), None: ("unknown", "Chưa rõ")}


def yes_no_icon(value: bool | None) -> SafeString:
    """The stock admin's icon, which tells those who cannot see it “True” and “False”."""
    name, words = _YES_NO[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{name}.svg"), words)


class NewsroomSite(admin.AdminSite):
    """The back-office: stock admin with the newsroom's name, order and content policy."""

    site_title = "Tòa soạn Báo Biên phòng"
    site_header = "Tòa soạn Báo Biên phòng"
    index_title = "Bàn làm việc"
    empty_value_display = "–"
    enable_nav_sidebar = False

    def get_urls(self) -> list[Any]:
        from newsroom.finding.views import find  # noqa: PLC0415 -- models must be loaded
        from newsroom.notes.urls import inbox  # noqa: PLC0415 -- the same
        from newsroom.passwords import SetPassword  # noqa: PLC0415 -- the same

        own = [
            path("dat-mat-khau/<uidb64>/<token>/", SetPassword.as_view(), name="set-password"),
            path("tim/", self.admin_view(find), name="find"),
            path("danh-muc/", self.admin_view(super().index), name="all-lists"),
            *inbox(self.admin_view),
        ]
        return own + super().get_urls()

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """It asks for four rights of each screen: made where a page shows it, and few do."""
        stock = super().get_app_list
        return SimpleLazyObject(lambda: stock(request, app_label))

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The desk board; the stock list of screens stands at its own address."""
        from newsroom.board.front import front  # noqa: PLC0415 -- models must be loaded

        return front(request, self)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Every screen tells the log, whoever wrote it."""
        super().register(model_or_iterable, logged(admin_class), **options)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        stock = super().admin_view(view, cacheable)

        def keeping_words(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            """The stock site answers a late save with an empty sign-in page: the words are gone."""
            if "\x00" in request.path:
                raise Http404  # PostgreSQL can't even be asked about it
            if kept_words(request) and not self.has_permission(request):
                asked = sign_in_place(request)
                if asked is not None:
                    return asked
            return stock(request, *args, **kwargs)

        policy = csp_replace(settings.ADMIN_CONTENT_SECURITY_POLICY)
        return policy(update_wrapper(keeping_words, stock))
