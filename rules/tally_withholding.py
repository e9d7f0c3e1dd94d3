"""The published numbers of a release of which more rows became secret: no total moves, each such initiative leaves its
lines for the line of its own (RULES.md 17, 21)."""

from collections.abc import Mapping

import pandas as pd

from schemas.tally import TALLY_COLUMNS

_SECRET, _UNKNOWN = "secret", "unknown"
_OF_FEDERATIONS = ("sector", "phase")
Key = tuple[str, str, str, str]


def withheld_tallies(tallies: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """`rows`: the counted initiatives that are withheld from now on, as they were published (federation_code, sector,
    field, award_level, phase, registered_on, benefit_vnd, apart)."""
    names = ("measure", "scope_code", "breakdown", "breakdown_code")
    value: dict[Key, float] = {}
    units: dict[str, str] = {}
    for *key, number, unit in zip(*(tallies[n] for n in (*names, "value", "unit")), strict=True):
        value[key[0], key[1], key[2], key[3]] = float(number)
        units.setdefault(key[0], unit)
    for row in rows.to_dict(orient="records"):
        _move(value, {str(name): told for name, told in row.items()})
    kept = {key: n for key, n in value.items() if n or key[0] != "valid" or key[2] in ("", "applied")}
    lines = [
        (measure, "federation" if code else "national", code, by, by_code, n, units[measure])
        for (measure, code, by, by_code), n in kept.items()
    ]
    return pd.DataFrame(lines, columns=list(TALLY_COLUMNS))


def _move(value: dict[Key, float], row: Mapping[str, object]) -> None:
    federation = str(row["federation_code"])
    day = row["registered_on"]
    told = {
        "sector": str(row["sector"] or _UNKNOWN),
        "field": str(row["field"] or _UNKNOWN),
        "award_level": _UNKNOWN if pd.isna(row["award_level"]) else str(row["award_level"]),  # type: ignore[call-overload]
        "phase": str(row["phase"] or _UNKNOWN),
        "day": _UNKNOWN if pd.isna(day) else pd.Timestamp(str(day)).strftime("%Y-%m-%d"),  # type: ignore[call-overload]
    }
    for by, code in told.items():
        for scope in ("", federation) if by in _OF_FEDERATIONS else ("",):
            _add(value, ("valid", scope, by, code), -1)
            _add(value, ("valid", scope, by, _SECRET), 1)
    if row["apart"]:
        _add(value, ("valid", "", "applied", "apart"), -1)
    benefit = row["benefit_vnd"]
    if not pd.isna(benefit):  # type: ignore[call-overload]
        for scope in ("", federation):
            _add(value, ("benefit_vnd", scope, "", ""), -float(str(benefit)))
        if ("benefit_vnd", "", "secrecy", _SECRET) in value:
            _add(value, ("benefit_vnd", "", "secrecy", _SECRET), float(str(benefit)))


def _add(value: dict[Key, float], key: Key, by: float) -> None:
    value[key] = value.get(key, 0.0) + by
