"""The steps from stage to stage, one row each, and what a section asks of the way."""

from dataclasses import dataclass
from enum import Enum

from articles.models import Section, Stage


class Need(Enum):
    """What a step asks for beside the right to it."""

    REASON = "reason"
    HOLDER = "holder"
    """Somebody has the piece from now on: whoever takes the step, unless another is named."""
    READY = "ready"
    """Nothing speaks against publishing the working copy."""
    APPROVAL = "approval"
    """The step is an approval: it names a revision and the hash of its words."""
    NEW = "new"
    """Never published or scheduled, or taken back before anybody saw it."""
    SHOWN = "shown"
    OVER = "over"
    """Nothing of it is before readers or to come: its last version has run out."""


class Door(Enum):
    """The act by which a step is taken."""

    MOVE = "move"
    PUBLISH = "publish"
    TAKE_DOWN = "take down"
    EDIT = "edit"


@dataclass(frozen=True)
class Step:
    name: str
    label: str
    sources: frozenset[str]
    to: Stage
    right: str
    needs: frozenset[Need]
    over: frozenset[str]
    """Stages it passes by: it is there only where the section leaves all of them out."""
    door: Door


def _step(
    name: str, label: str, sources: str, to: str, right: str, *needs: Need, over: str = "",
    door: Door = Door.MOVE,
) -> Step:  # fmt: skip
    came_from, passed = frozenset(sources.split()), frozenset(over.split())
    return Step(name, label, came_from, Stage(to), right, frozenset(needs), passed, door)


_DESK, _CHIEF, _DOWN = "articles.handle", "articles.publish", "articles.withdraw"
_LIVING = " ".join(stage for stage in Stage if stage != Stage.ARCHIVED)
_REASON, _NEW, _SHOWN, _READY = Need.REASON, Need.NEW, Need.SHOWN, Need.READY
_PUBLISH, _TAKE_DOWN, _EDIT = Door.PUBLISH, Door.TAKE_DOWN, Door.EDIT

# name, words of its button, from, to, right, needs. Where two rows lead from one stage to another
# a person takes the first he has the right to.
# fmt: off
TRANSITIONS: tuple[Step, ...] = (
    # Onward
    _step("submit", "Gửi biên tập", "draft", "submitted", "articles.submit"),
    _step("take", "Nhận biên tập", "submitted", "editing", _DESK, Need.HOLDER),
    _step("lay_out", "Chuyển trình bày, soát lỗi", "editing", "layout", _DESK),
    _step("lay_out", "Chuyển trình bày, soát lỗi", "submitted", "layout", _DESK, over="editing"),
    _step("present", "Trình duyệt", "layout updating", "awaiting", _DESK, _READY),
    _step("present", "Trình duyệt", "editing", "awaiting", _DESK, _READY, over="layout"),
    _step("present", "Trình duyệt", "submitted", "awaiting", _DESK, _READY, over="editing layout"),
    _step("approve", "Duyệt", "awaiting", "approved", _CHIEF, _READY, Need.APPROVAL),
    _step("approve", "Duyệt", "layout updating", "approved", _CHIEF, _READY, Need.APPROVAL,
          over="awaiting"),
    _step("approve", "Duyệt", "editing", "approved", _CHIEF, _READY, Need.APPROVAL,
          over="layout awaiting"),
    _step("approve", "Duyệt", "submitted", "approved", _CHIEF, _READY, Need.APPROVAL,
          over="editing layout awaiting"),
    _step("update", "Mở để cập nhật", "released paused withdrawn", "updating", _DESK, Need.HOLDER),
    # Back
    _step("recall", "Rút về sửa tiếp", "submitted", "draft", "articles.recall", _NEW),
    _step("return", "Trả tác giả", "submitted editing layout awaiting approved", "draft",
          _DESK, _REASON, _NEW),
    _step("send_back", "Trả về biên tập", "layout awaiting approved", "editing",
          _DESK, _REASON, _NEW),
    _step("send_back", "Trả về trình bày, soát lỗi", "awaiting approved", "layout",
          _DESK, _REASON, _NEW),
    _step("send_back", "Trả về cập nhật", "awaiting approved", "updating", _DESK, _REASON, _SHOWN),
    # Aside
    _step("archive", "Đưa vào lưu", "draft", "archived", "articles.archive_own"),
    _step("archive", "Đưa vào lưu", "draft submitted editing layout paused withdrawn", "archived",
          _DESK, _REASON),
    _step("archive", "Đưa vào lưu", "released", "archived", _DESK, _REASON, Need.OVER),
    _step("bring_back", "Lấy khỏi lưu", "archived", "draft", _DESK, _REASON, _NEW),
    _step("bring_back", "Lấy khỏi lưu", "archived", "withdrawn", _DESK, _REASON, _SHOWN),
    # By publishing.py, which asks for the rights itself
    _step("release", "Xuất bản", _LIVING, "released", "articles.release", _READY, door=_PUBLISH),
    _step("pause", "Tạm dừng", _LIVING, "paused", _DOWN, _REASON, _SHOWN, door=_TAKE_DOWN),
    _step("withdraw", "Ngừng đăng", _LIVING, "withdrawn", _DOWN, _REASON, _SHOWN, door=_TAKE_DOWN),
    _step("cancel", "Hủy hẹn giờ", _LIVING, "editing", _DOWN, _REASON, _NEW, door=_TAKE_DOWN),
    _step("cancel", "Hủy hẹn giờ", _LIVING, "submitted", _DOWN, _REASON, _NEW, over="editing",
          door=_TAKE_DOWN),
    # By saving the piece: an approval is of the words it named, and of no others
    _step("change", "Sửa bài đang đăng", "released", "updating", "articles.edit", door=_EDIT),
    _step("void", "Sửa sau khi duyệt", "approved", "awaiting", "articles.edit", door=_EDIT),
    _step("void", "Sửa sau khi duyệt", "approved", "updating", "articles.edit", _SHOWN,
          over="awaiting", door=_EDIT),
    _step("void", "Sửa sau khi duyệt", "approved", "layout", "articles.edit", _NEW,
          over="awaiting", door=_EDIT),
    _step("void", "Sửa sau khi duyệt", "approved", "editing", "articles.edit", _NEW,
          over="layout awaiting", door=_EDIT),
    _step("void", "Sửa sau khi duyệt", "approved", "submitted", "articles.edit", _NEW,
          over="editing layout awaiting", door=_EDIT),
)
# fmt: on


@dataclass(frozen=True)
class Route:
    """What a section asks of the way to its readers."""

    off: frozenset[str]
    two_people: bool
    full: bool


def route_of(section: Section) -> Route:
    """One query more where the section above was not fetched with it."""
    leaves_out = {
        Stage.EDITING: section.switch("skips_editing"),
        Stage.LAYOUT: section.switch("skips_layout"),
        Stage.AWAITING: section.switch("skips_awaiting"),
    }
    off = frozenset(stage for stage, out in leaves_out.items() if out)
    return Route(off, section.switch("two_people"), section.switch("full_route"))
