"""The words of the workbook that federations may adopt. What stands at the cells of the list (headers, notes, messages)
holds no word that reads as a mark of secrecy, but for the header of the column that asks for one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column: its header, how it is filled in, an example, how wide it is; `choices` names its list, `kind` is
    "text", "money", "applied" or "registered"."""

    header: str
    how: str
    example: str
    width: float
    needed: bool = False
    choices: str = ""
    kind: str = "text"


COLUMNS: tuple[TemplateColumn, ...] = (
    TemplateColumn("STT", "Số thứ tự: 1, 2, 3, ...", "1", 6),
    TemplateColumn(
        "Tên sáng kiến", "Tên đầy đủ, nói rõ giải pháp. Mỗi sáng kiến một dòng.",
        "Cải tiến bộ gá hàn khung xe, giảm thời gian lắp", 44, needed=True,
    ),
    TemplateColumn(
        "Tác giả", "Họ và tên; nhiều tác giả thì cách nhau bằng dấu chấm phẩy.", "Nguyễn Văn An; Trần Thị Bình", 26,
        needed=True,
    ),
    TemplateColumn("Chức vụ", "Chức vụ của tác giả chính, nếu có.", "Tổ trưởng", 16),
    TemplateColumn(
        "Đơn vị công tác", "Cơ quan, doanh nghiệp hoặc CĐCS nơi tác giả làm việc.", "Công ty cổ phần Cơ khí Sông Lam",
        28, needed=True,
    ),
    TemplateColumn(
        "Công đoàn cấp trên trực tiếp", "Công đoàn quản lý trực tiếp CĐCS của tác giả.",
        "Công đoàn các Khu công nghiệp", 26,
    ),
    TemplateColumn("Khối", "Chọn trong danh sách.", "Doanh nghiệp", 18, needed=True, choices="sectors"),
    TemplateColumn("Lĩnh vực", "Chọn trong danh sách.", "Công nghiệp - kỹ thuật", 22, needed=True, choices="fields"),
    TemplateColumn(
        "Nội dung sáng kiến", "Tóm tắt giải pháp trong vài câu.", "Dùng đồ gá xoay thay cho lật tay từng khung.", 40
    ),
    TemplateColumn(
        "Hiệu quả", "Tóm tắt hiệu quả kinh tế, xã hội.", "Giảm 20 phút mỗi khung, giảm 3 % phế phẩm.", 32
    ),
    TemplateColumn(
        "Giá trị làm lợi (triệu đồng)", "Chỉ ghi số, đơn vị tính là triệu đồng; để trống nếu không tính được.", "94,5",
        15, kind="money",
    ),
    TemplateColumn(
        "Áp dụng từ (ngày)", "Ngày bắt đầu áp dụng, ghi ngày/tháng/năm.", "15/03/2021", 14, needed=True, kind="applied"
    ),
    TemplateColumn(
        "Áp dụng đến (ngày)", "Ngày kết thúc áp dụng; để trống nếu còn đang áp dụng.", "", 14, kind="applied"
    ),
    TemplateColumn(
        "Ngày đăng ký", "Ngày đăng ký hoặc cập nhật sáng kiến, ghi ngày/tháng/năm.", "20/03/2021", 14, needed=True,
        kind="registered",
    ),
    TemplateColumn(
        "Kết quả công nhận", "Chọn trong danh sách.", "Được công nhận", 18, choices="recognitions"
    ),
    TemplateColumn(
        "Khen thưởng", "Mức khen thưởng cao nhất đã có; để trống nếu chưa được khen thưởng.", "Giấy khen CĐCS", 26,
        choices="awards",
    ),
    TemplateColumn(
        "Đề cử", "Sáng kiến đề nghị Tổng Liên đoàn biểu dương: chọn Xuất sắc hoặc Tiêu biểu; để trống nếu không đề cử.",
        "Tiêu biểu", 14, choices="nominations",
    ),
    TemplateColumn(
        "Bí mật công nghệ",
        "Chọn Có hoặc Không cho từng dòng.", "Không", 14, needed=True, choices="yes_no",
    ),
    TemplateColumn("Ghi chú", "Điều cần nói thêm, nếu có.", "", 24),
)  # fmt: skip

TEMPLATE: dict[str, str] = {
    "list": "Danh sách sáng kiến",
    "guide": "Hướng dẫn",
    "lists": "Danh mục",
    "above": "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM",
    "no_federation": "ĐƠN VỊ: ....................................",
    "title": "DANH SÁCH SÁNG KIẾN",
    "campaign": "Chương trình: {campaign}",
    "needed": "Bắt buộc",
    "optional": "Nếu có",
    "guide_heading": "{mark} - HƯỚNG DẪN ĐIỀN BẢNG",
    "guide_steps": "Cách làm",
    "guide_columns": "Từng cột",
    "guide_example": "Ví dụ: {example}",
    "lists_heading": "{mark} - DANH MỤC DÙNG CHO CÁC Ô CHỌN",
    "window": "Từ {first} đến {last}.",
    "wrong_choice": "Đề nghị chọn một mục trong danh sách (bấm mũi tên bên phải ô).",
    "wrong_day": "Ngày nằm ngoài thời gian của chương trình ({first} - {last}) hoặc không phải ngày/tháng/năm.",
    "wrong_money": "Chỉ ghi số, đơn vị tính là triệu đồng (ví dụ 94,5 là 94 triệu 500 nghìn đồng).",
    "yes_or_no": "Có hay Không",
    "wrong": "Xem lại ô này",
}

STEPS: tuple[str, ...] = (
    "1. Ghi vào trang “Danh sách sáng kiến”, mỗi sáng kiến một dòng, bắt đầu ngay dưới dòng tiêu đề.",
    "2. Không đổi tên, không thêm, bớt, gộp các cột; không để dòng trống giữa bảng; không dùng công thức.",
    "3. Khối, lĩnh vực, khen thưởng, kết quả, bí mật công nghệ: chọn trong danh sách có sẵn của ô.",
    "4. Sáng kiến là bí mật công nghệ: chọn “Có”, chỉ cần ghi tên, tóm tắt hiệu quả và khen thưởng (nếu có); "
    "các cột khác để trống. Không ghi nội dung bí mật vào bất kỳ ô nào, kể cả ghi chú.",
    "5. Không ghi số điện thoại, ngày sinh, số giấy tờ tùy thân, địa chỉ của tác giả.",
    "6. Lưu dạng .xlsx, không đặt mật khẩu, gửi vào đúng thư mục của đơn vị trước hạn {deadline}.",
    "7. Sau mỗi lần tổng hợp, xem báo cáo kiểm tra và bảng trả lại: các ô cần sửa đã được tô màu.",
)

NOMINATIONS: tuple[str, ...] = ("Xuất sắc", "Tiêu biểu")
RECOGNITIONS: tuple[str, ...] = ("Được công nhận", "Đang xét")
YES_NO: tuple[str, ...] = ("Không", "Có")
LIST_NAMES: dict[str, str] = {
    "sectors": "Các khối",
    "fields": "Các lĩnh vực",
    "recognitions": "Các kết quả",
    "awards": "Các mức khen thưởng",
    "nominations": "Đề cử",
    "yes_no": "Có hoặc không",
}
