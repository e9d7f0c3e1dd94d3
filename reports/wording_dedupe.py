"""In words, what two rows of a table share and where they differ (`tonghop dedupe`)."""

from reports.numbers import number

DECISIONS = {
    "accept": "là một",
    "review": "cần người xem",
    "reject": "không phải là một",
}
COLUMNS = {
    "title": "tên",
    "numbers": "số, lớp, ký hiệu trong tên",
    "authors": "tác giả",
    "workplace": "nơi làm việc",
    "superior": "công đoàn cấp trên",
    "content": "nội dung",
    "effect": "hiệu quả",
    "benefit": "giá trị làm lợi",
    "field": "lĩnh vực",
    "period": "thời gian áp dụng",
    "federation": "đơn vị",
}
_OF_COLUMN = {
    ("title", "different"): "khác nhau",
    ("title", "close"): "gần giống, còn từ khác ở cả hai bên",
    ("title", "close_long"): "tên dài gần giống, còn từ khác ở cả hai bên",
    ("title", "near_word"): "khác một từ thông thường",
    ("title", "one_side_long"): "một bên dài hơn nhiều",
    ("title", "one_side_residual"): "một bên thêm hoặc thiếu vài từ",
    ("title", "same_but_frames"): "chỉ khác từ khuôn mẫu",
    ("title", "small_typo"): "chỉ khác lỗi gõ",
    ("title", "exact"): "giống hệt",
    ("title", "exact_rare"): "giống hệt, tên hiếm gặp",
    ("title", "same_generic"): "giống hệt, nhưng tên nhiều nơi dùng",
    ("numbers", "none"): "không có",
    ("numbers", "equal"): "giống nhau",
    ("numbers", "equal_code"): "cùng một ký hiệu",
    ("numbers", "one_lacks_year"): "một bên không ghi năm",
    ("numbers", "cut_off"): "một bên bị cắt mất",
    ("numbers", "one_lacks"): "một bên không ghi",
    ("numbers", "differ"): "khác nhau",
    ("numbers", "products_differ"): "khác tên sản phẩm",
    ("authors", "disjoint"): "không có ai chung",
    ("authors", "namesakes"): "chỉ giống chữ viết tắt",
    ("authors", "overlap"): "có người chung",
    ("authors", "initials"): "khớp với tên viết tắt",
    ("authors", "subset_common"): "một bên thiếu người; tên nhiều người có",
    ("authors", "subset"): "một bên thiếu người",
    ("authors", "same_common"): "cùng một người; tên nhiều người có",
    ("authors", "same_set"): "cùng những người ấy",
    ("workplace", "missing_elsewhere"): "một bên không ghi, địa bàn khác",
    ("workplace", "missing_there"): "một bên không ghi, cùng địa bàn",
    ("workplace", "elsewhere"): "cùng tên nhưng khác địa bàn",
    ("workplace", "related"): "có từ chung",
    ("workplace", "overlap"): "nơi này thuộc nơi kia",
    ("workplace", "same"): "giống nhau",
    ("workplace", "same_there"): "giống nhau, cùng địa bàn",
    ("content", "low"): "khác nhau",
    ("content", "some"): "trùng một ít",
    ("content", "high"): "trùng nhiều",
    ("effect", "numbers"): "cùng các con số",
    ("benefit", "rounded"): "khác do làm tròn",
    ("benefit", "unit_slip"): "bằng nhau nếu đổi đơn vị tính",
    ("period", "apart"): "cách xa nhau",
    ("period", "near"): "gần nhau",
    ("period", "overlap"): "trùng nhau",
    ("federation", "same"): "cùng một đơn vị",
    ("federation", "two_roads"): "một địa phương, một ngành",
    ("federation", "two_provinces"): "hai địa phương",
    ("federation", "two_sectors"): "hai đơn vị ngành",
}
# What the levels of any column mean.
LEVELS = {
    "missing": "một bên không ghi",
    "different": "khác nhau",
    "differ": "khác nhau",
    "never_with": "không bao giờ đi với nhau",
    "weak": "ít giống",
    "some": "giống một phần",
    "part": "bên này nằm trong bên kia",
    "close": "khá giống",
    "near": "rất giống",
    "slip": "chỉ khác một lỗi gõ",
    "same_common": "giống nhau, giá trị hay gặp",
    "same": "giống nhau",
    "same_rare": "giống nhau, giá trị hiếm gặp",
    "goes_with": "hai cách viết thường đi với nhau",
}


def reason(column: str, level: str, weight: float) -> str:
    """One column of one pair: "tác giả: cùng những người ấy (+8,0)"; nothing of a missing cell that hardly weighs."""
    if level == "missing" and abs(weight) < 1:
        return ""
    words = _OF_COLUMN.get((column, level), LEVELS.get(level, level))
    return f"{COLUMNS.get(column, column)}: {words} ({'+' if weight >= 0 else '-'}{number(abs(weight), 1)})"
