"""Khối and lĩnh vực in the words of the federations -> the codes of the programme."""

import re

from rules.folding import bare

SECTORS = {"HCSN": "hành chính sự nghiệp", "DN": "doanh nghiệp", "CBCD": "cán bộ công đoàn"}
FIELDS = {
    "GD": "giáo dục",
    "YT": "y tế",
    "CN": "công nghiệp - kỹ thuật",
    "XD": "xây dựng",
    "GT": "giao thông vận tải",
    "NN": "nông nghiệp",
    "HC": "hành chính - quản lý",
    "CNTT": "công nghệ thông tin",
    "TC": "tài chính - ngân hàng",
    "AT": "an toàn lao động - môi trường",
    "CD": "công tác công đoàn",
    "KH": "khác",
}

_UNION_STAFF = (
    "can bo cong doan, can bo chuyen trach cong doan, cong doan chuyen trach, cbcd, cb cong doan, cb cd, cbctcd"
)
_ENTERPRISE = "doanh nghiep, san xuat, sxkd, kinh doanh, cong ty, cong nhan, xi nghiep, hop tac xa, fdi"
_OFFICE = (
    "hcsn, hanh chinh, su nghiep, co quan, truong hoc, cong chuc, vien chuc, giao duc, y te, luc luong vu trang, "
    "trung tam, so ban nganh"
)
# A school's subject counts as education, however technical it sounds, when it stands alone or with a grade.
_SUBJECTS = (
    "toan, toan hoc, ngu van, van, van hoc, tieng viet, tieng anh, anh van, ngoai ngu, vat ly, hoa "
    "hoc, hoa, sinh hoc, lich su, "
    "dia ly, lich su va dia ly, lich su dia ly, giao duc cong dan, gdcd, the duc, gdtc, am nhac, my thuat, quoc phong, "
    "khoa hoc tu nhien, khtn, dao duc, tu nhien va xa hoi, tnxh, thu cong, chu nhiem"
)
_SUBJECTS_WITH_A_GRADE = f"{_SUBJECTS}, tin hoc, cong nghe, khoa hoc"
_GRADE = r"(?: (?:lop|khoi|cap) .*| \d+.*| (?:trung hoc|tieu hoc|thcs|thpt).*)"
# The first line that fits decides. Phrases without diacritics, as rules.folding.bare makes them.
_FIELD_WORDS = (
    (
        "YT",
        "y te, benh vien, kham benh, kham chua benh, dieu duong, duoc pham, duoc si, duoc lieu, duoc "
        "lam sang, lam sang",
    ),
    ("YT", "suc khoe, y hoc, phong chong dich, covid, xet nghiem, an toan thuc pham, chan doan, nganh duoc, y duoc"),
    (
        "AT",
        "an toan lao dong, an toan ve sinh, an toan dien, an toan ve sinh lao dong, ve sinh lao dong, bao ho lao dong",
    ),
    ("AT", "moi truong, phong chay, pccc, hse, an toan va"),
    (
        "GD",
        "giao duc, dao tao, day hoc, day va hoc, giang day, mam non, mau giao, tieu hoc, trung hoc, "
        "hoc sinh, sinh vien",
    ),
    ("GD", "su pham, chu nhiem lop, truong hoc, day nghe, tong phu trach"),
    ("CD", "cong doan, doan vien, thi dua, phong trao cong nhan"),
    ("CNTT", "cong nghe thong tin, tin hoc, phan mem, chuyen doi so, cntt, cong nghe so, may tinh"),
    ("TC", "tai chinh, ngan hang, ke toan, thue, kho bac, tin dung, bao hiem, kiem toan, hai quan"),
    ("GT", "giao thong, van tai, gtvt, hang hai, hang khong, duong sat, duong bo, duong thuy, logistics, dang kiem"),
    (
        "NN",
        "nong nghiep, nong lam, nong thon, lam nghiep, thuy san, thuy loi, chan nuoi, trong trot, "
        "thu y, cao su, ca phe",
    ),
    ("NN", "ptnt, khuyen nong, bao ve thuc vat, bvtv"),
    ("HC", "xay dung dang, xay dung chinh quyen"),
    ("XD", "xay dung, kien truc, do thi, ha tang, cong trinh, cap thoat nuoc"),
    (
        "CN",
        "cong nghiep, ky thuat, co khi, dien, det, may mac, san xuat, che bien, che tao, khai thac, "
        "khai khoang, hoa chat",
    ),
    ("CN", "nang luong, dau khi, than, tu dong hoa, thiet bi, da giay, luyen kim, cong nghe"),
    ("HC", "hanh chinh, quan ly, van phong, to chuc, cai cach, nhan su, tu phap, phap luat, van thu, luu tru, dang"),
    ("HC", "chinh tri, tuyen giao, tuyen truyen, noi vu, dan van, dieu hanh"),
    (
        "KH",
        "kinh doanh, thuong mai, dich vu, van hoa, du lich, the thao, an ninh, khoa hoc, xa hoi, vien thong, buu chinh",
    ),
    ("KH", "buu dien, quan su, quoc phong, bao chi, truyen thong, khac"),
)


def _any_of(phrases: str) -> str:
    return "|".join(phrases.split(", "))


_SECTOR_PATTERNS = tuple(re.compile(rf"\b(?:{_any_of(p)})\b") for p in (_UNION_STAFF, _ENTERPRISE, _OFFICE))
_FIELD_PATTERNS = (
    ("KH", re.compile(r"(?:linh vuc )?khac$")),
    (
        "GD",
        re.compile(
            rf"(?:day |bo )?mon (?:hoc )?.|(?:{_any_of(_SUBJECTS)})$|(?:{_any_of(_SUBJECTS_WITH_A_GRADE)}){_GRADE}$"
        ),
    ),
    ("AT", re.compile("an toan$")),
    ("YT", re.compile("duoc$")),
    *((code, re.compile(rf".*\b(?:{_any_of(phrases)})\b")) for code, phrases in _FIELD_WORDS),
)


def sector_of(text: str) -> str:
    """The code of a khối (SECTORS), "" where nothing or more than one is named ("HCSN/DN")."""
    code = text.strip().upper()
    if code in SECTORS:
        return code
    words = bare(text)
    staff, enterprise, office = (pattern.search(words) is not None for pattern in _SECTOR_PATTERNS)
    if staff:
        return "CBCD"
    if enterprise == office:
        return ""
    return "DN" if enterprise else "HCSN"


def field_of(text: str) -> str:
    """The code of a lĩnh vực (FIELDS), "" where it is not recognised; "Môn Toán" and "Mầm non" are education."""
    code = text.strip().upper()
    if code in FIELDS:
        return code
    words = bare(text)
    return next((code for code, pattern in _FIELD_PATTERNS if pattern.match(words)), "") if words else ""
