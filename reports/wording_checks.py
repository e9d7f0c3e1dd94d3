"""What people read of each check, one entry a check id; the words stand in wording_files and wording_rows."""

from dataclasses import dataclass

from reports.wording_files import FILE_WORDS
from reports.wording_rows import ROW_WORDS


@dataclass(frozen=True, slots=True)
class CheckWording:
    """One check in words: `title` says what is wrong, `expected` what should stand there, `todo` what to do."""

    title: str
    expected: str
    todo: str


CHECKS: dict[str, CheckWording] = {check: CheckWording(*words) for check, words in (FILE_WORDS | ROW_WORDS).items()}
_UNKNOWN = CheckWording("Trường hợp cần kiểm tra", "Theo hướng dẫn của chương trình.", "Liên hệ bộ phận tiếp nhận.")


def check_wording(check_id: str) -> CheckWording:
    """The words of a check; a general sentence for an id that has none yet."""
    return CHECKS.get(check_id, _UNKNOWN)
