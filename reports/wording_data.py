"""What the columns of the tables for machines mean, for the data package and the page that explains them."""

TABLES: dict[str, tuple[str, str]] = {
    "tallies": ("Số liệu tổng hợp", "Mỗi dòng là một con số của bản phát hành: đếm gì, của ai, theo phân tổ nào."),
    "initiatives": (
        "Sáng kiến được tính",
        "Mỗi dòng là một sáng kiến hợp lệ, không nêu người. Sáng kiến thuộc bí mật công nghệ đứng sau cùng, "
        "chỉ có tên, tóm tắt hiệu quả và khen thưởng.",
    ),
}

# Column -> type of a Frictionless field, short name, meaning.
COLUMNS: dict[str, dict[str, tuple[str, str, str]]] = {
    "tallies": {
        "measure": ("string", "Nội dung", "Con số đếm cái gì; các mã ở bảng dưới."),
        "scope": (
            "string",
            "Phạm vi",
            "national: toàn quốc; federation: một đơn vị; kind: loại đơn vị; successor: tỉnh sau 01/7/2025.",
        ),
        "scope_code": ("string", "Mã đơn vị", "Mã của phạm vi, như mã đơn vị; trống với toàn quốc."),
        "breakdown": ("string", "Phân tổ", "Trống với con số chung; nếu không, phân tổ theo cái gì."),
        "breakdown_code": (
            "string",
            "Mã phân tổ",
            "Giá trị trong phân tổ; secret: bí mật công nghệ, unknown: chưa nêu.",
        ),
        "value": ("number", "Giá trị", "Con số, dấu chấm là dấu thập phân."),
        "unit": ("string", "Đơn vị tính", "initiatives: sáng kiến; rows: dòng; percent: %; vnd: đồng; rank: hạng."),
    },
    "initiatives": {
        "initiative_id": ("string", "Mã sáng kiến", "Giữ nguyên qua các bản phát hành; trống với bí mật công nghệ."),
        "federation_code": ("string", "Mã đơn vị", "Đơn vị được tính sáng kiến; trống với bí mật công nghệ."),
        "title": ("string", "Tên sáng kiến", "Sau khi sửa lỗi phông chữ, dấu cách."),
        "effect": ("string", "Tóm tắt hiệu quả", "Như đơn vị ghi."),
        "award": ("string", "Khen thưởng", "Như đơn vị ghi."),
        "award_level": (
            "integer",
            "Cấp khen thưởng",
            "1: CĐCS; 2: cấp trên trực tiếp cơ sở; 3: đơn vị; 4: Tổng Liên đoàn.",
        ),
        "sector": ("string", "Khối", "HCSN: hành chính sự nghiệp; DN: doanh nghiệp; CBCD: cán bộ công đoàn."),
        "field": ("string", "Lĩnh vực", "Mã lĩnh vực."),
        "applied_from": ("date", "Áp dụng từ", "Ngày đầu của thời gian áp dụng."),
        "applied_to": ("date", "Áp dụng đến", "Ngày cuối của thời gian áp dụng."),
        "registered_on": ("date", "Ngày đăng ký", ""),
        "benefit_vnd": ("integer", "Giá trị làm lợi", "Đồng Việt Nam, làm tròn đến đồng."),
    },
}

CONSTRAINTS: dict[tuple[str, str], dict[str, object]] = {
    ("tallies", "measure"): {"required": True},
    ("tallies", "scope"): {"required": True},
    ("tallies", "value"): {"required": True},
    ("tallies", "unit"): {"required": True},
    ("initiatives", "title"): {"required": True},
    ("initiatives", "initiative_id"): {"pattern": "SK-[0-9a-f]{16}"},
    ("initiatives", "award_level"): {"minimum": 1, "maximum": 4},
    ("initiatives", "sector"): {"enum": ["HCSN", "DN", "CBCD"]},
}

DICTIONARY: dict[str, str] = {
    "title": "Giải thích các bảng số liệu",
    "how": "Các bảng này dành cho máy đọc: CSV, mã hóa UTF-8, ngày dạng NĂM-THÁNG-NGÀY. "
    "datapackage.json mô tả chúng theo chuẩn Frictionless Data Package.",
    "column": "Cột",
    "type": "Kiểu",
    "meaning": "Ý nghĩa",
    "code": "Mã",
    "codes": "Các mã của cột {column}",
    "home": "Về trang kết quả",
    "string": "chữ",
    "number": "số",
    "integer": "số nguyên",
    "date": "ngày",
    "link": "Giải thích các bảng số liệu và mã",
}
