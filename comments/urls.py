from django.urls import path, re_path

from comments import clicks, own, views
from comments.fresh import fresh

_ARTICLE = r"(?P<article_id>[1-9][0-9]{0,17})"
_COMMENT = r"(?P<pk>[1-9][0-9]{0,17})"

urlpatterns = [
    re_path(rf"^gui/{_ARTICLE}/$", views.submit, name="comment-submit"),
    re_path(rf"^thich/{_COMMENT}/$", clicks.like, name="comment-like"),
    re_path(rf"^bo-thich/{_COMMENT}/$", clicks.unlike, name="comment-unlike"),
    re_path(rf"^bao-cao/{_COMMENT}/$", clicks.report, name="comment-report"),
    path("da-gui/<str:token>/", own.receipt, name="comment-receipt"),
    path("da-gui/<str:token>/sua/", own.edit, name="comment-edit"),
    path("da-gui/<str:token>/rut-lai/", own.withdraw, name="comment-withdraw"),
    path("cua-toi/", own.sent, name="comments-sent"),
    re_path(rf"^cua-toi/{_ARTICLE}/$", own.sent_here, name="comments-sent-here"),
    re_path(rf"^{_ARTICLE}/$", views.page, name="comment-page"),
    re_path(rf"^{_ARTICLE}/moi/$", fresh, name="comment-fresh"),
]
