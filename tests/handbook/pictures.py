"""The pictures of docs/editors/, taken of a demo newspaper on a busy day: make handbook-pictures

python -m tests.handbook.pictures [NAME …]    only those whose names begin so
"""

import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

FOLDER = Path(__file__).parents[2] / "docs" / "editors" / "img"
MOST_BYTES = 120_000
DESK, PHONE = 1280, 390
"""Widths of the windows, in CSS pixels."""
ARTICLE = "/admin/articles/article/"


END_OF_CONTENT = """() => {
  const parts = [...document.querySelectorAll("#content *")]
  const ends = parts.map((part) => part.getBoundingClientRect().bottom)
  return Math.ceil(scrollY + 24 + Math.max(...ends))
}"""


@dataclass(frozen=True)
class Picture:
    name: str
    who: str
    """User name of the demo's sign-ins."""
    address: str
    """{words} in it are scenes, told by their numbers."""
    act: Callable[[Any, "Desk"], None] | None = None
    """Done on the opened page before the picture is taken."""
    part: str = ""
    """A selector: the picture begins at its top."""
    height: int = 860
    """CSS pixels, or less where the page is shorter."""
    width: int = DESK


@dataclass
class Desk:
    """The newspaper and its people, each in a window of his own."""

    browser: Any
    site: str
    scenes: dict[str, int]

    @contextmanager
    def page(self, who: str, width: int = DESK, **options: Any):
        from demo.sign_ins import PASSWORD  # noqa: PLC0415 -- after the settings are chosen

        context = self.browser.new_context(
            base_url=self.site,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": width, "height": 844 if width == PHONE else 860},
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.goto("/admin/")
        page.get_by_label("Tên đăng nhập").fill(who)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url("**/admin/")
        try:
            yield page
        finally:
            context.close()


def unfold(page, desk):
    page.locator(".progress-panel summary").get_by_text("Giao việc").click()


def leave_unsaved(page, desk):
    """Words are typed and kept, the window is closed, and the piece is opened again."""
    address = page.url
    page.locator("#id_sapo").press("Control+End")
    page.locator("#id_sapo").press_sequentially(" Bà con mong đường xong trước Tết.")
    page.get_by_text("Đã giữ bản gõ dở").wait_for()
    page.goto("about:blank")
    page.goto(address)
    page.locator("[data-offer] summary").click()
    page.get_by_text("ở một thẻ khác").wait_for(state="hidden")


def collide(page, desk):
    """Somebody else saves the same paragraph first."""
    with desk.page("thuky", java_script_enabled=False) as other:
        other.goto(page.url)
        other.locator("#id_sapo").fill("Từ 6 giờ ngày mai, xe chở nông sản được qua cửa khẩu phụ.")
        other.get_by_role("button", name="Lưu", exact=True).click()
    page.locator("#id_sapo").fill("Từ 7 giờ sáng mai, xe chở nông sản lại qua được cửa khẩu phụ.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_role("heading", name="Hai người cùng sửa bài này").wait_for()


def compare(page, desk):
    page.locator("input[name=cu]").last.check()
    page.get_by_role("button", name="So sánh hai bản").first.click()
    page.locator(".compared").wait_for()


def choose_many(page, desk):
    """Some pieces of the list, to be moved to another section."""
    for box in page.locator(".action-select").all()[:4]:
        box.check()
    page.locator("select[name=action]").select_option(label="Chuyển chuyên mục")
    page.locator(".actions button").click()
    page.locator("#id_section").select_option(label="Văn hóa")
    page.get_by_role("button", name="Xem trước").click()
    page.locator(".bulk-sum").wait_for()


def hour_typed(page, desk):
    page.locator("#id_at").fill("29/11/2026 06:00")


def say_what_was_wrong(page, desk):
    page.locator("#id_wrong").fill("Đường đua dài 1.200 mét.")
    page.locator("#id_right").fill("Đường đua dài 1.500 mét.")


PICTURES = (
    Picture("tong-bien-tap-nhat-ky", "tongbientap", "/admin/audit/entry/", height=720),
    Picture("cong-tac-vien-viet-bai", "congtacvien", ARTICLE + "{nhap-ctv}/change/", height=900),
    Picture(
        "phong-vien-bi-tra-lai",
        "phongvien",
        ARTICLE + "{tra-lai}/change/",
        part=".progress-panel",
        height=560,
    ),
    Picture(
        "phong-vien-ban-go-do", "phongvien", ARTICLE + "{nhap}/change/", leave_unsaved, height=620
    ),
    Picture("phong-vien-anh-soat-anh", "phongvienanh", "/admin/photos/photo/soat/"),
    Picture("phong-vien-anh-khung-hinh", "phongvienanh", "/admin/photos/photo/1/change/"),
    Picture("bien-tap-vien-ban-lam-viec", "bientap", "/admin/"),
    Picture("bien-tap-vien-dien-thoai", "bientap", "/admin/", height=1100, width=PHONE),
    Picture(
        "bien-tap-vien-sua-bai",
        "bientap",
        ARTICLE + "{dang-sua}/change/",
        unfold,
        ".progress-panel",
        height=900,
    ),
    Picture(
        "bien-tap-vien-hai-nguoi",
        "bientap",
        ARTICLE + "{qua-han}/change/",
        collide,
        ".meeting",
        height=420,
    ),
    Picture(
        "bien-tap-vien-so-sanh", "bientap", ARTICLE + "{mat-duyet}/history/", compare, height=560
    ),
    Picture("bien-tap-vien-don-vi", "bientap", ARTICLE + "{dang-sua}/gui-xem/"),
    Picture("tim", "bientap", "/admin/tim/?q=tau+thuyen+tu+quan"),
    Picture("truong-ban-duyet", "truongban", ARTICLE + "{cho-duyet}/duyet/"),
    Picture("thu-ky-hang-loat", "thuky", ARTICLE, choose_many, height=700),
    Picture("thu-ky-xuat-ban", "thuky", ARTICLE + "{da-duyet}/xuat-ban/", hour_typed),
    Picture("thu-ky-cai-chinh", "thuky", ARTICLE + "{cai-chinh}/cai-chinh/", say_what_was_wrong),
    Picture("thu-ky-go-bai", "thuky", ARTICLE + "{dang-dang}/lenh-go/", height=615),
    Picture("tong-bien-tap-bai-da-go", "tongbientap", ARTICLE + "da-go/{da-go}/"),
    Picture("nguoi-duyet-binh-luan-hang-doi", "duyetbinhluan", "/admin/comments/comment/hang-cho/"),
    Picture(
        "nguoi-duyet-binh-luan-dien-thoai",
        "duyetbinhluan",
        "/admin/comments/comment/hang-cho/",
        width=PHONE,
    ),
    Picture("ke-toan-ban-lam-viec", "ketoan", "/admin/", height=620),
    Picture("quan-tri-he-thong-tai-khoan", "quantri", "/admin/accounts/user/", height=560),
)


def take(desk: Desk, picture: Picture) -> bytes:
    """The picture as PNG of few colours: many pages, one repository."""
    with desk.page(picture.who, picture.width) as page:
        numbers = {name: str(number) for name, number in desk.scenes.items()}
        address = picture.address
        for name, number in numbers.items():
            address = address.replace("{" + name + "}", number)
        page.goto(address, wait_until="networkidle")
        if picture.act:
            picture.act(page, desk)
            page.wait_for_load_state("networkidle")
        whole = page.evaluate(END_OF_CONTENT)
        top = 0
        if picture.part:
            offset = "part => part.getBoundingClientRect().top + scrollY - 16"
            top = page.locator(picture.part).first.evaluate(offset)
        clip = {"x": 0, "y": top, "width": picture.width, "height": picture.height}
        clip["height"] = min(picture.height, whole - top)
        shot = page.screenshot(full_page=True, clip=clip, animations="disabled")
    return small(shot)


def small(shot: bytes) -> bytes:
    """The same picture in the most colours with which it weighs no more than MOST_BYTES."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for colours in (256, 128, 64, 32, 16):
        paper = io.BytesIO()
        few = picture.quantize(colours, dither=Image.Dither.NONE)
        few.save(paper, "PNG", optimize=True)
        if paper.tell() <= MOST_BYTES:
            break
    return paper.getvalue()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings_test")
    import django  # noqa: PLC0415 -- the settings are chosen above
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    django.setup()
    from tests.budgets.paper import open_paper  # noqa: PLC0415
    from tests.chromium import ARGUMENTS, find_chromium  # noqa: PLC0415

    wanted = tuple(sys.argv[1:]) or ("",)
    with (
        tempfile.TemporaryDirectory(prefix="bienphong-paper-") as scratch,
        open_paper(Path(scratch)) as paper,
        sync_playwright() as playwright,
    ):
        told = Path(scratch) / "scenes.json"
        paper.run("-m", "tests.handbook.scenes", str(told))
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        desk = Desk(browser, paper.site, json.loads(told.read_text(encoding="utf-8")))
        FOLDER.mkdir(parents=True, exist_ok=True)
        for picture in PICTURES:
            if picture.name.startswith(wanted):
                image = take(desk, picture)
                (FOLDER / f"{picture.name}.png").write_bytes(image)
                print(f"{len(image):7} {picture.name}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
