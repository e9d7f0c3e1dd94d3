"""Text that a TCVN3 converter spoilt for good is told; slips of the keys and good text are not."""

import pytest

from flows.sample.encodings import decoded_as_tcvn3
from rules.garbled import is_twice_decoded
from rules.vietnamese import repair

GOOD = [
    "Lập trình lại PLC, thay đổi trình tự cấp liệu để giảm thời gian dừng máy",
    "Rà soát các loại biểu mẫu trong số hóa hồ sơ lưu trữ, bỏ các bước trùng lặp",
    "Bố trí lại buồng bệnh, dán mã màu cảnh báo và giám sát tuân thủ hằng tuần",
]
SLIPS = ["Cải tinế mạch nhị thứ 22 kV tại tạrm V-850A", "Ứng dụng Access trong thnốg kê báo cáo nông nghệip"]


@pytest.mark.parametrize("text", GOOD)
def test_spoilt_text_is_told_and_kept(text: str) -> None:
    spoilt = decoded_as_tcvn3(text)
    assert is_twice_decoded(spoilt)
    assert repair(spoilt) == (spoilt, "unsure")


@pytest.mark.parametrize("text", [*GOOD, *SLIPS, "", "PLC", "Trường THCS Nguyễn Trãi"])
def test_other_text_is_not(text: str) -> None:
    assert not is_twice_decoded(text)
    assert repair(text).assumed == ""
