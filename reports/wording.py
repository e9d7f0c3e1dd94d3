"""Every label and sentence a reader sees, but for the checks (`wording_checks`): codes in, Vietnamese out."""

import re
from collections.abc import Mapping

from reports.wording_checks import CHECKS, CheckWording, check_wording
from reports.wording_tallies import MORE_BREAKDOWNS, MORE_MEASURES, MORE_TITLES

__all__ = ["CHECKS", "CheckWording", "check_wording", "label", "reason_text", "short_name"]

ORGANISATION = "Tổng Liên đoàn Lao động Việt Nam"
SOFTWARE = "tonghop"
DESK = "Ban Chính sách kinh tế - xã hội và Thi đua khen thưởng"

MEASURES: dict[str, str] = {
    "entered": "Đã cập nhật",
    "rejected": "Không tiếp nhận",
    "ineligible": "Không hợp lệ",
    "duplicate_within_federation": "Trùng trong đơn vị",
    "duplicate_across_federations": "Trùng với đơn vị khác",
    "duplicate_of_earlier_campaign": "Trùng với chương trình trước",
    "duplicate": "Trùng lặp",
    "valid": "Hợp lệ",
    "under_consideration": "Trong đó: đang xem xét",
    "valid_low": "Hợp lệ, mức thấp nhất",
    "quota": "Chỉ tiêu",
    "quota_pct": "Tỷ lệ đạt chỉ tiêu",
    "target": "Mục tiêu",
    "target_pct": "Tỷ lệ đạt mục tiêu",
    "rank": "Xếp hạng",
    "benefit_vnd": "Giá trị làm lợi",
    **MORE_MEASURES,
    "portal_only": "Chỉ có trên Cổng, ngoài số hợp lệ",
    "portal_counted": "Chỉ có trên Cổng, trong số hợp lệ",
}

DISPOSITIONS: dict[str, str] = {
    "counted": "Hợp lệ, được tính",
    "duplicate_within_federation": "Trùng trong đơn vị",
    "duplicate_across_federations": "Trùng, đã tính ở đơn vị khác",
    "duplicate_of_earlier_campaign": "Trùng với chương trình trước",
    "ineligible": "Không hợp lệ",
    "rejected": "Không tiếp nhận",
    "not_data": "Không phải dòng dữ liệu (tiêu đề, cộng, chữ ký, ...)",
}

STATES: dict[str, str] = {
    "accepted": "Đã tiếp nhận",
    "with_faults": "Tiếp nhận, còn lỗi",
    "kept_last_good": "Giữ bản gần nhất",
    "unread": "Đã gửi, chưa đọc được",
    "missing": "Chưa gửi",
}
STATE_SENTENCES: dict[str, str] = {
    "accepted": "Toàn bộ hồ sơ đã được đọc và tiếp nhận.",
    "with_faults": "Hồ sơ đã được tiếp nhận; một số tệp hoặc dòng chưa được tiếp nhận, cần sửa.",
    "kept_last_good": "Bản gửi lần này chưa được tiếp nhận; số liệu tính theo bản đạt yêu cầu gần nhất.",
    "unread": "Đã nhận hồ sơ nhưng chưa tệp nào được tiếp nhận; đơn vị cần sửa và gửi lại.",
    "missing": "Chưa nhận được hồ sơ nào của đơn vị.",
}

SEVERITIES: dict[str, str] = {
    "REJECT_FILE": "Không tiếp nhận tệp",
    "REJECT_RECORD": "Không tiếp nhận dòng",
    "QUERY": "Đề nghị kiểm tra",
}

KINDS: dict[str, str] = {
    "ldld": "LĐLĐ tỉnh, thành phố",
    "nganh": "Công đoàn ngành Trung ương",
    "tong-cong-ty": "Công đoàn tổng công ty và tương đương",
}

_APART = {"secret": "bí mật công nghệ", "unknown": "chưa nêu"}

BREAKDOWNS: dict[str, dict[str, str]] = {
    "sector": {"HCSN": "Hành chính sự nghiệp", "DN": "Doanh nghiệp", "CBCD": "Cán bộ công đoàn", **_APART},
    "field": {
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
        **_APART,
    },
    "award_level": {
        "4": "Tổng Liên đoàn",
        "3": "LĐLĐ tỉnh, thành phố, công đoàn ngành và tương đương",
        "2": "Công đoàn cấp trên trực tiếp cơ sở",
        "1": "CĐCS",
        "secret": "bí mật công nghệ",
        "unknown": "chưa nêu khen thưởng",
    },
    "day": {"secret": "bí mật công nghệ", "unknown": "chưa nêu ngày đăng ký"},
    "phase": {"secret": "bí mật công nghệ", "unknown": "chưa xác định được đợt"},
    **MORE_BREAKDOWNS,
}

BREAKDOWN_TITLES: dict[str, str] = {
    "sector": "Theo khối",
    "field": "Theo lĩnh vực",
    "award_level": "Theo cấp khen thưởng",
    "day": "Theo ngày đăng ký",
    "phase": "Theo đợt",
    **MORE_TITLES,
}

FIELDS: dict[str, str] = {
    "row_no": "số thứ tự",
    "title": "tên sáng kiến",
    "authors": "tác giả",
    "position": "chức vụ",
    "position_workplace": "chức vụ, đơn vị công tác",
    "workplace": "đơn vị công tác",
    "superior_union": "công đoàn cấp trên",
    "sector": "khối",
    "field": "lĩnh vực",
    "content": "nội dung",
    "effect": "tóm tắt hiệu quả",
    "benefit": "giá trị làm lợi",
    "applied": "thời gian áp dụng",
    "applied_end": "thời gian kết thúc áp dụng",
    "registered": "ngày đăng ký",
    "recognition": "kết quả công nhận",
    "award": "khen thưởng",
    "award_1": "khen thưởng cấp CĐCS",
    "award_2": "khen thưởng của công đoàn cấp trên trực tiếp cơ sở",
    "award_3": "khen thưởng cấp LĐLĐ tỉnh, thành phố, công đoàn ngành và tương đương",
    "award_4": "khen thưởng của Tổng Liên đoàn",
    "nomination": "đề cử, đề nghị xét chọn",
    "nomination_excellent": "đề nghị xuất sắc",
    "nomination_typical": "đề nghị tiêu biểu",
    "secrecy": "bí mật công nghệ",
    "confidential_info": "thông tin cần được bảo mật",
    "note": "ghi chú",
    "row_token": "mã dòng",
    "explanation": "giải trình",
    "own_errors": "lỗi cần sửa",
}

REASONS: dict[str, str] = {
    "title_block": "phần trên tiêu đề bảng",
    "header": "dòng tiêu đề cột",
    "numbering": "dòng đánh số cột",
    "section": "dòng tên nhóm, đơn vị",
    "total": "dòng cộng",
    "signature": "phần chữ ký",
    "note": "dòng ghi chú",
    "empty_line": "dòng để sẵn, chỉ có số thứ tự",
    "hidden_sheet": "trang tính ẩn, không được tính",
    "irrelevant": "trang tính hoặc bảng phụ không phải danh sách sáng kiến",
    "continuation": "dòng ghi tiếp của sáng kiến ở dòng trên (thêm tác giả), không phải sáng kiến riêng",
    "portal_unit_unknown": "dòng trên Cổng thông tin không rõ đơn vị, chưa được tính",
    "portal_untitled": "dòng trên Cổng thông tin không có tên sáng kiến",
    "same_initiative": "cùng một sáng kiến với dòng khác",
    "earlier_campaign": "đã được tính ở chương trình trước",
    "no_secrecy_column": "không có cột đánh dấu bí mật công nghệ, xử lý như bí mật",
}

WAITING: dict[str, tuple[str, str]] = {
    "explanations": ("Giải trình của đơn vị, chờ chấp nhận", DESK),
    "pairs_under_review": ("Cặp sáng kiến nghi trùng", DESK),
    "files_rejected": ("Tệp không được tiếp nhận, chờ gửi lại", "Đơn vị gửi hồ sơ"),
    "secrecy_doubtful": ("Dấu bí mật công nghệ chưa rõ", "Đơn vị gửi hồ sơ xác nhận"),
    "judgements_lapsed": ("Kết luận cũ cần xem lại vì dữ liệu đã đổi", DESK),
    "submissions_held": ("Hồ sơ thay đổi bất thường, chờ xác nhận", DESK),
}

GATES: dict[str, str] = {
    "national_drop": "Số hợp lệ của cả nước giảm quá mức cho phép so với bản phát hành trước",
    "national_rejected": "Tỷ lệ dòng không tiếp nhận của cả nước vượt mức cho phép",
    "national_duplicate": "Tỷ lệ trùng lặp của cả nước vượt mức cho phép",
    "duplicate_jump": "Tỷ lệ trùng lặp của cả nước thay đổi quá mức cho phép so với bản phát hành trước",
    "planted_recall": "Bộ so khớp bỏ sót các cặp trùng đã biết (cặp kiểm tra gài sẵn) quá mức cho phép",
    "planted_precision": "Bộ so khớp nhận nhầm các cặp khác nhau đã biết (cặp kiểm tra gài sẵn) quá mức cho phép",
    "totals": "Tổng các phần không bằng toàn bộ",
    "secrecy": "Còn dấu hiệu lộ thông tin thuộc bí mật công nghệ",
}

_LABELS: Mapping[str, Mapping[str, str]] = {
    "measure": MEASURES,
    "disposition": DISPOSITIONS,
    "state": STATES,
    "state_sentence": STATE_SENTENCES,
    "severity": SEVERITIES,
    "kind": KINDS,
    "column": FIELDS,
    **BREAKDOWNS,
}


def label(kind: str, code: str) -> str:
    """The Vietnamese of a code, such as ("sector", "DN"); the code itself where none is known."""
    return _LABELS.get(kind, {}).get(code, code)


def reason_text(reason: str) -> str:
    """Ledger reasons joined by ";" as one sentence: check ids by their title, codes by their wording."""
    return "; ".join(CHECKS[r].title if r in CHECKS else REASONS.get(r, r) for r in reason.split(";") if r)


def gate_text(reason: str) -> str:
    """A reason that holds a release ("code: detail") as a sentence; figures of the detail are told, English is not."""
    code, _, detail = reason.partition(":")
    if code not in GATES:
        return reason
    figures = re.sub(r"(?<=\d)\.(?=\d)", ",", detail.strip()).replace("->", "→")
    return GATES[code] + (f": {figures}" if figures and not re.search("[A-Za-z]", figures) else "")


def waiting_text(kind: str) -> tuple[str, str]:
    """What waits and for whom."""
    return WAITING.get(kind, (kind, DESK))


def short_name(name: str) -> str:
    """ "Liên đoàn Lao động tỉnh Hà Giang" is "LĐLĐ tỉnh Hà Giang" in tables."""
    return (
        name.replace("Liên đoàn Lao động thành phố", "LĐLĐ TP.")
        .replace("Liên đoàn Lao động", "LĐLĐ")
        .replace("Tổng công ty", "TCT")
        .replace(" Việt Nam", " VN")
    )
