"""Texts of the public page beside those of wording_pages: ways through it, quality, trend, tables to take along."""

QUALITY: dict[str, str] = {
    "title": "Chất lượng số liệu",
    "what": "Nội dung",
    "number": "Số lượng",
    "rejected": "Dòng không tiếp nhận, trên số đã cập nhật",
    "duplicate": "Dòng trùng lặp, trên số đã cập nhật",
    "under_consideration": "Đang xem xét, trên số hợp lệ",
    "no_sector": "Chưa nêu khối, trên số hợp lệ",
    "no_field": "Chưa nêu lĩnh vực, trên số hợp lệ",
    "no_day": "Chưa nêu ngày đăng ký, trên số hợp lệ",
    "state": "Đơn vị: {state}",
}

WAYS: dict[str, str] = {
    "skip": "Đến phần số liệu",
    "label": "Các phần của trang",
    "map": "Bản đồ",
    "growth": "Tiến độ",
    "parts": "Phân tổ",
    "quality": "Chất lượng",
    "ranking": "Xếp hạng",
}

TREND: dict[str, str] = {
    "week": "Tăng {n} so với tuần trước.",
    "week_fell": "Giảm {n} so với tuần trước.",
    "week_same": "Không đổi so với tuần trước.",
    "projected": "Nếu giữ nhịp hiện nay, đến hạn sẽ có khoảng {n} sáng kiến hợp lệ ({low} - {high}).",
    "persons": "tác giả",
}

TAKE: dict[str, str] = {
    "title": "Tải số liệu",
    "workbook": "Bảng Excel",
    "tallies": "Số liệu tổng hợp (CSV)",
    "initiatives": "Danh sách sáng kiến (CSV)",
    "dictionary": "Giải thích các bảng",
}
