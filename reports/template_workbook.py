"""The workbook a federation may adopt: the right columns, notes, lists to choose from and checks as one types."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from reports.numbers import day
from reports.sheet_styles import FONT
from reports.wording import SOFTWARE
from reports.wording_template import COLUMNS, LIST_NAMES, STEPS, TEMPLATE, TemplateColumn
from schemas.returned import OWN_SHEET_MARK

HEADER_ROW = 7  # as Excel counts
PREPARED_ROWS = 5_000  # checked as one types; ruled are the first of them
_RULED_ROWS = 60
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)  # where a campaign leaves an end open
_NOTE = {"font_name": "Tahoma", "font_size": 9, "author": SOFTWARE, "width": 240, "height": 70}
_A3 = 8
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255  # of what is told beside a checked cell
Window = tuple[date | None, date | None]
Formats = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """Whose template and of which campaign; `choices` are the lists by name (reports.wording_template.LIST_NAMES)."""

    campaign_name: str
    federation_name: str
    deadline: date
    applied: Window
    registered: Window
    choices: Mapping[str, Sequence[str]]


def template_workbook(facts: TemplateFacts) -> bytes:
    """The workbook's bytes, the same for the same campaign and federation."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        created = datetime(facts.deadline.year, facts.deadline.month, facts.deadline.day)
        book.set_properties({"author": SOFTWARE, "created": created, "comments": ""})
        formats = {name: book.add_format({"font_name": FONT} | look) for name, look in _LOOKS.items()}
        table, guide, lists = (book.add_worksheet(TEMPLATE[name]) for name in ("list", "guide", "lists"))
        places = _write_lists(lists, facts, formats)
        _write_table(table, facts, places, formats)
        _write_guide(guide, facts, formats)
    return out.getvalue()


_LINES = {"border": 1, "border_color": "#BFC6CF"}
_LOOKS: dict[str, dict[str, object]] = {
    "above": {"font_size": 12, "align": "left"},
    "federation": {"font_size": 12, "bold": True, "align": "left"},
    "title": {"font_size": 15, "bold": True, "font_color": "#8F1D22"},
    "campaign": {"font_size": 12, "italic": True},
    "needed": {
        **_LINES, "font_size": 11, "bold": True, "bg_color": "#174A63", "font_color": "#FFFFFF", "text_wrap": True,
        "align": "center", "valign": "vcenter",
    },
    "optional": {
        **_LINES, "font_size": 11, "bold": True, "bg_color": "#D9E2EC", "text_wrap": True, "align": "center",
        "valign": "vcenter",
    },
    "text": {"font_size": 11, "text_wrap": True, "valign": "top"},
    "money": {"font_size": 11, "num_format": "#,##0.###", "valign": "top"},
    "applied": {"font_size": 11, "num_format": "dd/mm/yyyy", "align": "left", "valign": "top"},
    "heading": {"font_size": 12, "bold": True, "font_color": "#8F1D22"},
    "strong": {**_LINES, "font_size": 11, "bold": True, "valign": "top", "text_wrap": True},
    "ruled": {**_LINES, "font_size": 11, "valign": "top", "text_wrap": True},
}  # fmt: skip
_LOOKS["registered"] = _LOOKS["applied"]
_LOOKS |= {f"{kind} ruled": _LOOKS[kind] | _LINES for kind in ("text", "money", "applied", "registered")}


def _write_lists(sheet: Worksheet, facts: TemplateFacts, formats: Formats) -> dict[str, str]:
    """One list below the other; where each stands, for the cells that choose from it."""
    sheet.set_column(0, 0, 60)
    sheet.write_string(0, 0, TEMPLATE["lists_heading"].format(mark=OWN_SHEET_MARK), formats["title"])
    places, row = {}, 2
    for name, heading in LIST_NAMES.items():
        sheet.write_string(row, 0, heading, formats["heading"])
        choices = facts.choices[name]
        for i, choice in enumerate(choices, start=row + 1):
            sheet.write_string(i, 0, choice, formats["ruled"])
        places[name] = f"='{TEMPLATE['lists']}'!$A${row + 2}:$A${row + 1 + len(choices)}"
        row += len(choices) + 2
    return places


def _write_table(sheet: Worksheet, facts: TemplateFacts, places: Mapping[str, str], formats: Formats) -> None:
    federation = facts.federation_name.upper() if facts.federation_name else TEMPLATE["no_federation"]
    for row, words, look in (
        (0, TEMPLATE["above"], "above"),
        (1, federation, "federation"),
        (3, TEMPLATE["title"], "title"),
        (4, TEMPLATE["campaign"].format(campaign=facts.campaign_name), "campaign"),
    ):
        sheet.write_string(row, 0, words, formats[look])
    sheet.set_row(HEADER_ROW - 1, 48)
    for column, about in enumerate(COLUMNS):
        sheet.set_column(column, column, about.width, formats[about.kind])
        sheet.write_string(HEADER_ROW - 1, column, about.header, formats["needed" if about.needed else "optional"])
        needed = TEMPLATE["needed" if about.needed else "optional"]
        sheet.write_comment(HEADER_ROW - 1, column, f"{needed}. {_how(about, facts)}", _NOTE)
        for row in range(HEADER_ROW, HEADER_ROW + _RULED_ROWS):
            sheet.write_blank(row, column, None, formats[f"{about.kind} ruled"])
        if rule := _rule(about, facts, places):
            sheet.data_validation(HEADER_ROW, column, HEADER_ROW + PREPARED_ROWS - 1, column, rule)
    sheet.freeze_panes(HEADER_ROW, 2)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW - 1)


def _how(about: TemplateColumn, facts: TemplateFacts) -> str:
    return f"{about.how} {_window_words(about, facts)}".strip()


def _window_words(about: TemplateColumn, facts: TemplateFacts, words: str = "window") -> str:
    if about.kind not in ("applied", "registered"):
        return ""
    first, last = _window(about, facts)
    return TEMPLATE[words].format(first=day(first), last=day(last))


def _window(about: TemplateColumn, facts: TemplateFacts) -> tuple[date, date]:
    first, last = facts.applied if about.kind == "applied" else facts.registered
    return first or _FIRST_DAY, last or _LAST_DAY


def _rule(about: TemplateColumn, facts: TemplateFacts, places: Mapping[str, str]) -> dict[str, object]:
    """What Excel checks as one types. A day or a sum out of bounds is warned of and may stay: the sheet is the
    federation's."""
    title = TEMPLATE["yes_or_no"] if about.choices == "yes_no" else about.header
    told: dict[str, object] = {
        "input_title": title[:_LONGEST_TITLE],
        "input_message": _how(about, facts)[:_LONGEST_MESSAGE],
        "error_title": TEMPLATE["wrong"],
    }
    if about.choices:
        return told | {
            "validate": "list", "source": places[about.choices], "error_message": TEMPLATE["wrong_choice"],
        }  # fmt: skip
    if about.kind == "money":
        return told | {
            "validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning",
            "error_message": TEMPLATE["wrong_money"],
        }  # fmt: skip
    if about.kind in ("applied", "registered"):
        first, last = _window(about, facts)
        return told | {
            "validate": "date", "criteria": "between", "minimum": first, "maximum": last, "error_type": "warning",
            "error_message": _window_words(about, facts, "wrong_day"),
        }  # fmt: skip
    return {}


def _write_guide(sheet: Worksheet, facts: TemplateFacts, formats: Formats) -> None:
    for column, width in enumerate((30, 12, 62, 48)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, TEMPLATE["guide_heading"].format(mark=OWN_SHEET_MARK), formats["title"])
    sheet.write_string(2, 0, TEMPLATE["guide_steps"], formats["heading"])
    for row, step in enumerate(STEPS, start=3):
        sheet.write_string(row, 0, step.format(deadline=day(facts.deadline)), formats["above"])
    below = 3 + len(STEPS) + 1
    sheet.write_string(below, 0, TEMPLATE["guide_columns"], formats["heading"])
    for row, about in enumerate(COLUMNS, start=below + 1):
        needed = TEMPLATE["needed" if about.needed else "optional"]
        example = TEMPLATE["guide_example"].format(example=about.example) if about.example else ""
        cells = (f"Cột “{about.header}”", needed, _how(about, facts), example)
        for column, words in enumerate(cells):
            sheet.write_string(row, column, words, formats["ruled" if column else "strong"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
