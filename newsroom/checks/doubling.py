"""Words that stand twice, and which of them are meant to.

Vietnamese says a free word twice on purpose (xanh xanh, từ từ, ngày ngày), and the last syllable of
one word is often the first of the next (chỉ huy huy động, học sinh sinh sống). What is neither, nor
a name, is a slip of the hand: “Biên phòng phòng”, “tuần tuần tra”, “biên giới biên giới”.
"""

import re
from collections.abc import Iterator

# Never doubled, whatever stands around.
ALWAYS_WRONG = frozenset(
    "của và các những được trong với đã đang sẽ tại này khi thì mà vì nếu cũng trên bởi giữa nhưng "
    "hoặc".split()
)

# Said twice on purpose, or meeting itself as two words: “chỗ ở ở đồn”, “vụ thu thu được”.
REDUPLICATED = frozenset(
    # Times, people, places, one by one.
    "ngày đêm sáng chiều trưa tối khuya năm tháng giờ phút giây đời kiếp người nhà nơi chốn "
    "làng xóm ngành lớp hàng tầng ai đâu gì chi điều mẹ con cha vợ chồng anh em chị ông bà "
    "mày tao cậu tớ ta một hai ba bốn sáu bảy tám chín mười trăm nghìn ngàn vạn triệu muôn "
    "không nửa trùng điệp vân "
    # How, how much, how often.
    "luôn mãi dần từ mau nhanh chậm khẽ lâu thường đều riêng chung suốt hoài lần gần nhất "
    "rất nhiều lắm quá hơi hao giống khác tà tàng tằng thôi rồi kìa đây đấy ấy vâng dạ ừ thế "
    "vậy chỉ nay xưa đầu cuối lại qua "
    # Of colours, shapes, tastes, feelings.
    "xanh đỏ vàng tím trắng đen nâu hồng xám xa cao thấp to bé nhỏ dài ngắn ngang tròn vuông "
    "méo cong thẳng nghiêng nhẹ nặng êm vui buồn thương nhớ yêu sợ lo quen lạ hay ngọt chua "
    "cay mặn đắng chát bùi thơm hôi tanh khét nóng lạnh mát ấm ẩm ướt khô mềm cứng giòn dai "
    "dẻo đặc loãng đầy vơi đông vắng thưa dày mỏng sâu nông rộng hẹp già trẻ non xinh đẹp "
    "xấu ngoan hiền dữ khờ ngốc điên say tỉnh mệt mỏi đau nhức tê ngứa rát buốt nhột tươi mờ "
    "ảo hư thực thật giả rõ sáng tối kỹ sát khít "
    # What is done again and again.
    "cười khóc nói hát gật lắc vẫy vỗ xoa gõ đập nháy chớp gãi đấm bóp xoay quay nhảy chạy "
    "đi ra vào lên xuống lui tới bay trôi rơi lay đưa đẩy mua bán ăn uống ngủ xem thử nhìn "
    "ngó nghe hỏi tìm kiếm nghĩ tính học viết vẽ xóa nhặt đào bới cân đo đếm ghi chép run "
    "làm cho để do về như đến bằng theo là ở có thu cấp bảo "
    # Sounds, and words that are nothing but doubled.
    "ầm ào rào rì rè rùng nhao ù u o oe oa oang oàm oàng ình ẳng gâu meo cục quác chiếp ò be "
    "eng éc tích tắc bộp bịch huỵch uỵch rầm rập thùm ùm tùng cắc cheng beng reng leng keng "
    "cạch cộc cốc lốp đốp phành phạch phì phịch phập sình sịch xì xình xịch xoèn xoẹt vèo vù "
    "vo vi ve véo ha hà hê hề hí hi hì hơ hô khà khì khúc rúc rích rả rần rừng hừng bừng "
    "phừng đùng đoàng đẹt tạch toang toác thình la lăm lằm lẳng lừ lù lò song đăm chăm chằm "
    "trừng lom khư khăng phăng băng bon chan chang mang man thao kè lè nhè khề phè rành sờ "
    "lừng tưng tâng ngờ hây gây ngây lâng lang mơ màng ngơ lơ tơ phơ phất phây trơ chơ vơ bơ "
    "đơ ngần tí tẹo tăm xăm hăm lăng nao nôn nườm bâng khang lồng chong dong đong tong thong "
    "ong vằn văng vằng căng quanh loanh khoanh nhoè nhòe lập tấp rưng dưng hâm gầm sầm rầu "
    "ríu rít xào lào thào ồ ồn xồn sồn phốp bốp độp lộp ngấm thấm ngầm âm thầm lầm trầm chầm "
    "ngùn giần sần rợn dờn rờn chờn phần tần bần vờ chập lắt bắt nhắt nheo teo veo reo hiu "
    "liu thiu riu chiu tiu xíu díu nhíu líu níu".split()
)

# Words whose first syllable another word often ends with: the doubling is the seam of the two.
_SEAMS = frozenset(
    "phòng chống|phòng ngừa|phòng thủ|phòng cháy|phòng không|phòng dịch|phòng vệ|phòng hộ|"
    "huy động|huy chương|huy hiệu|huy hoàng|sinh sống|sinh năm|sinh hoạt|sinh viên|sinh ra|"
    "sinh kế|sinh trưởng|sinh lợi|sinh thái|sinh học|sinh con|sinh ngày|sinh tại|dân tộc|"
    "dân quân|dân cư|dân chủ|dân sinh|dân vận|dân trí|dân phòng|dân bản|quan trọng|quan tâm|"
    "quan hệ|quan sát|quan điểm|quan trắc|triển khai|triển lãm|triển vọng|truyền thống|"
    "truyền thông|truyền hình|truyền đạt|truyền tải|truyền thanh|hợp tác|hợp đồng|hợp lý|"
    "hợp pháp|hợp nhất|hợp thành|vệ sinh|vệ quốc|vệ binh|gia nhập|gia đình|gia tăng|gia cố|"
    "gia súc|gia cầm|gia hạn|hội nhập|hội nghị|hội đồng|hội viên|hội thảo|hội đàm|hội tụ|"
    "hội thi|hội quân|chức năng|chức vụ|chức trách|chức danh|tác chiến|tác động|tác phẩm|"
    "tác giả|tác nghiệp|tác hại|tác phong|xuất khẩu|xuất nhập|xuất cảnh|xuất bản|xuất hiện|"
    "xuất phát|xuất sắc|xuất quân|nhập cảnh|nhập khẩu|nhập ngũ|nhập học|tra cứu|tra khảo|"
    "cứu hộ|cứu nạn|cứu trợ|cứu giúp|quyền lợi|quyền hạn|quyền lực|quyền năng|vị trí|vị thế|"
    "đội hình|đội ngũ|đội trưởng|đội viên|đội mũ|đội phó|đội tuyển|trưởng thành|trưởng phòng|"
    "trưởng ban|trưởng bản|trưởng thôn|trưởng đoàn|viên chức|chính trị|chính sách|"
    "chính quyền|chính thức|chính xác|chính ủy|chính phủ|chính đáng|trị giá|trị bệnh|trị an|"
    "tế nhị|tế bào|bộ đội|bộ phận|bộ trưởng|bộ máy|quân đội|quân sự|quân dân|quân nhân|"
    "quân khu|quân y|quân số|quân chủng|công tác|công dân|công an|công việc|công trình|"
    "công nghệ|công nhân|công cuộc|công ty|công bố|đồng bào|đồng chí|đồng đội|đồng thời|"
    "đồng hành|đồng loạt|đồng ý|đồng lòng|đồng bộ|động viên|động lực|động đất|động vật|"
    "động thái|lực lượng|lượng mưa|lượng giá|tâm lý|tâm huyết|tâm sự|tâm tư|tâm linh|"
    "trung tâm|trung ương|trung đoàn|trung thực|trung bình|đoàn kết|đoàn viên|đoàn thể|"
    "đoàn công|kết quả|kết hợp|kết nghĩa|kết luận|kết nối|kết nạp|kết thúc|khai thác|"
    "khai mạc|khai báo|khai giảng|thông tin|thông qua|thông báo|thông điệp|thông suốt|"
    "tin tưởng|tin nhắn|tin tức|tin cậy|tưởng niệm|tưởng nhớ|niệm phật|chủ động|chủ trì|"
    "chủ tịch|chủ trương|chủ quyền|chủ yếu|chủ nhiệm|chủ nhật|chủ đề|chủ quan|trì hoãn|"
    "nhiệm vụ|nhiệm kỳ|vụ án|vụ việc|vụ mùa|vụ trưởng|án mạng|án phạt|phạm tội|phạm vi|"
    "phạm nhân|pháp luật|pháp lý|pháp lệnh|luật sư|luật pháp|lý do|lý luận|lý tưởng|lệnh bắt|"
    "lệnh truy|truy nã|truy quét|truy tố|truy bắt|giới thiệu|giới hạn|giới trẻ|biên giới|"
    "biên phòng|biên cương|biên chế|biên soạn|cương quyết|cương lĩnh|quyết tâm|quyết định|"
    "quyết liệt|quyết thắng|định hướng|định kỳ|định mức|định cư|hướng dẫn|hướng tới|hướng về|"
    "hướng nghiệp|dẫn đầu|dẫn đến|dẫn đường|đầu tư|đầu tiên|tư tưởng|tư vấn|tư lệnh|tư liệu|"
    "tư pháp|vấn đề|đề nghị|đề xuất|đề cao|đề ra|đề án|nghị định|nghị lực|nghị quyết|lực sĩ|"
    "sĩ quan|sĩ tử|tử vong|bản làng|bản đồ|bản thân|bản sắc|thôn bản|đồ dùng|đồ chơi|"
    "thân thiện|thân nhân|thân thiết|thân nhiệt|nhân dân|nhân viên|nhân dịp|nhân rộng|"
    "nhân đạo|nhân chứng|nhân lực|nhân loại|đạo đức|đạo lý|đức tin|tính mạng|tính toán|"
    "tính đến|mạng lưới|mạng xã|tài sản|tài liệu|tài nguyên|tài chính|sản xuất|sản phẩm|"
    "sản lượng|phẩm chất|chất lượng|chất vấn|chất ma|chất nổ|hành quân|hành trình|hành động|"
    "hành vi|hành chính|hành khách|hành lang|trình diễn|trình độ|trình bày|trình báo|độ cao|"
    "độ ẩm|điểm sáng|điểm tựa|điểm trường|điểm chốt|trường học|trường hợp|trường tiểu|"
    "học tập|học sinh|học viên|học bổng|tập trung|tập huấn|tập thể|tập quán|huấn luyện|"
    "luyện tập|thể thao|thể hiện|thể dục|hiện nay|hiện tại|hiện trường|hiện vật|vật chất|"
    "vật liệu|vật tư|vật nuôi|liệu pháp|y tế|y bác|y tá|dự án|dự kiến|dự báo|dự lễ|kiến nghị|"
    "kiến thức|kiến trúc|thức ăn|báo cáo|báo chí|báo động|báo tin|cáo buộc|chí minh|chí khí|"
    "minh bạch|minh chứng|bạch đằng|tổ chức|tổ trưởng|tổ quốc|tổ tuần|tổ công|quốc gia|"
    "quốc tế|quốc phòng|quốc lộ|quốc hội|quốc kỳ|kỳ họp|kỳ vọng|kỳ thi|kỳ nghỉ|hải quân|"
    "hải quan|hải đảo|hải sản|hải trình|đảo xa|sự kiện|sự việc|sự nghiệp|nghiệp vụ|"
    "thương mại|thương binh|mại dâm|tội phạm|tội danh|giao thông|giao lưu|giao nhận|"
    "giao nhiệm|giao ban|nhận thức|nhận định|nhận được|nhận thấy|thủ đoạn|thủ tục|thủ trưởng|"
    "thủ đô|tục lệ|hóa chất|hóa đơn|hóa học|hóa trang|văn hóa|văn phòng|văn bản|văn nghệ|"
    "nghệ thuật|nghệ nhân|nghệ sĩ|thuật toán|ý thức|ý chí|ý nghĩa|ý kiến|nghĩa vụ|nghĩa tình|"
    "tình hình|tình nguyện|tình cảm|tình quân|tình báo|hình ảnh|hình thức|hình thành|"
    "thành lập|thành công|thành phố|thành viên|thành tích|thành tựu|lập công|lập biên|"
    "lập nghiệp|tích cực|tích lũy|cực kỳ|cảnh sát|cảnh báo|cảnh giác|cảnh quan|sát cánh|"
    "sát hại|sát hạch|trạm gác|trạm y|trạm kiểm|kiểm tra|kiểm soát|kiểm lâm|soát xét|lâm sản|"
    "lâm nghiệp".split("|")
)

_SYLLABLE = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[ \u00a0]+")
_PAIR = re.compile(r"(?<!\w)([^\W\d_]+)([ \u00a0]+)(\1)(?!\w)", re.IGNORECASE)
_WORD_TWICE = re.compile(
    r"(?<!\w)([^\W\d_]+)([ \u00a0]+)([^\W\d_]+)[ \u00a0]+\1\2\3(?!\w)", re.IGNORECASE
)
# “từng bước từng bước”
_ONE_BY_ONE = frozenset("từng mỗi hàng càng vừa lúc khi nửa bên".split())
_ONSET = re.compile(r"ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx]", re.IGNORECASE)


def doubled(line: str) -> Iterator[tuple[int, int]]:
    """Where a word stands twice by mistake. Time linear in the line."""
    for found in _PAIR.finditer(line):
        if _is_slip(line, found):
            yield found.span()
    for found in _WORD_TWICE.finditer(line):
        if _is_slip_of_two(found[1].lower(), found[3].lower()):
            yield found.span()


def _is_slip(line: str, found: re.Match[str]) -> bool:
    first, _gap, second = found.groups()
    word = first.lower()
    if word in ALWAYS_WRONG:
        return True
    if word in REDUPLICATED or len(word) == 1 or _is_name(first, second):
        return False
    before, after = _word_before(line, found.start()), _words_after(line, found.end())
    if len(after) > 1 and after[0] == after[1]:
        return False  # đường đường chính chính
    if before[:1] == before[1:2] != []:
        return False  # the second half of it
    if first[0].isupper() and not _begins_large(line, found.start()):
        return True  # a name begins here, so nothing ends: “đồn Biên biên phòng”
    return not (after and before and f"{word} {after[0]}" in _SEAMS)


def _is_name(first: str, second: str) -> bool:
    """“Trung Trung Bộ”, “thung lũng Lũng Pô”; not where all is written large."""
    return second[0].isupper() and not (first.isupper() and second.isupper())


def _begins_large(line: str, end: int) -> bool:
    """Whether the word before is a name, as far as a capital tells."""
    before = line[max(0, end - 40) : end].rstrip(" \u00a0")
    return before.rpartition(" ")[2][:1].isupper()


def _is_slip_of_two(one: str, two: str) -> bool:
    """“rì rào rì rào” sounds like itself; “từng nhà từng nhà” counts."""
    if one == two or one in _ONE_BY_ONE or {one, two} <= REDUPLICATED:
        return False
    onsets = [found[0] if (found := _ONSET.match(word)) else "" for word in (one, two)]
    return onsets[0] != onsets[1]


def _words_after(line: str, end: int) -> list[str]:
    """The next two words, with nothing but spaces, or one comma, between."""
    words: list[str] = []
    for _n in range(2):
        gap = re.compile(r"[ \u00a0]*,?[ \u00a0]+").match(line, end)
        word = _SYLLABLE.match(line, gap.end()) if gap else None
        if word is None:
            break
        words.append(word[0].lower())
        end = word.end()
    return words


def _word_before(line: str, start: int) -> list[str]:
    """The two words before, the nearer first."""
    words = _GAP.split(line[max(0, start - 40) : start].rstrip(" \u00a0"))
    return [word.lower() for word in reversed(words[-2:]) if _SYLLABLE.fullmatch(word)]
