"""What stands above and below a list: letterhead, title, "Kèm theo", signatures."""

from datetime import date
from random import Random

from flows.sample.cells import Line
from flows.sample.chance import pick

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
Merge = tuple[int, int, int, int]
_TITLES = (
    "DANH SÁCH SÁNG KIẾN THAM GIA CHƯƠNG TRÌNH “{campaign}”",
    "BẢNG TÓM TẮT SÁNG KIẾN",
    "TỔNG HỢP SÁNG KIẾN ĐĂNG KÝ CHƯƠNG TRÌNH “{campaign}”",
    "BIỂU TỔNG HỢP SÁNG KIẾN CẬP NHẬT PHẦN MỀM",
)
_CHAIRS = ("CHỦ TỊCH", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def title_block(rng: Random, kind: str, federation: str, campaign: str, width: int) -> tuple[list[Line], list[Merge]]:
    """The lines above the table and the cells to merge in them."""
    lines: list[Line] = []
    merges: list[Merge] = []
    half = max(width // 2, 2)
    upper = federation.upper()
    if kind == "two_sided":
        for left, right in (("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", NATION), (upper, MOTTO)):
            merges += [(len(lines), 0, len(lines), half - 1), (len(lines), half, len(lines), width - 1)]
            lines.append(Line("title_block", [left, *[None] * (half - 1), right], "centre"))
    elif kind == "left":
        for left in (upper, pick(rng, ("BAN CHÍNH SÁCH PHÁP LUẬT", "CĐCS THÀNH VIÊN", "BAN TUYÊN GIÁO - NỮ CÔNG"))):
            lines.append(Line("title_block", [left], "bold"))
    if kind != "none":
        lines.append(Line("", []))
    name = pick(rng, _TITLES).format(campaign=campaign)
    texts = [(name, "title")] if kind != "none" or rng.random() < 0.3 else []
    if texts and rng.random() < 0.5:
        number = f"{10 + int(rng.random() * 300)}"
        texts.append((f"(Kèm theo Công văn số {number}/CV-CĐ của {federation})", "italic"))
    for text, look in texts:
        merges.append((len(lines), 0, len(lines), width - 1))
        lines.append(Line("title_block", [text], look))
    if texts:
        lines.append(Line("", []))
    return lines, merges


def signature_block(rng: Random, day: date, place: str, width: int, signer: str) -> list[Line]:
    """Place and day, who drew the list up, who signs for the standing board."""
    right = max(width - max(width // 3, 2), 1)
    pad: list[None] = [None] * right
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    chair = pick(rng, _CHAIRS)
    lines = [
        Line("", []),
        Line("signature", [*pad, f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"], "italic"),
        Line("signature", [None, "NGƯỜI LẬP BIỂU", *[None] * (right - 2), "TM. BAN THƯỜNG VỤ"], "bold"),
        Line("signature", [None, "(Ký, ghi rõ họ tên)", *[None] * (right - 2), *chair.split("\n")[:1]], "italic"),
    ]
    lines += [Line("", []), Line("", []), Line("signature", [*pad, signer], "bold")]
    return lines
