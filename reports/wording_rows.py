"""What people read of the checks of rows: what is wrong, what was expected, what to do."""

ROW_WORDS: dict[str, tuple[str, str, str]] = {
    "INI-001": (
        "Thiếu tên sáng kiến; dòng không được tiếp nhận",
        "Tên đầy đủ của sáng kiến.",
        "Ghi tên sáng kiến vào ô này. Sửa ngay trên tệp và gửi lại; lần tổng hợp kế tiếp sẽ tự động đọc lại.",
    ),
    "INI-002": (
        "Tên sáng kiến chỉ là chữ điền tạm",
        "Tên nói rõ giải pháp; không dùng “sáng kiến 1”, “như trên”, “đang cập nhật”.",
        "Ghi tên thật của sáng kiến.",
    ),
    "INI-003": (
        "Chưa nêu tác giả",
        "Họ và tên tác giả hoặc các đồng tác giả.",
        "Bổ sung tác giả (trừ sáng kiến thuộc bí mật công nghệ).",
    ),
    "INI-004": (
        "Chưa nêu đơn vị công tác",
        "Tên cơ quan, doanh nghiệp hoặc CĐCS nơi tác giả làm việc.",
        "Bổ sung đơn vị công tác (trừ sáng kiến thuộc bí mật công nghệ).",
    ),
    "INI-005": (
        "Chưa nêu thời gian áp dụng",
        "Ngày, tháng hoặc khoảng thời gian áp dụng, ví dụ 15/03/2021.",
        "Bổ sung thời gian áp dụng. Sáng kiến vẫn được tính trong khi chờ bổ sung.",
    ),
    "INI-006": (
        "Không đọc được thời gian áp dụng",
        "Ngày/tháng/năm (15/03/2021), tháng/năm (03/2021) hoặc “từ ... đến ...”.",
        "Ghi lại thời gian áp dụng theo một trong các cách trên.",
    ),
    "INI-007": (
        "Áp dụng hoàn toàn ngoài thời gian của chương trình; không được tính",
        "Thời gian áp dụng có phần nằm trong thời gian của chương trình.",
        "Kiểm tra lại thời gian áp dụng; nếu ghi nhầm thì sửa và gửi lại.",
    ),
    "INI-008": (
        "Chưa nêu ngày đăng ký",
        "Ngày đăng ký hoặc ngày cập nhật sáng kiến.",
        "Bổ sung ngày đăng ký. Sáng kiến vẫn được tính trong khi chờ bổ sung.",
    ),
    "INI-009": (
        "Không đọc được ngày đăng ký",
        "Ngày/tháng/năm, ví dụ 20/03/2021.",
        "Ghi lại ngày đăng ký theo ngày/tháng/năm.",
    ),
    "INI-010": (
        "Đăng ký sau ngày cuối của chương trình hoặc sau ngày chốt số liệu; không được tính",
        "Ngày đăng ký không muộn hơn ngày cuối của chương trình và ngày chốt số liệu.",
        "Kiểm tra lại ngày đăng ký; nếu ghi nhầm thì sửa và gửi lại.",
    ),
    "INI-011": (
        "Đăng ký trước ngày bắt đầu chương trình",
        "Ngày đăng ký từ ngày bắt đầu chương trình.",
        "Kiểm tra lại ngày đăng ký. Sáng kiến vẫn được tính trong khi chờ kiểm tra.",
    ),
    "INI-012": (
        "Sáng kiến ghi rõ là không được công nhận; không được tính",
        "Sáng kiến đã được công đoàn cùng người sử dụng lao động thẩm định, công nhận.",
        "Nếu đã được công nhận, sửa lại cột kết quả; nếu không, đưa ra khỏi danh sách.",
    ),
    "INI-013": (
        "Chưa nêu khối hoặc khối không rõ",
        "Một trong ba khối: Hành chính sự nghiệp, Doanh nghiệp, Cán bộ công đoàn.",
        "Ghi khối theo một trong ba tên trên.",
    ),
    "INI-014": (
        "Không đọc được giá trị làm lợi",
        "Một số tiền kèm đơn vị, ví dụ 94.090.000 đồng hoặc 15,9 tỷ đồng.",
        "Ghi lại giá trị làm lợi bằng số và đơn vị tiền. Giá trị này tạm thời không cộng vào tổng.",
    ),
    "INI-015": (
        "Đơn vị tiền của giá trị làm lợi chưa rõ",
        "Ghi rõ đồng, nghìn đồng, triệu đồng hay tỷ đồng trong ô hoặc ở tiêu đề cột.",
        "Xem giá trị đã hiểu có đúng không; nếu không, ghi rõ đơn vị tiền.",
    ),
    "INI-016": (
        "Giá trị làm lợi lớn hoặc nhỏ bất thường, có thể nhầm đơn vị tiền",
        "Giá trị làm lợi của một sáng kiến ở mức hợp lý.",
        "So với hồ sơ gốc; nếu nhầm đồng với triệu đồng thì sửa theo giá trị đề xuất.",
    ),
    "INI-017": (
        "Không nhận biết được hình thức khen thưởng",
        "Ví dụ: Giấy khen CĐCS, Bằng khen LĐLĐ tỉnh, Bằng Lao động sáng tạo.",
        "Ghi tên hình thức khen thưởng và cấp khen thưởng; để trống nếu chưa được khen thưởng.",
    ),
    "INI-018": (
        "Ô báo lỗi của Excel",
        "Giá trị bình thường, không phải #N/A, #REF!, #VALUE!, ...",
        "Sửa công thức hoặc ghi trực tiếp giá trị vào ô.",
    ),
    "INI-019": (
        "Ô có công thức nhưng không có kết quả kèm theo",
        "Kết quả của công thức được lưu trong tệp.",
        "Mở tệp bằng Excel, lưu lại; hoặc sao chép rồi dán dạng giá trị.",
    ),
    "INI-020": (
        "Dấu bí mật công nghệ không rõ; được xử lý như bí mật",
        "Ghi Có hoặc Không.",
        "Ghi lại Có hoặc Không ở cột bí mật công nghệ.",
    ),
    "INI-021": (
        "Dòng đang bị ẩn nhưng vẫn được tính",
        "Dòng cần tính thì hiển thị, dòng không cần thì xóa.",
        "Bỏ ẩn nếu là sáng kiến cần tính; xóa dòng nếu không.",
    ),
    "INI-022": (
        "Chữ viết bằng bảng mã cũ (TCVN3, VNI), chưa đọc được chắc chắn",
        "Chữ Việt theo bảng mã Unicode.",
        "Chuyển ô này sang Unicode (phông Times New Roman) hoặc gõ lại.",
    ),
    "INI-023": (
        "Cùng một tên sáng kiến lặp lại nhiều dòng liền nhau",
        "Mỗi sáng kiến một dòng, tên riêng của mình.",
        "Nếu là kéo ô chép nhầm, ghi lại tên đúng; nếu là đồng tác giả, gộp vào một dòng.",
    ),
    "INI-024": (
        "Chưa nêu lĩnh vực hoặc lĩnh vực không rõ",
        "Lĩnh vực của sáng kiến, ví dụ giáo dục, y tế, công nghiệp - kỹ thuật.",
        "Bổ sung lĩnh vực. Sáng kiến vẫn được tính.",
    ),
    "INI-025": (
        "Ngày tháng chỉ nêu chung hoặc có thể hiểu nhiều cách",
        "Ngày/tháng/năm đầy đủ, ngày đứng trước tháng.",
        "Xem cách hiểu đã nêu có đúng không; nếu không, ghi lại đủ ngày/tháng/năm.",
    ),
    "INI-026": (
        "Mã dòng không khớp với dòng nào đang lưu",
        "Mã dòng giữ nguyên như trong tệp trả về gần nhất của chính đơn vị.",
        "Chép lại đúng mã dòng từ tệp trả về, hoặc xóa mã và ghi lại đủ các cột của dòng này.",
    ),
    "INI-027": (
        "Ngày đăng ký chỉ nêu chung hoặc có thể hiểu nhiều cách",
        "Ngày/tháng/năm đầy đủ, ngày đứng trước tháng, ví dụ 20/03/2021.",
        "Xem cách hiểu đã nêu có đúng không; nếu không, ghi lại đủ ngày/tháng/năm.",
    ),
    "INI-030": (
        "Giá trị làm lợi lệch hẳn so với các dòng khác trong cột, có thể nhầm đồng với triệu đồng",
        "Các giá trị trong một cột ghi theo cùng một đơn vị tiền.",
        "So với hồ sơ gốc; nếu ghi nhầm đơn vị thì sửa theo giá trị đề xuất. Giá trị đã ghi chưa bị thay đổi.",
    ),
    "INI-031": (
        "Tên sáng kiến chỉ khác nhau ở số thứ tự, có thể do kéo ô",
        "Mỗi sáng kiến có tên riêng nói rõ giải pháp.",
        "Ghi tên thật của từng sáng kiến; nếu là các sáng kiến khác nhau thì giải trình.",
    ),
    "INI-032": (
        "Tên sáng kiến trùng với tên tác giả hoặc tên đơn vị",
        "Tên nói rõ giải pháp.",
        "Kiểm tra xem các cột có bị đặt lệch không; ghi lại tên sáng kiến.",
    ),
    "INI-033": (
        "Cùng một nội dung lặp lại ở nhiều dòng liền nhau",
        "Mỗi sáng kiến mô tả giải pháp riêng của mình.",
        "Nếu là kéo ô chép nhầm, ghi lại nội dung đúng; nếu là một sáng kiến, gộp vào một dòng.",
    ),
    "INI-040": (
        "Sáng kiến bí mật: tên, hiệu quả hoặc khen thưởng nhắc lại thông tin không công bố",
        "Tên sáng kiến, tóm tắt hiệu quả và khen thưởng không nêu tác giả, đơn vị, nội dung giải pháp.",
        "Viết lại ô này; nếu đồng ý công bố nguyên văn, ghi ở cột GIẢI TRÌNH. Phần nhắc lại tạm hiện là [...].",
    ),
    "INI-041": (
        "Tên và nội dung (hoặc hiệu quả) giống hệt sáng kiến của tác giả khác ở nơi khác, có thể là sao chép",
        "Mỗi sáng kiến do chính tác giả nêu tên tạo ra; tên và mô tả là của riêng sáng kiến đó.",
        "Đối chiếu hồ sơ gốc và giải trình: sáng kiến của ai, hay hai nơi cùng áp dụng. Dòng vẫn được tính.",
    ),
    "INI-042": (
        "Không nhận biết được ý ghi ở cột đề cử; sáng kiến chưa được coi là đề cử",
        "Ghi x hoặc Có nếu đề cử; hoặc ghi Xuất sắc, Tiêu biểu; để trống nếu không đề cử.",
        "Ghi lại theo một trong các cách trên.",
    ),
    "INI-045": (
        "Sáng kiến trước đây đã đánh dấu bí mật công nghệ, nay gửi lại không còn dấu; vẫn được giữ bí mật",
        "Việc bỏ dấu bí mật phải được người có trách nhiệm ở Tổng Liên đoàn xác nhận.",
        "Nếu thực sự không còn là bí mật, báo Ban tiếp nhận để xác nhận; nếu vẫn là bí mật, ghi lại Có ở cột bí mật.",
    ),
    "INI-034": (
        "Dòng ghi tiếp (cùng ô tên sáng kiến với dòng trên) có số liệu riêng, chưa được tính",
        "Số liệu của sáng kiến ghi ở dòng đầu; các dòng tiếp theo chỉ ghi thêm tác giả.",
        "Nếu là một sáng kiến, chuyển số liệu lên dòng đầu; nếu là sáng kiến khác, bỏ gộp ô và ghi tên riêng.",
    ),
}
