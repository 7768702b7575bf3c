"""What the table of rights is asked with: rows of every kind, and what an address wants besides."""

import json
from datetime import timedelta

from django.contrib.auth.tokens import default_token_generator
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from reversion.models import Version

from accounts.models import User
from articles.approval import record_revision
from articles.corrections import correct
from articles.merging import merge
from articles.models import (
    Article,
    Correction,
    CorrectionRequest,
    Partner,
    Progress,
    PublishingAct,
    Series,
    Tag,
)
from articles.publishing import publish
from articles.removals import remove
from comments.banning import ban
from comments.desk.alike import TEXT
from comments.models import (
    Assignment,
    Closing,
    Discussion,
    Mode,
    SectionPolicy,
    Word,
)
from newsroom.models import (
    BulkJob,
    ReviewDemand,
    Sitting,
    SourceNote,
    StoryTemplate,
)
from newsroom.models.review import ReviewLink
from newsroom.review import links
from newsroom.revisions.sources import NOW
from outbox.models import Effect
from pages.models import Page
from photos.models import Collection, Photo
from search.models import Asked, Pin
from tests.comments.factories import make_pending, make_trusted
from tests.factories.articles import chief, make_article, make_section, make_topic
from tests.factories.people import make_author
from tests.factories.photos import make_photo
from tests.factories.units import make_unit
from tests.multimedia.factories import make_document, make_video

# What addresses take beside the row's number, as somebody might type it.
TYPED = {"form": "csv", "app_label": "articles", "name": "section"}


def rows_of_every_kind() -> dict[object, object]:
    """A row for each model of the back-office, and by the name of an address the row its number
    means where that is of another kind than its screen."""
    version = publish(make_article(title="Bài đã đăng"), by=chief())
    correct(version.article, by=chief(), wrong="Sai.", right="Đúng.")
    section, series = make_section(), Series.objects.create(name="Loạt")
    made = [
        *(make_pending(version), make_topic(), series, make_photo(), section),
        *(Tag.objects.create(name="Thẻ"), Collection.objects.create(name="Bộ", created_by=chief())),
        *(make_author(), make_unit(), make_video(), make_document()),
        Effect.objects.create(kind="articles.list_units", key="x", due=timezone.now()),
        *(Correction.objects.get(), PublishingAct.objects.get(), make_trusted().comment_trust),
        ban("thu", "ban@example.vn", by=chief(), rule="Không gửi rác."),
        ReviewDemand.objects.create(section=section),
        StoryTemplate.objects.create(name="Tin ngắn"),
        Partner.objects.create(name="Báo bạn", email="ban@example.vn"),
        Pin.objects.create(term="mốc", article=version.article),
        Asked.objects.create(day=timezone.localdate(), term="mốc"),
        Word.objects.create(text="từ cấm"),
        SectionPolicy.objects.create(section=section, mode=Mode.values[0]),
        Discussion.objects.get_or_create(article=version.article)[0],
        Closing.objects.create(closed=False, reason="Thử.", by=chief()),
        Assignment.objects.create(user=chief(), section=section),
    ]
    record_revision(Page.objects.first(), chief(), "Lưu")
    return {**{type(row): row for row in made}, **_named(version.article)}


def _named(published: Article) -> dict[object, object]:
    job = BulkJob.objects.create(
        kind="section", params={"section": published.section_id}, by=chief(), total=0
    )
    tags = merge(Tag.objects.create(name="A"), into=Tag.objects.get(name="Thẻ"), by=chief())
    topics = merge(make_topic("A"), into=make_topic("B"), by=chief())
    removal = remove(
        publish(make_article(title="Bài bị gỡ"), by=chief()).article,
        by=chief(),
        ground="own",
        reason="Sai.",
    )
    return {
        "photo-story": Collection.objects.get(),
        **dict.fromkeys(("bulk-job", "bulk-progress", "bulk-undo"), job),
        **dict.fromkeys(("removal-inspect", "removal-export"), removal),
        "unmerge-tag": tags,
        "unmerge-topic": topics,
        "view_on_site": published,
    }


def piece_of(person: User) -> Article:
    """With everything about it that has an address."""
    article = make_article(created_by=person)
    record_revision(article, person, "Lưu")
    SourceNote.objects.create(article=article, by=person, words="Người báo tin.")
    facts = {"ground": "own", "asked_by": "Bạn đọc", "words": "Sai.", "by": chief()}
    CorrectionRequest.objects.create(article=article, due=timezone.now(), **facts)
    Sitting.objects.create(key=f"{person.pk:032x}", user=person, article=article)
    soon = timezone.now() + timedelta(days=1)
    links.make(article, by=chief(), recipient="Đồn", purpose="facts", expires=soon)
    return article


_SECONDS = {"note": SourceNote, "link": ReviewLink, "request_pk": CorrectionRequest}
_VALUES = {
    "content_type_id": lambda row: ContentType.objects.get_for_model(row).pk,
    "uidb64": lambda row: urlsafe_base64_encode(force_bytes(row.pk)),
    "token": default_token_generator.make_token,
}


def value_of(name: str, parameter: str, row: object) -> object:
    """Of one parameter of an address, for the row it is about."""
    if name == "article-drop-words":
        return Sitting.objects.get(article=row).key
    if parameter in _SECONDS:
        return _SECONDS[parameter].objects.filter(article=row).latest("pk").pk
    if parameter in _VALUES:
        return _VALUES[parameter](row)
    if parameter in {"pk", "object_id", "id"}:
        return getattr(row, "pk", 1)
    if parameter in {"version_id", "key"} and row:
        kept = Version.objects.get_for_object(row).first()
        return kept.pk if kept else 0
    return "bai" if name.startswith("trash-") else TYPED.get(parameter, 1)


def make_way(name: str, user: User, row: object) -> None:
    """What must be so before this address has anything to do; undone with the request."""
    if name == "trash-restore":
        Progress.objects.filter(pk=row.pk).update(trashed_at=timezone.now(), trashed_by=chief())
    if name == "photo-throw-away":
        Photo.objects.filter(pk=row.pk).update(uploaded_by=user, checked=False)


def asked_of(name: str, row: object) -> dict[str, str]:
    """The query of a GET."""
    if name == "article-compare":
        return {"cu": str(value_of(name, "key", row)), "moi": NOW}
    if name == "comment-alike":
        return {"theo": TEXT}
    if name == "autocomplete":
        field = {"model_name": "byline", "field_name": "author"}
        return {"app_label": "articles", "term": "", **field}
    return {}


def said_to(name: str) -> dict[str, object]:
    """How a POST says what it must: by default nothing, which shows who is let in."""
    said = {
        "article-autosave": {"sitting": "f" * 32, "number": 1},
        "article-autosave-new": {"sitting": "f" * 32, "number": 1},
        "article-take-over": {"sitting": "f" * 32},
        "article-saved-words": {"sittings": []},
        "article-old-text": {"name": "title", "text": "x"},
    }
    if name in said:
        return {"data": json.dumps(said[name]), "content_type": "application/json"}
    return {"data": {"newest": "1"}} if name == "inbox-mark" else {}
