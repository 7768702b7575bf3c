from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path, re_path, register_converter

from articles import archive, feeds, sitemaps, views


class IdConverter:
    """An id that fits the database's integers; longer digits are nobody's address."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(IdConverter, "id")


def _feed(name: str, view: Callable[..., HttpResponseBase], key: str) -> list[URLPattern]:
    """A feed under /rss/ with the sapos of its pieces, and one with the whole texts."""
    return [
        path(f"rss/{name}.rss", view, name=key),
        path(f"rss/{name}.day-du.rss", view, {"full": True}, name=f"{key}-full"),
    ]


urlpatterns = [
    # The slug may hold "-post7" itself: the last id counts.
    re_path(
        r"^(?P<slug>[-\w]+)-post(?P<pk>[1-9][0-9]{0,17})\.html$", views.article, name="article"
    ),
    path("tag/<str:slug>-<id:pk>.html", views.tag, name="tag"),
    path("chu-de/<str:slug>-<id:pk>.html", views.topic, name="topic"),
    path("loat-bai/<str:slug>-<id:pk>.html", views.series, name="series"),
    path("tac-gia/<str:slug>-<id:pk>.html", views.author, name="author"),
    path("don-vi/<str:slug>-<id:pk>.html", views.unit, name="unit"),
    path("van-ban/<str:key>.html", views.code, name="code"),
    path("cai-chinh/", views.corrections, name="corrections"),
    path("tin-moi/", views.latest, name="latest"),
    path("luu-tru/", archive.index, name="archive"),
    re_path(r"^luu-tru/(?P<year>[12][0-9]{3})/$", archive.year, name="archive-year"),
    re_path(
        r"^luu-tru/(?P<year>[12][0-9]{3})/(?P<month>[0-9]{1,2})/$",
        archive.month,
        name="archive-month",
    ),
    re_path(
        r"^luu-tru/(?P<year>[12][0-9]{3})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/$",
        archive.day,
        name="archive-day",
    ),
    path("rss/", feeds.index, name="feeds"),
    *_feed("tin-moi", feeds.latest, "latest-feed"),
    *_feed("<str:slug>-<id:pk>", feeds.section, "section-feed"),
    *_feed("the/<str:slug>-<id:pk>", feeds.tag, "tag-feed"),
    *_feed("chu-de/<str:slug>-<id:pk>", feeds.topic, "topic-feed"),
    *_feed("tac-gia/<str:slug>-<id:pk>", feeds.author, "author-feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    # One address a month, and no month that a calendar or a newspaper has not.
    re_path(
        r"^sitemap-(?P<year>(?:19|20|21)[0-9]{2})-(?P<month>[1-9]|1[0-2])\.xml$",
        sitemaps.month,
        name="sitemap-month",
    ),
    re_path(
        r"^sitemap-(?P<year>(?:19|20|21)[0-9]{2})-(?P<month>[1-9]|1[0-2])"
        r"-(?P<part>[2-9]|[1-9][0-9]{1,3})\.xml$",
        sitemaps.month,
        name="sitemap-part",
    ),
    path("sitemap-trang.xml", sitemaps.pages, name="sitemap-pages"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    # Last: any other single word is a section.
    path("<slug:slug>/", views.section, name="section"),
]
