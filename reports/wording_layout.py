"""What people read of the checks on how a sheet is laid out and on what its rows show together: what is wrong, what
was expected, what to do. Read through `wording_checks`."""

_RESEND = "Sửa ngay trên tệp và gửi lại; lần tổng hợp kế tiếp sẽ tự động đọc lại."

LAYOUT_CHECKS: dict[str, tuple[str, str, str]] = {
    "SHT-001": (
        "Không tìm thấy bảng sáng kiến trên trang tính",
        "Trong 40 dòng đầu của trang có một dòng tiêu đề cột gồm “Tên sáng kiến” và ít nhất hai cột khác, "
        "ví dụ “STT”, “Tác giả”, “Đơn vị công tác”; mỗi sáng kiến ghi trên một dòng bên dưới.",
        "Thêm dòng tiêu đề ngay trên dòng dữ liệu đầu tiên; nếu bảng đang để ngang (mỗi sáng kiến một cột) hoặc chỉ là "
        "bảng số liệu tổng hợp thì gửi danh sách từng sáng kiến theo dòng. " + _RESEND,
    ),
    "SHT-003": (
        "Bảng không có cột tên sáng kiến",
        "Một cột ghi tên sáng kiến, tiêu đề như “Tên sáng kiến”, “Tên đề tài, giải pháp”.",
        "Thêm hoặc đặt lại tiêu đề cột tên sáng kiến; bảng số liệu tổng hợp nên để ở trang tính riêng. " + _RESEND,
    ),
    "SHT-009": (
        "Trang tính có hai bảng sáng kiến đặt cạnh nhau",
        "Mỗi dòng của trang tính chỉ ghi một sáng kiến; các bảng đặt nối tiếp từ trên xuống hoặc ở trang tính riêng.",
        "Chuyển bảng bên phải xuống dưới bảng bên trái hoặc sang trang tính khác. " + _RESEND,
    ),
    "SHT-010": (
        "Tiêu đề cột chưa rõ, được hiểu theo nội dung các ô bên dưới",
        "Tiêu đề theo mẫu, ví dụ “Tên sáng kiến”, “Tác giả”.",
        "Xem cột đã được hiểu có đúng không; nếu không, đặt lại tiêu đề cho cột này.",
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
    "INI-034": (
        "Dòng ghi tiếp (cùng ô tên sáng kiến với dòng trên) có số liệu riêng, chưa được tính",
        "Số liệu của sáng kiến ghi ở dòng đầu; các dòng tiếp theo chỉ ghi thêm tác giả.",
        "Nếu là một sáng kiến, chuyển số liệu lên dòng đầu; nếu là sáng kiến khác, bỏ gộp ô và ghi tên riêng.",
    ),
}
