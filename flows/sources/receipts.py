"""What a pull gives: receipts, bytes, and coded reasons where there is nothing to give."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.faults import ToldError


class Reason(StrEnum):
    """Why a source, or a file of it, could not be fetched. Fit for a log and a record: holds no address and no name."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    NO_CREDENTIALS = "no_credentials"
    HOST_KEY = "host_key"
    CERTIFICATE = "certificate"
    NOT_FOUND = "not_found"
    REDIRECTED = "redirected"
    NOT_A_LISTING = "not_a_listing"
    TOO_MANY = "too_many"


# What a union officer reads.
TOLD = {
    Reason.UNREACHABLE: "không kết nối được với máy chủ",
    Reason.TIMEOUT: "máy chủ không trả lời trong thời gian cho phép",
    Reason.REFUSED: "máy chủ không cho phép truy cập (kiểm tra tài khoản, mật khẩu, khóa)",
    Reason.NO_CREDENTIALS: "chưa khai báo đủ tài khoản truy cập",
    Reason.HOST_KEY: "khóa của máy chủ SFTP chưa được biết hoặc đã thay đổi",
    Reason.CERTIFICATE: "chứng thư số của máy chủ không được tin cậy",
    Reason.NOT_FOUND: "không có thư mục này",
    Reason.REDIRECTED: "địa chỉ chuyển hướng sang nơi khác",
    Reason.NOT_A_LISTING: "địa chỉ không cho danh sách tệp",
    Reason.TOO_MANY: "thư mục có quá nhiều tệp hoặc thư mục con",
}
SKIPPED = {
    "unreadable": "không tải được tệp này về",
    "changing": "tệp bị thay đổi trong khi đang tải về",
    "too_large": "tệp vượt quá dung lượng cho phép",
    "link": "đây là liên kết, không phải tệp",
    "not_a_file": "đây không phải là tệp thông thường",
    "unsafe_name": "tên tệp không hợp lệ",
}


class SourceUnreachable(ToldError):
    """The source is missing or cannot be listed. Carries a reason and no address: it may tell too much."""

    def __init__(self, reason: Reason = Reason.UNREACHABLE) -> None:
        super().__init__(f"the source cannot be read: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Receipt:
    """The record of one pulled file. `path` is the path below the source, with forward slashes; times are UTC.

    `skipped` says why a file was not read, "" for one that is: "lock_file", "leftover" and "vanished" (between listing
    and reading) need no answer; "empty" and those of SKIPPED do."""

    path: str
    size: int
    sha256: str
    modified: datetime | None
    fetched: datetime
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Pulled:
    """A receipt with the bytes it is about; b"" for a skipped file."""

    receipt: Receipt
    data: bytes
