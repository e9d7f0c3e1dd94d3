"""A third campaign is one block of the config, and makes a whole release."""

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import yaml

from flows.settings import load_settings
from tests.builders import Desk, desk, row, small_config, table

THIRD = """
id: 500-nghin-2026
name: 500 nghìn sáng kiến
target: 500000
registration: {first: 2026-01-05, last: 2026-12-31}
application: {first: 2025-07-01, last: 2026-12-31}
deadline: 2026-12-31
phases:
  - {id: dot-1, name: Đợt 1, period: {first: 2026-01-05, last: 2026-06-30}, target: 200000}
  - {id: dot-2, name: Đợt 2, period: {first: 2026-07-01, last: 2026-12-31}}
emulation: {points: 5}
quotas: {LDLD-01: 2, CDN-GD: 10}
quota_details:
  LDLD-01:
    assigned: 4
    phases: {dot-1: 1}
    units: [{code: ba-dinh, name: LĐLĐ quận Ba Đình, quota: 1}]
published_figures:
  - {as_of: 2026-02-28, scope: federation, code: LDLD-01, measure: quota_pct, value: 1, whole: 3, pct: 30, source: a}
"""


def _desk(tmp_path: Path) -> Desk:
    made = desk(tmp_path, ("LDLD-01", "CDN-GD"))
    path = small_config(tmp_path / "third.yaml", ("LDLD-01", "CDN-GD"))
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["campaigns"].append(yaml.safe_load(THIRD))
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return _again(made, path)


def _again(made: Desk, config: Path) -> Desk:
    return Desk(load_settings(config, made.settings.workdir), made.submissions, "500-nghin-2026")


def test_a_third_campaign_makes_a_whole_release(tmp_path: Path) -> None:
    made = _desk(tmp_path)
    told = {"applied": "02/2026", "registered": "10/02/2026"}
    first = row(1, "Máy cắt vải tự động", **told)
    second = row(2, "Phần mềm quản lý kho thuốc", authors="Trần Thị Bình", workplace="Bệnh viện A", **told)
    late = row(3, "Cải tiến lò hơi", applied="02/2025", registered="10/02/2026")
    made.send("LDLD-01", "ds.xlsx", table([first, second, late]))
    published, _ = made.night(as_of=date(2026, 2, 28))
    assert published.held_because == ()
    assert published.headline["target"] == 500_000
    with (made.latest() / "public" / "tallies.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = {(r["measure"], r["scope_code"], r["breakdown_code"]): float(r["value"]) for r in csv.DictReader(file)}
    assert lines["valid", "LDLD-01", ""] == 2
    assert lines["ineligible", "LDLD-01", ""] == 1
    assert lines["quota_pct", "LDLD-01", ""] == 100
    assert lines["quota_pct", "LDLD-01", "dot-1"] == 200
    assert lines["quota_assigned_pct", "LDLD-01", ""] == 50
    assert lines["emulation_points", "LDLD-01", ""] == 5
    assert lines["reporting_pct", "", ""] == 50
    internal = pd.read_csv(made.latest() / "internal" / "tallies.csv")
    assert "LDLD-01/ba-dinh" in set(internal["scope_code"])
    book = openpyxl.load_workbook(made.latest() / "public" / "tallies.xlsx")
    rows = list(book["Số liệu đã công bố"].iter_rows(min_row=4, values_only=True))
    assert [r[8] for r in rows] == ["Số đã in khác số tính lại"]
    assert all(r[4] == "Khớp" for r in book["Kiểm tra"].iter_rows(min_row=4, values_only=True))
