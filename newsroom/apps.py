from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = "Tòa soạn"
    default = True


class NewsroomAdminConfig(admin_apps.AdminConfig):
    """The back-office with the newsroom's own site."""

    default_site = "newsroom.site.NewsroomSite"
    default = False
