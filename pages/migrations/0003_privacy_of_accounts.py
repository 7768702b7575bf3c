from django.db import migrations

BEFORE = "<h2>Quyền của bạn</h2>"
SAID = (
    "<h2>Khi bạn có tài khoản</h2><p>Chúng tôi giữ tên hiện cùng ý kiến, thư điện tử, mật khẩu đã"
    " trộn một chiều, giờ bạn đồng ý, danh sách bài bạn lưu và thông báo gửi cho bạn. Cookie chỉ có"
    " ở trang tài khoản, khi bạn đăng nhập. Bạn tự tải về mọi dữ liệu của mình, đổi, thôi nhận thư"
    " hoặc xóa tài khoản ở trang Tài khoản; bảy ngày sau khi bạn yêu cầu xóa, tài khoản mất hẳn."
    " Địa chỉ không xác nhận được xóa sau bốn ngày. Đăng nhập bằng tài khoản Google hay Facebook thì"
    " nơi ấy cho chúng tôi biết tên và thư điện tử của bạn, không gì khác.</p>"
)


def add(apps, schema_editor):
    """A page that the newsroom words in its own way is left to the newsroom."""
    Page = apps.get_model("pages", "Page")
    for page in Page.objects.filter(slug="chinh-sach-bao-mat", body__contains=BEFORE):
        if SAID[:30] not in page.body:
            page.body = page.body.replace(BEFORE, SAID + BEFORE, 1)
            page.save(update_fields=["body"])


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_first_pages")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
