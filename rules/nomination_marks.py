"""What a federation marks to be put forward: a tick in a column of its own ("Đề cử", "Đề nghị biểu dương"), or the
kind in words. An award that was given is no mark; it has its own columns."""

import re
from functools import partial

from rules.cells import Cells, memo
from rules.flags import is_plainly_no
from rules.folding import fold
from rules.layout import cell_text
from rules.values import as_text
from rules.vietnamese import one_line, repair
from schemas.dossier import Mark
from schemas.submission import Cell

_COLUMNS = {"nomination_excellent": Mark.EXCELLENT, "nomination_typical": Mark.TYPICAL, "nomination": Mark.YES}
_ORDER = (Mark.EXCELLENT, Mark.TYPICAL, Mark.YES, Mark.NONE)
_TICKS = frozenset({"x", "v", "+", "√", "✓", "✔", "☑", "☒", "1", "1.0", "có", "co", "yes", "y", "true", "đúng", "rồi"})
_REFUSED = re.compile(r"(?:không|khong|ko|chưa|chua|thôi|bỏ|rút)\b")
_ASKED = re.compile(
    r"(?:đã |đang |được |xin )*(?:đề nghị|đề cử|đề xuất|xét chọn|chọn|biểu dương|tuyên dương|tôn vinh)\b"
)
_EXCELLENT, _TYPICAL = re.compile(r"\b(?:xuất sắc|xuat sac|xs)\b"), re.compile(r"\b(?:tiêu biểu|tieu bieu|tb)\b")
_NOT_SURE = re.compile(r"\?|\b(?:xem lại|xem xét|cân nhắc|chờ|hoặc|hay là)\b")


def marks(cells: Cells) -> dict[str, list[str]]:
    """nominated ("", "yes", "typical", "excellent": the best of the columns), nomination (the text as it stands) and
    nomination_status: "unknown" where the words of one are neither a mark nor a no."""
    found = [Mark.NONE] * len(cells.numbers)
    texts, known = [""] * len(found), [True] * len(found)
    for name, meant in _COLUMNS.items():
        for column in cells.of(name):
            read = memo(partial(_read, meant=meant))
            for at, value in enumerate(cells.values(column)):
                mark, text, is_known = read(value)
                found[at] = min(found[at], mark, key=_ORDER.index)
                texts[at], known[at] = texts[at] or text, known[at] and is_known
    status = ["ok" if k else "unknown" for k in known]
    return {"nominated": [m.value for m in found], "nomination": texts, "nomination_status": status}


def _read(cell: Cell, meant: Mark) -> tuple[Mark, str, bool]:
    if isinstance(cell, bool):
        return (meant if cell else Mark.NONE), "", True
    text = one_line(repair(as_text(cell)).text)
    mark = mark_of(cell_text(cell) if not isinstance(cell, str) else text, meant)
    return mark or Mark.NONE, text, mark is not None


def mark_of(text: str, meant: Mark = Mark.YES) -> Mark | None:
    """What a cell says below a header that means `meant`; None for words that say neither yes nor no."""
    said = fold(text)
    if is_plainly_no(text) or _REFUSED.match(said):
        return Mark.NONE
    if _NOT_SURE.search(said) or _NOT_SURE.search(text):
        return None
    if _EXCELLENT.search(said):
        return Mark.EXCELLENT
    if _TYPICAL.search(said):
        return Mark.TYPICAL
    ticked = said in _TICKS or text.strip() in _TICKS or _ASKED.match(said)
    return meant if ticked else None
