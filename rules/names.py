"""People's names as they stand in the author column: one cell, several people, titles, shares and collectives."""

import re
import unicodedata
from functools import lru_cache

from rules.folding import fold_words

_HONORIFIC = re.compile(
    r"(?:(?:ông\s*/\s*bà|ông\s*\(bà\)|ông|bà|anh|chị|thầy giáo|cô giáo|thầy|cô|đ\s*/\s*c|đồng chí|"
    r"gs|pgs|giáo sư|phó giáo sư|tsk?h|ts|tiến sĩ|tiến sỹ|ths|th\.\s*s|thạc sĩ|thạc sỹ|nghệ nhân|"
    r"bs\s*ck\s*[i1]{1,2}|bs\s*cki|bsckii|bs\s*ck2|bsnt|bs|bác sĩ|bác sỹ|ks|kỹ sư|kĩ sư|cn|cử nhân|kts|kiến trúc sư|"
    r"đd|cnđd|điều dưỡng|ds|dược sĩ|dsck[i1]{1,2}|ktv|nsưt|ngưt)(?:[.:,]|\b(?=[\s.:]))\s*[-.:]?\s*)+",
    re.IGNORECASE,
)
_TITLES_ONLY = re.compile(_HONORIFIC.pattern + r"$", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:(?:nhóm\s+)?(?:đồng\s+)?tác giả(?:\s+chính|\s+phụ|\s+sáng kiến)?|họ và tên|"
    r"chủ nhiệm(?:\s+đề tài)?|đồng chủ nhiệm|"
    r"thành viên|cộng sự|người thực hiện)\s*[:\-–]\s*",
    re.IGNORECASE,
)
_COLLECTIVE = re.compile(
    r"^(?:tập thể|nhóm|các|toàn thể|tổ|đội|phòng|ban|khoa|bộ phận|bộ môn|phân xưởng|xưởng|xí nghiệp|"
    r"nhà máy|công ty|tổng công ty|"
    r"trường|chi nhánh|trung tâm|công đoàn|cđcs|đoàn thanh niên|hội đồng|dây chuyền|ca|trạm|bệnh viện|viện|chuyền)\s",
    re.IGNORECASE,
)
_WITH_OTHERS = re.compile(
    r"[\s,]*\b(?:và|cùng|&|\+)\s+(?:các\s+)?(?:những\s+)?(?:nhóm(?:\s+(?:tác giả|cộng sự|"
    r"đồng nghiệp))?|cộng sự|cs|đồng nghiệp|"
    r"đồng tác giả|thành viên(?:\s+khác)?|một số (?:người|đồng nghiệp) khác)\s*\.?$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:(?:phó|tổ|trưởng|quyền|nguyên)\b|giám đốc|tổng giám đốc|hiệu trưởng|hiệu phó|chủ tịch|"
    r"giáo viên|giảng viên|nhân viên|"
    r"công nhân|kế toán|bí thư|chuyên viên|cán bộ|kỹ thuật viên|quản đốc|đốc công|y sĩ|y sỹ|y tá|"
    r"hộ sinh|thủ kho|văn thư|"
    r"tổ trưởng|đội trưởng|trạm trưởng|gv|nv|cb|cv|trường|phòng|khoa|công ty|đơn vị|sinh năm|sđt|đt|email)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SHARE = re.compile(r"[-–:]?\s*\b\d{1,3}(?:[.,]\d+)?\s*%|\b\d+\b")
_NUMBERING = re.compile(r"(?:^|(?<=\s))(?:\d{1,2}\s*[.)/]|\d{1,2}-\s)\s*(?=\D)")
_BETWEEN = re.compile(
    r"\s*[,+&]\s*|\s+(?:và|cùng|với)\s+|\s+[-–—]\s+|(?<=[^\W\d_])/(?=[^\W\d_])|\s+/\s+", re.IGNORECASE
)
_TITLE_SLASHES = re.compile(r"\bđ\s*/\s*c\b\.?\s*:?|\bông\s*/\s*bà\b\s*:?", re.IGNORECASE)
_TRIMMED = " \t.,:;-–—*•+·/\"'“”"
_WITHOUT_VOWEL = re.compile(r"[bcdđghklmnpqrstvx]{2,4}")
_CLUSTERS = frozenset(("th", "ng", "ph", "tr", "nh", "ch", "kh", "gh", "ngh"))
# The usual surnames, of which none begins a title, a role, a label or the name of a collective.
_SURNAMES_TEXT = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai Trịnh Đào Lương Tạ Hà Vương "
    "Trương Lâm Phùng Tô Châu Cao Thái Lưu Chu Thạch Quách Kiều Nông Triệu Lò Vi Hứa Tôn Tống La Thân Từ Khổng Đàm "
    "Nghiêm"
)
_SURNAMES = frozenset(_SURNAMES_TEXT.split())
_JOINING = frozenset(("và", "cùng", "với"))
_NOBODY = frozenset(("", "không", "không có", "ko", "x", "nt", "như trên"))


def split_authors(text: str) -> tuple[str, ...]:
    """The authors of a cell in their order, each once, without titles, numbering, shares and roles.

    "1. Ông Nguyễn Văn An (chủ nhiệm) - 60%\\n2. ThS. Trần Thị Bình" gives two names. A collective ("Tập thể phòng Kỹ
    thuật và Vật tư") stays whole; "và cộng sự" names nobody.
    """
    found: dict[str, None] = {}
    if _is_plain_name(text):
        return (text,)
    for line in re.split(r"[\n;]+", text):
        for part in _NUMBERING.split(_BRACKETS.sub(" ", line)):
            for author in _authors_of_part(part):
                found.setdefault(author)
    return tuple(found)


def _is_plain_name(text: str) -> bool:
    """The quick way for most cells: a usual surname and words of letters after it, none of which joins two names.

    No title, role, label or collective begins with one of these surnames (held by a test)."""
    first, _, others = text.partition(" ")
    words = others.split(" ")
    return (
        first in _SURNAMES
        and all(map(str.isalpha, words))
        and _JOINING.isdisjoint(others.casefold().split())
        and unicodedata.is_normalized("NFC", text)
    )


@lru_cache(maxsize=1 << 15)
def fold_name(name: str) -> str:
    """A name's key for comparison: folded, without titles."""
    return fold_words(_without_titles(name))


def initials_key(name: str) -> str:
    """Initials of all but the last word, and the last word: "Nguyễn Văn An" and "N.V. An" are both "n v an"."""
    words = fold_name(name).split()
    if not words:
        return ""
    initials = [letter for word in words[:-1] for letter in _initials(word)]
    return " ".join([*initials, words[-1]])


def _authors_of_part(part: str) -> list[str]:
    part = _LABEL.sub("", part.strip(_TRIMMED))
    part = _WITH_OTHERS.sub("", part).strip(_TRIMMED)
    if _COLLECTIVE.match(part):
        return [part]
    names = (_name(piece) for piece in _BETWEEN.split(_TITLE_SLASHES.sub("", part)))
    return [name for name in names if name]


def _name(piece: str) -> str:
    name = _without_titles(_SHARE.sub(" ", piece)).strip(_TRIMMED)
    name = " ".join(name.split())
    if name.casefold() in _NOBODY or _ROLE.match(name) or not any(c.isalpha() for c in name):
        return ""
    return name


def _without_titles(name: str) -> str:
    name = unicodedata.normalize("NFC", name).strip(_TRIMMED)
    if _is_plain_name(name):
        return name
    match = _HONORIFIC.match(name)
    if match is None:
        return "" if _TITLES_ONLY.match(name + ".") else name
    rest = name[match.end() :].strip(_TRIMMED)
    return rest if rest or match[0].strip(_TRIMMED).casefold() not in ("anh", "ông") else name


@lru_cache(maxsize=1 << 14)
def _initials(word: str) -> str:
    if _WITHOUT_VOWEL.fullmatch(word) and word not in _CLUSTERS:
        return word
    return word[0] if word[0] == "đ" else unicodedata.normalize("NFD", word[0])[0]
