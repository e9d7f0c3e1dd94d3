"""A file of initiatives that nobody else sends: words put together by chance, every twentieth secret."""

import random
from pathlib import Path

import openpyxl

_HEADERS = ("STT", "Tên sáng kiến", "Tác giả", "Đơn vị", "Hiệu quả", "Ngày đăng ký", "Bí mật công nghệ")
_WORDS = (
    "đồ gá khuôn dập máy tiện trục ép lò hơi băng tải van khí nén bơm dầu cảm biến nhiệt tủ điện cuộn dây phôi thép "
    "sợi dệt nhuộm chỉ may bao bì nắp chai gạch men kính màu gỗ ván keo dán cao su lốp xe đường ray toa hàng cầu trục"
)
_NAMES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Văn Thị Minh Thu Hải Nam Sơn"


def write_own_rows(path: Path, rows: int = 300) -> None:
    """Writes the workbook; the same rows each time."""
    chance, book = random.Random(5), openpyxl.Workbook()
    words, names = _WORDS.split(), _NAMES.split()
    book.active.append(_HEADERS)
    for n in range(1, rows + 1):
        title, author = " ".join(chance.sample(words, 9)).capitalize(), " ".join(chance.choices(names, k=3))
        secret = "x" if n % 20 == 0 else ""
        book.active.append((n, title, author, f"Phân xưởng {n % 7 + 1}", "Tăng năng suất", "15/03/2021", secret))
    book.save(path)
