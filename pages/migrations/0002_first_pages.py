"""A newspaper opens with the pages that law and readers ask for. From then on the desk words them."""

from django.conf import settings
from django.db import migrations

ABOUT = """
<p>{name} là {agency_small}. Trên trang này là những thông tin mà pháp luật về báo chí yêu cầu công bố; bạn đọc cũng thấy chúng ở chân mỗi trang.</p>
<h2>Chúng tôi làm báo thế nào</h2>
<ul>
<li>Mỗi bài trước khi đăng đều qua biên tập và có một người đứng tên duyệt.</li>
<li>Bài đã đăng mà sửa nội dung thì ghi giờ cập nhật bên cạnh giờ đăng.</li>
<li>Sai thì cải chính và xin lỗi công khai ở mục <a href="/cai-chinh/">Thông tin cải chính, xin lỗi</a>.</li>
<li>Ảnh ghi rõ người chụp hoặc nguồn; ảnh, tiếng, chữ do máy tạo ra đều có nhãn.</li>
</ul>
"""

CONTACT = """
<p>Bạn đọc có tin, có đơn thư, có chỗ cần chúng tôi sửa, xin chọn cách tiện nhất:</p>
<ul>
<li><strong>Việc gấp ở biên giới, tin nóng:</strong> gọi đường dây nóng <a href="tel:{hotline}">{hotline}</a>.</li>
<li><strong>Bài, ảnh cộng tác; góp ý về nội dung:</strong> gửi thư điện tử đến <a href="mailto:{email}">{email}</a>, ghi rõ họ tên, địa chỉ và số điện thoại để tòa soạn liên lạc lại.</li>
<li><strong>Đơn thư:</strong> gửi về {address}.</li>
</ul>
<h2>Khi báo viết chưa đúng</h2>
<p>Xin cho biết địa chỉ trang hoặc tít bài, chỗ sai và căn cứ. Người hoặc cơ quan được nhắc đến trong bài có quyền phản hồi; tòa soạn trả lời và cải chính theo Luật Báo chí.</p>
<h2>Giữ kín nguồn tin</h2>
<p>Bạn muốn được giữ kín tên, xin nói ngay từ đầu. Tòa soạn không tiết lộ người cung cấp tin, trừ trường hợp pháp luật bắt buộc.</p>
"""

PRIVACY = """
<p>Trang này nói {name} giữ dữ liệu gì của bạn đọc, để làm gì và bạn có quyền gì, theo Luật Bảo vệ dữ liệu cá nhân (số 91/2025/QH15).</p>
<h2>Chỉ đọc báo thì không phải khai gì</h2>
<ul>
<li>Trang báo không đặt cookie cho bạn đọc, không dùng mã theo dõi của bên thứ ba, không tải gì từ máy chủ của người khác.</li>
<li>Lượt đọc được đếm không kèm tên và không lưu địa chỉ mạng: địa chỉ mạng được trộn một chiều thành một dấu dùng trong ngày để khỏi đếm hai lần, dấu ấy được xóa sau khi hết ngày.</li>
<li>Trình duyệt có bật “Không theo dõi” thì lượt đọc không được đếm.</li>
<li>Bài bạn lưu để đọc sau nằm trong máy của bạn, tòa soạn không biết.</li>
</ul>
<h2>Khi bạn gửi ý kiến</h2>
<p>Chúng tôi giữ tên bạn ghi, nội dung ý kiến, giờ gửi và thư điện tử nếu bạn tự điền. Tên và nội dung hiện trên trang sau khi biên tập; thư điện tử không bao giờ hiện, chỉ để tòa soạn liên lạc về chính ý kiến đó. Gửi ý kiến là bạn đồng ý cho dùng các dữ liệu này vào việc ấy, không dùng vào việc khác.</p>
<h2>Khi bạn gửi bài, ảnh, đơn thư</h2>
<p>Họ tên, địa chỉ, số điện thoại chỉ người xử lý việc ấy được xem, được giữ theo thời hạn pháp luật về báo chí và lưu trữ quy định.</p>
<h2>Quyền của bạn</h2>
<ul>
<li>Được biết chúng tôi đang giữ dữ liệu gì về mình, được xem, sửa và rút lại sự đồng ý.</li>
<li>Được yêu cầu xóa. Ý kiến đã đăng được gỡ tên hoặc gỡ cả ý kiến; nội dung báo chí đã đăng được giữ theo Luật Báo chí.</li>
<li>Không phải gửi ảnh giấy tờ tùy thân để chứng minh mình là ai.</li>
</ul>
<p>Gửi yêu cầu đến <a href="mailto:{email}">{email}</a> hoặc gọi {phone}. Tòa soạn trả lời trong thời hạn luật định và báo cho bạn, cho cơ quan có thẩm quyền nếu dữ liệu bị lộ.</p>
<p>Chúng tôi không bán, không trao đổi dữ liệu của bạn đọc; chỉ cung cấp khi cơ quan có thẩm quyền yêu cầu bằng văn bản theo luật.</p>
"""

COMMENTS = """
<p>Ý kiến của bạn đọc được biên tập trước khi đăng. Không cần tài khoản; chỉ cần một cái tên để mọi người gọi nhau.</p>
<h2>Chúng tôi mong</h2>
<ul>
<li>Viết tiếng Việt có dấu, vào đúng chuyện bài nói.</li>
<li>Góp điều mình thấy, mình biết; nói rõ căn cứ khi nêu con số, nêu tên người.</li>
<li>Tranh luận với lý lẽ, không với con người.</li>
</ul>
<h2>Chúng tôi không đăng</h2>
<ul>
<li>Lời xúc phạm, vu khống, kích động hằn thù, chia rẽ dân tộc, tôn giáo, vùng miền.</li>
<li>Bí mật quân sự, bí mật nhà nước: vị trí, quân số, lịch tuần tra, phương tiện của đơn vị.</li>
<li>Số điện thoại, địa chỉ, giấy tờ, hình ảnh riêng tư của người khác, nhất là của trẻ em.</li>
<li>Quảng cáo, đường dẫn không liên quan, một ý gửi nhiều lần.</li>
<li>Điều khác mà Luật Báo chí và pháp luật về an ninh mạng cấm.</li>
</ul>
<h2>Sau khi gửi</h2>
<p>Bạn nhận một địa chỉ riêng để xem ý kiến đang chờ, đã đăng hay không đăng và vì sao. Tòa soạn có thể sửa lỗi chính tả, không sửa ý. Thấy ý kiến đã đăng vi phạm các điều trên, xin báo cho tòa soạn qua {email}.</p>
"""

REUSE = """
<p>Bạn được đọc, lưu, in và chia sẻ liên kết đến mọi bài trên trang này mà không phải xin phép.</p>
<h2>RSS</h2>
<p>Luồng tin RSS dùng cho việc theo dõi tin mới: <a href="/rss/tin-moi.rss">tin mới của cả báo</a>, và mỗi chuyên mục có luồng riêng. Được dùng miễn phí để hiện tít và lời dẫn kèm liên kết về bài gốc; không được bỏ tên báo, chèn quảng cáo vào giữa nội dung hoặc làm sai ý của bài.</p>
<h2>Dùng lại bài và ảnh</h2>
<ul>
<li>Trích dẫn: giữ đúng câu chữ, ghi nguồn “{name}”, tên tác giả và liên kết đến bài gốc.</li>
<li>Đăng lại toàn bài hoặc ảnh: cần tòa soạn đồng ý bằng văn bản. Ảnh phải giữ nguyên dòng “Ảnh: …”.</li>
<li>Bài đã cải chính hoặc đã gỡ ở đây thì nơi đăng lại cũng phải cải chính hoặc gỡ.</li>
<li>Dùng để huấn luyện máy học, để bán lại, để làm cơ sở dữ liệu: cần hợp đồng riêng.</li>
</ul>
<p>Bài và ảnh ghi nguồn của cơ quan khác thuộc quyền của cơ quan đó. Xin phép và hỏi thêm: <a href="mailto:{email}">{email}</a>.</p>
"""

# slug, title, words, with the imprint
PAGES = (
    ("toa-soan", "Tòa soạn", ABOUT, True),
    ("lien-he", "Liên hệ", CONTACT, False),
    ("chinh-sach-bao-mat", "Chính sách bảo mật", PRIVACY, False),
    ("quy-dinh-gui-y-kien", "Quy định gửi ý kiến", COMMENTS, False),
    ("rss-va-su-dung-lai", "RSS và sử dụng lại nội dung", REUSE, False),
)


def write(apps, schema_editor):
    """A page somebody made under the same address stays as it is."""
    agency = settings.MASTHEAD["agency"]
    said = {**settings.MASTHEAD, "agency_small": agency[:1].lower() + agency[1:]}
    Page = apps.get_model("pages", "Page")
    for position, (slug, title, words, with_masthead) in enumerate(PAGES, start=1):
        facts = {
            "title": title,
            "body": words.strip().replace(">\n<", "><").format(**said),
            "with_masthead": with_masthead,
            "position": position * 10,
            "published": True,
        }
        Page.objects.get_or_create(slug=slug, defaults=facts)


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
