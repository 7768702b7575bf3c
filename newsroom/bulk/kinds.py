"""What can be done with many pieces at once, each kind with its preview, its act and its undoing.

A kind is made for one decision of one person. `line` reads a piece as pieces_for_preview() gives it
and asks nothing more of the database; `act` and `undo` get a piece that is held, and raise
PermissionDenied or ValidationError where nothing is to happen.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import reversion
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from articles import publishing, workflow
from articles.models import OPEN, Article, Section, Tag, TaggedArticle
from articles.moving import refuse_section
from articles.rules import visible_articles
from articles.snapshots import next_version
from articles.steps import route_of
from articles.tags import parse
from core.vietnamese import tone_key
from newsroom.bulk.forms import AssignForm, NothingToSay, RetagForm, SectionForm, WithdrawManyForm
from newsroom.states import State, state_of, versions_for_state

Facts = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """What would become of one piece."""

    article: Article
    before: str
    after: str
    refused: str = ""
    note: str = ""


@dataclass(frozen=True)
class Change:
    """What became of one, in facts that undo() understands."""

    before: Facts
    after: Facts
    note: str = ""


class Kind:
    name: ClassVar[str]
    label: ClassVar[str]
    form: ClassVar[Any]
    right: ClassVar[str] = "articles.edit"
    column: ClassVar[str]
    """What the preview's two columns are about."""

    def __init__(self, params: Facts, by: User) -> None:
        self.params, self.by = params, by
        self._rights: dict[Any, bool] = {}

    def told(self) -> str:
        """The decision in one line."""
        return self.label

    def line(self, article: Article) -> Line:
        before, after, refused, note = self.foresee(article)
        if not self.may(self.right, article):
            return Line(article, before, before, "Bạn không có quyền làm việc này với bài.")
        return Line(article, before, before if refused else after, refused, "" if refused else note)

    def may(self, right: str, article: Article) -> bool:
        """The person's right to a piece, asked once for all pieces that are alike in what rules
        look at: a head of sections is asked of the database for each."""
        progress = article.progress
        alike = (
            *(right, article.section_id, progress.stage, progress.trashed_at is None),
            *(article.created_by_id == self.by.pk, bool(progress.approved_sha256)),
        )
        if alike not in self._rights:
            self._rights[alike] = self.by.has_perm(right, article)
        return self._rights[alike]

    def foresee(self, article: Article) -> tuple[str, str, str, str]:
        """(before, after, why not, what to know besides)"""
        raise NotImplementedError

    def act(self, article: Article) -> Change:
        raise NotImplementedError

    def undo(self, article: Article, before: Facts, after: Facts) -> Change:
        raise NotImplementedError

    def demand(self, article: Article) -> None:
        if not self.by.has_perm(self.right, article):
            raise PermissionDenied


def pieces_for_preview(user: User, numbers: Iterable[int]) -> QuerySet[Article]:
    """With all that `line` reads, in a handful of queries however many they are."""
    pieces = visible_articles(user).filter(pk__in=list(numbers)).order_by("-modified", "-pk")
    return (
        pieces.select_related("section__parent", "progress__assignee")
        .prefetch_related(versions_for_state(), "tagged_items__tag")
        .defer("body", "sapo", "facts")
    )


# --- work on the words' place: the working copy changes, readers see it when it is published ------


class _Edit(Kind):
    """Changes the working copy and, where chosen, publishes it again at once: only what says
    otherwise just what readers read, so no word goes out unapproved."""

    comment: ClassVar[str]

    @property
    def republish(self) -> bool:
        return bool(self.params.get("republish"))

    def note(self, article: Article) -> str:
        state = state_of(article)
        if not (state.live or state.scheduled):
            return ""
        if why := self._waits(article, state):
            return f"{why}: bạn đọc thấy sau khi duyệt lại."
        return "Đăng lại luôn."

    def _waits(self, article: Article, state: State) -> str:
        if state.scheduled:
            return "Đã hẹn giờ, bản hẹn giữ như cũ"
        if state.changed:
            return "Đang đăng, còn sửa đổi chưa duyệt"
        if not self.republish:
            return "Đang đăng"
        places = (article, self.moved(article))
        if any(route_of(place.section).full for place in places):
            return "Chuyên mục đòi duyệt đủ bước"
        may = all(self.may("articles.publish", place) for place in places)
        return "" if may else "Bạn không có quyền xuất bản"

    def act(self, article: Article) -> Change:
        self.demand(article)
        republish = not self._waits(article, state_of(article))
        return self._change(article, republish, self.change)

    def undo(self, article: Article, before: Facts, after: Facts) -> Change:
        self.demand(article)
        if self.facts(article) != after["facts"]:
            raise ValidationError("Bài đã được sửa sau đó.")
        again = bool(after.get("republished"))
        return self._change(article, again, lambda held: self.put_back(held, before["facts"]))

    def _change(self, article: Article, republish: bool, change: Any) -> Change:
        as_read = republish and _says_what_readers_read(article)
        before = self.facts(article)
        with reversion.create_revision():
            reversion.set_user(self.by)
            reversion.set_comment(self.comment)
            change(article)
            article.save(update_fields=["section", "modified"])
        workflow.edited(article, by=self.by)
        article = Article.objects.for_snapshot().get(pk=article.pk)
        note = self._publish(article) if as_read else ""
        republished = as_read and not note
        after = {"facts": self.facts(article), "republished": republished}
        return Change({"facts": before}, after, "Đã đăng lại." if republished else note)

    def _publish(self, article: Article) -> str:
        """Why not, or ""."""
        try:
            with transaction.atomic():
                publishing.publish(article, by=self.by)
        except PermissionDenied:
            return "Chưa đăng lại: bạn không có quyền xuất bản."
        except ValidationError as error:
            return f"Chưa đăng lại: {' '.join(error.messages)}"
        return ""

    def moved(self, article: Article) -> Article:
        """As rules will look at it."""
        return article

    def facts(self, article: Article) -> Any:
        raise NotImplementedError

    def change(self, article: Article) -> None:
        raise NotImplementedError

    def put_back(self, article: Article, facts: Any) -> None:
        raise NotImplementedError


def _says_what_readers_read(article: Article) -> bool:
    return state_of(article).scheduled is None and bool(next_version(article, timezone.now()).pk)


class MoveSection(_Edit):
    name, label, form = "section", "Chuyển chuyên mục", SectionForm
    column = "Chuyên mục"
    comment = "Chuyển chuyên mục hàng loạt"

    def __init__(self, params: Facts, by: User) -> None:
        super().__init__(params, by)
        self.section = Section.objects.select_related("parent").filter(pk=params["section"]).first()

    def told(self) -> str:
        return f"Chuyển sang chuyên mục “{self.section}”"

    def foresee(self, article: Article) -> tuple[str, str, str, str]:
        there = article.section_id == self.params["section"]
        refused = "Bài đã ở chuyên mục này." if there else self._why_not(article, self.section)
        return str(article.section), str(self.section), refused, self.note(article)

    def facts(self, article: Article) -> int:
        return article.section_id

    def change(self, article: Article) -> None:
        self.put_back(article, self.params["section"])

    def put_back(self, article: Article, facts: Any) -> None:
        section = Section.objects.filter(pk=facts).first()
        if section is None:
            raise ValidationError("Chuyên mục không còn nữa.")
        if why := self._why_not(article, section):
            raise ValidationError(why)
        article.section = section

    def moved(self, article: Article) -> Article:
        moved = copy(article)
        if self.section:
            moved.section = self.section
        return moved

    def _why_not(self, article: Article, section: Section | None) -> str:
        if section is None:
            return "Chuyên mục không còn nữa."
        try:
            refuse_section(
                article, section, by=self.by, publishes=partial(self.may, "articles.publish")
            )
        except ValidationError as error:
            return " ".join(error.messages)
        return ""


class Retag(_Edit):
    name, label, form = "tags", "Thêm, bớt thẻ", RetagForm
    column = "Thẻ"
    comment = "Đổi thẻ hàng loạt"

    def __init__(self, params: Facts, by: User) -> None:
        super().__init__(params, by)
        self.added = {tone_key(name): name for name in parse(params["add"])}
        self.known = Tag.objects.meant_by(self.added)
        removed = [tone_key(name) for name in parse(params["remove"])]
        self.removed = {tag.pk for tag in Tag.objects.meant_by(removed).values()}

    def told(self) -> str:
        parts = [f"Thêm thẻ: {self.params['add']}" if self.params["add"] else ""]
        parts.append(f"Bớt thẻ: {self.params['remove']}" if self.params["remove"] else "")
        return ". ".join(filter(None, parts))

    def foresee(self, article: Article) -> tuple[str, str, str, str]:
        tags = [item.tag for item in article.tagged_items.all()]
        kept = [tag for tag in tags if tag.pk not in self.removed]
        there = {tag.pk for tag in kept}
        names = [tag.name for tag in kept]
        for key, name in self.added.items():
            tag = self.known.get(key)
            if tag is None or tag.pk not in there:
                names.append(tag.name if tag else name)
        before, after = ", ".join(tag.name for tag in tags), ", ".join(names)
        return before, after, "Thẻ đã như vậy." if before == after else "", self.note(article)

    def facts(self, article: Article) -> list[int]:
        rows = TaggedArticle.objects.filter(content_object=article)
        return sorted(rows.values_list("tag", flat=True))

    def change(self, article: Article) -> None:
        TaggedArticle.objects.filter(content_object=article, tag__in=self.removed).delete()
        article.tags.add(*self.added.values())

    def put_back(self, article: Article, facts: Any) -> None:
        tags = Tag.objects.filter(pk__in=facts).select_related("merged_into")
        article.tags.set({tag.merged_into or tag for tag in tags})


# --- what readers see ---------------------------------------------------------------------------


class Withdraw(Kind):
    name, label, form = "withdraw", "Ngừng đăng", WithdrawManyForm
    right = "articles.withdraw"
    column = "Tình trạng"

    def told(self) -> str:
        return f"Ngừng đăng. Lý do: {self.params['reason']}"

    def foresee(self, article: Article) -> tuple[str, str, str, str]:
        state = state_of(article)
        standing = state.live or state.scheduled
        refused = "" if standing else "Bài này không đang xuất bản và không hẹn giờ."
        return state.label, "Không còn đăng", refused, ""

    def act(self, article: Article) -> Change:
        entry = publishing.withdraw(article, by=self.by, reason=self.params["reason"])
        version = entry.version
        shown = version is not None and version.valid_from <= entry.effective
        before = {"sha256": version.sha256 if version and shown else ""}
        return Change(before, {"act": entry.pk})

    def undo(self, article: Article, before: Facts, after: Facts) -> Change:
        """Only the words that were taken down come back: others nobody has approved."""
        state = state_of(article)
        if state.live or state.scheduled:
            raise ValidationError("Bài đã được đăng lại hoặc hẹn giờ.")
        if not before["sha256"]:
            raise ValidationError("Bài mới hẹn giờ, chưa đăng lần nào: hãy hẹn lại.")
        if next_version(article, timezone.now()).sha256 != before["sha256"]:
            raise ValidationError(
                "Bài đã được sửa, khác bản đã ngừng đăng: hãy duyệt rồi đăng lại."
            )
        publishing.publish(article, by=self.by)
        return Change(after, before, "Đã đăng lại.")


# --- who has it, and where it lies ----------------------------------------------------------------


class Reassign(Kind):
    name, label, form = "assign", "Giao người khác", AssignForm
    right = "articles.assign"
    column = "Người giữ bài"

    def __init__(self, params: Facts, by: User) -> None:
        super().__init__(params, by)
        self.assignee = User.objects.filter(pk=params["assignee"]).first()

    def told(self) -> str:
        return f"Giao cho {self.assignee}" if self.assignee else "Không giao cho ai"

    def foresee(self, article: Article) -> tuple[str, str, str, str]:
        progress = article.progress
        refused = ""
        if progress.stage not in OPEN:
            refused = "Bài không ở khâu nào cần người làm."
        elif progress.assignee_id == self.params["assignee"]:
            refused = "Bài đã giao như vậy."
        return _named(progress.assignee), _named(self.assignee), refused, ""

    def act(self, article: Article) -> Change:
        return self._assign(article, self.params["assignee"])

    def undo(self, article: Article, before: Facts, after: Facts) -> Change:
        if article.progress.assignee_id != after["assignee"]:
            raise ValidationError("Bài đã được giao lại sau đó.")
        return self._assign(article, before["assignee"])

    def _assign(self, article: Article, number: int | None) -> Change:
        before = article.progress.assignee_id
        assignee = User.objects.get(pk=number) if number else None
        workflow.assign(article, by=self.by, assignee=assignee)
        return Change({"assignee": before}, {"assignee": number})


def _named(person: User | None) -> str:
    return str(person) if person else "chưa giao"


class Trash(Kind):
    name, label, form = "trash", "Bỏ vào thùng rác", NothingToSay
    right = "articles.trash"
    column = "Tình trạng"

    def foresee(self, article: Article) -> tuple[str, str, str, str]:
        state = state_of(article)
        published = "Bài đã đăng hoặc hẹn giờ: ngừng đăng và đưa vào lưu, không bỏ đi được."
        refused = "" if state.name == "draft" else published
        return state.label, "Trong thùng rác", refused, ""

    def act(self, article: Article) -> Change:
        workflow.trash(article, by=self.by)
        return Change({}, {})

    def undo(self, article: Article, before: Facts, after: Facts) -> Change:
        workflow.restore(article, by=self.by)
        return Change({}, {})


_ALL: tuple[type[Kind], ...] = (MoveSection, Retag, Reassign, Withdraw, Trash)
KINDS: dict[str, type[Kind]] = {kind.name: kind for kind in _ALL}
