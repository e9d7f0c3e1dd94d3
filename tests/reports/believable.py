"""A believable release: 83 federations, numbers that add up, faults of every check, and hostile text where asked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import yaml

from reports.wording import BREAKDOWNS
from reports.wording_checks import CHECKS
from schemas.finding import FINDING_COLUMNS, Severity
from schemas.release import FederationFacts, FederationState, PhaseFacts, ReleaseFacts
from schemas.tally import TALLY_COLUMNS

HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"
CONFIG = Path(__file__).parents[2] / "config.yaml"
PEAK = (date(2021, 3, 10), date(2021, 4, 20))
LOST = (
    "rejected",
    "ineligible",
    "duplicate_within_federation",
    "duplicate_across_federations",
    "duplicate_of_earlier_campaign",
)
CODES = {
    "sector": ("HCSN", "DN", "CBCD", "unknown", "secret"),
    "field": (*[c for c in BREAKDOWNS["field"] if c not in ("unknown", "secret")], "unknown", "secret"),
    "award_level": ("1", "2", "3", "4", "unknown", "secret"),
    "phase": ("peak", "phase-2", "unknown", "secret"),
}
WEIGHTS = {"HCSN": 60, "DN": 20, "CBCD": 12, "GD": 40, "YT": 18, "CN": 12, "1": 30, "2": 12, "peak": 80, "phase-2": 12}
BLOCKS: list[dict[str, object]] = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["federations"]
Line = tuple[str, str, str, str, str, float, str]


def federations(hostile: bool = False) -> tuple[FederationFacts, ...]:
    """The federations of config.yaml in all four states; the first one with a hostile name where asked."""
    made = tuple(_federation(i, str(b["code"]), str(b["name"]), str(b["kind"])) for i, b in enumerate(BLOCKS))
    return (replace(made[0], name=HOSTILE), *made[1:]) if hostile else made


def facts(hostile: bool = False, held: tuple[str, ...] = ()) -> ReleaseFacts:
    """The release of 75 nghìn sáng kiến as of the end of May 2021."""
    return ReleaseFacts(
        release_id="75-nghin-2021-3f9a1c20",
        campaign_id="75-nghin-2021",
        campaign_name=HOSTILE if hostile else "75 nghìn sáng kiến, vượt khó, phát triển",
        target=75_000,
        deadline=PEAK[1],
        as_of=date(2021, 5, 31),
        phases=(
            PhaseFacts("peak", "40 ngày cao điểm", *PEAK, True),
            PhaseFacts("phase-2", "Giai đoạn 2", date(2021, 4, 21), date(2021, 5, 30), False),
        ),
        federations=federations(hostile),
        software_version="0.1.0",
        held_because=held,
    )


def tallies() -> pd.DataFrame:
    """Tallies whose parts are the whole: by federation, by breakdown, nation = sum of federations."""
    lines = [line for i, block in enumerate(BLOCKS) for line in _federation_lines(i, block)]
    frame = pd.DataFrame(lines, columns=list(TALLY_COLUMNS))
    whole = frame[frame["unit"].isin(["initiatives", "rows", "vnd"])]
    keys = ["measure", "breakdown", "breakdown_code", "unit"]
    nation = whole.groupby(keys, as_index=False)["value"].sum().assign(scope="national", scope_code="")
    valid = float(nation.loc[(nation["measure"] == "valid") & (nation["breakdown"] == ""), "value"].iloc[0])
    extra = [
        ("target", "national", "", "", "", 75_000.0, "initiatives"),
        ("target_pct", "national", "", "", "", 100 * valid / 75_000, "percent"),
    ]
    extra += [("valid", "national", "", "applied", "apart", 1_204.0, "initiatives")]
    extra += [("benefit_vnd", "national", "", "secrecy", "secret", 31.5e9, "vnd")]
    extra += [("rank", "federation", code, "", "", rank, "rank") for code, rank in _ranks(frame)]
    told = frame[frame["breakdown"].isin(["", "sector", "phase"])]  # by federation only these are published
    parts = [told, nation[list(TALLY_COLUMNS)], pd.DataFrame(extra, columns=list(TALLY_COLUMNS))]
    return pd.concat(parts, ignore_index=True)


def findings(n: int, code: str = "LDLD-02", checks: Sequence[str] = tuple(CHECKS)) -> pd.DataFrame:
    """`n` findings of one federation spread over the checks, at cells, rows, sheets and files."""
    return pd.DataFrame([_finding(i, code, checks[i % len(checks)]) for i in range(n)], columns=list(FINDING_COLUMNS))


def findings_summary() -> pd.DataFrame:
    """Findings counted by federation and check, for the staff."""
    rows = [
        (str(b["code"]), c, severity(c), 1 + (i * 7 + k * 3) % 40)
        for i, b in enumerate(BLOCKS)
        for k, c in enumerate(CHECKS)
        if (i + k) % 9 == 0
    ]
    return pd.DataFrame(rows, columns=["federation_code", "check_id", "severity", "n"])


def waiting() -> pd.DataFrame:
    """What waits: pairs, files, doubtful marks."""
    rows = [(code, "pairs_under_review", n) for code, n in (("LDLD-01", 412), ("LDLD-79", 388), ("CDN-GD", 97))]
    rows += [("LDLD-02", "files_rejected", 2), ("LDLD-38", "files_rejected", 1), ("CDT-DK", "secrecy_doubtful", 14)]
    return pd.DataFrame(rows, columns=["federation_code", "kind", "n"])


def counts() -> dict[str, int]:
    """Rows of one federation by disposition."""
    return {
        "not_data": 61,
        "rejected": 14,
        "ineligible": 120,
        "duplicate_of_earlier_campaign": 3,
        "duplicate_within_federation": 87,
        "duplicate_across_federations": 22,
        "counted": 1_482,
    }


def severity(check_id: str) -> str:
    """The severity of a check as the catalogue has it."""
    if check_id in ("FIL-003", "FIL-004", "FIL-005", "FIL-006", "FIL-007", "SHT-001", "SHT-003"):
        return "REJECT_FILE"
    return "REJECT_RECORD" if check_id == "INI-001" else "QUERY"


def severities() -> dict[str, Severity]:
    """Every check with its severity."""
    return {check_id: Severity(severity(check_id)) for check_id in CHECKS}


def _federation(i: int, code: str, name: str, kind: str) -> FederationFacts:
    state = FederationState.ACCEPTED
    if i % 6 == 1:
        state = FederationState.WITH_FAULTS
    elif i in (20, 47):
        state = FederationState.KEPT_LAST_GOOD
    elif i in (33, 80):
        state = FederationState.MISSING
    files = 0 if state == FederationState.MISSING else 1 + i % 5
    return FederationFacts(code, name, kind, state, files, 1 if state == FederationState.WITH_FAULTS else 0)


def _federation_lines(i: int, block: dict[str, object]) -> Iterator[Line]:
    code, quota = str(block["code"]), 300.0 + 97 * (i * 13 % 23)
    valid = 0.0 if i in (33, 80) else float(int(quota * (0.35 + (i * 29 % 83) / 40)))
    lost = [float(int(valid * share / 100)) for share in (3, 14, 17, 11, 1)]
    plain = [*zip(LOST, lost, strict=True), ("valid", valid), ("entered", valid + sum(lost))]
    plain += [("duplicate", sum(lost[2:])), ("quota", quota)]
    plain += [("under_consideration", valid // 40), ("valid_low", valid - valid // 40)]
    yield from ((m, "federation", code, "", "", v, "initiatives") for m, v in plain)
    yield ("quota_pct", "federation", code, "", "", 100 * valid / quota, "percent")
    yield ("benefit_vnd", "federation", code, "", "", valid * 16_250_000, "vnd")
    for breakdown, codes in (*CODES.items(), ("day", _days())):
        for part, n in zip(codes, _split(valid, codes), strict=True):
            yield ("valid", "federation", code, breakdown, part, n, "initiatives")


def _days() -> tuple[str, ...]:
    return (*[(PEAK[0] + timedelta(d)).isoformat() for d in range(60)], "unknown", "secret")


def _split(whole: float, codes: Sequence[str]) -> list[float]:
    weights = [float(WEIGHTS.get(c, 1 + k % 7 + k / 4 if len(codes) > 20 else 4)) for k, c in enumerate(codes)]
    parts = [float(int(whole * w / sum(weights))) for w in weights]
    parts[0] += whole - sum(parts)
    return parts


def _ranks(frame: pd.DataFrame) -> list[tuple[str, float]]:
    """By number; equal numbers share a rank."""
    valid = frame[(frame["measure"] == "valid") & (frame["breakdown"] == "")]
    ranks = valid["value"].rank(method="min", ascending=False)
    return [(str(code), float(rank)) for code, rank in zip(valid["scope_code"], ranks, strict=True)]


def _finding(i: int, code: str, check_id: str) -> tuple[object, ...]:
    file, row, column = "sang-kien-2021.xlsx", 6 + i // 3, "CDEFGHAA"[i % 7]
    sheet = "Danh sách SK" if i % 2 else "Sheet1"
    if check_id.startswith("FIL"):
        sheet, row, column = "", 0, ""
    elif check_id.startswith("SHT"):
        row, column = (5, "K") if check_id in ("SHT-004", "SHT-007") else (0, "")
    proposed = {"INI-016": "1.250.000 đồng", "INI-025": "01/03/2021 - 31/03/2021"}.get(check_id, "")
    found = {"INI-014": "khoảng vài trăm", "INI-006": "quý gần nhất", "INI-018": "#REF!"}
    field = {"INI-001": "title", "INI-003": "authors", "INI-014": "benefit", "INI-016": "benefit"}
    told = (field.get(check_id, ""), found.get(check_id, ""), proposed)
    return (check_id, severity(check_id), code, file, sheet, row, column, *told)
