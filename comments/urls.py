from django.urls import path, re_path

from comments import views

_ARTICLE = r"(?P<article_id>[1-9][0-9]{0,17})"

urlpatterns = [
    re_path(rf"^gui/{_ARTICLE}/$", views.submit, name="comment-submit"),
    path("da-gui/<str:token>/", views.receipt, name="comment-receipt"),
    re_path(rf"^{_ARTICLE}/$", views.page, name="comment-page"),
]
