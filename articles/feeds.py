from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed

from articles import queries
from articles.models import PublishedVersion, Section
from articles.presentation import SHARED_WIDTH
from core.http import absolute, read_only

LENGTH = 30


class LatestFeed(Feed):
    feed_type = Rss201rev2Feed
    language = "vi"

    def title(self, obj: Any = None) -> str:
        return f"Tin mới - {settings.MASTHEAD['name']}"

    def description(self, obj: Any = None) -> str:
        return settings.MASTHEAD["slogan"]

    def link(self, obj: Any = None) -> str:
        return settings.SITE_URL + reverse("home")

    def feed_url(self, obj: Any = None) -> str:
        return settings.SITE_URL + reverse("latest-feed")

    def items(self, obj: Any = None) -> Any:
        return queries.latest()[:LENGTH]

    def item_title(self, item: PublishedVersion) -> str:
        return item.title

    def item_description(self, item: PublishedVersion) -> str:
        return settings.MASTHEAD["sapo_prefix"] + item.sapo

    def item_link(self, item: PublishedVersion) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item: PublishedVersion) -> str:
        # The address changes with the title, the piece does not.
        return f"{settings.MASTHEAD['domain']}:{item.article_id}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: PublishedVersion) -> datetime:
        return item.first_published_at

    def item_updateddate(self, item: PublishedVersion) -> datetime | None:
        return item.updated_at

    def item_author_name(self, item: PublishedVersion) -> str | None:
        return ", ".join(byline["name"] for byline in item.bylines) or None

    def item_enclosures(self, item: PublishedVersion) -> list[Enclosure]:
        """The lead photo. Its length in bytes is not known without asking the storage: 0."""
        photo = item.lead_photo
        copy = photo.best("16x9", SHARED_WIDTH) if photo and photo.may_be_shown() else None
        if copy is None:
            return []
        form = "image/jpeg" if copy.name.endswith(".jpg") else "image/webp"
        return [Enclosure(absolute(copy.url), "0", form)]

    def item_categories(self, item: PublishedVersion) -> list[str]:
        return [item.section.name, *(tag["name"] for tag in item.tags)]


class SectionFeed(LatestFeed):
    def get_object(self, request: HttpRequest, section: Section) -> Section:
        return section

    def title(self, obj: Section) -> str:
        return f"{obj.name} - {settings.MASTHEAD['name']}"

    def description(self, obj: Section) -> str:
        return obj.description or super().description()

    def link(self, obj: Section) -> str:
        return settings.SITE_URL + obj.get_absolute_url()

    def feed_url(self, obj: Section) -> str:
        return settings.SITE_URL + reverse("section-feed", args=[obj.slug, obj.pk])

    def items(self, obj: Section) -> Any:
        return queries.in_section(obj)[:LENGTH]


latest_feed = read_only(LatestFeed())
_section_feed = SectionFeed()


@read_only
def section_feed(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    section = get_object_or_404(Section, pk=pk)
    if section.slug != slug:
        return redirect("section-feed", section.slug, section.pk, permanent=True)
    return _section_feed(request, section=section)
