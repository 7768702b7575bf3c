from articles.models.article import (
    MOST_FIGURES,
    Article,
    BodyPhoto,
    Byline,
    Genre,
    RelatedArticle,
)
from articles.models.correction import Correction
from articles.models.correction_request import Asker, CorrectionRequest
from articles.models.partner import Partner
from articles.models.progress import OPEN, Priority, Progress, Stage
from articles.models.removal import Ground, Removal
from articles.models.reply import Reply
from articles.models.sitemap import SitemapMonth
from articles.models.taxonomy import (
    Section,
    SectionHead,
    Series,
    Tag,
    TagAlias,
    TaggedArticle,
    TermMerge,
    Topic,
)
from articles.models.version import (
    CONTENT,
    AuthorListing,
    CodeListing,
    FileUse,
    Listing,
    PhotoUse,
    PublishedVersion,
    PublishingAct,
    TagListing,
    TopicListing,
    UnitListing,
)

__all__ = [
    "CONTENT",
    "MOST_FIGURES",
    "OPEN",
    "Article",
    "Asker",
    "AuthorListing",
    "BodyPhoto",
    "Byline",
    "CodeListing",
    "Correction",
    "CorrectionRequest",
    "FileUse",
    "Genre",
    "Ground",
    "Listing",
    "Partner",
    "PhotoUse",
    "Priority",
    "Progress",
    "PublishedVersion",
    "PublishingAct",
    "RelatedArticle",
    "Removal",
    "Reply",
    "Section",
    "SectionHead",
    "Series",
    "SitemapMonth",
    "Stage",
    "Tag",
    "TagAlias",
    "TagListing",
    "TaggedArticle",
    "TermMerge",
    "Topic",
    "TopicListing",
    "UnitListing",
]
