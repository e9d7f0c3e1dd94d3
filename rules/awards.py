"""Awards on the union's four levels: 1 CĐCS, 2 công đoàn cấp trên trực tiếp cơ sở, 3 federation, 4 TLĐ."""

import re
from dataclasses import dataclass

from rules.flags import is_plainly_no
from rules.folding import fold


@dataclass(frozen=True, slots=True)
class Award:
    """What stands in an award cell; `level` the highest recognised, `known` True when nothing in it is left unread."""

    text: str
    level: int | None
    known: bool


_NONE = re.compile(r"^(?:không|khong|ko|chưa|chua)(?: (?:có|co|khen thưởng|khen|được khen|xét|đề nghị))*$|^(?:nt|x)$")
_PROPOSED = re.compile(r"^(?:đang |đã )?(?:đề nghị|đề xuất|dự kiến|chờ|xét)\b")
_PARTS = re.compile(
    r"[\n;,+]|"
    r"\s+(?:và|&)\s+(?=(?:của\s+)?(?:bằng|giấy|cờ|huy|tlđ|tổng l|lđlđ|liên đoàn|cđcs|cđ |công đoàn c|giải|kỷ|kỉ))|"
    r"\s+-\s+(?=bằng|giấy|cờ)",
    re.IGNORECASE,
)
# Cells keep no line breaks in the store: the name of a further award begins the next one there.
_NEXT = re.compile(r"\s+(?=(?:giấy|bằng) khen\b|cờ thi đua\b|bằng (?:lao động sáng tạo|lđst)\b)")
_CERTIFICATE, _DIPLOMA, _BANNER = r"giấy khen", r"bằng khen", r"cờ(?: thi đua)?"
# The first line that fits decides: the body that gives the award goes before the kind of the award.
_LEVELS = tuple(
    (re.compile(pattern), level)
    for pattern, level in (
        (r"\b(?:thủ tướng|chính phủ|chủ tịch nước|nhà nước|huân chương|bộ trưởng)\b|\b(?:ủy ban nhân dân|bộ) ", 0),
        (r"\bgiải (?:thưởng )?nguyễn (?:đức cảnh|văn linh)\b", 4),
        (r"\bgiải\b(?!.*\b(?:công đoàn|liên đoàn)\b)", 0),  # of a contest, whoever held it
        (
            r"\btổng (?:liên đoàn|lđlđ|ldld)|\btlđ(?:lđ)?(?:vn)?\b|\b(?:bằng )?lao động sáng tạo\b|"
            r"\b(?:bằng )?lđst\b|\btoàn quốc\b|\bcấp trung ương\b",
            4,
        ),
        (r"\bcấp trên(?: trực tiếp)?\b|\bcấp (?:huyện|quận|thị xã)\b", 2),
        (r"\b(?:liên đoàn lao động|công đoàn)(?: [^\d\W]+){0,4} (?:huyện|quận|thị xã)\b", 2),
        (r"\bcông đoàn(?: viên chức)?(?: các)? khu (?:công nghiệp|kinh tế|chế xuất|công nghệ cao)\b", 2),
        (rf"{_CERTIFICATE}.*\bliên đoàn lao động tỉnh\b", 3),
        (rf"{_CERTIFICATE}.*\b(?:liên đoàn lao động|công đoàn ngành|công đoàn viên chức)\b", 2),
        (r"\bcông đoàn cơ sở\b|\bcấp (?:cơ sở|trường|đơn vị|công ty)\b", 1),
        (rf"(?:{_DIPLOMA}|{_BANNER}).*\b(?:liên đoàn|liên đoàn lao động|công đoàn|ban chấp hành)\b", 3),
        (r"\bliên đoàn lao động (?:tỉnh|thành phố)\b|\bcông đoàn (?:ngành|tổng công ty|tập đoàn)\b", 3),
        (r"\bcấp (?:tỉnh|thành phố|ngành|tổng công ty|tập đoàn)\b", 3),
    )
)


def award_level(text: str) -> Award:
    """The highest award of a cell: "Giấy khen CĐCS; Bằng khen LĐLĐ tỉnh" is level 3.

    No award ("", "-", "không") is Award("", None, True). One of another body, or of none ("Bằng khen"), has no level
    and is not known; nor is a proposed one.
    """
    if is_plainly_no(text) or _NONE.match(fold(text)):
        return Award("", None, True)
    levels = [_level(part) for part in _parts(text)]
    reached = max(award_levels(text), default=None)
    known = all(level is not None for level in levels) and reached is not None and not _PROPOSED.match(fold(text))
    return Award(text.strip(), reached, known)


def award_levels(text: str) -> tuple[int, ...]:
    """Every level that a cell names, in order: "Giấy khen CĐCS; Bằng khen LĐLĐ tỉnh" is (1, 3)."""
    if is_plainly_no(text) or _NONE.match(fold(text)):
        return ()
    single = (one for part in _parts(text) for one in _NEXT.split(part))
    return tuple(sorted({level for one in single if (level := _level(one))}))


def _parts(text: str) -> list[str]:
    return [folded for part in _PARTS.split(text) if (folded := fold(part)) and not folded.isdigit()]


def _level(folded: str) -> int | None:
    """1 to 4, None for what is not recognised as an award of the union."""
    if re.fullmatch(r"(?:năm |quyết định |qđ |số |ngày )*[\d ]+.*|của .*", folded) and "khen" not in folded:
        return 0
    found = next((level for pattern, level in _LEVELS if pattern.search(folded)), 0)
    return found or None
