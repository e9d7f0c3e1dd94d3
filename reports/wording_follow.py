"""The texts that follow a number to its rows: the waterfall, the rows of an initiative, the ledger's workbooks."""

FOLLOW: dict[str, str] = {
    "title": "Từ dòng trong tệp đến sáng kiến được tính",
    "release": "Bản phát hành {release}, số liệu tính đến hết ngày {as_of}",
    "national": "Toàn quốc",
    "all_rows": "Tất cả các dòng có chữ trong các tệp",
    "minus": "-",
    "equals": "=",
    "of_which": "trong đó",
    "no_reason": "không ghi lý do",
    "entered": "Đã cập nhật",
    "valid": "Hợp lệ",
    "pending": "Trong đó: đang xem xét",
    "published": "đã công bố {n}: khớp",
    "differs": "đã công bố {n}: LỆCH {difference}",
    "not_published": "chưa công bố",
    "answer_agrees": "{measure} = {n}. Khớp với số đã công bố.",
    "answer_differs": "{measure} = {n} theo từng dòng, nhưng số đã công bố là {published}. LỆCH, cần kiểm tra.",
    "by_file": "Các dòng đó nằm ở:",
    "in_file": "{file}, trang {sheet}: {n} dòng ({first}{last})",
    "in_text_file": "{file}: {n} dòng ({first}{last})",
    "in_federation": "{federation}: {n} dòng",
    "row": "dòng {row}",
    "to_row": " đến dòng {row}",
    "more": "và {n} nơi khác nữa; dùng --rows để ghi tất cả ra tệp",
    "written": "Đã ghi {n} dòng vào {path}",
}

INITIATIVE: dict[str, str] = {
    "title": "Sáng kiến {id}",
    "former": "Mã cũ {old} nay là {id}.",
    "counted_for": "Được tính một lần, cho {federation}.",
    "not_counted": "Không có dòng nào của sáng kiến này được tính.",
    "pending": "Đang xem xét: còn cặp nghi trùng chờ kết luận.",
    "redacted": "Thuộc bí mật công nghệ: chỉ nêu tên, tóm tắt hiệu quả và khen thưởng.",
    "rows": "Các dòng ({n}):",
    "where": "{federation} | {place}",
    "became": "{disposition}",
    "because": "Lý do: {reason}",
    "authors": "Tác giả",
    "workplace": "Đơn vị công tác",
    "registered_on": "Ngày đăng ký",
    "award": "Khen thưởng",
    "effect": "Hiệu quả",
    "credit": "Cách chọn dòng được tính: đăng ký sớm nhất trong thời gian của chương trình, rồi đầy đủ thông tin nhất, "
    "rồi theo mã đơn vị.",
    "evidence": "Căn cứ coi là một sáng kiến:",
    "pair": "Dòng {left} và dòng {right}: {decision}",
    "single": "Chỉ có một dòng, không phải so với dòng nào.",
    "gone": "Dòng này không còn trong kho dữ liệu, nên không so lại được.",
    "judgements": "Kết luận của cán bộ:",
    "judgement": "{day}, {by}: {value} (dòng {left} và dòng {right}){reason}",
    "elsewhere": "dòng ngoài sáng kiến này",
    "judgements_none": "Chưa có kết luận nào của cán bộ về các dòng này.",
    "accept": "máy kết luận là một sáng kiến",
    "review": "máy chưa chắc, cần người xem",
    "withheld": "so sánh phần được nêu",
    "reject": "máy coi là hai sáng kiến; ghép được là nhờ dòng khác hoặc kết luận của cán bộ",
}

JUDGED: dict[str, str] = {"SAME": "LÀ MỘT", "DIFFERENT": "KHÁC NHAU", "UNSURE": "CHƯA RÕ"}

LEDGER: dict[str, str] = {
    "summary": "Tổng hợp",
    "title": "Sổ theo dõi từng dòng - {federation}",
    "what": "Nội dung",
    "rows": "Số dòng",
    "reason": "Lý do",
    "open": "Xem các dòng",
    "file": "Tệp",
    "sheet": "Trang tính",
    "row": "Dòng",
    "name": "Tên sáng kiến",
    "id": "Mã sáng kiến",
    "counted_at": "Được tính tại",
    "remark": "Ghi chú",
    "here": "{file}, {place}",
    "elsewhere": "đã được tính ở đơn vị khác",
    "earlier": "chương trình trước",
    "pending": "đang xem xét",
    "redacted": "bí mật công nghệ",
}

# A worksheet's name holds at most 31 characters, and none of []:*?/\.
LEDGER_SHEETS: dict[str, str] = {
    "not_data": "Không phải dữ liệu",
    "rejected": "Không tiếp nhận",
    "ineligible": "Không hợp lệ",
    "duplicate_of_earlier_campaign": "Trùng chương trình trước",
    "duplicate_within_federation": "Trùng trong đơn vị",
    "duplicate_across_federations": "Trùng với đơn vị khác",
    "counted": "Hợp lệ",
}

NUMBERS: dict[str, str] = {
    "internal": "Lưu hành nội bộ",
    "what": "Nội dung",
    "rows": "Số dòng",
    "title": "Từ con số đến từng dòng",
    "how": "Bấm vào một con số để mở sổ theo dõi của đơn vị: mỗi trang của sổ là các dòng làm nên con số đó, "
    "kèm tệp, trang tính, dòng và lý do.",
    "way": "Toàn quốc: từ dòng trong tệp đến sáng kiến được tính",
    "federations": "Theo đơn vị",
    "reasons": "Lý do",
    "staff": "Về trang tình hình buổi sáng",
    "open_ledger": "Mở sổ của {federation}: {measure} {n}",
    "recomputed": "Các số trên trang này được cộng lại từ từng dòng của sổ, độc lập với bảng số liệu công bố.",
}
