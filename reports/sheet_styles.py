"""The looks of the workbooks that federations work in: one style a role, kind of value and weight of fault."""

from dataclasses import dataclass, field

import xlsxwriter

from reports.plain_sheet import style_number
from schemas.finding import Severity

FONT = "Times New Roman"
RED, YELLOW = "#F8C9C6", "#FFF0A3"
FILLS = {Severity.REJECT_FILE: RED, Severity.REJECT_RECORD: RED, Severity.QUERY: YELLOW}
Look = dict[str, object]
_BASE: Look = {"font_name": FONT, "font_size": 11, "valign": "top", "text_wrap": True}
_LINES: Look = {"border": 1, "border_color": "#BFC6CF"}
_ROLES: dict[str, Look] = {
    "data": _LINES,
    # A heading stands in one cell and runs on over the empty ones at its right.
    "section": {
        "bold": True, "bg_color": "#EEF1F5", "text_wrap": False,
        "top": 1, "bottom": 1, "top_color": "#BFC6CF", "bottom_color": "#BFC6CF",
    },
    "header": {**_LINES, "bold": True, "bg_color": "#D9E2EC", "align": "center", "valign": "vcenter"},
    "ours": {
        **_LINES, "bold": True, "bg_color": "#174A63", "font_color": "#FFFFFF", "align": "center", "valign": "vcenter",
    },
    "token": {**_LINES, "font_size": 8, "font_color": "#7A8490", "text_wrap": False},
    "title": {"bold": True, "font_size": 15, "font_color": "#8F1D22", "text_wrap": False},
    "heading": {
        "bold": True, "font_size": 12, "font_color": "#8F1D22", "text_wrap": False,
        "bottom": 2, "bottom_color": "#8F1D22",
    },
    "name": {"font_color": "#4A5565"},
    "name_line": {"font_color": "#4A5565", "text_wrap": False},
    "line": {**_LINES, "text_wrap": False},
    "strong_line": {**_LINES, "bold": True},
    "plain": {},
    "strong": {"bold": True},
    "count": {**_LINES, "num_format": "#,##0"},
    "fraction": {**_LINES, "num_format": "#,##0.0"},
}  # fmt: skip
_KINDS: dict[str, Look] = {
    "quoted": {"quote_prefix": True},
    "number": {"align": "right", "indent": 1},
    "whole": {"num_format": "0", "align": "right", "indent": 1},
    "day": {"num_format": "dd/mm/yyyy", "align": "left"},
    "moment": {"num_format": "dd/mm/yyyy hh:mm", "align": "left"},
    "clock": {"num_format": "hh:mm:ss"},
    "span": {"num_format": "[h]:mm:ss"},
}


@dataclass
class Styles:
    """The styles of one book, made when first asked for."""

    book: xlsxwriter.Workbook
    _made: dict[tuple[str, str, Severity | None], int] = field(default_factory=dict)

    def of(self, role: str, kind: str = "text", fault: Severity | None = None) -> int:
        """The number of a style; `kind` is that of reports.plain_sheet.value_kind."""
        key = (role, kind, fault)
        if key not in self._made:
            look = _BASE | _ROLES[role] | _KINDS.get(kind, {})
            if fault is not None:
                look |= {"bg_color": FILLS[fault]}
            self._made[key] = style_number(self.book.add_format(look))
        return self._made[key]
