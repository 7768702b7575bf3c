from django.urls import path, re_path

from comments import asking, clicks, own, views
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
    path("du-lieu-cua-toi/", asking.ask, name="comment-data-ask"),
    path("du-lieu-cua-toi/<str:token>/", asking.show, name="comment-data-kept"),
    path("du-lieu-cua-toi/<str:token>/tai-ve/", asking.export, name="comment-data-export"),
    path("du-lieu-cua-toi/<str:token>/xoa/", asking.erase, name="comment-data-erase"),
    path("cua-toi/", own.sent, name="comments-sent"),
    re_path(rf"^cua-toi/{_ARTICLE}/$", own.sent_here, name="comments-sent-here"),
    re_path(rf"^{_ARTICLE}/$", views.page, name="comment-page"),
    re_path(rf"^{_ARTICLE}/moi/$", fresh, name="comment-fresh"),
]
