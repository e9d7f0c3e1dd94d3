"""The words of the submission dossier that are not in its templates."""

from reports.wording import FIELDS

LETTER_SUBJECT = "Về việc đề nghị tuyên dương các sáng kiến trong Chương trình “{campaign}”"
NATIONAL_SUBJECT = "Về kết quả Chương trình “{campaign}” và đề nghị tuyên dương các sáng kiến xuất sắc, tiêu biểu"
REPORT_SUBJECT = "Kết quả thực hiện Chương trình “{campaign}”"
PLACE_AND_DATE = "{place}, ngày {day} tháng {month} năm {year}"
NUMBER = "Số: {number}/{symbol}"
OPEN_NUMBER = "       "  # left for the number to be written in
DRAFT = "DỰ THẢO"
FOOT = "Bản phát hành {release} · SHA-256 {hash}"
ATTACHED = "(Kèm theo {what} {number} ngày {day} của {issuer})"
AS_ABOVE = "Như trên"  # whom the letter goes to
PETITION = "Tờ trình số"
REPORT = "Báo cáo số"
NATION = "Toàn quốc"
TOTAL = "Cộng"
BY_RIGHT = (
    "Dòng để trống tác giả, đơn vị công tác: sáng kiến thuộc bí mật công nghệ, chỉ nêu tên, hiệu quả và khen thưởng "
    "(nếu có)."
)

MERITS = {"excellent": "Xuất sắc", "typical": "Tiêu biểu"}
BASES = {
    "chosen": "Người có thẩm quyền chọn",
    "marked": "Đơn vị đề nghị",
    "award": "Theo cấp khen thưởng",
    "rule": "Theo tiêu chí chung",
}
TIED = "bằng điểm với sáng kiến ngoài chỉ tiêu"

COLUMNS = {
    "order": "STT",
    "federation": "Đơn vị",
    "title": "Tên sáng kiến",
    "authors": "Tác giả",
    "position": "Chức vụ",
    "workplace": "Đơn vị công tác",
    "effect": "Tóm tắt hiệu quả",
    "award": "Khen thưởng",
    "merit": "Đề nghị",
    "basis": "Căn cứ",
    "item": "Nội dung",
    "value": "Số liệu",
    "share": "Tỷ lệ",
    "document": "Tên tài liệu",
    "files": "Tệp",
    "check": "Nội dung kiểm tra",
    "machine": "Phần mềm kiểm",
    "person": "Người kiểm (đánh dấu x)",
    "remark": "Ghi chú",
    "was": "Đã trình",
    "now": "Nay là",
}

ANNEXES = {
    "summary": ("Phụ lục I", "BẢNG TÓM TẮT SÁNG KIẾN"),
    "nominees": ("Phụ lục II", "DANH SÁCH SÁNG KIẾN ĐỀ NGHỊ TUYÊN DƯƠNG"),
    "figures": ("Phụ lục III", "SỐ LIỆU CỦA ĐƠN VỊ"),
    "national_nominees": ("Phụ lục I", "BẢNG TÓM TẮT CÁC SÁNG KIẾN XUẤT SẮC, TIÊU BIỂU ĐỀ NGHỊ TUYÊN DƯƠNG"),
    "federations": ("Phụ lục II", "KẾT QUẢ THEO ĐƠN VỊ"),
    "exhibition": ("Phụ lục III", "DANH SÁCH SÁNG KIẾN ĐỀ NGHỊ TRIỂN LÃM"),
    "portal": ("Phụ lục IV", "ĐỐI CHIẾU VỚI CỔNG THÔNG TIN"),
    "charts": ("Phụ lục V", "SỐ LIỆU CỦA CÁC BIỂU ĐỒ"),
    "changes": ("", "BẢN KÊ THAY ĐỔI SO VỚI HỒ SƠ ĐÃ TRÌNH"),
    "contents": ("", "MỤC LỤC HỒ SƠ"),
    "checklist": ("", "PHIẾU KIỂM TRA HỒ SƠ"),
}
DOCUMENTS = {"letter": "Tờ trình", "report": "Báo cáo"}
LISTS = ("summary", "nominees", "national_nominees", "exhibition")
LISTED = "Danh sách này có {many} sáng kiến."
CHECKER = "NGƯỜI KIỂM TRA"
MADE_BY = "NGƯỜI LẬP BIỂU"
CRITERIA = (
    "Tiêu chí chọn, theo thứ tự: {ways}. Trong cùng một tiêu chí: cấp khen thưởng cao hơn, giá trị làm lợi lớn hơn, "
    "ngày đăng ký sớm hơn. Mỗi sáng kiến chỉ đứng một dòng."
)
CHOSEN_FIRST = "lựa chọn của người có thẩm quyền"
BY_MARK = "đề cử của đơn vị (không ghi rõ loại: {merit})"
BY_AWARD = "cấp khen thưởng ({levels})"
FROM_LEVEL = "{merit} từ {level}"
LEVELS = {4: "cấp Tổng Liên đoàn", 3: "cấp tỉnh, ngành", 2: "công đoàn cấp trên trực tiếp cơ sở", 1: "CĐCS"}
RULE_AWARD, RULE_BENEFIT, RULE_SECTORS = "khen thưởng từ {level}", "làm lợi từ {value}", "khối {names}"
QUOTA = (
    "Chỉ tiêu đề nghị: {most} sáng kiến; đơn vị đề cử: {marked} sáng kiến; đủ điều kiện nhưng ngoài chỉ tiêu: {left}."
)
MARKED_ELSEWHERE = (
    "{many} sáng kiến đơn vị đề cử không được tính cho đơn vị (không hợp lệ, hoặc đã tính ở đơn vị khác), không vào "
    "danh sách"
)
OVER_QUOTA = "Đơn vị đề cử {marked} sáng kiến, quá chỉ tiêu {most}; danh sách lấy các sáng kiến xếp trước"
EXHIBITION = "Không gồm sáng kiến thuộc bí mật công nghệ."
PORTAL_DAY = "Số do Cổng công bố tính đến ngày {day}."
PORTAL_COLUMNS = {
    "valid": "Hồ sơ: hợp lệ",
    "portal_rows": "Cổng: số dòng",
    "portal_matched": "Có trong hồ sơ",
    "portal_only_rows": "Chỉ có trên Cổng",
    "portal_missing": "Được khen, Cổng chưa có",
    "portal_differing": "Hai bên ghi khác",
    "portal_stated": "Cổng công bố: cập nhật",
    "portal_valid": "Cổng công bố: hợp lệ",
    "portal_difference": "Chênh lệch hợp lệ",
}
NO_UNIT_CODE, NO_UNIT = "?", "Chưa rõ đơn vị (dòng của Cổng không ghi)"
PORTAL_NUMBERS = ("portal_rows", "portal_matched", "portal_only_rows", "portal_missing", "portal_differing")
PORTAL_COMPARED = (
    "Đối chiếu ngày {day}: Cổng có {portal_rows} dòng; {portal_matched} dòng có trong hồ sơ; {portal_only_rows} "
    "sáng kiến chỉ có trên Cổng, không tính; {portal_missing} sáng kiến được khen thưởng mà Cổng chưa có; "
    "{portal_differing} sáng kiến hai bên ghi khác nhau."
)
NO_PORTAL = "Chưa có số liệu của Cổng để đối chiếu; cột của Cổng để trống."
NATIONAL_PORTAL = "Số của Cổng đặt cạnh để đối chiếu, không cộng vào số của hồ sơ."

FIGURES = (
    ("entered", "", "", "Số dòng đã cập nhật"),
    ("rejected", "", "", "Không tiếp nhận"),
    ("ineligible", "", "", "Không hợp lệ"),
    ("duplicate", "", "", "Trùng lặp"),
    ("valid", "", "", "Sáng kiến hợp lệ"),
    ("under_consideration", "", "", "Trong đó: đang xem xét"),
    ("quota", "", "", "Chỉ tiêu"),
    ("quota_pct", "", "", "Tỷ lệ đạt chỉ tiêu"),
    ("rank", "", "", "Xếp hạng toàn quốc theo số hợp lệ"),
    ("benefit_vnd", "", "", "Giá trị làm lợi (chưa gồm bí mật công nghệ)"),
    ("nominated", "", "", "Đề nghị tuyên dương"),
    ("nominated", "merit", "excellent", "Trong đó: xuất sắc"),
    ("nominated", "merit", "typical", "Trong đó: tiêu biểu"),
)
FIGURES_SHORT = {
    "entered": "Đã cập nhật",
    "rejected": "Không tiếp nhận",
    "ineligible": "Không hợp lệ",
    "duplicate": "Trùng lặp",
    "valid": "Hợp lệ",
    "quota": "Chỉ tiêu",
    "quota_pct": "Tỷ lệ đạt",
    "rank": "Xếp hạng",
    "put_forward": "Đơn vị đề nghị",
}
MEASURES = {"nominated": "Đề nghị tuyên dương", "federations": "Số đơn vị"}
CODES = {
    "excellent": "xuất sắc",
    "typical": "tiêu biểu",
    "with_valid": "có sáng kiến hợp lệ",
    "quota_reached": "đạt chỉ tiêu",
}
VALID_BY = {"sector": "Hợp lệ theo khối: {name}", "phase": "Hợp lệ theo đợt: {name}"}

GATES: dict[str, tuple[str, str]] = {
    "DOS-001": ("tệp bị từ chối chưa có trả lời", "đơn vị gửi lại tệp đã sửa, hoặc `--answer`"),
    "DOS-002": ("sáng kiến được đề nghị còn trong cặp đang xem xét", "Ban CSKTXH và TĐKT: `tonghop review`"),
    "DOS-003": ("sáng kiến được đề nghị còn thiếu thông tin", "đơn vị bổ sung và gửi lại"),
    "DOS-004": ("văn bản còn thiếu thể thức", "người lập hồ sơ: khối `dossier` của config.yaml"),
    "DOS-005": ("không có sáng kiến hợp lệ nào", "đơn vị gửi hoặc sửa hồ sơ"),
    "DOS-006": ("bằng nhau ở ranh giới chỉ tiêu đề nghị", "người có thẩm quyền chọn: `--choose`"),
    "DOS-007": ("tên sáng kiến được đề nghị quá dài", "đơn vị rút gọn tên và gửi lại"),
    "DOS-008": ("chọn nhiều hơn chỉ tiêu đề nghị", "người có thẩm quyền chọn lại: `--choose`"),
    "DOS-009": ("đã chọn sáng kiến mà bản phát hành này không tính", "người có thẩm quyền chọn lại: `--choose`"),
    "DOS-010": ("đơn vị còn việc chưa xong", "các đơn vị trên, hoặc `--let-through`"),
}

CHECKLIST = (
    "Đủ tài liệu theo mục lục hồ sơ; mở được từng tệp",
    "Tên cơ quan, số, ký hiệu, địa danh, ngày tháng, trích yếu, nơi nhận đúng thể thức",
    "Người ký đúng thẩm quyền, đúng chức vụ, họ tên",
    "Số liệu trong tờ trình, báo cáo bằng số liệu của phụ lục và của bản phát hành; số bằng chữ đúng",
    "Danh sách đề nghị đúng chỉ tiêu, đúng người được chọn, không trùng",
    "Sáng kiến thuộc bí mật công nghệ chỉ có tên, hiệu quả và khen thưởng",
    "Không có số điện thoại, ngày sinh, địa chỉ, số giấy tờ của cá nhân",
    "Mã SHA-256 của từng tệp khớp tệp manifest.json",
)
MACHINE_CHECKED = {4: "Đạt", 5: "Đạt"}  # by the gates, and by the types of what is printed
TOLD = "Phần mềm nêu: {what}"

GOAL = "Mục tiêu {goal}"
CHARTED = "Biểu đồ {number}. {title}"
WEEK_OF = "Đến hết tuần bắt đầu ngày {day}"
CHARTS = {
    "bieu_do_tien_do": "Số sáng kiến hợp lệ lũy kế theo tuần đăng ký",
    "bieu_do_khoi": "Sáng kiến hợp lệ theo khối",
    "bieu_do_linh_vuc": "Sáng kiến hợp lệ theo lĩnh vực",
    "bieu_do": "Các đơn vị có nhiều sáng kiến hợp lệ nhất",
}

STATES = {
    "kept_last_good": "Số liệu theo bản đạt yêu cầu gần nhất; bản gửi sau chưa được tiếp nhận.",
    "with_faults": "Một số tệp hoặc dòng không được tiếp nhận, xem báo cáo kiểm tra.",
    "missing": "Chưa nhận được hồ sơ nào của đơn vị.",
    "unread": "Đã gửi nhưng chưa tệp nào được tiếp nhận.",
}
LONG_MARK = "được phép sang trang"
LONG_TITLES = "tên sáng kiến dài hơn {most} ký tự, trong bảng được phép sang trang: {many}"
LET_THROUGH = "Hồ sơ được {by} cho phép lập khi các đơn vị sau còn việc chưa xong: {open}. Lý do: {reason}"
SUPPLEMENTS = "Hồ sơ bổ sung; thay số liệu và nội dung của hồ sơ {before} như bản kê thay đổi."
NOTHING_CHANGED = "Số liệu và danh sách không thay đổi; thay đổi về thể thức hoặc lời văn"
CAME, WENT = "Thêm vào danh sách đề nghị", "Đưa ra khỏi danh sách đề nghị"
REDACTED_NOW = "Nay thuộc bí mật công nghệ: thu hồi bản đã trình có nêu tác giả"
WAS_OPEN = "có nêu tác giả, đơn vị công tác"
WITHDRAWN = "Hồ sơ đã được rút lại: {because} Lập lại bằng `tonghop dossier`."
BECAUSE = {
    "secrecy": "có sáng kiến nay thuộc bí mật công nghệ.",
    "forgotten": "có tên người được yêu cầu xóa.",
}


def unbroken(name: str) -> str:
    """The name of a body, broken in a letterhead before "Lao động" and not within it."""
    return name.replace("Lao động Việt Nam", "Lao\u00a0động\u00a0Việt\u00a0Nam").replace("Lao động", "Lao\u00a0động")


def annex_name(label: str, title: str) -> str:
    """ "Phụ lục II. Kết quả theo đơn vị", as a letter names an annex."""
    return f"{label}. {title.capitalize().replace(' cổng ', ' Cổng ')}"


def merit(code: str) -> str:
    """ "excellent" is "Xuất sắc"."""
    return MERITS[code]


def basis(code: str, tied: bool) -> str:
    """Why it is put forward, and whether others rank as high."""
    return f"{BASES[code]} ({TIED})" if tied else BASES[code]


def obstacle_text(code: str, about: tuple[str, ...]) -> str:
    """A gate's answer as a line: what is missing, of what, who has to act."""
    what, who = GATES[code]
    told = [_in_vietnamese(one) for one in about[:5]]
    named = "; ".join(told) + (f"; ... ({len(about)})" if len(about) > 5 else "")
    return f"{code} {what}{': ' if named else ''}{named} -> {who}"


def _in_vietnamese(about: str) -> str:
    """Of "SK-1: effect, authors" the fields by their names."""
    of, colon, fields = about.partition(": ")
    return f"{of}{colon}{', '.join(FIELDS.get(f, f) for f in fields.split(', '))}" if colon else about
