"""Imported once by the fork server: reads one tiny table, so that every child is born with its modules and tables warm.

Much of what a first file costs is paid once here: pandera's engines, compiled patterns, the tables of spellings.
"""

import gc

from flows.reading.workbooks import read_workbook
from flows.settings import load_columns
from rules.features import Coder
from rules.intake import Submitted, parse_sheets

_TABLE = """\
STT;Tên sáng kiến;Tác giả;Chức vụ, đơn vị công tác;Khối;Lĩnh vực;Nội dung;Hiệu quả;\
Giá trị làm lợi (triệu đồng);Thời gian áp dụng;\
Ngày đăng ký;Kết quả;Khen thưởng;Bí mật công nghệ;Ghi chú;Cột lạ
I;Công đoàn các KCN;;;;;;;;;;;;;;
1;Cải tiến máy dệt;Nguyễn Văn A;Công nhân, Công ty May 10;DN;công nghiệp;\
Thay trục;Tăng năng suất;15,5;03/2021;15/03/2021;công nhận;\
Giấy khen CĐCS;x;;
2;;Trần Thị B;;;;;;;không rõ;32/13/2021;;;;;
Cộng;;;;;;;;15,5;;;;;;;
"""


def warm_up() -> None:
    """Parse the tiny table and leave what it loaded out of every later garbage collection."""
    about = Submitted("", "", False, load_columns(), Coder(b"only to be warm"))
    parse_sheets(read_workbook(_TABLE.encode()), about)
    gc.collect()
    gc.freeze()


warm_up()
