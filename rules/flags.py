"""Yes and no in the words of a sheet: is a secrecy cell plainly no, does a text carry a mark, is a result a refusal.

Secrecy fails closed: a leak cannot be taken back, so what is not plainly "no" is a mark, and a mark in doubt is a mark.
"""

import re
import unicodedata

from rules.folding import fold

PLAIN_NO = frozenset(
    (
        *(
            "không",
            "khong",
            "ko",
            "k",
            "no",
            "n",
            "none",
            "false",
            "sai",
            "chưa",
            "chưa có",
            "công khai",
            "được công khai",
        ),
        *("không có", "khong co", "ko có", "ko co", "k có", "không bí mật", "khong bi mat", "ko bí mật", "không mật"),
        *(
            "khong mat",
            "không phải",
            "không phải bí mật",
            "khong phai bi mat",
            "không phải là bí mật",
            "không là bí mật",
        ),
        *("không có bí mật", "không thuộc bí mật", "không thuộc diện bí mật", "không bí mật công nghệ"),
        *("không phải bí mật công nghệ", "khong phai bi mat cong nghe", "không phải là bí mật công nghệ"),
        *("không là bí mật công nghệ", "không có bí mật công nghệ", "không thuộc bí mật công nghệ"),
        *("không thuộc diện bí mật công nghệ", "khong bi mat cong nghe", "không bảo mật", "khong bao mat"),
        *("không cần bảo mật", "khong can bao mat", "không yêu cầu bảo mật", "không có thông tin cần bảo mật"),
        *("không có thông tin cần được bảo mật", "không có thông tin bảo mật", "không có nội dung cần bảo mật"),
        *("not secret", "no secret"),
    )
)
"""The closed list of plain noes, folded. Besides them a nought, a blank and lone dashes, dots or slashes are no."""

_NOUGHT = re.compile(r"0+(?:[.,]0+)?")
# No ditto sign, slash or bracket among them: to many people these are a tick, or say "as above".
_NO_WORDS_IN_IT = " \t\r\n\u00a0.-–—−_…:;,"
_SAYS_MORE = re.compile(r"[^\w\s\-–]|[\r\n\d]|_")

_MAY_MARK = re.compile(
    r"m[aâậấặắ]t\b|mật|công bố|cong bo|tiết lộ|tiet lo|phổ biến|công khai|cong khai|secret|confid|"
    r"bm[cktn]|nda|bí quyết|b í|giữ kín|nội bộ|know|pho bien|để lộ|de lo|đăng tải|chia sẻ|public|b\.? ?m\.? ?c"
)
_DENIED = re.compile(
    r"\b(?:không|khong|ko|chẳng|not) (?:(?:phải|phai|thuộc|thuoc|có|co|là|la|diện|dien|cần|can|yêu cầu|yeu cau) )*"
    r"(?:bí mật|bi mat|bảo mật|bao mat|secret)(?: công nghệ| cong nghe)?\b"
)
_ASKED = re.compile(
    r"\b(?:đề nghị|yêu cầu|cần|phải|xin|mong|được|nội dung|thông tin|diện|sáng kiến) (?:(?:được|phải|giữ) )*bảo mật\b|"
    r"\b(?:de nghi|yeu cau|can|xin|noi dung|thong tin|dien) (?:(?:duoc|phai|giu) )*bao mat\b"
)
# What makes "bảo mật", "mật" and the like the subject of a work and no mark; set aside before the search.
_SUBJECTS = re.compile(
    r"\bmật (?:độ|khẩu|mã|ong|rỉ|gỉ|rừng|thiết|danh|ngữ|gấu|hoa|mía|dừa|tụy|qua|vịt|lợn|heo)\b|"
    r"\b(?:túi|đường|ống|dẫn lưu|sỏi|cắt|tắc|viêm|dịch|rỉ|gan|ong|hoa|nuôi|lấy|quay|vắt|tách|hút|gỉ|"
    r"thủy phân|cây) mật\b|"
    r"\b(?:an toàn|an ninh|giải pháp|hệ thống|tính|độ|khả năng|công tác|tăng cường|nâng cao|phần mềm|"
    r"công nghệ|kỹ thuật|"
    r"kĩ thuật|chức năng|chế độ|thiết bị|nguy cơ|quy định|quy trình|đảm bảo|bảo đảm|chính sách|lỗ hổng|lớp|chứng chỉ|"
    r"cấu hình|thiết lập|mạng|và|về|camera|khóa|khoá|tường lửa) (?:an toàn |an ninh )?bảo mật\b|"
    r"\bbảo mật (?:an toàn|an ninh|và|cho|trong|trên|khi|hệ thống|mạng|wifi|web(?:site)?|camera|máy|đường|kết nối|"
    r"tài khoản|cao|tốt|hơn|nhiều|hai|2|đa|email|cơ sở dữ liệu|csdl|thông tin (?:mạng|trên|trong|cá nhân|khách hàng|"
    r"người|bệnh nhân|học sinh|máy)|dữ liệu (?:mạng|trên|trong|cá nhân|khách hàng|người|bệnh nhân|học sinh|máy))\b"
)
_MARK = re.compile(
    r"\bbmcn\b|\bbmkd\b|\bbmtm\b|\bnda\b|\bsecrets?\b|\bconfidential\b|\bbí quyết (?:công nghệ|kỹ thuật|kinh doanh)\b|"
    r"\bb[íi][\s.-]*m[aâậấặắ]t\b|\bb í m ậ t\b|\bbảo[\s-]*mật\b|\bbao mat\b|"
    r"\b(?:tối|tuyệt|thượng|độ|cần|dấu|tài liệu|loại|diện|giữ) mật\b|\b(?:toi|tuyet|dau) mat\b|"
    r"\bmật\s*(?:$|[)\]}.,;:/])|"
    r"\b(?:không|chưa|ko|k|cấm|đừng|hạn chế) (?:(?:nên|được|đc|dc|đồng ý|muốn|cho|đưa) )*(?:phép )?(?:vào danh sách )?"
    r"(?:công bố|phổ biến|tiết lộ|công khai|để lộ|đăng tải|chia sẻ|public)\b|"
    r"\b(?:khong|chua|ko|không) (?:(?:duoc|dong y|muon|cho) )*(?:cong bo|tiet lo|cong khai|pho bien|de lo)\b|"
    r"\bgiữ kín\b|\blưu hành nội bộ\b|\bknow[\s-]?how\b|\bb\.? ?m\.? ?c\.? ?n\b|\bbí mật(?=công)|^mật\s*[-–—:]"
)
_ALONE = re.compile(r"(?:\w+ ){0,2}(?:mật|mat)(?: [a-c]| \d)?")
_IN_BRACKETS = re.compile(r"[(\[{<*:–—-]\s*(?:mật|mat)\s*(?:[)\]}>*]|$)")

_REFUSAL = re.compile(
    r"^(?:bị )?loại$|^(?:bi )?loai$|^(?:trượt|hủy|bác|rớt)$|"
    r"\b(?:không|khong|ko) (?:được |duoc |đc )?(?:công nhận|cong nhan|đạt|dat|xét|duyệt|duyet|thông qua|chấp nhận|"
    r"chấp thuận|hợp lệ|hop le|phê duyệt|đủ điều kiện|du dieu kien|đồng ý)\b|"
    r"\b(?:bị|bi) (?:loại|loai|từ chối|tu choi|bác|trả lại)\b|\btừ chối\b|\btu choi\b|\bloại bỏ\b|"
    r"\brejected\b|\brefused\b|\bnot (?:accepted|recognised|recognized)\b"
)
_NOT_YET = re.compile(r"\b(?:chưa|chua|đang|dang|chờ|đợi)\b")


def is_plainly_no(text: str) -> bool:
    """True only for the closed list of plain noes of a secrecy column ("không", "0", "-", blank); all else is a mark.

    A sign that says more ("không?", "Không/Có") makes it a mark.
    """
    core = text.strip(_NO_WORDS_IN_IT)
    core = core.strip("()[] ") or core
    if not core or _NOUGHT.fullmatch(core):
        return True
    core = unicodedata.normalize("NFC", core)
    return "?" not in text and not _SAYS_MORE.search(core) and fold(core) in PLAIN_NO


def secrecy_mark_in_text(text: str) -> bool:
    """True when a title, note, heading or sheet name marks its work as secret: "(bí mật công nghệ)", "không công bố".

    Works about secrecy as a subject are no mark: "an toàn bảo mật", "bảo mật thông tin mạng", "mật độ", "mật khẩu" are
    set aside first, as is a plain denial ("không phải bí mật công nghệ"). What then still speaks of secrecy is a mark,
    "bí mật nhà nước" too, for whether it is the subject cannot be told; and so is a request ("đề nghị bảo mật ...").
    """
    lowered = text.lower() if text.isascii() else unicodedata.normalize("NFC", text).lower()
    if not _MAY_MARK.search(lowered):
        return False
    words = " ".join(lowered.replace("_", " ").split())
    if _IN_BRACKETS.search(words) or _ASKED.search(words := _DENIED.sub(" ; ", words)):
        return True
    words = _SUBJECTS.sub(" ; ", words)
    return bool(_MARK.search(words) or _ALONE.fullmatch(words.strip(" ()[]-*.:")))


def is_refused(text: str) -> bool:
    """True when a result column refuses outright ("không công nhận", "loại"); "chưa xét" and a bare "không" do not."""
    if not text:
        return False
    folded = fold(text)
    refusal = _REFUSAL.search(folded)
    return refusal is not None and (refusal.start() == 0 or not _NOT_YET.search(folded))
