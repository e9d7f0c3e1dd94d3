"""The words of the returned workbook and of the findings as workbook.

What stands in a table or at its cells (notes, the column of errors) is read again when the federation sends the
workbook back, and there a word about secrecy is a mark: so none of these texts may hold one."""

from functools import cache

from reports.wording_checks import CheckWording, check_wording

# As stems, in lower case: what the search for marks looks for (rules/flags.py, flows/reading).
_MARK_STEMS = (
    "mật", "mat ", "công bố", "tiết lộ", "phổ biến", "công khai", "secret", "confiden", "bmcn", "bí quyết", "giữ kín",
    "nội bộ", "know-how", "chia sẻ", "đăng tải", "nda",
)  # fmt: skip

_PLAIN: dict[str, CheckWording] = {
    "INI-003": CheckWording("Chưa nêu tác giả", "Họ và tên tác giả hoặc các đồng tác giả.", "Bổ sung tác giả."),
    "INI-004": CheckWording(
        "Chưa nêu đơn vị công tác",
        "Tên cơ quan, doanh nghiệp hoặc CĐCS nơi tác giả làm việc.",
        "Bổ sung đơn vị công tác.",
    ),
    "INI-020": CheckWording("Ô này chưa ghi rõ Có hay Không", "Ghi Có hoặc Không.", "Ghi lại Có hoặc Không."),
}
_ELSEWHERE = CheckWording(
    "Xem trang tóm tắt, mã {check}", "Theo hướng dẫn ở trang tóm tắt.", "Làm theo trang tóm tắt, mã {check}."
)

RETURNED: dict[str, str] = {
    "sheet": "Tóm tắt",
    "sheet_again": "Tóm tắt ({n})",
    "unnamed_sheet": "Danh sách",
    "heading": "{mark} - BẢN TRẢ LẠI ĐỂ SỬA",
    "campaign": "Chương trình",
    "federation": "Đơn vị gửi",
    "file": "Tệp đã nhận",
    "as_of": "Kiểm tra đến hết ngày",
    "received": "Đã nhận",
    "received_words": "{sheets} trang tính có bảng, {rows} dòng dữ liệu",
    "to_mend": "Phải sửa",
    "to_mend_words": "{rows} dòng chưa được tiếp nhận ({cases} lỗi)",
    "to_check": "Đề nghị kiểm tra",
    "to_check_words": "{rows} dòng ({cases} trường hợp); các dòng này vẫn được xử lý",
    "withheld": "Bí mật công nghệ",
    "withheld_words": "{rows} dòng chỉ hiện tên, tóm tắt hiệu quả, khen thưởng; ô trống của các dòng này không phải "
    "điền lại",
    "how": "Cách dùng bảng này",
    "how_1": "1. Sửa ngay tại các ô tô màu trong bảng; đưa chuột vào ô để xem lời nhắc, lỗi của cả dòng ghi ở cột "
    "{errors}.",
    "how_2": "2. Nếu số liệu đã đúng, không sửa ô mà ghi lý do vào cột {explanation} của dòng đó.",
    "how_3": "3. Không sửa, không xóa cột {token}; không thêm, bớt hoặc đổi chỗ các cột. Có thể thêm dòng mới ở cuối "
    "bảng.",
    "how_4": "4. Lưu lại (dạng .xlsx) và gửi tệp này vào đúng thư mục của đơn vị, thay cho tệp cũ; lần tổng hợp kế "
    "tiếp sẽ tự động đọc lại.",
    "legend": "Ý nghĩa màu",
    "legend_red": "Phải sửa: tệp hoặc dòng chưa được tiếp nhận",
    "legend_yellow": "Đề nghị kiểm tra: sửa, hoặc ghi giải trình nếu đã đúng",
    "faults": "Các loại lỗi",
    "fault_code": "Mã",
    "fault_words": "Lỗi và cách sửa",
    "fault_cases": "Số trường hợp",
    "of_sheets": "Lỗi của cả tệp, cả trang hoặc ngoài bảng",
    "no_faults": "Không có lỗi nào phải sửa. Cảm ơn đơn vị.",
    "notes_cut": "Lời nhắc chỉ gắn ở {n} ô đầu tiên của mỗi trang; các ô sau chỉ tô màu, lỗi ghi ở cột {errors}.",
    "how_to_mend": "Cách sửa: {todo}",
    "proposed": "Đề xuất: {proposed}",
    "error": "{place}: {title} ({check})",
    "error_of_row": "{title} ({check})",
    "column": "Cột {column}",
}

FINDINGS: dict[str, str] = {
    "summary": "Tóm tắt",
    "by_check": "Theo lỗi",
    "cases": "Chi tiết",
    "title": "Báo cáo kiểm tra hồ sơ",
    "fact": "Thông tin",
    "value": "Số liệu",
    "state": "Tình trạng",
    "files": "Số tệp đã nhận",
    "files_rejected": "Số tệp không được tiếp nhận",
    "deadline": "Hạn gửi hồ sơ",
    "entered": "Cộng các dòng dữ liệu",
    "faults": "Trường hợp phải sửa",
    "queries": "Trường hợp đề nghị kiểm tra",
    "received_on": "Ngày nhận tệp mới nhất",
    "release": "Bản phát hành",
}


@cache
def plain_words(check_id: str) -> CheckWording:
    """The words of a check fit for a note at a cell: nothing in them reads as a mark of secrecy."""
    words = _PLAIN.get(check_id) or check_wording(check_id)
    if not speaks_of_secrecy(f"{words.title} {words.expected} {words.todo}"):
        return words
    return CheckWording(
        _ELSEWHERE.title.format(check=check_id), _ELSEWHERE.expected, _ELSEWHERE.todo.format(check=check_id)
    )


def speaks_of_secrecy(text: str) -> bool:
    """True for a text with any stem that the search for marks knows; in doubt true."""
    lowered = f"{text.lower()} "
    return any(stem in lowered for stem in _MARK_STEMS)
