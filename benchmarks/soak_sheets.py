"""All the odd files there are, submitted by one federation beside a good one, through `tonghop run`.

`python -m benchmarks.soak_sheets [FOLDER]` (default: ../shared/data/sheets). Each file has to have a receipt and either
rows in the ledger or a finding; nothing may crash, hang or blow up; the good federation is counted in full."""

import csv
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pandas as pd
import yaml

from tests.builders import row, table
from tests.hostile_books import HOSTILE, far_corner, many_sheets

ROOT = Path(__file__).parent.parent
_ODD, _GOOD = "LDLD-01", "CDN-GD"
_WORK = ("cải tiến máy dệt", "giảng dạy môn toán", "lò hơi tiết kiệm than", "quy trình khám bệnh", "tưới nước tự động")
_GOOD_ROWS = 40
_ODD_NAMES = (
    "Danh sách sáng kiến (1) .xlsx", "=cmd|' /C calc'!A0.xlsx", "<script>alert(1)</script>.xlsx", "a\nb.xlsx",
    "~$khóa.xlsx", ".ẩn.xlsx", "con.xlsx", "x" * 200 + ".xlsx", "không đuôi", "sai đuôi.pdf", "“ngoặc” & 100%.xlsx",
    "thư mục/con/cháu/tệp.xlsx", "Đà Nẵng.xlsx", "rtl \u202excod.xlsx",
)  # fmt: skip
_INJECTED = (
    "=HYPERLINK(\"http://x.example\",\"Sáng kiến\")", "@SUM(1+1)*cmd|' /C calc'!A0", "+1+1 giải pháp", "-2+3 cải tiến",
    "<img src=x onerror=alert(1)> cải tiến", "{{7*7}} cải tiến ${7*7}", "\t=1+1 cải tiến",
)  # fmt: skip


def main() -> None:
    """Run, print the counts, end with 1 where one of them may not be."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "sheets"
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        files = _submit(folder, work / "in")
        config = _config(work)
        start, cpu = time.perf_counter(), _cpu()
        done = subprocess.run(
            [sys.executable, "-m", "flows.cli", "run", "--config", config, "--workdir", work / "var",
             "--submissions", work / "in", "--as-of", "2021-05-31"],
            cwd=ROOT, capture_output=True, text=True, timeout=3600, check=False,
        )  # fmt: skip
        wall, cpu = time.perf_counter() - start, _cpu() - cpu
        told = _told(work, files, done)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"| files | {files} |\n| wall s | {wall:.0f} |\n| CPU s | {cpu:.0f} |\n| largest process, MiB | {peak} |")
    for name, count in told.items():
        print(f"| {name} | {count} |")
    if any(count for name, count in told.items() if name.startswith("FAULT")):
        raise SystemExit(1)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _submit(folder: Path, to: Path) -> int:
    """The submissions of both federations; how many files the odd one sends."""
    odd = to / _ODD
    if folder.is_dir():
        shutil.copytree(folder, odd / "sheets")
    hostile = {f"hostile/{name}.xlsx": make() for name, (make, _) in HOSTILE.items()}
    hostile |= {"hostile/far corner.xlsx": far_corner(), "hostile/5000 sheets.xlsx": many_sheets(4999)}
    plain = table([row(1, "Sáng kiến có tên tệp lạ")])
    hostile |= {f"names/{name}": plain for name in _ODD_NAMES}
    hostile["injected.xlsx"] = table([row(n, title, authors=title) for n, title in enumerate(_INJECTED, 1)])
    for name, data in hostile.items():
        path = odd / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (odd / "names" / os.fsdecode(b"t\xean c\xf2.xlsx")).write_bytes(plain)
    (to / _GOOD).mkdir()
    rows = [row(n, f"{_WORK[n % 5].capitalize()} tại phân xưởng {n}") for n in range(1, _GOOD_ROWS + 1)]
    (to / _GOOD / "ds.xlsx").write_bytes(table(rows))
    return sum(path.is_file() for path in odd.rglob("*"))


def _config(work: Path) -> Path:
    """The project's own config with national limits that hold nothing back: most of what is sent here is rejected."""
    config = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    config["limits"] |= {"national_rejected_pct": 100, "national_duplicate_pct": 100}
    path = work / "config.yaml"
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    return path


def _told(work: Path, files: int, done: "subprocess.CompletedProcess[str]") -> dict[str, int]:
    store = sqlite3.connect(work / "var" / "tonghop.db")
    receipts = pd.read_sql("select * from submitted_file", store)
    occupied = set(pd.read_sql("select file_id from line union select file_id from record", store)["file_id"])
    store.close()
    release = work / "var" / "releases" / "75-nghin-2021" / "latest"
    ledger = pd.read_parquet(release / "internal" / "ledger.parquet")
    findings = pd.read_csv(release / "internal" / "findings.csv", dtype=str, keep_default_na=False)
    odd = receipts[receipts["federation_code"] == _ODD]
    # A name that begins like a formula stands behind an apostrophe in what is written.
    named = set(findings.loc[findings["federation_code"] == _ODD, "file"].str.removeprefix("'"))
    silent = odd[(odd["skipped"] == "") & ~odd["file_id"].isin(occupied) & ~odd["path"].isin(named)]
    good = ledger[ledger["federation_code"] == _GOOD]
    counts = {f"rejected as {check}": int(n) for check, n in odd["rejected_because"].value_counts().items() if check}
    return {
        "read": int((odd["rejected_because"] == "").sum()),
        **dict(sorted(counts.items())),
        "skipped": int((odd["skipped"] != "").sum()),
        "FAULT exit code": done.returncode,
        "FAULT tracebacks": (done.stdout + done.stderr).count("Traceback"),
        "FAULT our own faults (FIL-012)": int((odd["rejected_because"] == "FIL-012").sum()),
        "FAULT files without a receipt": files - len(odd),
        "FAULT files without rows and without a finding": len(silent),
        "FAULT rows of the good federation not counted": _GOOD_ROWS - int((good["disposition"] == "counted").sum()),
        "FAULT formulas in what was written": _formulas(release),
        "FAULT tags of a cell in a page": sum(b"<img src=x" in p.read_bytes() for p in release.rglob("*.html")),
    }


def _formulas(release: Path) -> int:
    """Files of a release in which an office program would find a formula."""
    found = 0
    for path in release.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as archive:
            found += any(b"<f>" in archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/"))
    for path in release.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found += any(cell.startswith(("=", "+", "@", "\t=")) for line in csv.reader(file) for cell in line)
    return found


if __name__ == "__main__":
    main()
