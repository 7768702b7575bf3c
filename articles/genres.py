"""What a genre asks for beyond the words of every piece: which fields of the form it shows, which
facts of its own it has, and what must be there before it goes before readers.

A fact is kept in Article.facts by its name, whatever the genre: a piece that is made a video and
then an interview again still knows whom it asked. Readers get the facts of its genre alone, frozen
in PublishedVersion.facts; what only the desk must know (consent, questions) never gets there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from articles.models import Article, Genre
from core.html import figures
from core.vietnamese import clean

LEAST_PHOTOS = 3
"""Of a photo report."""
LEAST_CHAPTERS = 2
"""Of a longform: one alone divides nothing."""

Refusals = dict[str, list[str]]


@dataclass(frozen=True)
class Fact:
    """A thing known of pieces of some genre. Text unless told: `kind` is line, prose, day, yes or
    number."""

    label: str
    kind: str = "line"
    most: int = 120
    help: str = ""
    public: bool = True
    """Whether readers get it with the piece."""


FACTS: dict[str, Fact] = {
    "interviewee": Fact("người trả lời"),
    "interviewee_rank": Fact("cấp bậc, học hàm", most=60),
    "interviewee_post": Fact("chức vụ", most=160),
    "interviewee_unit": Fact("đơn vị", most=160),
    "consent": Fact("người trả lời đã đồng ý cho đăng", "yes", public=False),
    "questions_sent": Fact(
        "gửi câu hỏi ngày", "day", help="Luật yêu cầu gửi trước mục đích và câu hỏi.", public=False
    ),
    "text_alternative": Fact(
        "nội dung bằng chữ",
        "prose",
        4_000,
        "Mọi số liệu và chữ trong hình, cho người không nhìn được hình và cho máy tìm.",
    ),
    "cover": Fact("ảnh bìa tràn hết chiều ngang", "yes"),
    "occasion": Fact("nhân việc", most=200, help="Sự việc, bài hay ý kiến được bàn tới."),
    "letter": Fact("thư bạn đọc", "prose", 2_000, "Điều bạn đọc hỏi, như in trên báo."),
    "letter_from": Fact("người gửi", help="Như in trên báo. Để trống: không nêu tên."),
    "letter_place": Fact("nơi gửi", help="Ví dụ: xã Nghĩa Thuận, tỉnh Tuyên Quang"),
    "story_template": Fact("mẫu bài", "number", public=False),
}


@dataclass(frozen=True)
class Group:
    """Fields that stand together on the form, for pieces of some genres."""

    name: str
    fields: tuple[str, ...]
    genres: frozenset[Genre]
    help: str = ""

    @property
    def anchor(self) -> str:
        """A word for class names, made of the first field."""
        return f"own-{self.fields[0]}"


_TOLD_IN_PARTS = frozenset(Genre) - {Genre.BRIEF, Genre.ANSWERS, Genre.INFOGRAPHIC}

GROUPS = (
    Group(
        "Người trả lời phỏng vấn",
        (
            *("interviewee", "interviewee_rank", "interviewee_post", "interviewee_unit"),
            *("consent", "questions_sent"),
        ),
        frozenset({Genre.INTERVIEW}),
        "Bắt buộc khi xuất bản: tên người trả lời, đã đồng ý cho đăng.",
    ),
    Group(
        "Video chính",
        ("recording",),
        frozenset({Genre.VIDEO}),
        "Đứng đầu bài, với ảnh đại diện và độ dài ghi trong kho. Không chọn ở đây thì nội dung bài"
        " phải có video.",
    ),
    Group(
        "Infographic",
        ("text_alternative",),
        frozenset({Genre.INFOGRAPHIC}),
        "Bắt buộc khi xuất bản: hình (ảnh chính hoặc trong nội dung) và nội dung bằng chữ;"
        " hoặc một bảng trong nội dung.",
    ),
    Group(
        "Longform",
        ("cover",),
        frozenset({Genre.LONGFORM}),
        f"Bắt buộc khi xuất bản: ảnh chính làm bìa và ít nhất {LEAST_CHAPTERS} tít phụ, mỗi tít"
        " phụ mở một chương.",
    ),
    Group("Bình luận", ("occasion",), frozenset({Genre.COMMENTARY})),
    Group(
        "Thư được trả lời",
        ("letter", "letter_from", "letter_place"),
        frozenset({Genre.ANSWERS}),
        "Bắt buộc khi xuất bản: thư bạn đọc.",
    ),
    Group(
        "Loạt bài",
        ("series", "part"),
        _TOLD_IN_PARTS,
        "Có loạt bài thì phải có số kỳ.",
    ),
)


def groups_of(genre: str) -> list[Group]:
    return [group for group in GROUPS if genre in group.genres]


def names_of(genre: str) -> set[str]:
    """Fields that belong to the genre, columns among them."""
    return {name for group in groups_of(genre) for name in group.fields}


def label_of(name: str) -> str:
    """How the form calls a field of a piece, fact or column."""
    if name in FACTS:
        return FACTS[name].label
    return str(Article._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def reader_facts(article: Article) -> dict[str, Any]:
    """What readers get of the facts: those of the piece's genre, where something was said."""
    own = names_of(article.genre)
    return {
        name: article.facts[name]
        for name, fact in FACTS.items()
        if fact.public and name in own and article.facts.get(name)
    }


def cleaned(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as they are kept: known names alone, texts through the door, nothing empty."""
    kept = {
        name: clean(value).strip() if isinstance(value, str) else value
        for name, value in facts.items()
        if name in FACTS
    }
    return {name: value for name, value in kept.items() if value not in (None, "", False)}


# --- what is refused ----------------------------------------------------------------------------


def genre_refusals(article: Article) -> Refusals:
    """Field name → sentences. No query beyond the recording's own."""
    judge = _JUDGES.get(Genre(article.genre))
    return judge(article) if judge else {}


def _interview(article: Article) -> Refusals:
    found: Refusals = {}
    if not article.facts.get("interviewee"):
        found["interviewee"] = ["Bài phỏng vấn chưa ghi người trả lời."]
    if not article.facts.get("consent"):
        found["consent"] = ["Chưa ghi người trả lời đồng ý cho đăng."]
    return found


def _photo_report(article: Article) -> Refusals:
    count = sum(figure.kind == "photo" for figure in figures(article.body))
    if count >= LEAST_PHOTOS:
        return {}
    return {"body": [f"Phóng sự ảnh cần ít nhất {LEAST_PHOTOS} ảnh trong bài, mới có {count}."]}


def _video(article: Article) -> Refusals:
    film = article.recording
    placed = [figure.number for figure in figures(article.body) if figure.kind == "recording"]
    if film is None:
        return {} if placed else {"recording": ["Bài video chưa có video."]}
    found = []
    if film.kind == film.Kind.VIDEO and not film.poster_id:
        found.append(f"Video số {film.pk} chưa có ảnh đại diện. Sửa trong kho video.")
    if not film.credit:
        found.append(f"Video số {film.pk} chưa ghi người thực hiện. Sửa trong kho video.")
    if film.pk in placed:
        found.append(f"Video số {film.pk} đã đứng đầu bài: hãy bỏ khung của nó trong nội dung.")
    return {"recording": found} if found else {}


def _infographic(article: Article) -> Refusals:
    """One drawn as a table says its words itself."""
    if "<table" in article.body:
        return {}
    found: Refusals = {}
    shown = (figure.kind == "photo" for figure in figures(article.body))
    if not (article.lead_photo or any(shown)):
        found["lead_photo"] = ["Infographic chưa có hình."]
    if not article.facts.get("text_alternative"):
        found["text_alternative"] = ["Infographic chưa có nội dung bằng chữ."]
    return found


def _longform(article: Article) -> Refusals:
    found: Refusals = {}
    if not article.lead_photo:
        found["lead_photo"] = ["Longform chưa có ảnh chính làm bìa."]
    if (chapters := article.body.count("<h2")) < LEAST_CHAPTERS:
        told = f"Longform cần ít nhất {LEAST_CHAPTERS} chương (tít phụ), mới có {chapters}."
        found["body"] = [told]
    return found


def _answers(article: Article) -> Refusals:
    if article.facts.get("letter"):
        return {}
    return {"letter": ["Bài trả lời chưa có thư bạn đọc."]}


_JUDGES: dict[Genre, Callable[[Article], Refusals]] = {
    Genre.INTERVIEW: _interview,
    Genre.PHOTO_REPORT: _photo_report,
    Genre.VIDEO: _video,
    Genre.INFOGRAPHIC: _infographic,
    Genre.LONGFORM: _longform,
    Genre.ANSWERS: _answers,
}
