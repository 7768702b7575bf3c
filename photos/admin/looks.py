"""How a photo looks in a list: small, and with the few words it wears."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from photos.geometry import RATIOS
from photos.models import Photo
from photos.rights import blocks, warnings

# What is too long for a card; the whole sentence stands on the photo's page.
SHORT = {
    "không được đăng báo điện tử": "không đăng điện tử",
    "không được đăng báo in": "không đăng báo in",
    "đã hết hạn sử dụng": "hết hạn",
    "người trong ảnh chưa đồng ý": "chưa đồng ý",
    "có trẻ em mà chưa có sự đồng ý của người giám hộ": "trẻ em, chưa đồng ý",
    "chưa có mô tả cho người khiếm thị": "thiếu mô tả",
    "chưa rõ quyền sử dụng": "chưa rõ quyền",
    "do AI tạo hoặc sửa": "ảnh AI",
    "chưa soát thông tin": "chưa soát",
}


def thumbnail(photo: Photo) -> SafeString:
    return format_html(
        '<img src="{}" alt="{}" width="480" height="288" loading="lazy" class="photo-thumb">',
        photo.best_url("5x3", 480),
        photo.alt or photo.caption or f"Ảnh số {photo.pk}",
    )


def marks(photo: Photo) -> SafeString:
    """What forbids its use in red, what to know in amber, and whether it is still being made."""
    rows = [("block", "Không đăng được: ", reason) for reason in blocks(photo)]
    rows += [("warning", "Lưu ý: ", reason) for reason in warnings(photo)]
    worn = format_html_join(
        " ",
        '<span class="mark mark--{}" title="{}{}">{}</span>',
        ((kind, lead, said, SHORT.get(said, said)) for kind, lead, said in rows),
    )
    if not rows:
        worn = format_html('<span class="mark mark--good">{}</span>', "dùng được")
    if photo.made.keys() >= RATIOS.keys():
        return worn
    return format_html('{} <span class="mark">đang dựng</span>', worn)
