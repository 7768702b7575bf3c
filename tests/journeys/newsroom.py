"""What a person does in the back-office, said once for all journeys."""

import re

PASSWORD = "mat-khau"


def sign_in(page, user):
    page.goto("/admin/")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    press(page, page.get_by_role("button", name="Đăng nhập"))
    page.wait_for_url(re.compile(r"^[^?]+/admin/$"))


def press(page, button):
    """Presses what leads to another page, and is on it afterwards: not on its way there, where
    what the page before said may still be read."""
    with page.expect_navigation():
        button.click()


def save(page):
    press(page, page.get_by_role("button", name="Lưu", exact=True))


def editor_of(page):
    """The text area people really type into."""
    return page.locator(".prose-editor .ProseMirror[contenteditable=true]")


def pick(page, field, text):
    """Chooses from a select that searches while one types."""
    page.locator(f"#id_{field} + .select2").click()
    page.locator(".select2-search__field").last.fill(text)
    page.locator(".select2-results__option", has_text=text).first.click()


def choose_photo(page, button, photo):
    """Opens the library in its popup and takes a photo; waits for it to be shown."""
    with page.expect_popup() as popup:
        button.click()
    library = popup.value
    link = library.get_by_role("link", name=re.compile(rf"^{photo.pk}$"))
    link.wait_for()
    with library.expect_event("close"):
        # The window closes under the click; asked from within, nobody waits for its end.
        link.evaluate("link => setTimeout(() => link.click())")
