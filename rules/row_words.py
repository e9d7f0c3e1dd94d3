"""The words by which a row of a list shows that it is a total, a heading, a signature or a note, and no initiative.

Compared with their diacritics where the file has them: "Cộng" is a sum, "Công đoàn" a union, "Công cụ" a tool. A
pattern must explain the whole cell, for titles begin with any word: "Tổng hợp ...", "Giám đốc điều hành ...".
"""

import re

from rules.vietnamese import bare, fold, repair

_AMOUNT = r"\d+(?: \d+)*(?: (?:triệu|tỷ|nghìn|ngàn|trieu|ty|nghin))?(?: (?:đồng|vnđ|đ|dong|vnd))?"
_TOTAL = re.compile(
    rf"(?:tổng cộng|tổng số|tổng|cộng|tong cong|tong so|tong|cong)(?: (?:{_AMOUNT}|[ivx]+|[a-h]|sáng kiến|sang kien|"
    r"đề tài|de tai|giải pháp|giai phap|tác giả|người|lượt|số|chung|các|mục|phần|khối|toàn|tỉnh|thành phố|ngành|đơn vị|"
    r"công ty|trường|và|giá trị|làm lợi|danh sách|này|trang|nhóm|doanh nghiệp|hành chính sự nghiệp|cuối|có|là|bằng|"
    r"tổng cộng|toan tinh))*"
)
# "Cộng Công ty May 10", "Tổng cộng huyện Hoài Đức": told by the numbers beside it.
_TOTAL_OF = re.compile(
    r"(?:tổng cộng|tổng số|tong cong|tong so)\b"
    r"|cộng (?:công ty|công đoàn|liên đoàn|huyện|quận|thị xã|thành phố|tỉnh|ngành|khối|trường|phòng|sở|đơn vị|cụm)\b"
)
_DATE = re.compile(r"(?:[^,;]{1,60},\s*)?(?:ngày|ngay)[\s\d.…_]*(?:tháng|thang)[\s\d.…_]*(?:năm|nam)[\s\d.…_]*")
_HEAD = r"(?:tong giam doc|giam doc|chu tich|hieu truong|truong ban|vien truong|bi thu|chanh van phong|chu nhiem)"
_OFFICE = r"(?: (?:cong doan|cong doan co so|hoi dong|ban chap hanh|lien doan lao dong|don vi|co quan))*"
_ROLE = re.compile(
    rf"(?:q |quyen )?(?:pho )?{_HEAD}{_OFFICE}|(?:t ?m|kt|tl|tuq|thay mat|thua lenh) (?:ban|{_HEAD}|thu truong)\b.*|"
    r"thu truong(?: don vi| co quan)?|lap bieu|noi nhan|ke toan truong|ban thuong vu|ban chap hanh|"
    r"(?:nguoi|can bo|chuyen vien) (?:lap|tong hop|thong ke|lap bieu|lap bang|lap danh sach|kiem tra)"
    r"(?: bieu| bang| danh sach)?|(?:da )?ky|(?:ky )?(?:ten )?(?:va )?ghi ro ho(?: va)? ten(?: dong dau)?|"
    r"ky ten(?: va)?(?: dong dau| ghi ro ho(?: va)? ten)*|ky(?: va)? dong dau"
)
_ROLE_LIKE = re.compile(r"(?:xac nhan|dai dien|nguoi lap|noi nhan|t ?m|kt|ky ten|ky ghi)\b(?: \S+){0,9}")
_NOTE = re.compile(r"(?:ghi chu|luu y|chu thich|chu y)\b")
_CLOSING = re.compile(
    r"an dinh\b|bang chu\b|(?:danh sach|bang|bieu)(?: tong hop| thong ke)? (?:nay|tren|gom|co)\b.*\d.*"
    r"(?:sang kien|de tai|giai phap|nguoi|tac gia|truong hop|trang)\b"
)
_LETTER_OR_ROMAN = re.compile(r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})|[a-h]", re.I)
_NUMBERED_HEADING = re.compile(
    r"\s*(?:phần |mục )?(?:[IVXLC]{1,8}|[A-H])(?:\s*[.)]|\s+[-–:]|\s*[-–:]\s|\s*/(?=\s*\w\w))\s*\S"
)
_UNIT = re.compile(
    r"(?:liên đoàn|công đoàn|cđ|khối|ngành|huyện|quận|thị xã|thành phố|tỉnh|xã|phường|công ty|tổng công ty|tập đoàn|"
    r"nhà máy|xí nghiệp|trường|phòng|sở|ban|bệnh viện|trung tâm|ủy ban|cụm|đơn vị|cơ quan|chi nhánh|phân xưởng|"
    r"các sáng kiến|những sáng kiến|sáng kiến (?:cấp|thuộc|của|bí mật)|danh sách|phần|nhóm|mục|cấp)\b"
)
_OF_A_WORK = re.compile(
    r"\b(?:với|nhằm|để|cho|trong|về|giúp|tham gia|đồng hành|cùng|bằng|theo|làm|nâng cao|xây dựng)\b"
)
_LONGEST_HEADING = 14  # words


def is_total(text: str) -> bool:
    """A cell that says nothing but that here is a sum: "Cộng", "TỔNG CỘNG (I + II)", "Tổng số: 15 sáng kiến"."""
    return len(text) < 120 and bool(_TOTAL.fullmatch(fold(repair(text).text)))


def is_total_of(text: str) -> bool:
    """A cell that opens like the sum of a unit; only numbers beside it make it one."""
    return len(text) < 120 and bool(_TOTAL_OF.match(fold(repair(text).text)))


def signs(text: str) -> bool:
    """A cell of a signature block, whole: place and day, "NGƯỜI LẬP BIỂU", "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"."""
    if len(text) > 120:
        return False
    first = repair(text).text.split("\n")[0]
    return bool(_ROLE.fullmatch(bare(first)) or _DATE.fullmatch(first.lower().strip(" ()./")))


def may_sign(text: str) -> bool:
    """A cell that could be of a signature block: "Xác nhận của công đoàn cơ sở"; a title could begin so."""
    return len(text) <= 120 and bool(_ROLE_LIKE.fullmatch(bare(repair(text).text)))


def is_note(text: str, in_title: bool) -> bool:
    """A remark on the whole list. Where titles stand it has to be punctuated as one, or to count the list."""
    key = bare(repair(text).text)
    if _CLOSING.match(key):
        return True
    note = _NOTE.match(key)
    return note is not None and (not in_title or ":" in text[: len(note[0]) + 6] or text.lstrip()[:1] in "(*")


def is_letter_or_roman(text: str) -> bool:
    """The number of a heading: "I", "IV.", "A", "(B)"."""
    return bool(_LETTER_OR_ROMAN.fullmatch(text.strip("(). ")))


def is_numbered_heading(text: str) -> bool:
    """A heading with its number in one cell: "I. Công đoàn các KCN"; "C-arm" and "V-belt" are no headings."""
    return bool(_NUMBERED_HEADING.match(text))


def names_a_unit(text: str) -> bool:
    """Reads as the name of a unit or a part of the list and not as a work: "Công đoàn huyện Hoài Đức"."""
    folded = fold(repair(text).text)
    return len(folded.split()) <= _LONGEST_HEADING and bool(_UNIT.match(folded)) and not _OF_A_WORK.search(folded)
