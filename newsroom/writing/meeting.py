"""A save that meets another's: what both did is joined, and where it cannot be, the person is
asked. Nothing is written before every question has its answer."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zlib import crc32

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from reversion.models import Version

from accounts.models import User
from articles.genres import FACTS
from articles.models import Article, Tag
from core.vietnamese import tone_key
from newsroom.revisions.blocks import blocks
from newsroom.revisions.differences import body_changes, line_changes, marked
from newsroom.revisions.matching import common_runs
from newsroom.revisions.merging import Part, merge
from newsroom.revisions.naming import LABELS, Names
from newsroom.revisions.reading import Told, of_copy
from newsroom.writing import rows
from newsroom.writing.base import Base, current, sentence, told

THEIRS, MINE, BOTH = "theirs", "mine", "both"
_ROWS = tuple(rows.PREFIXES)


@dataclass(frozen=True)
class Clash:
    """One question. `name` is a field's, a list's, or that of a stretch of the body; `theirs` and
    `mine` show, marked, what each side made of the text both began with."""

    name: str
    label: str
    theirs: SafeString
    mine: SafeString
    choice: str = ""
    both: bool = False


@dataclass
class Meeting:
    """`said`: who saved the piece meanwhile, and when. After `join`: the questions, the labels of
    what came in from the other side, and by field what the person gave up of her own."""

    article: Article
    """From for_snapshot(), locked: what the other side made of it."""
    said: str
    mark: str
    data: QueryDict
    base: Told | None
    by: User
    clashes: list[Clash] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    given_up: dict[str, Any] = field(default_factory=dict)
    _rows: dict[str, list[Any] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._theirs = of_copy(self.article)
        self._join_rows()

    def join(self, form: forms.ModelForm) -> None:
        """Puts what both sides did into the form's cleaned data; asks, as an error of the form,
        where one must give way."""
        mine = {name: _stored(value) for name, value in form.cleaned_data.items()}
        self._names = self._named({name: mine[name] for name in mine if name != "tags"})
        for name in form.fields:
            if name in form.cleaned_data:
                self._join_field(form, name, mine)
        if self.open:
            form.add_error(
                None,
                f"{self.said} Chữ bạn gõ còn nguyên ở dưới: hãy chọn ở từng chỗ hai bên cùng sửa, "
                "rồi lưu lại. Chưa có gì được ghi.",
            )

    @property
    def open(self) -> list[Clash]:
        return [clash for clash in self.clashes if not clash.choice]

    @property
    def of_body(self) -> bool:
        return any(clash.both for clash in self.clashes)

    def _join_rows(self) -> None:
        """The same for the rows, which the form reads for itself: see `rows_data`."""
        posted = {name: rows.posted(self.data, name) for name in _ROWS}
        mine = {name: said for name, said in posted.items() if said is not None}
        self._names = self._named(mine)
        for name, said in mine.items():
            self._join_list(name, said)

    def rows_data(self, data: QueryDict) -> QueryDict:
        """What the form says of its rows, so that it does to the rows there are now what was meant
        for those there were."""
        for name, wanted in self._rows.items():
            data = rows.sent_again(data, self.article, name, wanted)
        return data

    def _named(self, mine: dict[str, Any]) -> Names:
        return Names([self._theirs, Told(mine), *([self.base] if self.base else [])], by=self.by)

    def _join_field(self, form: forms.ModelForm, name: str, mine: dict[str, Any]) -> None:
        label = str(form.fields[name].label or name)
        if name == "tags":
            form.cleaned_data[name] = self._tags(label, form.cleaned_data[name])
            return
        now = _stored(self._now(name))
        value, was = mine[name], self._was(name)
        if self.base is None and self._untouched(name):
            was = value
        if isinstance(value, list):
            kept = _together(set(was) if was is not None else None, now, value)
            form.cleaned_data[name] = form.fields[name].queryset.filter(pk__in=kept)  # type: ignore[attr-defined]
        elif name == "body":
            form.cleaned_data[name] = self._body(label, was, now, value)
        elif self._taken(name, label, (was, now, value)) == THEIRS:
            of_row = name not in FACTS
            form.cleaned_data[name] = (
                getattr(self.article, name) if of_row else form.initial.get(name)
            )
        if was is not None and now != was:
            self.joined.append(label)

    def _untouched(self, name: str) -> bool:
        """The script of the form said which fields were changed since it was opened."""
        said = self.data.get("touched", "").split()
        return said[:1] == ["js"] and name not in said

    def _now(self, name: str) -> Any:
        if name in FACTS:
            return self.article.facts.get(name)
        return self._theirs.values.get(name, getattr(self.article, name, None))

    def _taken(self, name: str, label: str, sides: tuple[Any, Any, Any]) -> str:
        """Whose value stands; ours as long as the question is open."""
        was, now, value = sides
        if value == now or (was is not None and value == was):
            return THEIRS
        if was is not None and now == was:
            return MINE
        answer = self._ask(name, label, *self._words(name, was, now, value))
        if answer == THEIRS:
            self.given_up[name] = value
        return answer or MINE

    def _was(self, name: str) -> Any:
        """None where what both began with is not known; "" for nothing."""
        if self.base is None or name not in self.base.values:
            return None
        return _stored(self.base.values[name])

    def _words(self, name: str, was: Any, now: Any, value: Any) -> tuple[SafeString, SafeString]:
        before, theirs, mine = (self._names.of(name, each) for each in (was or "", now, value))
        if was is None:
            return marked(line_changes(mine, theirs)), marked(line_changes(theirs, mine))
        return marked(line_changes(before, theirs)), marked(line_changes(before, mine))

    def _ask(
        self, name: str, label: str, theirs: SafeString, mine: SafeString, *, both: bool = False
    ) -> str:
        """The answer, if the person gave one to this very state of the piece; "" until then."""
        told = self.data.get(f"choose-{name}", "") if self._seen else ""
        choice = told if told in {THEIRS, MINE} or (both and told == BOTH) else ""
        self.clashes.append(Clash(name, label, theirs, mine, choice, both))
        return choice

    @property
    def _seen(self) -> bool:
        return self.data.get("seen", "") == self.mark

    def _tags(self, label: str, mine: list[str]) -> list[str]:
        names = {tag.tag_id: tag.tag.name for tag in self.article.tagged_items.all()}
        was = None
        if self.base and "tags" in self.base.values:
            gone = set(self.base.values["tags"]) - names.keys()
            known = names | dict(Tag.objects.filter(pk__in=gone).values_list("pk", "name"))
            was = {tone_key(known[pk]) for pk in self.base.values["tags"] if pk in known}
        if was is not None and was != set(map(tone_key, names.values())):
            self.joined.append(label)
        spelled = {tone_key(name): name for name in (*mine, *names.values())}
        kept = _together(was, list(map(tone_key, names.values())), list(map(tone_key, mine)))
        return [spelled[key] for key in kept]

    def _body(self, label: str, was: str | None, now: str, mine: str) -> str:
        if self._seen and self.data.get("choose-body") == MINE:
            return mine
        start = _common(now, mine) if was is None else was
        parts = [self._stretch(label, part) for part in merge(start, now, mine)]
        return "".join(parts)

    def _stretch(self, label: str, part: Part) -> str:
        if not part.conflict:
            return part.html
        key = crc32("\x00".join(part[2:]).encode())
        theirs, mine = (_marked_body(part.base, side) for side in (part.theirs, part.mine))
        choice = self._ask(f"body-{key:08x}", label, theirs, mine, both=True)
        if choice == THEIRS:
            self.given_up["body"] = self.given_up.get("body", "") + part.mine
        if choice == BOTH:
            return part.theirs + part.mine
        return part.theirs if choice == THEIRS else part.mine

    def _join_list(self, name: str, mine: list[Any]) -> None:
        now, was = self._theirs.values[name], self._was(name)
        if mine in (now, was):
            self._rows[name] = None
        elif now != was:
            before, other, own = (
                "; ".join(self._names.of(name, each) for each in side)
                for side in (was or [], now, mine)
            )
            shown = marked(line_changes(before, other)), marked(line_changes(before, own))
            taken = self._ask(name, LABELS[name].capitalize(), *shown)
            self._rows[name] = None if taken == THEIRS else mine
        else:
            self._rows[name] = mine
        if was is not None and now != was:
            self.joined.append(LABELS[name])


def meet(
    article: Article, opened: Base, newest: Version | None, data: QueryDict, *, by: User
) -> Meeting:
    """`article`: the locked row as it is now. A dozen queries, none of them on a quiet save."""
    snapshot = Article.objects.for_snapshot().get(pk=article.pk)
    return Meeting(
        article=snapshot,
        said=sentence(newest, snapshot, by.pk),
        mark=current(snapshot, newest).mark,
        data=data,
        base=told(snapshot, opened),
        by=by,
    )


def _stored(value: Any) -> Any:
    """As a revision keeps it; nothing is "" however it came."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, QuerySet):
        return sorted(row.pk for row in value)
    if hasattr(value, "get_queryset"):
        return sorted(row.pk for row in value.all())
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None or value is False else value


def _together(was: set[Any] | None, theirs: list[Any], mine: list[Any]) -> list[Any]:
    """Two lists without an order: what either put in is in, what either took out is out."""
    gone = (was - set(theirs)) | (was - set(mine)) if was is not None else set()
    return [item for item in dict.fromkeys((*theirs, *mine)) if item not in gone]


def _common(theirs: str, mine: str) -> str:
    """The blocks both have: begun with, they lose nothing that either side says."""
    ours, others = blocks(theirs), blocks(mine)
    return "".join(
        block.html
        for run in common_runs(ours, others)
        for block in ours[run.old : run.old + run.length]
    )


def _marked_body(old: str, new: str) -> SafeString:
    lines = [(change.block.name, change.marked) for change in body_changes(old, new)]
    return format_html_join("", "<p><b>{}</b> {}</p>", lines)
