"""All that is kept of one reader, as a file for that reader."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from comments.models import Comment
from comments.policy import on_page
from core.dates import iso
from core.http import absolute
from readers.models import Profile

MOST = 20_000
"""Comments in one file; nobody has written so many."""


def everything(reader: Profile) -> dict[str, Any]:
    """Half a dozen queries, whatever there is."""
    user = reader.user
    saved = reader.saved.order_by("-at", "-pk").values_list("article", "at")
    return {
        "tai_khoan": {
            "ten": reader.name,
            "thu_dien_tu": [
                {"dia_chi": row.email, "da_xac_nhan": row.verified}
                for row in EmailAddress.objects.filter(user=user).order_by("pk")
            ],
            "lap_luc": iso(user.date_joined),
            "dang_nhap_gan_nhat": iso(user.last_login) if user.last_login else None,
            "dong_y_luu_thong_tin_luc": iso(reader.agreed_at),
            "nhan_thu_khi_co_tra_loi": reader.mail_replies,
            "nhan_thu_khi_co_ket_qua": reader.mail_decisions,
        },
        "tai_khoan_lien_ket": [
            {"dich_vu": row.provider, "so": row.uid}
            for row in SocialAccount.objects.filter(user=user).order_by("pk")
        ],
        "y_kien": [_told(comment) for comment in _comments(reader)],
        "thong_bao": [
            {"luc": iso(row.at), "loai": row.get_kind_display(), "y_kien": row.comment_id}
            for row in reader.notices.order_by("-at", "-pk")
        ],
        "bai_da_luu": [{"bai": article, "luu_luc": iso(at)} for article, at in saved],
    }


def _comments(reader: Profile) -> list[Comment]:
    own = Comment.objects.sent_by(reader=reader.pk, holder=None).annotate(on_page=on_page())
    loaded = own.prefetch_related("revisions", "decisions").order_by("-created", "-pk")
    return list(loaded[:MOST])


def _told(comment: Comment) -> dict[str, Any]:
    """As the mailed file says it (comments/own_data.py)."""
    return {
        "so": comment.pk,
        "bai": comment.article_id,
        "trang": absolute(f"/binh-luan/{comment.article_id}/"),
        "tra_loi_y_kien_so": comment.parent_id,
        "ten": comment.name,
        "thu_dien_tu": comment.email,
        "con_dau_trinh_duyet_va_mang": comment.keeps_marks,
        "gui_luc": iso(comment.created),
        "tinh_trang": comment.outcome,
        "luot_thich": comment.likes,
        "cac_ban": [
            {"ban": row.number, "luc": iso(row.created), "noi_dung": row.text}
            for row in sorted(comment.revisions.all(), key=lambda row: row.number)
        ],
        "quyet_dinh": [
            {"luc": iso(row.at), "ket_qua": row.get_verdict_display(), "ly_do": row.reason}
            for row in comment.decisions.all()
        ],
    }
