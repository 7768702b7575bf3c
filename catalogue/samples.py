"""What each component is shown with. Rows are made in memory: nothing here asks the database.

A new component: a function with @samples_of("its-name") that yields the cases it must bear, the
plain one first.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from articles import linked_data
from articles.models import Article, Correction, PublishedVersion, Section, Series
from articles.paging import Way, by_day
from articles.series import SeriesNavigation
from catalogue.register import Sample, samples_of
from core.dates import HANOI
from core.pagination import Page
from frontpage.queries import Block
from multimedia.models import Document, Recording
from photos.models import Photo

MORNING = datetime(2026, 3, 1, 10, 51, tzinfo=HANOI)
TITLE_LENGTH = 180
TITLE = "Giữ bình yên nơi thượng nguồn sông Đà"
LONG_TITLE = (
    "Bộ đội Biên phòng phối hợp với cấp ủy, chính quyền và nhân dân các xã biên giới tổ chức lại "
    "sản xuất, khắc phục hậu quả mưa lũ, sớm ổn định đời sống và giữ vững chủ quyền, an ninh biên "
    "giới quốc gia trong tình hình mới; bà con vùng cao Nghĩa Thuận, Thượng Phùng, Sủng Trà kể lại "
    "những ngày cả bản cùng nhau dựng lại nhà"
)
SAPO = "Ba mùa mưa liền, tổ tuần tra của đồn đi bộ hai ngày đường để không cột mốc nào vắng người."
SECTION = Section(pk=1, name="Xã hội", slug="xa-hoi")


def piece(photo: Photo | None = None, **facts: Any) -> PublishedVersion:
    comments = facts.pop("comments", 0)
    words = {"title": TITLE, "slug": "giu-binh-yen", "sapo": SAPO, "section": SECTION}
    times = {"first_published_at": MORNING, "valid_from": MORNING}
    article = Article(pk=1, comment_count=comments)
    return PublishedVersion(**{"article": article, "lead_photo": photo, **times, **words, **facts})


def numbered(part: int) -> PublishedVersion:
    """A part of a series."""
    return piece(title=f"{TITLE}, chuyện thứ {part}", part=part, article=Article(pk=part))


def shown(photo: Photo | None, **facts: Any) -> dict[str, Any]:
    words = {"caption": "Tổ tuần tra bên cột mốc.", "credit": "Viết Hà", "alt": "Ba người lính."}
    flags = {"illustration": False, "made_by_ai": False}
    return {"photo": photo, **words, **flags, **facts}


def correction(**facts: Any) -> Correction:
    words = {"title": TITLE, "section_name": "Xã hội", "wrong": "Trung tá", "right": "Thượng tá"}
    live_slug = facts.pop("live_slug", "giu-binh-yen")
    made = Correction(
        article_id=1, first_published_at=MORNING, published_at=MORNING, **{**words, **facts}
    )
    made.live_slug = live_slug  # type: ignore[attr-defined]
    return made


def recording(kind: str, **facts: Any) -> Recording:
    form = "mp4" if kind == Recording.Kind.VIDEO else "mp3"
    words = {"title": "Đêm biên giới", "credit": "Viết Hà", "duration": 185.2}
    size = {"width": 1280, "height": 720}
    return Recording(kind=kind, form=form, file=f"mau.{form}", **{**size, **words, **facts})


def document() -> Document:
    facts = {"key": "mau", "page_count": 12, "size": 2_400_000, "credit": "Bộ Tư lệnh BĐBP"}
    page = {"preview_width": 620, "preview_height": 877}
    return Document(file="mau.pdf", title="Đề án 174-ĐA/TU (toàn văn)", **facts, **page)


@samples_of("teaser")
def _teaser(photo: Photo | None) -> Iterator[Sample]:
    counted = piece(photo, kicker="Chủ quyền biên giới", comments=1234)
    for size in ("lead", "row", "card", "tile", "line"):
        yield Sample(f"Cỡ {size}", {"version": counted, "size": size, "sapo": size == "lead"})
    yield Sample("Không ảnh", {"version": piece(), "sapo": True})
    yield Sample(
        f"Tít {TITLE_LENGTH} ký tự",
        {"version": piece(photo, title=LONG_TITLE[:TITLE_LENGTH]), "sapo": True},
    )
    yield Sample("Tít ngắn thay tít dài", {"version": piece(title=LONG_TITLE, short_title=TITLE)})
    yield Sample("Tít dài hơn mức cho phép", {"version": piece(photo, title=LONG_TITLE)})
    unbroken = "Nghiêng" * 25
    yield Sample("Tít một từ dài", {"version": piece(photo, title=unbroken), "sapo": True})
    by_eye = piece(photo, genre="phong-su-anh")
    yield Sample("Phóng sự ảnh", {"version": by_eye, "size": "card"})


@samples_of("piece_list")
def _piece_list(photo: Photo | None) -> Iterator[Sample]:
    items = [piece(photo), piece(photo, title=LONG_TITLE[:TITLE_LENGTH], comments=3), piece()]
    yield Sample("Còn trang sau", {"page": Page(items, "1-1")})
    yield Sample("Trang cuối", {"page": Page(items[:1], "")})
    yield Sample("Chưa có bài", {"page": Page([], "")})


@samples_of("block")
def _block(photo: Photo | None) -> Iterator[Sample]:
    voice = [{"name": "Quốc Bình"}]
    layouts = {"list": "tin", "band": "phong-su-anh", "briefs": "tin-van", "voices": "binh-luan"}
    for layout, genre in layouts.items():
        pieces = [piece(photo, genre=genre, bylines=voice) for _n in range(4)]
        yield Sample(f"Ô {layout}", {"block": Block(SECTION, pieces)})
    yield Sample("Tít dài, không ảnh", {"block": Block(SECTION, [piece(title=LONG_TITLE)])})


@samples_of("photo")
def _photo(photo: Photo | None) -> Iterator[Sample]:
    copy = photo.best("5x3", 1200) if photo else None
    facts = {"alt": "Ba người lính.", "ratio": "5x3", "sources": [], "height": 720}
    yield Sample("Có bản sao", {**facts, "fallback": copy})
    yield Sample("Chưa có bản sao nào: không in gì", {**facts, "fallback": None})


@samples_of("figure")
def _figure(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Trong bài", {"shown": shown(photo), "place": 1})
    numbered = {"shown": shown(photo), "number": 2, "total": 9}
    yield Sample("Trong phóng sự ảnh", numbered)
    long = shown(photo, caption=LONG_TITLE, illustration=True, made_by_ai=True)
    yield Sample("Chú thích dài, ảnh minh họa, do AI tạo", {"shown": long})
    yield Sample("Không còn ảnh", {"shown": shown(None)})


@samples_of("recording")
def _recording(photo: Photo | None) -> Iterator[Sample]:
    poster = photo.best_url() if photo else ""
    video = recording(Recording.Kind.VIDEO, poster=photo)
    yield Sample("Video", {"recording": video, "is_video": True, "poster": poster})
    sound = recording(Recording.Kind.AUDIO, made_by_ai=True)
    yield Sample("Âm thanh, do AI tạo", {"recording": sound, "caption": "Giọng đọc."})


@samples_of("document")
def _document(photo: Photo | None) -> Iterator[Sample]:
    preview = photo.best_url() if photo else ""
    told = "PDF, 12 trang, 2,4 MB"
    yield Sample("PDF", {"document": document(), "preview": preview, "told": told})


@samples_of("file")
def _file(photo: Photo | None) -> Iterator[Sample]:
    words = {"caption": "Đêm biên giới.", "credit": "Viết Hà", "title": "Đêm biên giới"}
    sound = recording(Recording.Kind.AUDIO)
    yield Sample("Âm thanh", {"shown": {**words, "recording": sound, "document": None}})
    yield Sample("Không còn tệp", {"shown": {**words, "recording": None, "document": None}})


@samples_of("genre_head")
def _genre_head(photo: Photo | None) -> Iterator[Sample]:
    asked = "Đại tá Trần Văn Khởi, Chính ủy BĐBP Quảng Ninh"
    yield Sample("Phỏng vấn", {"facts": {}, "interviewee": asked})
    yield Sample("Bình luận", {"facts": {"occasion": LONG_TITLE[:TITLE_LENGTH]}})
    letter = {"letter": f"{SAPO}\n\n{SAPO}", "letter_from": "Chị Vừ Thị Mỷ"}
    yield Sample("Thư bạn đọc", {"facts": {**letter, "letter_place": "xã Nghĩa Thuận"}})


@samples_of("text_alternative")
def _text_alternative(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Nội dung bằng chữ", {"text": f"{SAPO}\n\n{SAPO}"})


@samples_of("correction")
def _correction(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Trên chính bài", {"correction": correction()})
    yield Sample("Ở nơi khác", {"correction": correction(), "named": True})
    long = correction(
        wrong=LONG_TITLE, right=LONG_TITLE, note=SAPO, title=LONG_TITLE[:TITLE_LENGTH]
    )
    yield Sample("Dài, có lời giải thích", {"correction": long, "named": True})
    gone = correction(live_slug=None)
    yield Sample("Bài đã gỡ", {"correction": gone, "named": True})


@samples_of("corrections")
def _corrections(photo: Photo | None) -> Iterator[Sample]:
    two = [correction(), correction(wrong="ngày 3-3", right="ngày 4-3")]
    yield Sample("Trên bài", {"corrections": two[:1]})
    yield Sample("Ở trang nhất", {"corrections": two, "named": True})


@samples_of("masthead")
def _masthead(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Như ở mọi trang", {"now": MORNING})
    yield Sample("Đang tìm", {"now": MORNING, "query": "đồn biên phòng Ia O"})


@samples_of("footer")
def _footer(photo: Photo | None) -> Iterator[Sample]:
    titles = ("Tòa soạn", "Liên hệ", "Chính sách bảo mật", "Quy định gửi ý kiến")
    pages = [{"title": title, "url": "#"} for title in titles]
    yield Sample("Như ở mọi trang", {"pages": pages})
    yield Sample("Khi không có cơ sở dữ liệu", {})


@samples_of("imprint")
def _imprint(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Trang Tòa soạn", {})


@samples_of("section_menu")
def _section_menu(photo: Photo | None) -> Iterator[Sample]:
    names = ("Chính trị", "Quân sự - Quốc phòng", "Pháp luật", "Kinh tế", "Xã hội", "Văn hóa")
    sections = [Section(pk=n, name=name, slug=f"muc-{n}") for n, name in enumerate(names, 1)]
    for section in sections:
        section.sub_sections = []
    sections[4].sub_sections = [Section(pk=9, name="Y tế", slug="y-te")]
    yield Sample("Đang ở mục Xã hội", {"sections": sections, "current": 5})
    yield Sample("Ở trang nhất", {"sections": sections, "current": None})


@samples_of("ways_on")
def _ways_on(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Trang lỗi thường", {})
    yield Sample("Khi không có cơ sở dữ liệu", {"quiet": True})


@samples_of("more")
def _more(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Trang giữa", {"page": Page([], "1-1", "2-2")})
    yield Sample("Trang đầu", {"page": Page([], "1-1")})
    yield Sample("Trang cuối", {"page": Page([], "", "2-2"), "newer": "Trang trước"})


@samples_of("turns")
def _turns(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Ở đầu trang: không vẽ gì", {"page": Page([], "1-1", "2-2")})


@samples_of("timeline")
def _timeline(photo: Photo | None) -> Iterator[Sample]:
    later = MORNING + timedelta(days=1)
    pieces = [piece(photo, first_published_at=later), piece(title=LONG_TITLE), piece(photo)]
    yield Sample("Hai ngày", {"days": by_day(pieces)})


@samples_of("topic_strip")
def _topic_strip(photo: Photo | None) -> Iterator[Sample]:
    topic = {"id": 1, "name": "Biên cương thắm tình hữu nghị", "slug": "bien-cuong"}
    pieces = [piece(), piece(title=LONG_TITLE), piece(short_title="Tít ngắn")]
    yield Sample("Ba bài", {"topic": topic, "pieces": pieces})


@samples_of("series_nav")
def _series_nav(photo: Photo | None) -> Iterator[Sample]:
    series = Series(pk=1, name="Dọc đường biên", slug="doc-duong-bien")
    first, here, last = (numbered(n) for n in (1, 2, 3))
    whole = SeriesNavigation(series, [first, here, last], 2, 3, first, last)
    yield Sample("Kỳ giữa", {"series": whole, "version": here})
    gone = SeriesNavigation(series, [first], None, 1, None, None)
    yield Sample("Kỳ đang đọc không còn trong loạt", {"series": gone, "version": last})


@samples_of("reader_tools")
def _reader_tools(photo: Photo | None) -> Iterator[Sample]:
    for place in ("head", "foot"):
        yield Sample(f"Chỗ {place}, khi chưa có script", {"version": piece(), "place": place})


@samples_of("listening")
def _listening(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Ẩn đến khi có người bấm nghe", {})


@samples_of("viewer")
def _viewer(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Đóng đến khi có người mở ảnh", {})


@samples_of("lite_link")
def _lite_link(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Ở chân trang của một bài", {"version": piece()})


@samples_of("lite_alternate")
def _lite_alternate(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Ở đầu trang: không vẽ gì", {"version": piece()})


@samples_of("linked_data")
def _linked_data(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Cho máy đọc: không vẽ gì", {"linked_data": linked_data.printed([])})


@samples_of("sharing")
def _sharing(photo: Photo | None) -> Iterator[Sample]:
    image = {"url": "#", "width": 1200, "height": 675, "alt": "Ba người lính."}
    card = {"kind": "article", "title": TITLE, "description": SAPO, "address": "#"}
    yield Sample("Ở đầu trang: không vẽ gì", {**card, "image": image})


@samples_of("date_form")
def _date_form(photo: Photo | None) -> Iterator[Sample]:
    yield Sample("Đang xem một ngày", {"action": "#", "day": MORNING.date()})
    refused = {"typed": "31/02/2026", "error": "Không có ngày này trong lịch."}
    yield Sample("Gõ sai", {"action": "#", **refused})


@samples_of("day_nav")
def _day_nav(photo: Photo | None) -> Iterator[Sample]:
    before, after = (Way(MORNING.date() + timedelta(days=n), "#") for n in (-2, 1))
    yield Sample("Hai phía", {"earlier": before, "later": after})
    yield Sample("Ngày mới nhất", {"earlier": before, "later": None})
