"""Every number of the paper, bound to the tally it is: the names that a template may use, and how each is written."""

from collections.abc import Mapping

from reports.figures import Figures
from reports.numbers import money, number, percent
from schemas.dossier import Printed

# name in a template: measure, breakdown, code
LETTER_NUMBERS: dict[str, tuple[str, str, str]] = {
    "da_cap_nhat": ("entered", "", ""),
    "hop_le": ("valid", "", ""),
    "dang_xem_xet": ("under_consideration", "", ""),
    "trung_lap": ("duplicate", "", ""),
    "khong_hop_le": ("ineligible", "", ""),
    "khong_tiep_nhan": ("rejected", "", ""),
    "chi_tieu": ("quota", "", ""),
    "ty_le_chi_tieu": ("quota_pct", "", ""),
    "muc_tieu": ("target", "", ""),
    "ty_le_muc_tieu": ("target_pct", "", ""),
    "hang": ("rank", "", ""),
    "lam_loi": ("benefit_vnd", "", ""),
    "hcsn": ("valid", "sector", "HCSN"),
    "doanh_nghiep": ("valid", "sector", "DN"),
    "can_bo_cong_doan": ("valid", "sector", "CBCD"),
    "chua_neu_khoi": ("valid", "sector", "unknown"),
    "bi_mat": ("valid", "sector", "secret"),
    "de_nghi": ("nominated", "", ""),
    "xuat_sac": ("nominated", "merit", "excellent"),
    "tieu_bieu": ("nominated", "merit", "typical"),
    "don_vi": ("federations", "", ""),
    "don_vi_co_ket_qua": ("federations", "state", "with_valid"),
    "don_vi_dat_chi_tieu": ("federations", "state", "quota_reached"),
}
_COUNTED = ("valid", "nominated", "federations")  # nothing counted is 0; any other measure that is not there is None


def printed(figures: Figures, measure: str, scope: str = "", by: str = "", code: str = "", name: str = "") -> Printed:
    """One number as it stands on paper; a dash where the release has none."""
    value = figures.get(measure, scope, by, code)
    if value is None and measure in _COUNTED:
        value = 0.0
    text = _text(measure, value)
    return Printed(name or measure, measure, scope, by, code, float("nan") if value is None else value, text)


def counted(name: str, value: int, scope: str = "") -> Printed:
    """A number that is no tally: a limit of the config, or what the dossier itself counted, under its name."""
    return Printed(name, name, scope, "", "", float(value), number(value))


def letter_numbers(figures: Figures, scope: str) -> tuple[Printed, ...]:
    """All numbers a letter of this scope may name, in the order of LETTER_NUMBERS; those the release has."""
    found = (printed(figures, m, _scope(m, scope), by, c, name) for name, (m, by, c) in LETTER_NUMBERS.items())
    return tuple(one for one in found if one.value == one.value)


def with_derived(figures: Figures, counts: Mapping[tuple[str, str, str, str], float]) -> Figures:
    """The release's numbers and what the dossier itself counts: the nominated, the federations."""
    return Figures({**figures.values, **counts})


def _scope(measure: str, scope: str) -> str:
    """A target and the number of federations are the nation's alone."""
    return "" if measure in ("target", "target_pct", "federations") else scope


def _text(measure: str, value: float | None) -> str:
    if measure.endswith("_pct"):
        return percent(value)
    return money(value) if measure == "benefit_vnd" else number(value)
