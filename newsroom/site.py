from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin


class NewsroomSite(admin.AdminSite):
    """The back-office: stock admin with the newsroom's name, order and content policy."""

    site_title = "Tòa soạn Báo Biên phòng"
    site_header = "Tòa soạn Báo Biên phòng"
    index_title = "Bàn làm việc"
    empty_value_display = "–"
    enable_nav_sidebar = False

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        policy = csp_replace(settings.ADMIN_CONTENT_SECURITY_POLICY)
        return policy(super().admin_view(view, cacheable))
