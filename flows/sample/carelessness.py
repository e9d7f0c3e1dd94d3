"""How careless one sheet is: the flaws and faults of its cells, its way of saying that a row is no secret."""

from random import Random

from flows.sample.chance import pick
from flows.sample.desk import Desk
from flows.sample.dirt import flaws_of
from flows.sample.evidence import FAULT_RATES
from flows.sample.filing import FilePlan
from flows.sample.setting import Setting
from flows.sample.styles import Column
from flows.sample.wordlists import words

_SHOWN = {"INI-018": "error_cell", "INI-019": "formula_without_value", "excel_made_date": "number_turned_into_date"}
_OFTEN = 0.15
_LONG = 30  # rows from which on a habit of the whole column can be told


def make_setting(rng: Random, file: FilePlan, columns: list[Column], desk: Desk, federation: str) -> Setting:
    """The setting of one sheet, with what is still too rare over all sheets made frequent."""
    odd = desk.oddities
    setting = Setting(rng, file.style, columns, desk.window, odd, federation, file.format, file.encoding)
    setting.flaws = flaws_of(setting)
    setting.flaws["decoded_twice"] = (
        _OFTEN if not setting.old and setting.has("content") and odd.due("decoded_twice") else 0.0
    )
    due = file.format != "csv" and setting.has("benefit")
    setting.faults = {
        k: _OFTEN if due and k in _SHOWN and odd.due(_SHOWN[k]) else rate for k, rate in FAULT_RATES.items()
    }
    if min(file.sheets) >= _LONG and setting.has("registered"):
        setting.habit = _habit(rng, setting)
    plain: list[str] = words("spellings")["secret"]["plain"]
    setting.plain_no = tuple(plain) if rng.random() < 0.2 else (pick(rng, plain),)
    return setting


def _habit(rng: Random, setting: Setting) -> str:
    """Few lists are kept on a computer that puts the month before the day."""
    for habit in ("us", *(["swapped"] if setting.format != "csv" else [])):
        if rng.random() < 0.01 or setting.oddities.due(f"days_{habit}"):
            setting.oddities.mark(f"days_{habit}")
            return habit
    return ""
