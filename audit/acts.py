"""Every act the log knows, "<app>.<past tense verb>", as people read it. `record` takes no other.

An app above that learns a new act adds its line here: one table is what the log is searched by.
"""

ACTS = {
    # Rows of the back-office that no verb of their own covers.
    "admin.added": "Thêm",
    "admin.changed": "Sửa",
    "admin.deleted": "Xóa",
    # People and rights.
    "accounts.created": "Lập tài khoản",
    "accounts.changed": "Sửa tài khoản",
    "accounts.rights_changed": "Đổi quyền",
    "accounts.password_changed": "Đổi mật khẩu",
    "accounts.signed_in": "Đăng nhập",
    "accounts.sign_in_failed": "Đăng nhập không được",
    "accounts.signed_out": "Đăng xuất",
    # The working copy.
    "articles.created": "Lập bài",
    "articles.edited": "Sửa bài",
    "articles.restored_revision": "Lấy lại bản cũ",
    "articles.submitted": "Gửi biên tập",
    "articles.moved": "Chuyển bước",
    "articles.returned": "Trả lại",
    "articles.assigned": "Giao việc",
    "articles.approved": "Duyệt",
    "articles.approval_voided": "Mất hiệu lực duyệt",
    "articles.archived": "Đưa vào lưu",
    "articles.trashed": "Bỏ vào thùng rác",
    "articles.untrashed": "Lấy khỏi thùng rác",
    "articles.lock_taken": "Giành quyền sửa",
    "articles.retagged": "Đổi thẻ",
    "articles.section_changed": "Chuyển chuyên mục",
    # What readers see.
    "articles.published": "Xuất bản",
    "articles.scheduled": "Hẹn giờ đăng",
    "articles.lifted": "Bỏ hẹn gỡ",
    "articles.withdrawn": "Ngừng đăng",
    "articles.paused": "Tạm dừng, chờ đăng lại",
    "articles.removed": "Gỡ bài",
    "articles.reinstated": "Khôi phục bài đã gỡ",
    "articles.corrected": "Cải chính",
    "articles.correction_asked": "Ghi yêu cầu cải chính",
    "articles.correction_declined": "Không cải chính theo yêu cầu",
    "articles.reply_linked": "Ghi phản hồi",
    "articles.reply_refused": "Từ chối đăng phản hồi",
    "articles.imported": "Nhập kho bài cũ",
    "articles.inspected": "Xem bản lưu của bài đã gỡ",
    "articles.partners_told": "Báo đối tác",
    # Tags and topics.
    "articles.tags_merged": "Gộp thẻ",
    "articles.tags_unmerged": "Tách lại thẻ đã gộp",
    "articles.topics_merged": "Gộp dòng sự kiện",
    "articles.term_trashed": "Bỏ thẻ, dòng sự kiện, loạt bài vào thùng rác",
    "articles.term_restored": "Lấy thẻ, dòng sự kiện, loạt bài khỏi thùng rác",
    "newsroom.template_trashed": "Bỏ mẫu bài vào thùng rác",
    "newsroom.template_restored": "Lấy mẫu bài khỏi thùng rác",
    "photos.collection_trashed": "Bỏ bộ ảnh vào thùng rác",
    "photos.collection_restored": "Lấy bộ ảnh khỏi thùng rác",
    "newsroom.trash_swept": "Dọn thùng rác",
    "articles.topics_unmerged": "Tách lại dòng sự kiện đã gộp",
    # Many pieces at once.
    "newsroom.bulk_done": "Làm hàng loạt",
    "newsroom.bulk_undone": "Hoàn lại việc hàng loạt",
    # Notes, and people outside.
    "newsroom.note_added": "Ghi chú",
    "newsroom.note_changed": "Sửa ghi chú",
    "newsroom.note_hidden": "Xóa ghi chú",
    "newsroom.note_resolved": "Đóng ghi chú",
    "newsroom.note_reopened": "Mở lại ghi chú",
    "newsroom.source_note_added": "Thêm ghi chú nguồn tin",
    "newsroom.source_note_changed": "Sửa ghi chú nguồn tin",
    "newsroom.source_note_read": "Đọc ghi chú nguồn tin",
    "newsroom.source_note_shared": "Cho người khác đọc ghi chú nguồn tin",
    "newsroom.check_dismissed": "Bỏ qua lưu ý trước khi đăng",
    "newsroom.review_link_made": "Gửi đường dẫn xem trước",
    "newsroom.review_link_revoked": "Thu hồi đường dẫn xem trước",
    "newsroom.review_opened": "Mở đường dẫn xem trước",
    "newsroom.review_approved": "Người ngoài đồng ý",
    "newsroom.review_changes_asked": "Người ngoài đề nghị sửa",
    "newsroom.review_commented": "Người ngoài góp ý",
    "newsroom.review_demanded": "Buộc có ý kiến người được phỏng vấn",
    "newsroom.review_overridden": "Đăng khi chưa có ý kiến người được phỏng vấn",
    "newsroom.revisions_thinned": "Thưa bớt bản lưu cũ",
    "newsroom.settings_changed": "Đổi thiết lập tòa soạn",
    # Photos.
    "photos.changed": "Sửa ảnh",
    "photos.trashed": "Bỏ ảnh vào thùng rác",
    "photos.restored": "Lấy lại ảnh",
    "photos.original_taken": "Lấy ảnh gốc",
    "photos.uploaded": "Thêm ảnh",
    "photos.replaced": "Thay ảnh gốc",
    # Readers' comments: one line a decision, or one for many at once.
    "comments.decided": "Duyệt ý kiến",
    "comments.decided_many": "Duyệt nhiều ý kiến",
    "comments.undone": "Hoàn tác quyết định duyệt ý kiến",
    "comments.featured": "Chọn ý kiến nổi bật",
    "comments.unfeatured": "Bỏ chọn ý kiến nổi bật",
    "comments.answered": "Tòa soạn trả lời ý kiến",
    "comments.set_aside": "Đưa ý kiến về chờ duyệt (theo quy tắc)",
    "comments.let_through": "Đăng ý kiến của bạn đọc được tin cậy (theo quy tắc)",
    "comments.withdrawn": "Người gửi rút lại ý kiến",
    "comments.left_nameless": "Bỏ tên người gửi ý kiến đã đăng",
    "comments.erased": "Xóa dữ liệu của người gửi ý kiến",
    "comments.trusted": "Tin cậy một bạn đọc",
    "comments.trust_ended": "Thôi tin cậy một bạn đọc",
    "comments.banned": "Chặn người gửi ý kiến",
    "comments.ban_lifted": "Bỏ chặn người gửi ý kiến",
    # The log itself.
    "audit.exported": "Xuất nhật ký",
    # The machine room.
    "outbox.hurried": "Chạy lại việc nền",
}


def label(act: str) -> str:
    """The act in words; one that the table lost is told by its name."""
    return ACTS.get(act, act)
