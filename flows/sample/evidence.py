"""The columns that decide: applied, registered, recognised, awarded, benefit; with the faults planted in them."""

from collections.abc import Callable
from datetime import date

from flows.sample.cells import Cell, DateCell, ErrorCell, FormulaCell
from flows.sample.chance import pick
from flows.sample.dates import DAY_FORMS, closed, day_entry
from flows.sample.money import amount_entry, visibly_wrong, wrong_scale
from flows.sample.odd_dates import COARSE, DOUBTFUL, ODD_FORMS, any_entry, habitual_entry, is_mistakable
from flows.sample.odd_money import doubtful_entry, not_reckoned
from flows.sample.oracle import wholly_outside
from flows.sample.originals import Fate
from flows.sample.rows import RowSource
from flows.sample.setting import Setting
from flows.sample.truth import RowTruth
from flows.sample.wordlists import words

FAULT_RATES = {
    "INI-003": 0.003,
    "INI-004": 0.003,
    "INI-006": 0.005,
    "INI-009": 0.005,
    "INI-013": 0.01,
    "INI-014": 0.01,
    "INI-015": 0.01,
    "INI-016": 0.005,
    "INI-017": 0.01,
    "INI-018": 0.003,
    "INI-019": 0.003,
    "INI-022": 0.004,
    "INI-024": 0.006,
    "INI-025": 0.008,
    "INI-027": 0.006,
    "excel_made_date": 0.003,
}

_NOMINATED = (
    ("x", "yes"), ("X", "yes"), ("có", "yes"), ("Đề nghị", "yes"), ("Xuất sắc", "excellent"), ("Tiêu biểu", "typical"),
    ("tiêu biểu", "typical"),
)  # fmt: skip
_ODD = 0.1  # share of periods in a form that is not the house's


def applied(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The period of application."""
    outside = row.work.fate == Fate.OUTSIDE
    if not outside and s.rng.random() < 0.04:
        note_blank(row, truth, "INI-005", at)
        return None
    if s.fault("INI-006"):
        truth.faults.append(("INI-006", at))
        return str(pick(s.rng, words("spellings")["unreadable"]["date"]))
    form = _form(s)
    form = closed(form) if outside else form
    cell, first, last = any_entry(s.rng, form, row.work.applied)
    truth.applied_from, truth.applied_to = first, last
    s.oddities.mark(f"date_{form}")
    if form in COARSE or form in DOUBTFUL:
        truth.faults.append(("INI-025", at))
    if wholly_outside(s.window, first, last):
        truth.faults.append(("INI-007", at))
    return cell


def registered(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The day of registration."""
    if s.rng.random() < 0.03:
        note_blank(row, truth, "INI-008", at)
        return None
    if s.fault("INI-009"):
        truth.faults.append(("INI-009", at))
        return str(pick(s.rng, words("spellings")["unreadable"]["date"]))
    truth.registered_on = row.registered
    if row.registered > s.window.registration_last:
        truth.faults.append(("INI-010", at))
    if row.registered < s.window.registration_first:
        truth.faults.append(("INI-011", at))
    if s.habit:
        if is_mistakable(s.habit, row.registered):
            truth.faults.append(("INI-027", at))
        return habitual_entry(s.habit, row.registered)
    if s.fault("INI-027") and row.registered.day > 12:
        truth.faults.append(("INI-027", at))
        return day_entry(s.rng, "month_first", row.registered)
    days = [form for form in s.style.forms if form in DAY_FORMS] or ["dmy", "dot_day"]
    form = pick(s.rng, days)
    s.oddities.mark(f"date_{form}")
    return day_entry(s.rng, form, row.registered)


def asks_all(row: RowSource) -> bool:
    """True for a row that is not plainly marked secret."""
    return not row.mark or (row.doubtful and row.mark in ("column", "hidden_column"))


def note_blank(row: RowSource, truth: RowTruth, check: str, at: int) -> None:
    """A blank cell is a fault, but for a row marked secret: of that no more than title, effect and award is asked."""
    if asks_all(row):
        truth.faults.append((check, at))


def _form(s: Setting) -> str:
    """A form of the house, now and then one that anybody may use."""
    if s.fault("INI-025"):
        return pick(s.rng, DOUBTFUL)
    return pick(s.rng, ODD_FORMS) if s.rng.random() < _ODD else pick(s.rng, s.style.forms)


def recognition(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """Whether the workplace recognised it; only a plain no counts against it."""
    data = words("spellings")["recognised"]
    if row.work.fate != Fate.REFUSED:
        return str(pick(s.rng, data["granted"])) or None
    truth.refused = True
    truth.faults.append(("INI-012", at))
    return str(pick(s.rng, data["refused"]))


def award(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The award as text."""
    data = words("spellings")["awards"]
    if s.fault("INI-017"):
        truth.faults.append(("INI-017", at))
        truth.has_award = True
        return str(pick(s.rng, data["unknown"]))
    level = row.work.award_level
    if level > 1 and s.rng.random() < 0.1:
        truth.has_award, truth.award_level = True, level
        several = [str(pick(s.rng, data[n])).format(f=_short_name(s.federation)) for n in (1, level)]
        return pick(s.rng, ("; ", "\n", ", ") if s.format != "csv" else ("; ", ", ")).join(several)
    if not level:
        return str(pick(s.rng, data["none"])) or None
    truth.has_award, truth.award_level = True, level
    return str(pick(s.rng, data[level])).format(f=_short_name(s.federation))


def award_at_level(level: int) -> Callable[[RowSource, Setting, RowTruth, int], Cell]:
    """The column of one level of award: a cross for those who hold it."""

    def entry(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
        s.oddities.mark("award_columns")
        if row.work.award_level != level:
            return None
        truth.has_award, truth.award_level = True, level
        return pick(s.rng, ("x", "x", "X", "1", "x", "Số 15/QĐ-CĐ ngày 05/4/2021"))

    return entry


def nomination(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """Whether the federation puts it forward: a tick, or as what. It draws nothing, so that no other cell changes."""
    turn = row.work.number * 2_654_435_761 % 1000
    if row.work.fate == Fate.REFUSED or not (row.work.award_level >= 3 or turn < 10):
        return ("", "", "", "không")[turn % 4] or None
    said, truth.nominated = _NOMINATED[turn % len(_NOMINATED)]
    return said


def benefit(row: RowSource, s: Setting, truth: RowTruth, at: int) -> Cell:
    """The benefit in money, in the unit of the header."""
    if s.fault("INI-014"):
        truth.faults.append(("INI-014", at))
        return str(pick(s.rng, words("spellings")["unreadable"]["money"]))
    if s.format != "csv" and s.fault("excel_made_date"):
        truth.faults.append(("INI-014", at))
        s.oddities.mark("number_turned_into_date")
        return DateCell(date(row.registered.year, 1 + row.work.number % 12, 1 + row.work.number % 28), "d-mmm")
    if s.format != "csv" and s.fault("INI-019"):
        truth.faults.append(("INI-019", at))
        s.oddities.mark("formula_without_value")
        return FormulaCell(f"={1 + row.work.number % 90}*1000", None)
    if s.fault("INI-018"):
        truth.faults.append(("INI-018", at))
        s.oddities.mark("error_cell")
        return ErrorCell()
    amount = row.work.benefit
    if amount is None:
        return not_reckoned(s.rng)
    if s.fault("INI-015"):
        truth.faults.append(("INI-015", at))
        cell, truth.benefit_vnd = doubtful_entry(s.rng, amount)
        return cell
    if s.style.unit != "text" and visibly_wrong(s.style.unit, amount) and s.fault("INI-016"):
        truth.faults.append(("INI-016", at))
        truth.benefit_vnd = float(amount)
        return wrong_scale(s.style.unit, amount)
    cell, truth.benefit_vnd = amount_entry(s.rng, s.style.unit, amount)
    s.oddities.mark(f"money_{s.style.unit}")
    return cell


def _short_name(federation: str) -> str:
    return federation.replace("Liên đoàn Lao động", "LĐLĐ")
