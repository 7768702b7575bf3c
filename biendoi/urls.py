from django.contrib import admin
from django.urls import include, path

from biendoi import views
from photos.views import media, original

urlpatterns = [
    path("", include("frontpage.urls")),
    path("", include("search.urls")),
    path("", include("readership.urls")),
    path("", include("pages.urls")),
    path("", include("thinlines.urls")),
    path("", include("catalogue.urls")),
    path("admin/", admin.site.urls),
    path("binh-luan/", include("comments.urls")),
    path("tai-khoan/", include("readers.urls")),
    path("media/<path:path>", media, name="media"),
    path("xem-truoc/", include("newsroom.review.urls")),
    path("kho-rieng/<str:token>", original, name="private-file"),
    path("healthz", views.healthz, name="healthz"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("robots.txt", views.robots, name="robots"),
    path("", include("articles.urls")),
]

handler400 = "biendoi.views.bad_request"
handler403 = "biendoi.views.forbidden"
handler429 = "biendoi.views.too_many"
handler404 = "biendoi.views.not_found"
handler500 = "biendoi.views.server_error"
