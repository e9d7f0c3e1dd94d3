"""What people read of the checks of files and sheets: what is wrong, what was expected, what to do."""

FILE_WORDS: dict[str, tuple[str, str, str]] = {
    "FIL-001": (
        "Không mở được nơi để hồ sơ",
        "Thư mục gửi hồ sơ của đơn vị tồn tại và truy cập được.",
        "Kiểm tra lại địa chỉ thư mục, quyền truy cập; báo bộ phận tiếp nhận của Tổng Liên đoàn nếu đã đổi nơi gửi.",
    ),
    "FIL-002": (
        "Thư mục không có tệp nào",
        "Có ít nhất một bảng tổng hợp sáng kiến.",
        "Đặt bảng tổng hợp vào đúng thư mục của đơn vị. Số liệu đã nhận trước đây (nếu có) vẫn được giữ.",
    ),
    "FIL-003": (
        "Tệp không phải bảng tính",
        "Bảng tính Excel (.xlsx, .xls, .xlsb), OpenDocument (.ods) hoặc CSV, không nén.",
        "Gửi bảng tổng hợp dưới dạng bảng tính. Tệp nén (.zip, .rar, .7z): giải nén rồi đặt từng bảng tính "
        "vào thư mục. Bản Word, PDF hoặc ảnh chụp không được đọc vào số liệu: chép bảng sang Excel rồi gửi "
        "lại.",
    ),
    "FIL-004": (
        "Tệp bị hỏng, không đọc được",
        "Tệp mở được bình thường bằng Excel.",
        "Mở tệp trên máy, lưu lại thành tệp .xlsx mới rồi gửi lại; nếu không mở được, lấy lại từ bản gốc.",
    ),
    "FIL-005": (
        "Tệp có đặt mật khẩu",
        "Tệp không đặt mật khẩu mở.",
        "Bỏ mật khẩu mở tệp rồi gửi lại. Không gửi mật khẩu qua thư điện tử.",
    ),
    "FIL-006": (
        "Bảng tính trống",
        "Có ít nhất một trang tính có dữ liệu.",
        "Kiểm tra xem có gửi nhầm tệp hay không, rồi gửi lại tệp có dữ liệu.",
    ),
    "FIL-007": (
        "Tệp quá lớn hoặc quá phức tạp, việc đọc phải dừng giữa chừng",
        "Tệp đọc được trong giới hạn về dung lượng, bộ nhớ và thời gian.",
        "Xóa hình ảnh, định dạng thừa và các dòng, cột trống ở xa; hoặc chia thành nhiều tệp rồi gửi lại.",
    ),
    "FIL-008": (
        "Nội dung giống hệt một tệp khác của đơn vị",
        "Mỗi tệp chỉ gửi một lần.",
        "Không phải làm gì nếu gửi trùng: tệp chỉ được tính một lần. Nếu gửi nhầm, hãy thay bằng tệp đúng.",
    ),
    "FIL-009": (
        "Tệp đã gửi trước đây nay không còn; số liệu của tệp vẫn được giữ",
        "Tệp đã gửi vẫn còn trong thư mục, hoặc được thay bằng tệp mới.",
        "Nếu cố ý rút tệp, gửi văn bản đề nghị để Tổng Liên đoàn rút số liệu; nếu không, đặt lại tệp vào thư mục.",
    ),
    "FIL-010": (
        "Bản gửi lần này chưa được tiếp nhận; bản đạt yêu cầu gần nhất vẫn được tính",
        "Bản mới không còn lỗi thuộc loại không tiếp nhận tệp.",
        "Sửa các lỗi của tệp nêu trong báo cáo này rồi gửi lại.",
    ),
    "FIL-011": (
        "Số lượng thay đổi bất thường so với lần trước; hồ sơ lần trước vẫn được tính",
        "Số lượng tăng, giảm trong mức cho phép giữa hai lần tổng hợp.",
        "Kiểm tra xem có gửi thiếu, gửi nhầm tệp hay không; nếu số liệu đúng, báo Tổng Liên đoàn xác nhận.",
    ),
    "FIL-012": (
        "Phần mềm gặp lỗi khi đọc tệp",
        "Phần mềm đọc được mọi tệp bảng tính hợp lệ.",
        "Lỗi thuộc về phần mềm, đơn vị chưa cần sửa gì; đề nghị bộ phận tiếp nhận chuyển tên tệp cho nhóm kỹ thuật.",
    ),
    "FIL-013": (
        "Chưa tải được tệp từ nơi để hồ sơ",
        "Tệp tải về được trọn vẹn và không bị sửa trong lúc tải.",
        "Kiểm tra quyền đọc, lưu và đóng tệp đang mở; lần tổng hợp kế tiếp sẽ tải lại. Số liệu đã nhận vẫn giữ.",
    ),
    "SHT-001": (
        "Không tìm thấy bảng sáng kiến trên trang tính",
        "Trong 40 dòng đầu của trang có một dòng tiêu đề cột gồm “Tên sáng kiến” và ít nhất hai cột khác, ví "
        "dụ “STT”, “Tác giả”, “Đơn vị công tác”; mỗi sáng kiến ghi trên một dòng bên dưới.",
        "Thêm dòng tiêu đề ngay trên dòng dữ liệu đầu tiên; nếu bảng đang để ngang (mỗi sáng kiến một cột) "
        "hoặc chỉ là bảng số liệu tổng hợp thì gửi danh sách từng sáng kiến theo dòng. Sửa ngay trên tệp và "
        "gửi lại; lần tổng hợp kế tiếp sẽ tự động đọc lại.",
    ),
    "SHT-002": (
        "Trang tính có nhiều hơn một bảng có thể đọc",
        "Mỗi trang tính chỉ có một bảng sáng kiến.",
        "Xem bảng đã được chọn có đúng không; nếu không, tách mỗi bảng ra một trang tính.",
    ),
    "SHT-003": (
        "Bảng không có cột tên sáng kiến",
        "Một cột ghi tên sáng kiến, tiêu đề như “Tên sáng kiến”, “Tên đề tài, giải pháp”.",
        "Thêm hoặc đặt lại tiêu đề cột tên sáng kiến; bảng số liệu tổng hợp nên để ở trang tính riêng. Sửa "
        "ngay trên tệp và gửi lại; lần tổng hợp kế tiếp sẽ tự động đọc lại.",
    ),
    "SHT-004": (
        "Cột chưa nhận biết được",
        "Tiêu đề cột theo mẫu hoặc theo cách gọi thường dùng.",
        "Nếu cột cần cho việc tổng hợp, đổi tiêu đề theo mẫu; nếu không, có thể để nguyên: cột này không được đọc.",
    ),
    "SHT-005": (
        "Trang tính ẩn không được tính",
        "Trang tính có sáng kiến cần tổng hợp phải hiển thị.",
        "Nếu trang này có sáng kiến cần tính, bỏ ẩn rồi gửi lại; nếu là bản nháp, nên xóa khỏi tệp.",
    ),
    "SHT-006": (
        "Không có cột đánh dấu bí mật công nghệ; toàn bộ trang được xử lý như bí mật",
        "Một cột “Bí mật công nghệ” ghi Có hoặc Không cho từng sáng kiến.",
        "Thêm cột này, hoặc xác nhận bằng văn bản rằng danh sách không có bí mật công nghệ.",
    ),
    "SHT-007": (
        "Hai cột cùng chỉ một nội dung",
        "Mỗi nội dung chỉ có một cột.",
        "Giữ lại một cột, hoặc đặt tiêu đề cho rõ sự khác nhau giữa hai cột.",
    ),
    "SHT-008": (
        "Trang tính không có bảng sáng kiến",
        "Trang tính có bảng sáng kiến, hoặc không có trang này trong tệp.",
        "Không phải làm gì nếu đây là trang bìa hay trang ghi chú.",
    ),
    "SHT-009": (
        "Trang tính có hai bảng sáng kiến đặt cạnh nhau",
        "Mỗi dòng của trang tính chỉ ghi một sáng kiến; các bảng đặt nối tiếp từ trên xuống hoặc ở trang tính riêng.",
        "Chuyển bảng bên phải xuống dưới bảng bên trái hoặc sang trang tính khác. Sửa ngay trên tệp và gửi "
        "lại; lần tổng hợp kế tiếp sẽ tự động đọc lại.",
    ),
    "SHT-010": (
        "Tiêu đề cột chưa rõ, được hiểu theo nội dung các ô bên dưới",
        "Tiêu đề theo mẫu, ví dụ “Tên sáng kiến”, “Tác giả”.",
        "Xem cột đã được hiểu có đúng không; nếu không, đặt lại tiêu đề cho cột này.",
    ),
    "SHT-011": (
        "Giá trị làm lợi của cả cột lệch hẳn so với các bảng khác của đơn vị",
        "Đơn vị tính của cột (đồng, nghìn đồng, triệu đồng) ghi đúng ở tiêu đề.",
        "Xem lại đơn vị tính ở tiêu đề cột; nếu số liệu đúng, ghi giải trình. Số liệu không bị tự động thay đổi.",
    ),
}
