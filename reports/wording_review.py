"""The words of clerical review: what each comparison found, and the workbook that people decide in."""

COMPARISONS: dict[str, str] = {
    "title": "Tên sáng kiến",
    "numbers": "Con số, ký hiệu, tên riêng trong tên",
    "authors": "Tác giả",
    "workplace": "Đơn vị công tác",
    "superior": "Công đoàn cấp trên",
    "content": "Nội dung mô tả",
    "effect": "Hiệu quả",
    "benefit": "Giá trị làm lợi",
    "field": "Lĩnh vực",
    "period": "Thời gian áp dụng",
    "federation": "Đơn vị gửi",
}

AGREES, DIFFERS, UNKNOWN = "agrees", "differs", "unknown"

# comparison -> level -> (what it is, in words of a sentence)
LEVEL_WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "title": {
        "different": (DIFFERS, "khác nhau phần lớn"),
        "close": (DIFFERS, "giống một phần, mỗi bên còn những từ riêng"),
        "close_long": (DIFFERS, "tên dài, giống gần hết, mỗi bên còn những từ riêng"),
        "near_word": (DIFFERS, "chỉ khác một từ, có thể do gõ nhầm"),
        "one_side_long": (DIFFERS, "một bên dài hơn nhiều"),
        "one_side_residual": (AGREES, "một bên ghi thêm hoặc ghi thiếu vài từ"),
        "same_but_frames": (AGREES, "giống nhau, chỉ khác các từ chung như “một số giải pháp”"),
        "small_typo": (AGREES, "giống nhau, chỉ khác lỗi gõ"),
        "exact": (AGREES, "trùng nhau"),
        "exact_rare": (AGREES, "trùng nhau, tên rất riêng, ít khi lặp lại ngẫu nhiên"),
        "same_generic": (AGREES, "trùng nhau, nhưng là tên chung mà nhiều sáng kiến mang"),
    },
    "numbers": {
        "none": (UNKNOWN, "tên không có con số hay ký hiệu"),
        "equal": (AGREES, "trùng nhau"),
        "equal_code": (AGREES, "trùng nhau, trong đó có ký hiệu riêng của máy hoặc công trình"),
        "one_lacks_year": (UNKNOWN, "một bên không ghi năm"),
        "cut_off": (UNKNOWN, "một tên bị cắt ngắn trước con số"),
        "one_lacks": (DIFFERS, "một bên có, một bên không"),
        "differ": (DIFFERS, "con số khác nhau"),
        "products_differ": (DIFFERS, "tên sản phẩm hoặc nhãn hiệu khác nhau"),
    },
    "authors": {
        "missing": (UNKNOWN, "ít nhất một bên không ghi"),
        "disjoint": (DIFFERS, "không có ai chung"),
        "namesakes": (DIFFERS, "khác tên, chỉ trùng chữ cái đầu"),
        "overlap": (AGREES, "có người chung, mỗi bên còn người riêng"),
        "initials": (AGREES, "một bên viết tắt họ, đệm; khớp với bên kia"),
        "subset_common": (AGREES, "một bên ghi thiếu người; tên chung này nhiều người mang"),
        "subset": (AGREES, "một bên ghi thiếu người, những người còn lại trùng nhau"),
        "same_common": (AGREES, "trùng nhau, nhưng là tên nhiều người mang"),
        "same_set": (AGREES, "trùng nhau"),
    },
    "workplace": {
        "missing": (UNKNOWN, "ít nhất một bên không ghi"),
        "missing_elsewhere": (DIFFERS, "một bên không ghi; địa bàn khác nhau"),
        "missing_there": (AGREES, "một bên không ghi; cùng địa bàn"),
        "different": (DIFFERS, "khác nhau"),
        "elsewhere": (DIFFERS, "tên giống nhau nhưng ở địa bàn khác"),
        "related": (DIFFERS, "có phần tên chung, chưa chắc là một nơi"),
        "overlap": (AGREES, "một bên ghi gọn hơn, cùng một nơi"),
        "same": (AGREES, "trùng nhau"),
        "same_there": (AGREES, "trùng nhau, cùng địa bàn"),
    },
    "superior": {
        "missing": (UNKNOWN, "ít nhất một bên không ghi"),
        "differ": (DIFFERS, "khác nhau"),
        "same": (AGREES, "trùng nhau"),
    },
    "content": {
        "missing": (UNKNOWN, "ít nhất một bên không ghi"),
        "low": (DIFFERS, "viết khác nhau"),
        "some": (DIFFERS, "có một số câu chữ chung"),
        "high": (AGREES, "phần lớn câu chữ giống nhau"),
        "same": (AGREES, "câu chữ trùng nhau"),
    },
    "effect": {
        "missing": (UNKNOWN, "ít nhất một bên không ghi"),
        "differ": (DIFFERS, "khác nhau"),
        "numbers": (AGREES, "cùng các con số, lời văn khác"),
        "same": (AGREES, "trùng nhau"),
    },
    "benefit": {
        "missing": (UNKNOWN, "ít nhất một bên không ghi"),
        "differ": (DIFFERS, "khác nhau"),
        "rounded": (AGREES, "bằng nhau sau khi làm tròn"),
        "unit_slip": (AGREES, "gấp nhau nghìn lần hoặc triệu lần, có thể nhầm đơn vị tính"),
        "same": (AGREES, "bằng nhau"),
    },
    "field": {
        "missing": (UNKNOWN, "ít nhất một bên không ghi"),
        "differ": (DIFFERS, "khác nhau"),
        "same": (AGREES, "cùng lĩnh vực"),
    },
    "period": {
        "missing": (UNKNOWN, "ít nhất một bên không ghi"),
        "apart": (DIFFERS, "cách nhau hơn một năm"),
        "near": (DIFFERS, "không trùng, cách nhau không quá một năm"),
        "overlap": (AGREES, "có thời gian chung"),
    },
    "federation": {
        "same": (AGREES, "cùng một đơn vị gửi"),
        "two_roads": (AGREES, "một tỉnh và một ngành: hai đường gửi thường gặp"),
        "two_provinces": (DIFFERS, "hai tỉnh, thành phố khác nhau"),
        "two_sectors": (DIFFERS, "hai công đoàn ngành, tổng công ty khác nhau"),
    },
}

STRENGTHS: tuple[tuple[float, str], ...] = ((6.0, "rất mạnh"), (3.0, "mạnh"), (1.0, "vừa"), (0.25, "nhẹ"))

ACCOUNT: dict[str, str] = {
    AGREES: "Giống nhau",
    DIFFERS: "Khác nhau",
    UNKNOWN: "Không đủ thông tin để so",
    "for": "{strength}, nghiêng về giống",
    "against": "{strength}, nghiêng về khác",
    "neutral": "hầu như không thêm gì",
    "total": "Cộng lại {weight} điểm; từ {accept} điểm trở lên máy tự coi là một, từ {review} điểm thì hỏi người.",
    "asked": "Đủ điểm để máy tự coi là một, nhưng vẫn hỏi vì {because}.",
    "asked_former": "đã có người kết luận về cặp này",
    "not_compared": "Máy không thấy hai dòng này đủ giống để so; cặp này có mặt vì đã từng được kết luận.",
    "redacted": "Có dòng thuộc diện bí mật công nghệ: chỉ nêu phần so sánh về tên và hiệu quả; các mục khác được "
    "giữ kín, không nêu là giống hay khác.",
    "only": "chỉ có ở dòng thứ {which}: {words}",
}

DOUBTS: dict[str, str] = {
    "words": "tên của mỗi bên còn những từ riêng",
    "number": "một tên có con số hoặc ký hiệu mà tên kia không có",
    "people": "tác giả không có ai chung",
    "place": "nơi làm việc khác nhau, không có hiệu quả hay số tiền nào trùng",
    "group": "có dòng thứ ba giống một trong hai dòng này nhưng trái với dòng kia",
}

DECISIONS: dict[str, str] = {"SAME": "CÙNG MỘT SÁNG KIẾN", "DIFFERENT": "KHÁC NHAU", "UNSURE": "CHƯA RÕ"}

REVIEW: dict[str, str] = {
    "sheet": "Cặp cần xem xét",
    "guide": "Hướng dẫn",
    "title": "{mark} - CẶP SÁNG KIẾN CẦN XEM XÉT - {campaign}",
    "shown": "Số liệu đến {as_of}. Có {waiting} cặp đang chờ, bảng này có {shown} cặp, ảnh hưởng lớn đứng trước.",
    "shown_accepted": "Số liệu đến {as_of}. Có {waiting} cặp máy đã nhận là một, chưa ai kết luận; bảng này có {shown} "
    "cặp, kém chắc chắn đứng trước.",
    "reference": "Mã cặp",
    "item": "Mục",
    "first": "Dòng thứ nhất",
    "second": "Dòng thứ hai",
    "compared": "So sánh",
    "points": "Điểm",
    "decision": "KẾT LUẬN",
    "decided_by": "NGƯỜI KẾT LUẬN",
    "reason": "LÝ DO",
    "number": "Cặp {n}",
    "place": "Vị trí",
    "award": "Khen thưởng",
    "account": "Nhận xét của máy",
    "moves": "Nếu là một, số hợp lệ của cả nước giảm {n}.",
    "moves_nothing": "Kết luận không làm đổi số hợp lệ của cả nước.",
    "moves_leaves": "Nếu là một, {leaves} dòng máy đã gộp với một trong hai dòng sẽ tách ra, vì trái với dòng còn lại; "
    "{moves}",
    "leaves_fall": "tính chung, số hợp lệ của cả nước giảm {n}.",
    "leaves_rise": "tính chung, số hợp lệ của cả nước tăng {n}.",
    "leaves_nothing": "tính chung, số hợp lệ của cả nước không đổi.",
    "moves_accepted": "Máy đã coi hai dòng là một. Nếu kết luận KHÁC NHAU, lần tổng hợp sau tính hai dòng riêng.",
    "former": "Kết luận cũ",
    "former_words": "{value}, {by}, ngày {day}{reason}",
    "former_lapsed": "{words}. Dữ liệu đã đổi từ khi đó: đề nghị kết luận lại.",
    "withheld": "(không hiển thị)",
    "choose": "Chọn một trong ba: CÙNG MỘT SÁNG KIẾN, KHÁC NHAU, CHƯA RÕ.",
}

GUIDE: tuple[str, ...] = (
    "1. Mỗi cặp là một khối; hai dòng đặt cạnh nhau, mục khác nhau được tô màu.",
    "2. Ở dòng đầu của khối, chọn kết luận trong danh sách: CÙNG MỘT SÁNG KIẾN, KHÁC NHAU hoặc CHƯA RÕ. "
    "Để trống nếu chưa xem.",
    "3. Ghi tên người kết luận và lý do. Để trống tên thì lấy tên người nộp bảng.",
    "4. Không sửa cột “Mã cặp”, không dùng công thức, không xóa tiêu đề. Có thể bỏ bớt các cặp không xem.",
    "5. CÙNG MỘT SÁNG KIẾN: chỉ tính một lần cho cả nước. KHÁC NHAU: tính riêng, máy không gộp lại nữa. "
    "CHƯA RÕ: giữ nguyên, hỏi lại lần sau.",
    "6. Điểm: mỗi +1 là khả năng cùng một sáng kiến tăng gấp đôi, mỗi -1 là giảm một nửa. Từ 6 trở lên là rất mạnh, "
    "từ 3 là mạnh, từ 1 là vừa.",
    "7. Cặp có dòng thuộc diện bí mật công nghệ chỉ hiện tên, hiệu quả và khen thưởng. Không ghi điều bí mật vào ô lý "
    "do; lý do của các cặp này không được lưu.",
    "8. Kết luận trái nhau (A là B, B là C, nhưng A khác C) bị từ chối khi nạp và được nêu rõ cặp nào.",
)
