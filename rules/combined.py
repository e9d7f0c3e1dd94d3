"""Two or three fields in one column: which ones, by the parts of its header, and each one's part of a cell.

"Họ tên, chức vụ, đơn vị" holds persons with what they are; "Tên sáng kiến/ tác giả" a title and persons. What follows a
title is never taken for part of it: the title is published of a secret row too, its author is not.
"""

import re
from collections.abc import Callable, Sequence

_BETWEEN_FIELDS = re.compile(r"\s*[,;/+&()\[\]\n]\s*|\s+[-–—]\s*|\s*[-–—]\s+")
_AND = re.compile(r"\s+(?:và|kèm|cùng)\s+", re.IGNORECASE)
_INSTRUCTION = re.compile(r"^(?:ghi rõ|ghi|nêu rõ|nêu)\s+", re.IGNORECASE)
_MAY_COMBINE = ("title", "authors", "position", "workplace")
_BETWEEN_PARTS = re.compile(r"\s*[,;/()\[\]]\s*|\s+[-–—]\s*|\s*[-–—]\s+")
_PERSON_FROM_PERSON = re.compile(r"\s*[\n;]\s*")
_BEFORE_AUTHORS = re.compile(r"\s*[/;(\[\n]\s*|\s+[-–—]\s+|\s*,\s*|\s+(?=(?:nhóm )?(?:đồng )?tác giả\b)", re.IGNORECASE)
_SAYS_AUTHORS = re.compile(r"^(?:nhóm )?(?:đồng )?tác giả\b|^người thực hiện\b|^họ (?:và )?tên\b", re.IGNORECASE)
_HONORIFIC = re.compile(r"^(?:(?:ông|bà|đ/c|ths|ts|bs|ks|cn|thầy|cô)\b\.?\s*)+", re.IGNORECASE)
_NUMBER = re.compile(r"^\d{1,2}\s*[.)/-]\s*")
_SURNAME = re.compile(
    r"(?:nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|mai|trịnh|đào|lương|tạ|hà|vương|"
    r"đoàn|trương|lâm|phùng|tô|châu|cao|thái|lưu|chu|thạch|quách|kiều|nông|triệu|lò|vi|hứa|tôn|tống|la|thân|từ|khổng|"
    r"đàm|nghiêm|sầm|giàng|vàng|y|h'\w*|k'\w*|rơ|ka|ma|bế|cầm|quàng|lường|lục|mạc|âu|bạch|doãn|giang|khuất|kim|mã|mạch|"
    r"ngụy|ninh|quan|sái|thi|tiêu|tăng|ung|văn|viên)",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"^(?:(?:phó|tổ|đội|trạm|nhóm|quyền|nguyên) )?(?:trưởng|phó|giám đốc|hiệu trưởng|hiệu phó|chủ tịch|giáo viên|"
    r"gv|giảng viên|công nhân|cn|nhân viên|nv|kỹ sư|ks|kỹ thuật viên|ktv|quản đốc|chuyên viên|cv|cán bộ|"
    r"cb|bác sĩ|bs|điều dưỡng|đd|"
    r"kế toán|thủ kho|bí thư|ủy viên|quản lý|thợ|lái xe|tổ viên|ttcm|tpcm)\b",
    re.IGNORECASE,
)
_LONGEST_NAME, _LEAST_NAME = 6, 2  # words


def fields_of(header: str, meaning: Callable[[str], str]) -> tuple[str, ...]:
    """The fields a header names one after another, all of them title, authors, position or workplace, else (); one for
    a header that says the same twice ("Tác giả/ Author").

    `meaning` is the canonical column of a part that is spelled as the columns table knows it, "" for any other."""
    parts = [_INSTRUCTION.sub("", part).strip(" .:") for part in _BETWEEN_FIELDS.split(header)]
    fields = [field for part in parts if part for field in _meanings(part, meaning)]
    if any(field not in _MAY_COMBINE for field in fields):
        return ()
    different = tuple(dict.fromkeys(fields))
    return different if len(fields) > 1 and different != ("position", "workplace") else ()


def _meanings(part: str, meaning: Callable[[str], str]) -> list[str]:
    """ "Họ và tên" is one field, "tác giả và đơn vị" are two."""
    return [meaning(part)] if meaning(part) else [meaning(piece) for piece in _AND.split(part)]


def part_of(text: str, fields: Sequence[str], field: str) -> str:
    """What a cell under a combined header says of one of its fields, "" for nothing."""
    if "title" not in fields:
        return _of_persons(text, fields).get(field, "")
    title, rest = _title_and_rest(text, first=fields[0] == "title")
    if field == "title":
        return title
    return _of_persons(rest, [f for f in fields if f != "title"]).get(field, "") if rest else ""


def is_name(text: str) -> bool:
    """Reads as one person's name: a Vietnamese surname and one to five words more, each with a capital."""
    words = _HONORIFIC.sub("", _NUMBER.sub("", text.strip())).strip(" .,:;").split()
    if not _LEAST_NAME <= len(words) <= _LONGEST_NAME or any(c.isdigit() for word in words for c in word):
        return False
    return _SURNAME.fullmatch(words[0]) is not None and all(word[:1].isupper() for word in words)


def names_persons(text: str) -> bool:
    """Begins with a person's name, or says that authors follow."""
    text = _NUMBER.sub("", text.strip())
    return bool(_SAYS_AUTHORS.match(text)) or is_name(_BETWEEN_PARTS.split(text.split("\n")[0])[0])


def _of_persons(text: str, fields: Sequence[str]) -> dict[str, str]:
    """field -> text, of one or several persons, one a line."""
    if len(fields) == 1:
        return {fields[0]: text}
    lines = [line for line in _PERSON_FROM_PERSON.split(text) if line.strip()]
    if 1 < len(lines) <= len(fields) and "authors" in fields and sum(map(names_persons, lines)) == 1:
        lines = [", ".join(line.strip(" ,-–") for line in lines)]  # one person, a field a line
    persons = [_one_person(line, fields) for line in lines]
    found = {field: list(dict.fromkeys(p[field] for p in persons if p.get(field))) for field in fields}
    return {f: "\n".join(texts) if f == "authors" else "; ".join(texts[:1]) for f, texts in found.items()}


def _one_person(line: str, fields: Sequence[str]) -> dict[str, str]:
    parts = [part for part in _BETWEEN_PARTS.split(line) if part.strip()]
    found: dict[str, str] = {}
    waiting = list(fields)
    for at, part in enumerate(parts):
        if not waiting:
            break
        if waiting[0] == "authors" and is_name(part) and at + 1 < len(parts) and is_name(parts[at + 1]):
            found["authors"] = "\n".join(filter(None, [found.get("authors", ""), part]))
            continue  # several names before what they are
        if (
            waiting[0] == "position"
            and len(waiting) > 1
            and not _POSITION.match(part)
            and len(parts) - at < len(waiting)
        ):
            waiting.pop(0)  # fewer parts than fields: what is no position is the workplace
        field = waiting.pop(0)
        own = ", ".join(parts[at:]) if not waiting else part
        found[field] = "\n".join(filter(None, [found.get(field, ""), own]))
    return found


def _title_and_rest(text: str, first: bool) -> tuple[str, str]:
    """The title and what is said of persons, in the order of the header.

    Where nothing reads as a person, the last line, or what stands behind the last slash, is the author all the same."""
    spots = [(match.start(), match.end()) for match in _BEFORE_AUTHORS.finditer(text)]
    if not first:
        at = next(((a, b) for a, b in spots if not names_persons(text[b:])), None)
        if at is None or not names_persons(text):
            return ("", text) if names_persons(text) else (_flat(text), "")
        return _flat(text[at[1] :]), text[: at[0]].strip()
    at = next(((a, b) for a, b in spots if a > 0 and names_persons(text[b:])), None)
    if at is None:
        cut = text.rfind("\n") if "\n" in text else text.rfind("/")
        at = (cut, cut + 1) if cut > 0 else (len(text), len(text))
    return _flat(text[: at[0]]), text[at[1] :].strip(" )]\n")


def _flat(text: str) -> str:
    return " ".join(text.split())
