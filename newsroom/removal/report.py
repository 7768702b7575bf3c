"""What the paper took back, corrected and let others answer, over a period."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, OuterRef, Subquery

from articles.models import Correction, CorrectionRequest, PublishedVersion, Removal, Reply
from core.dates import HANOI, parse_date, short_datetime


@dataclass(frozen=True)
class Period:
    since: date
    until: date
    error: str = ""


@dataclass(frozen=True)
class Line:
    at: datetime
    act: str
    article: int
    title: str
    section: str
    ground: str
    words: str
    by: str
    removal: int = 0

    @property
    def cells(self) -> tuple[str | int, ...]:
        told = (self.act, self.article, self.title, self.section, self.ground, self.words, self.by)
        return (short_datetime(self.at), *told)


def period_of(asked: Mapping[str, str], today: date) -> Period:
    """?tu=…&den=…; this month where nothing is asked for."""
    try:
        since = parse_date(asked["tu"]) if asked.get("tu") else today.replace(day=1)
        until = parse_date(asked["den"]) if asked.get("den") else today
    except ValueError as error:
        return Period(today.replace(day=1), today, str(error))
    if until < since:
        return Period(since, until, "Ngày cuối đứng trước ngày đầu.")
    return Period(since, until)


def report(since: date, until: date) -> Iterator[Line]:
    """Newest first, one query a kind."""
    start = datetime(since.year, since.month, since.day, tzinfo=HANOI)
    end = datetime(until.year, until.month, until.day, tzinfo=HANOI) + timedelta(days=1)
    lines = [
        *(*_removals(start, end), *_corrections(start, end)),
        *(*_replies(start, end), *_requests(start, end)),
    ]
    yield from sorted(lines, key=lambda line: line.at, reverse=True)


def _removals(start: datetime, end: datetime) -> Iterator[Line]:
    found = Removal.objects.filter(at__gte=start, at__lt=end).select_related("by", "undone_by")
    for removal in found:
        ground = removal.get_ground_display()
        if removal.number:
            ground = f"{ground}: {removal.number}, {removal.body}"
        words = removal.reason
        if removal.undone_at:
            words += f" Khôi phục {short_datetime(removal.undone_at)}: {removal.undone_reason}"
        yield Line(
            *(removal.at, "Gỡ bài", removal.article_id, removal.title, removal.section_name),
            *(ground, words, str(removal.by), removal.pk),
        )


def _corrections(start: datetime, end: datetime) -> Iterator[Line]:
    found = Correction.objects.filter(published_at__gte=start, published_at__lt=end)
    for said in found.select_related("by"):
        yield Line(
            *(said.published_at, "Cải chính, xin lỗi", said.article_id, said.title),
            *(said.section_name, "", said.statement, str(said.by)),
        )


def _replies(start: datetime, end: datetime) -> Iterator[Line]:
    found = Reply.objects.filter(at__gte=start, at__lt=end).annotate(
        title=_shown("article", "title"),
        section_name=_shown("article", "section__name"),
        answer_title=_shown("answer", "title"),
        unseen_title=F("answer__title"),
    )
    for reply in found.select_related("by"):
        act = f"Phản hồi lần {reply.round}" if reply.answer_id else "Từ chối đăng phản hồi"
        words = (
            f"{reply.replier}: {reply.answer_title or reply.unseen_title or reply.refused_because}"
        )
        yield Line(
            *(reply.at, act, reply.article_id, reply.title, reply.section_name, "", words),
            str(reply.by),
        )


def _requests(start: datetime, end: datetime) -> Iterator[Line]:
    found = CorrectionRequest.objects.filter(at__gte=start, at__lt=end).annotate(
        title=_shown("article", "title"), section_name=_shown("article", "section__name")
    )
    for asked in found.select_related("by", "correction"):
        number = f", {asked.number}" if asked.number else ""
        words = f"{asked.asked_by}{number}: {asked.words}"
        if asked.correction:
            words += f" Cải chính {short_datetime(asked.correction.published_at)}."
        elif asked.dropped_at:
            words += f" Không cải chính: {asked.dropped_reason}"
        else:
            words += f" Hạn {short_datetime(asked.due)}, chưa cải chính."
        yield Line(
            *(asked.at, "Yêu cầu cải chính", asked.article_id, asked.title, asked.section_name),
            *(asked.get_ground_display(), words, str(asked.by)),
        )


def _shown(article: str, column: str) -> Subquery:
    """As readers saw the piece last, whatever its working copy says now."""
    shown = PublishedVersion.objects.shown_by().filter(article=OuterRef(article))
    return Subquery(shown.order_by("-valid_from", "-number").values(column)[:1])
