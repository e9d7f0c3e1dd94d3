"""The words of a federation's score, on its page and in its findings workbook."""

SCORE: dict[str, str] = {
    "title": "Chất lượng hồ sơ",
    "of": "trên 100 điểm",
    "first": "Chưa có điểm của lần tổng hợp trước.",
    "same": "Bằng lần tổng hợp trước.",
    "up": "Tăng {n} điểm so với lần tổng hợp trước ({previous}).",
    "down": "Giảm {n} điểm so với lần tổng hợp trước ({previous}).",
    "changes": "So với lần gửi trước: đã hết {mended} lỗi và điểm cần kiểm tra, mới có {new}.",
    "part": "Tiêu chí",
    "points": "Điểm",
    "coverage": "Đầy đủ so với chỉ tiêu",
    "on_time": "Đúng hạn",
    "completeness": "Đủ nội dung từng dòng",
    "validity": "Dòng không có lỗi",
    "score": "Điểm chung",
    "trend": "Điểm qua các lần tổng hợp",
    "trend_label": "Biểu đồ điểm từ {first} đến {last}: đầu {start}, nay {now}",
    "mended": "Đã hết so với lần gửi trước",
    "new": "Mới có so với lần gửi trước",
}
PARTS = ("coverage", "on_time", "completeness", "validity")
