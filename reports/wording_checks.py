"""What people read of each check: what is wrong, what was expected, what to do. One entry a check id."""

from dataclasses import dataclass

from reports.wording_layout import LAYOUT_CHECKS


@dataclass(frozen=True, slots=True)
class CheckWording:
    """One check in words: `title` says what is wrong, `expected` what should stand there, `todo` what to do."""

    title: str
    expected: str
    todo: str


_RESEND = "Sửa ngay trên tệp và gửi lại; lần tổng hợp kế tiếp sẽ tự động đọc lại."

CHECKS: dict[str, CheckWording] = {
    "FIL-001": CheckWording(
        "Không mở được nơi để hồ sơ",
        "Thư mục gửi hồ sơ của đơn vị tồn tại và truy cập được.",
        "Kiểm tra lại địa chỉ thư mục, quyền truy cập; báo bộ phận tiếp nhận của Tổng Liên đoàn nếu đã đổi nơi gửi.",
    ),
    "FIL-002": CheckWording(
        "Thư mục không có tệp nào",
        "Có ít nhất một bảng tổng hợp sáng kiến.",
        "Đặt bảng tổng hợp vào đúng thư mục của đơn vị. Số liệu đã nhận trước đây (nếu có) vẫn được giữ.",
    ),
    "FIL-003": CheckWording(
        "Tệp không phải bảng tính",
        "Bảng tính Excel (.xlsx, .xls, .xlsb), OpenDocument (.ods) hoặc CSV, không nén.",
        "Gửi bảng tổng hợp dưới dạng bảng tính. Tệp nén (.zip, .rar, .7z): giải nén rồi đặt từng bảng tính vào thư mục. "
        "Bản Word, PDF hoặc ảnh chụp không được đọc vào số liệu: chép bảng sang Excel rồi gửi lại.",
    ),
    "FIL-004": CheckWording(
        "Tệp bị hỏng, không đọc được",
        "Tệp mở được bình thường bằng Excel.",
        "Mở tệp trên máy, lưu lại thành tệp .xlsx mới rồi gửi lại; nếu không mở được, lấy lại từ bản gốc.",
    ),
    "FIL-005": CheckWording(
        "Tệp có đặt mật khẩu",
        "Tệp không đặt mật khẩu mở.",
        "Bỏ mật khẩu mở tệp rồi gửi lại. Không gửi mật khẩu qua thư điện tử.",
    ),
    "FIL-006": CheckWording(
        "Bảng tính trống",
        "Có ít nhất một trang tính có dữ liệu.",
        "Kiểm tra xem có gửi nhầm tệp hay không, rồi gửi lại tệp có dữ liệu.",
    ),
    "FIL-007": CheckWording(
        "Tệp quá lớn hoặc quá phức tạp, việc đọc phải dừng giữa chừng",
        "Tệp đọc được trong giới hạn về dung lượng, bộ nhớ và thời gian.",
        "Xóa hình ảnh, định dạng thừa và các dòng, cột trống ở xa; hoặc chia thành nhiều tệp rồi gửi lại.",
    ),
    "FIL-008": CheckWording(
        "Nội dung giống hệt một tệp khác của đơn vị",
        "Mỗi tệp chỉ gửi một lần.",
        "Không phải làm gì nếu gửi trùng: tệp chỉ được tính một lần. Nếu gửi nhầm, hãy thay bằng tệp đúng.",
    ),
    "FIL-009": CheckWording(
        "Tệp đã gửi trước đây nay không còn; số liệu của tệp vẫn được giữ",
        "Tệp đã gửi vẫn còn trong thư mục, hoặc được thay bằng tệp mới.",
        "Nếu cố ý rút tệp, gửi văn bản đề nghị để Tổng Liên đoàn rút số liệu; nếu không, đặt lại tệp vào thư mục.",
    ),
    "FIL-010": CheckWording(
        "Bản gửi lần này chưa được tiếp nhận; bản đạt yêu cầu gần nhất vẫn được tính",
        "Bản mới không còn lỗi thuộc loại không tiếp nhận tệp.",
        "Sửa các lỗi của tệp nêu trong báo cáo này rồi gửi lại.",
    ),
    "FIL-011": CheckWording(
        "Số lượng thay đổi bất thường so với lần trước; hồ sơ lần trước vẫn được tính",
        "Số lượng tăng, giảm trong mức cho phép giữa hai lần tổng hợp.",
        "Kiểm tra xem có gửi thiếu, gửi nhầm tệp hay không; nếu số liệu đúng, báo Tổng Liên đoàn xác nhận.",
    ),
    "FIL-012": CheckWording(
        "Phần mềm gặp lỗi khi đọc tệp",
        "Phần mềm đọc được mọi tệp bảng tính hợp lệ.",
        "Lỗi thuộc về phần mềm, đơn vị chưa cần sửa gì; đề nghị bộ phận tiếp nhận chuyển tên tệp cho nhóm kỹ thuật.",
    ),
    "SHT-002": CheckWording(
        "Trang tính có nhiều hơn một bảng có thể đọc",
        "Mỗi trang tính chỉ có một bảng sáng kiến.",
        "Xem bảng đã được chọn có đúng không; nếu không, tách mỗi bảng ra một trang tính.",
    ),
    "SHT-004": CheckWording(
        "Cột chưa nhận biết được",
        "Tiêu đề cột theo mẫu hoặc theo cách gọi thường dùng.",
        "Nếu cột cần cho việc tổng hợp, đổi tiêu đề theo mẫu; nếu không, có thể để nguyên: cột này không được đọc.",
    ),
    "SHT-005": CheckWording(
        "Trang tính ẩn không được tính",
        "Trang tính có sáng kiến cần tổng hợp phải hiển thị.",
        "Nếu trang này có sáng kiến cần tính, bỏ ẩn rồi gửi lại; nếu là bản nháp, nên xóa khỏi tệp.",
    ),
    "SHT-006": CheckWording(
        "Không có cột đánh dấu bí mật công nghệ; toàn bộ trang được xử lý như bí mật",
        "Một cột “Bí mật công nghệ” ghi Có hoặc Không cho từng sáng kiến.",
        "Thêm cột này, hoặc xác nhận bằng văn bản rằng danh sách không có bí mật công nghệ.",
    ),
    "SHT-007": CheckWording(
        "Hai cột cùng chỉ một nội dung",
        "Mỗi nội dung chỉ có một cột.",
        "Giữ lại một cột, hoặc đặt tiêu đề cho rõ sự khác nhau giữa hai cột.",
    ),
    "SHT-008": CheckWording(
        "Trang tính không có bảng sáng kiến",
        "Trang tính có bảng sáng kiến, hoặc không có trang này trong tệp.",
        "Không phải làm gì nếu đây là trang bìa hay trang ghi chú.",
    ),
    "INI-001": CheckWording(
        "Thiếu tên sáng kiến; dòng không được tiếp nhận",
        "Tên đầy đủ của sáng kiến.",
        "Ghi tên sáng kiến vào ô này. " + _RESEND,
    ),
    "INI-002": CheckWording(
        "Tên sáng kiến chỉ là chữ điền tạm",
        "Tên nói rõ giải pháp; không dùng “sáng kiến 1”, “như trên”, “đang cập nhật”.",
        "Ghi tên thật của sáng kiến.",
    ),
    "INI-003": CheckWording(
        "Chưa nêu tác giả",
        "Họ và tên tác giả hoặc các đồng tác giả.",
        "Bổ sung tác giả (trừ sáng kiến thuộc bí mật công nghệ).",
    ),
    "INI-004": CheckWording(
        "Chưa nêu đơn vị công tác",
        "Tên cơ quan, doanh nghiệp hoặc CĐCS nơi tác giả làm việc.",
        "Bổ sung đơn vị công tác (trừ sáng kiến thuộc bí mật công nghệ).",
    ),
    "INI-005": CheckWording(
        "Chưa nêu thời gian áp dụng",
        "Ngày, tháng hoặc khoảng thời gian áp dụng, ví dụ 15/03/2021.",
        "Bổ sung thời gian áp dụng. Sáng kiến vẫn được tính trong khi chờ bổ sung.",
    ),
    "INI-006": CheckWording(
        "Không đọc được thời gian áp dụng",
        "Ngày/tháng/năm (15/03/2021), tháng/năm (03/2021) hoặc “từ ... đến ...”.",
        "Ghi lại thời gian áp dụng theo một trong các cách trên.",
    ),
    "INI-007": CheckWording(
        "Áp dụng hoàn toàn ngoài thời gian của chương trình; không được tính",
        "Thời gian áp dụng có phần nằm trong thời gian của chương trình.",
        "Kiểm tra lại thời gian áp dụng; nếu ghi nhầm thì sửa và gửi lại.",
    ),
    "INI-008": CheckWording(
        "Chưa nêu ngày đăng ký",
        "Ngày đăng ký hoặc ngày cập nhật sáng kiến.",
        "Bổ sung ngày đăng ký. Sáng kiến vẫn được tính trong khi chờ bổ sung.",
    ),
    "INI-009": CheckWording(
        "Không đọc được ngày đăng ký",
        "Ngày/tháng/năm, ví dụ 20/03/2021.",
        "Ghi lại ngày đăng ký theo ngày/tháng/năm.",
    ),
    "INI-010": CheckWording(
        "Đăng ký sau ngày cuối của chương trình hoặc sau ngày chốt số liệu; không được tính",
        "Ngày đăng ký không muộn hơn ngày cuối của chương trình và ngày chốt số liệu.",
        "Kiểm tra lại ngày đăng ký; nếu ghi nhầm thì sửa và gửi lại.",
    ),
    "INI-011": CheckWording(
        "Đăng ký trước ngày bắt đầu chương trình",
        "Ngày đăng ký từ ngày bắt đầu chương trình.",
        "Kiểm tra lại ngày đăng ký. Sáng kiến vẫn được tính trong khi chờ kiểm tra.",
    ),
    "INI-012": CheckWording(
        "Sáng kiến ghi rõ là không được công nhận; không được tính",
        "Sáng kiến đã được công đoàn cùng người sử dụng lao động thẩm định, công nhận.",
        "Nếu đã được công nhận, sửa lại cột kết quả; nếu không, đưa ra khỏi danh sách.",
    ),
    "INI-013": CheckWording(
        "Chưa nêu khối hoặc khối không rõ",
        "Một trong ba khối: Hành chính sự nghiệp, Doanh nghiệp, Cán bộ công đoàn.",
        "Ghi khối theo một trong ba tên trên.",
    ),
    "INI-014": CheckWording(
        "Không đọc được giá trị làm lợi",
        "Một số tiền kèm đơn vị, ví dụ 94.090.000 đồng hoặc 15,9 tỷ đồng.",
        "Ghi lại giá trị làm lợi bằng số và đơn vị tiền. Giá trị này tạm thời không cộng vào tổng.",
    ),
    "INI-015": CheckWording(
        "Đơn vị tiền của giá trị làm lợi chưa rõ",
        "Ghi rõ đồng, nghìn đồng, triệu đồng hay tỷ đồng trong ô hoặc ở tiêu đề cột.",
        "Xem giá trị đã hiểu có đúng không; nếu không, ghi rõ đơn vị tiền.",
    ),
    "INI-016": CheckWording(
        "Giá trị làm lợi lớn hoặc nhỏ bất thường, có thể nhầm đơn vị tiền",
        "Giá trị làm lợi của một sáng kiến ở mức hợp lý.",
        "So với hồ sơ gốc; nếu nhầm đồng với triệu đồng thì sửa theo giá trị đề xuất.",
    ),
    "INI-017": CheckWording(
        "Không nhận biết được hình thức khen thưởng",
        "Ví dụ: Giấy khen CĐCS, Bằng khen LĐLĐ tỉnh, Bằng Lao động sáng tạo.",
        "Ghi tên hình thức khen thưởng và cấp khen thưởng; để trống nếu chưa được khen thưởng.",
    ),
    "INI-018": CheckWording(
        "Ô báo lỗi của Excel",
        "Giá trị bình thường, không phải #N/A, #REF!, #VALUE!, ...",
        "Sửa công thức hoặc ghi trực tiếp giá trị vào ô.",
    ),
    "INI-019": CheckWording(
        "Ô có công thức nhưng không có kết quả kèm theo",
        "Kết quả của công thức được lưu trong tệp.",
        "Mở tệp bằng Excel, lưu lại; hoặc sao chép rồi dán dạng giá trị.",
    ),
    "INI-020": CheckWording(
        "Dấu bí mật công nghệ không rõ; được xử lý như bí mật",
        "Ghi Có hoặc Không.",
        "Ghi lại Có hoặc Không ở cột bí mật công nghệ.",
    ),
    "INI-021": CheckWording(
        "Dòng đang bị ẩn nhưng vẫn được tính",
        "Dòng cần tính thì hiển thị, dòng không cần thì xóa.",
        "Bỏ ẩn nếu là sáng kiến cần tính; xóa dòng nếu không.",
    ),
    "INI-022": CheckWording(
        "Chữ viết bằng bảng mã cũ (TCVN3, VNI), chưa đọc được chắc chắn",
        "Chữ Việt theo bảng mã Unicode.",
        "Chuyển ô này sang Unicode (phông Times New Roman) hoặc gõ lại.",
    ),
    "INI-023": CheckWording(
        "Cùng một tên sáng kiến lặp lại nhiều dòng liền nhau",
        "Mỗi sáng kiến một dòng, tên riêng của mình.",
        "Nếu là kéo ô chép nhầm, ghi lại tên đúng; nếu là đồng tác giả, gộp vào một dòng.",
    ),
    "INI-024": CheckWording(
        "Chưa nêu lĩnh vực hoặc lĩnh vực không rõ",
        "Lĩnh vực của sáng kiến, ví dụ giáo dục, y tế, công nghiệp - kỹ thuật.",
        "Bổ sung lĩnh vực. Sáng kiến vẫn được tính.",
    ),
    "INI-025": CheckWording(
        "Ngày tháng chỉ nêu chung hoặc có thể hiểu nhiều cách",
        "Ngày/tháng/năm đầy đủ, ngày đứng trước tháng.",
        "Xem cách hiểu đã nêu có đúng không; nếu không, ghi lại đủ ngày/tháng/năm.",
    ),
    "INI-026": CheckWording(
        "Mã dòng không khớp với dòng nào đang lưu",
        "Mã dòng giữ nguyên như trong tệp trả về gần nhất của chính đơn vị.",
        "Chép lại đúng mã dòng từ tệp trả về, hoặc xóa mã và ghi lại đủ các cột của dòng này.",
    ),
    "INI-027": CheckWording(
        "Ngày đăng ký chỉ nêu chung hoặc có thể hiểu nhiều cách",
        "Ngày/tháng/năm đầy đủ, ngày đứng trước tháng, ví dụ 20/03/2021.",
        "Xem cách hiểu đã nêu có đúng không; nếu không, ghi lại đủ ngày/tháng/năm.",
    ),
}
CHECKS |= {check_id: CheckWording(*words) for check_id, words in LAYOUT_CHECKS.items()}
_UNKNOWN = CheckWording("Trường hợp cần kiểm tra", "Theo hướng dẫn của chương trình.", "Liên hệ bộ phận tiếp nhận.")


def check_wording(check_id: str) -> CheckWording:
    """The words of a check; a general sentence for an id that has none yet."""
    return CHECKS.get(check_id, _UNKNOWN)
