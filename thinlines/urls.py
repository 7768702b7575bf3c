from django.urls import path, re_path

from thinlines import views

urlpatterns = [
    path("sw.js", views.worker, name="service-worker"),
    path("ngoai-tuyen/", views.offline, name="offline"),
    path("da-luu/", views.saved, name="saved"),
    path("con-dang/", views.standing, name="standing"),
    path("lite/", views.lite_home, name="lite-home"),
    re_path(
        r"^lite/(?P<slug>[-\w]+)-post(?P<pk>[1-9][0-9]{0,17})\.html$",
        views.lite_article,
        name="lite-article",
    ),
    path("lite/<slug:slug>/", views.lite_section, name="lite-section"),
]
